package search

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var story = []Sentence{
	{Text: "On Wednesday the council voted to close the harbour bridge for repairs.", Paragraph: 1},
	{Text: "It will stay shut for six months.", Paragraph: 1},
	{Text: "Mayor Ana Lindqvist said the work costs 4.2 million euros.", Paragraph: 2},
	{Text: "Ferries will carry 900 commuters a day across the bay, according to the European Transport Agency (ETA).", Paragraph: 3},
	{Text: "The announcement angered shopkeepers because they fear empty streets.", Article: 1, Paragraph: 1},
	{Text: "Shopkeepers in Oldtown plan a protest on Friday.", Article: 1, Paragraph: 2},
}

var titles = []string{"Harbour bridge closes", "Shops fear for their trade"}

func TestAskFindsTheSentenceAndTheWordsThatAnswer(t *testing.T) {
	x := New(story, titles)
	tests := []struct {
		question string
		sentence int
		expects  Expectation
		within   string // what is highlighted stands in this
	}{
		{"How much does the work cost?", 2, Money, "4.2 million euros"},
		{"Who is the mayor?", 2, Person, "Ana Lindqvist"},
		{"When did the council vote?", 0, Date, "On Wednesday"},
		{"How many commuters will ferries carry?", 3, Count, "900 commuters a day"},
		{"Why were shopkeepers angered?", 4, Reason, "because they fear empty streets"},
		{"Where do shopkeepers plan a protest?", 5, Place, "in Oldtown"},
	}
	for _, test := range tests {
		found := x.Ask(test.question, 3)
		if found.Expects != test.expects {
			t.Errorf("%s: expects %v, want %v", test.question, found.Expects, test.expects)
		}
		if len(found.Candidates) == 0 || found.Candidates[0].Sentence != test.sentence {
			t.Errorf("%s: got %+v, want sentence %d first", test.question, found.Candidates, test.sentence)
			continue
		}
		c := found.Candidates[0]
		if lit := story[c.Sentence].Text[c.Start:c.End]; !strings.Contains(test.within, lit) && !strings.Contains(lit, test.within) {
			t.Errorf("%s: highlights %q, want %q", test.question, lit, test.within)
		}
	}
}

func TestConfidenceIsLowWhereTheStoryDoesNotSay(t *testing.T) {
	x := New(story, titles)
	for _, question := range []string{
		"Who painted the Mona Lisa?", "What is the square root of 144?", "How do I reset my router password?",
	} {
		if found := x.Ask(question, 1); len(found.Candidates) > 0 && found.Candidates[0].Confidence >= Threshold {
			t.Errorf("%s: confidence %.2f", question, found.Candidates[0].Confidence)
		}
	}
}

func TestTypingErrorsAreReadAsTheStorysWords(t *testing.T) {
	x := New(story, titles)
	tests := map[string]string{
		"who is the mayor of lindqvst":        "who is the mayor of lindqvist",
		"wen did the counciil vote":           "when did the council vote",
		"how many comutters":                  "how many commuters",
		"when did the giraffe vote":           "", // a word, though not the story's
		"how much is 4.3 million":             "", // a number is no typing error
		"Why did the shopkeepers get angry?":  "",
		"what happened to the habrour bridge": "what happened to the harbour bridge",
	}
	for question, want := range tests {
		if got := x.Ask(question, 1).ReadAs; got != want {
			t.Errorf("%s: read as %q, want %q", question, got, want)
		}
	}
}

func TestSpellingsOfOneStemAreShown(t *testing.T) {
	x := New([]Sentence{{Text: "Kaspersky sells software."}}, []string{""})
	for question, want := range map[string]string{
		"what does Kasperski sell":    "what does kaspersky sell",
		"what do the Kasperskys sell": "", // an ending is no error
		"who was selling softwares":   "",
	} {
		if got := x.Ask(question, 1).ReadAs; got != want {
			t.Errorf("%s: read as %q, want %q", question, got, want)
		}
	}
}

func TestAcronymsStandForTheirNames(t *testing.T) {
	x := New(story, titles)
	term := x.terms.find([]byte("eta"))
	var stands []string
	for _, s := range x.shortFor(term) {
		stands = append(stands, string(x.terms.at(s.to)))
	}
	slices.Sort(stands)
	if want := []string{"agenc", "european", "transport"}; !slices.Equal(stands, want) {
		t.Errorf("ETA stands for %v, want %v", stands, want)
	}
}

func TestExplainSharesAddUpToTheScore(t *testing.T) {
	x := New(story, titles)
	r := new(ranking)
	far := 0
	for question, expects := range map[string]Expectation{
		"When did the council vote?":                          Date,
		"Do shopkeepers in Oldtown plan a protest on Friday?": YesNo,
	} {
		e := x.Explain(question)
		if e.Expects != expects || e.Verdict == "" || len(e.Candidates) == 0 || len(e.Confidence) == 0 {
			t.Fatalf("%s: expects %v; %d candidates, %d shares: %s", question, e.Expects, len(e.Candidates), len(e.Confidence), e.Verdict)
		}
		x.rank(r, question)
		for i, c := range e.Candidates {
			var sum float64
			if r.order[i].trees {
				sum = float64(ranker.meanOfAll())
			} else {
				far++
			}
			for _, s := range c.Shares {
				sum += s.Share
			}
			if sum < c.Score-0.3 || sum > c.Score+0.3 {
				t.Errorf("sentence %d: shares add up to %.2f, score is %.2f", c.Sentence, sum, c.Score)
			}
		}
	}
	if far == 0 {
		t.Error("the trees were asked about every candidate")
	}
}

