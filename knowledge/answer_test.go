package knowledge

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"storybot/knowledge/dates"
	"storybot/knowledge/story"
)

func storyBase(t *testing.T) *Base {
	t.Helper()
	base, report, err := Load(story.Articles())
	if err != nil || len(report.Errors) > 0 {
		t.Fatal(err, report.Errors)
	}
	return base
}

func TestAnswerIsQuotedToTheLetter(t *testing.T) {
	base := storyBase(t)
	answer := base.Ask("Why did Kaspersky stop working with Europol?")
	if !answer.Answered || answer.Refusal != "" || answer.Version != base.Version() {
		t.Fatalf("answer: %+v", answer)
	}
	checkQuotes(t, base, answer)
	if first := answer.Quotes[0]; !strings.Contains(first.Text, "because the European Parliament") || first.Relation != Best {
		t.Errorf("first quote: %+v", first)
	}
}

func TestTheOtherArticleAgreesInItsOwnWords(t *testing.T) {
	quotes := storyBase(t).Ask("Why did Kaspersky stop working with Europol?").Quotes
	if len(quotes) < 2 || quotes[1].Relation != Agrees || quotes[1].Article == quotes[0].Article ||
		!strings.HasSuffix(quotes[1].Text, "after an EU text described its products as malicious.") {
		t.Errorf("quotes: %+v", quotes)
	}
}

func TestHowManyWithoutANumberIsRefused(t *testing.T) {
	if answer := storyBase(t).Ask("How many people work at Kaspersky Lab?"); answer.Answered {
		t.Errorf("answered with %q", answer.Quotes[0].Text)
	}
}

func checkQuotes(t interface{ Errorf(string, ...any) }, base *Base, answer Answer) {
	for _, q := range answer.Quotes {
		if a := base.Article(q.Article); a == nil || a.Text[q.Start:q.End] != q.Text {
			t.Errorf("quote %q is not what stands in %s from %d to %d", q.Text, q.Article, q.Start, q.End)
		}
	}
	if answer.Answered == (len(answer.Quotes) == 0) || answer.Answered == (answer.Refusal != "") {
		t.Errorf("answered %v with %d quotes, refusal %q", answer.Answered, len(answer.Quotes), answer.Refusal)
	}
}

func TestCitation(t *testing.T) {
	citation := storyBase(t).Ask("When did the European Parliament vote?").Quotes[0].Citation.String()
	want := "Kaspersky Lab halts its work with Europol after a vote in Parliament · " +
		"storybot, after Mark Sutton's report of 16 June 2018 · 16 June 2018 · ¶ 3"
	if citation != want {
		t.Errorf("cited as %q, want %q", citation, want)
	}
}

func TestQuestionsThatAreRefused(t *testing.T) {
	base := storyBase(t)
	for question, want := range map[string]Refusal{
		"":                            NothingAsked,
		" \n\t":                       NothingAsked,
		"?!... --":                    NoWords,
		"🙂🙃":                          NoWords,
		"what is it and who are they": TooCommon,
		"Почему Касперский ушёл из Европола":                         OtherAlphabet,
		"卡巴斯基为什么停止合作":                                                OtherAlphabet,
		"Which antivirus should I use instead?":                      NotSaid,
		"What did Symantec say about Poland?":                        NotSaid,
		"\xff\xfe":                                                   NoWords,
		strings.Repeat("Which antivirus program is cheapest? ", 170): NotSaid,
	} {
		answer := base.Ask(question)
		checkQuotes(t, base, answer)
		if answer.Refusal != want {
			t.Errorf("Ask(%.40q) is refused as %q, want %q", question, answer.Refusal, want)
		}
		if answer.Refusal.Sentence() == "" {
			t.Errorf("refusal %q says nothing", want)
		}
	}
}

func TestRefusalSuggestsTopics(t *testing.T) {
	answer := storyBase(t).Ask("Which antivirus should I use instead?")
	if len(answer.Suggestions) != maxSuggestions {
		t.Errorf("suggestions %q, want %d", answer.Suggestions, maxSuggestions)
	}
}

