package handlers

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/story"
)

// TestQuestionInAnotherLanguage is told so in its own, whatever the person's
// language is, and also where names have found an answer.
func TestQuestionInAnotherLanguage(t *testing.T) {
	setting := newSetting(t, story.Articles())
	for question, want := range map[string]tongue{
		"Warum hat Kaspersky die Zusammenarbeit mit Europol beendet?":    german,
		"Was hat der Kreml über das Verbot gesagt, und wann war das?":    german,
		"Pourquoi est-ce que Kaspersky a quitté Europol ?":               french,
		"Qui a voté la résolution dans le Parlement et pourquoi ?":       french,
		"¿Por qué dejó Kaspersky de trabajar con Europol?":               spanish,
		"Почему Касперский ушёл из Европола":                             russian,
		"Why did the company Kaspersky stop working with Europol?":       english,
		"Did Die Zeit report on the ban of Kaspersky in a news article?": english,
		"Eugene Kaspersky Europol":                                       english,
		"Чому Касперський пішов?":                                        english,
	} {
		got, _ := tongueOf(question)
		if got != want {
			t.Errorf("%q is taken to be in language %d, want %d", question, got, want)
		}
		if want == english || want == russian {
			continue
		}
		said := reading(mustRun(t, setting, member(0, "ask", option("question", question))))
		if !strings.Contains(said, speechIn(want).that(otherLanguage)) {
			t.Errorf("%q is answered with\n%s", question, said)
		}
		found := setting.Store.Current().Ask("Why did Kaspersky stop working with Europol?")
		found.Question = question
		message := speechIn(russian).answerMessage(setting.Store.Current(), found, false)
		if said := messageReading(message, false); !strings.Contains(said, speechIn(want).that(onlyNames)) {
			t.Errorf("an answer to %q lacks the note:\n%s", question, said)
		}
	}
}

// bridge is a story of three articles with addresses.
func bridge() fstest.MapFS {
	return fstest.MapFS{
		"a.md": articleFile("---\ntitle: Harbour bridge closes\nauthor: Ann Archer\npublisher: Harbour Post\npublished: 2018-06-16\nurl: https://example.com/bridge_(harbour)?a=1&b=2\n---\n\n" +
			"The council met on Friday. The harbour bridge closes on Monday for 20 days of repairs, as cracks were found in two of its pillars, said Mark Sutton. Buses take the old road.\n\nIt will cost two million.\n"),
		"b.md": articleFile("---\ntitle: Repairs to take 25 days\nauthor: Bob Baker\npublished: 2018-06-17\nurl: https://example.org/repairs#top\n---\n\n" +
			"Cracks in its pillars are why the harbour bridge closes for 25 days of repairs, said Marc Sutton.\n"),
		"c.md": articleFile("---\ntitle: Mayor says cracks are old\n---\n\nThe mayor denied that cracks were the reason.\n\nHe was driven over the harbour bridge in 1961.\n"),
		"d.md": articleFile("---\ntitle: School opens\n---\n\nThe mayor opened a school.\n"),
	}
}

// found is an answer to a question about the bridge with a quote of every kind.
func found(t testing.TB, base *knowledge.Base) knowledge.Answer {
	t.Helper()
	cite := func(file, text string) knowledge.Citation {
		a := base.Article(file)
		for _, s := range a.Sentences {
			if a.Sentence(s) == text {
				c := citationOf(a)
				c.Paragraph, c.Start, c.End = s.Paragraph, s.Start, s.End
				return c
			}
		}
		t.Fatalf("no sentence %q in %s", text, file)
		return knowledge.Citation{}
	}
	quote := func(file, text, highlight string, relation knowledge.Relation) knowledge.Quote {
		return knowledge.Quote{Text: text, Highlight: highlight, Relation: relation, Citation: cite(file, text)}
	}
	best := quote("a.md", "The harbour bridge closes on Monday for 20 days of repairs, as cracks were found in two of its pillars, said Mark Sutton.",
		"as cracks were found in two of its pillars", knowledge.Best)
	best.Context = "The council met on Friday."
	best.AlsoIn = []knowledge.Citation{citationOf(base.Article("d.md"))}
	return knowledge.Answer{
		Question: "why does the harbor bridge close", ReadAs: "why does the harbour bridge close",
		Answered: true, Confidence: 0.93, Version: base.Version(),
		Quotes: []knowledge.Quote{
			best,
			quote("c.md", "He was driven over the harbour bridge in 1961.", "", knowledge.More),
			quote("c.md", "The mayor denied that cracks were the reason.", "denied", knowledge.Differs),
			quote("b.md", "Cracks in its pillars are why the harbour bridge closes for 25 days of repairs, said Marc Sutton.", "Cracks in its pillars", knowledge.Agrees),
			quote("a.md", "Buses take the old road.", "", knowledge.More),
		},
	}
}

func TestAnswer(t *testing.T) {
	base := newSetting(t, bridge()).Store.Current()
	for name, locale := range map[string]discordgo.Locale{"answer": "en-US", "answer-german": "de", "answer-russian": "ru"} {
		say := member(0, "ask").in(locale).speech()
		checkGoldenReply(t, name, Reply{Message: say.answerMessage(base, found(t, base), true), Private: true})
	}
}

func TestComparisonMarksDifferences(t *testing.T) {
	setting := newSetting(t, bridge())
	checkGoldenReply(t, "compare-differing", mustRun(t, setting, member(0, "compare", option("topic", "the harbour bridge closing"))))
}

func TestLinkJumpsToTheSentence(t *testing.T) {
	const short, long = "It rains, it pours.", "One two-three, four & five (six) seven eight nine ten eleven twelve."
	for _, test := range []struct{ address, sentence, want string }{
		{"https://example.com/a", short, "https://example.com/a#:~:text=It%20rains%2C%20it%20pours."},
		{"https://example.com/a", long, "https://example.com/a#:~:text=One%20two%2Dthree%2C%20four%20%26%20five,eight%20nine%20ten%20eleven%20twelve."},
		{"https://example.com/a_(b)#top", short, "https://example.com/a_%28b%29#top:~:text=It%20rains%2C%20it%20pours."},
		{"https://example.com/a", "“Naïve”", "https://example.com/a#:~:text=%E2%80%9CNa%C3%AFve%E2%80%9D"},
		{"https://example.com/" + strings.Repeat("a", 370), short, "https://example.com/" + strings.Repeat("a", 370)},
		{"https://example.com/" + strings.Repeat("a", 600), short, ""},
		{"http://example.com", "", "http://example.com"},
		{"", short, ""},
		{"example.com/a", short, ""},
		{"javascript:alert(1)", short, ""},
		{"https://user:secret@example.com", short, ""},
		{"https://example.com/a b) [x](https://evil.example)", short, "https://example.com/a%20b%29%20%5Bx%5D%28https://evil.example%29#:~:text=It%20rains%2C%20it%20pours."},
	} {
		got := sentenceLink(test.address, test.sentence)
		if got != test.want || strings.ContainsAny(got, "() <>\n`|") {
			t.Errorf("sentenceLink(%q, %q)\n  = %s, want\n    %s", test.address, test.sentence, got, test.want)
		}
	}
}