func (m *model) meanOfAll() (sum float32) {
	for _, n := range m.roots {
		mean, _ := m.mean(n)
		sum += mean
	}
	return sum
}

func TestDifferAndAlike(t *testing.T) {
	sentences := []Sentence{
		{Text: "The council voted on 3 May to close the bridge."},
		{Text: "The council voted on 4 May to close the bridge.", Article: 1},
		{Text: "To close the bridge on 3 May the council voted.", Article: 2},
		{Text: `"We close the bridge for safety," she wrote.`, Article: 3},
		{Text: `"We close the bridge for safety and money," she wrote.`, Article: 4},
		{Text: "Nothing is known of the whales.", Article: 5},
	}
	x := New(sentences, make([]string, 6))
	tests := []struct {
		a, b          int
		alike, differ bool
	}{{0, 1, true, true}, {0, 2, true, false}, {3, 4, true, true}, {0, 5, false, false}}
	for _, test := range tests {
		var a, b telling
		x.tell(&a, uint32(test.a))
		x.tell(&b, uint32(test.b))
		alike := likeness(&a, &b) >= alikeFrom
		differ := x.differ(Candidate{Sentence: test.a}, Candidate{Sentence: test.b})
		if alike != test.alike || differ != test.differ {
			t.Errorf("%d and %d: alike %v, differ %v", test.a, test.b, alike, differ)
		}
	}
}

// stories draws sentences of few words, so that they have much in common.
var stories = rapid.Custom(func(t *rapid.T) []Sentence {
	word := rapid.SampledFrom(strings.Fields(`Bridge council Oldtown mayor vote votes 4 900 May harbour the of
		on close closed ferry it they announced Lindqvist naïve U.S. protest`))
	var sentences []Sentence
	for article := range rapid.IntRange(1, 4).Draw(t, "articles") {
		for paragraph := range rapid.IntRange(1, 3).Draw(t, "paragraphs") {
			for range rapid.IntRange(1, 3).Draw(t, "sentences") {
				text := strings.Join(rapid.SliceOfN(word, 1, 9).Draw(t, "words"), " ") + "."
				sentences = append(sentences, Sentence{Text: text, Article: article, Paragraph: paragraph})
			}
		}
	}
	return sentences
})

func titlesOf(sentences []Sentence) []string {
	return make([]string, sentences[len(sentences)-1].Article+1)
}

func TestASentenceAskedForComesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentences := stories.Draw(t, "story")
		asked := rapid.SampledFrom(sentences).Draw(t, "asked").Text
		found := New(sentences, titlesOf(sentences)).Ask(asked, 1)
		if found.Asked == 0 {
			return // it has stop words alone
		}
		if first := found.Candidates[0]; !sameWords(sentences[first.Sentence].Text, asked) || first.Confidence < Threshold {
			t.Fatalf("asked %q, got %q with %.2f", asked, sentences[first.Sentence].Text, first.Confidence)
		}
	})
}

// sameWords reports whether two texts have the same terms: "vote" and "votes"
// are one to the index.
func sameWords(a, b string) bool { return slices.Equal(Terms(a), Terms(b)) }

func TestTheOrderOfArticlesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentences := stories.Draw(t, "story")
		titles := titlesOf(sentences)
		question := rapid.SampledFrom(sentences).Draw(t, "question").Text
		var turned []Sentence
		for article := len(titles) - 1; article >= 0; article-- {
			for _, s := range sentences {
				if s.Article == article {
					s.Article = len(titles) - 1 - article
					turned = append(turned, s)
				}
			}
		}
		a, b := New(sentences, titles).Ask(question, 5), New(turned, titles).Ask(question, 5)
		if len(sentences) > depth {
			return // which of many equal sentences are candidates may differ
		}
		for i := range a.Candidates {
			if one, other := sentences[a.Candidates[i].Sentence].Text, turned[b.Candidates[i].Sentence].Text; one != other {
				t.Fatalf("candidate %d: %q and %q", i, one, other)
			}
		}
	})
}

func TestLongQuestionsTakeNoTime(t *testing.T) {
	x := New(story, titles)
	for _, question := range []string{
		strings.Repeat("harbour brigde zzyzx ", 5000), strings.Repeat("x", 100_000), strings.Repeat("'é.", 33_000),
	} {
		least := time.Hour // of five, for the machine may have other things to do
		for range 5 {
			start := time.Now()
			x.Ask(question, 10)
			least = min(least, time.Since(start))
		}
		if t.Logf("%d characters take %v", len(question), least); least > 50*time.Millisecond {
			t.Errorf("%d characters took %v", len(question), least)
		}
	}
}

func TestAskAllocatesLittle(t *testing.T) {
	x := New(story, titles)
	r := new(ranking) // the pool drops some on purpose under the race detector
	x.ask(r, "How many commuters will ferries carry?", 5)
	if n := testing.AllocsPerRun(100, func() { x.ask(r, "How many comuters will the ferries of ETA carry daily?", 5) }); n > 20 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzAsk(f *testing.F) {
	for _, question := range []string{"", "who?", "How much does the work cost", "’s ’s", "wen did É", "4,2 4.2 $4", "…\xff"} {
		f.Add(question)
	}
	x := New(story, titles)
	f.Fuzz(func(t *testing.T, question string) {
		for _, c := range x.Ask(question, 10).Candidates {
			if c.Confidence < 0 || c.Confidence > 1 || c.Start > c.End || c.End > len(story[c.Sentence].Text) {
				t.Fatalf("%q: %+v", question, c)
			}
		}
		x.Explain(question)
	})
}