func TestLongQuestionIsAnswered(t *testing.T) {
	base := storyBase(t)
	answer := base.Ask(strings.Repeat("Why did Kaspersky stop working with Europol? ", 134))
	if len(answer.Question) < 6000 || !answer.Answered {
		t.Errorf("a question of %d characters is refused as %q", len(answer.Question), answer.Refusal)
	}
	checkQuotes(t, base, answer)
}

func TestSameSentenceInTwoFilesIsQuotedOnce(t *testing.T) {
	text := "Bridge closes\n\nThe harbour bridge closes on Monday.\n"
	base, _, err := Load(fstest.MapFS{"a.txt": file(text), "b.txt": file(text)})
	if err != nil {
		t.Fatal(err)
	}
	quotes := base.Ask("When does the harbour bridge close?").Quotes
	if len(quotes) != 1 || len(quotes[0].AlsoIn) != 1 || quotes[0].AlsoIn[0].Article != "b.txt" {
		t.Errorf("quotes: %+v", quotes)
	}
}

func FuzzAsk(f *testing.F) {
	base, _, err := Load(story.Articles())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Why did Kaspersky stop working with Europol?")
	f.Add("\xff🙂 \x00 '.,")
	f.Fuzz(func(t *testing.T, question string) {
		checkQuotes(t, base, base.Ask(question))
	})
}

func TestAnyQuestionKeepsThePromise(t *testing.T) {
	base := storyBase(t)
	words := strings.Fields("Kaspersky Europol why parliament vote the of Switzerland data ban xyzzy 20 June ? what")
	rapid.Check(t, func(t *rapid.T) {
		question := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "words"), " ")
		answer := base.Ask(question)
		checkQuotes(t, base, answer)
		if answer.Confidence < 0 || answer.Confidence > 1 {
			t.Errorf("confidence %v", answer.Confidence)
		}
	})
}

func TestTimelineOfAPeriod(t *testing.T) {
	base := storyBase(t)
	may, june := dates.OfMonth(2018, time.May), dates.OfDay(2018, time.June, 13)
	for _, test := range []struct {
		name   string
		period Period
		want   []dates.Date
	}{
		{"all", Period{}, []dates.Date{may, june, june, june, june}},
		{"about a word in another form", Period{About: "vote resolutions"}, nil},
		{"about", Period{About: "federal rules"}, []dates.Date{june}},
		{"from a day in a month", Period{From: dates.OfDay(2018, time.May, 20)}, []dates.Date{may, june, june, june, june}},
		{"up to a month", Period{To: may}, []dates.Date{may}},
		{"after all", Period{From: dates.OfDay(2019, time.May, 20)}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := base.Timeline(test.period)
			var got []dates.Date
			for _, e := range events {
				got = append(got, e.Date)
			}
			if len(got) != len(test.want) {
				t.Fatalf("dates %v, want %v", got, test.want)
			}
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("dates %v, want %v", got, test.want)
				}
			}
		})
	}
}

func TestTopicsAreNames(t *testing.T) {
	topics := strings.Join(storyBase(t).Topics(), ", ")
	for _, want := range []string{"European Parliament", "Eugene Kaspersky", "Switzerland"} {
		if !strings.Contains(topics, want) {
			t.Errorf("no topic %s in %s", want, topics)
		}
	}
	if strings.Contains(topics, "Wednesday") {
		t.Errorf("a weekday is a topic: %s", topics)
	}
}

func TestLegible(t *testing.T) {
	for text, want := range map[string]string{
		"plain “text” é":              "plain “text” é",
		"\x1b[31mred\x07":             "[31mred",
		"left\u202eright\u200b\ufeff": "leftright",
		"two\nlines\tand":             "two lines and",
	} {
		if got := Legible(text); got != want {
			t.Errorf("Legible(%q) = %q, want %q", text, got, want)
		}
	}
}
