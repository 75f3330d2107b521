package eval

import (
	"errors"
	"math"
	"strings"
	"testing"

	"storybot/knowledge"
)

// told answers each question with the quotes that a test tells, and refuses
// all others.
type told map[string][]knowledge.Quote

func (t told) Ask(question string) knowledge.Answer {
	quotes := t[question]
	return knowledge.Answer{Question: question, Answered: len(quotes) > 0, Quotes: quotes}
}

func (t told) Nearest(question string) (knowledge.Quote, bool) { return knowledge.Quote{}, false }

func quote(text string) knowledge.Quote { return knowledge.Quote{Text: text} }

func read(t *testing.T, file string) []Question {
	t.Helper()
	questions, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return questions
}

func TestCuratorsQuestions(t *testing.T) {
	asker := told{
		"when": {quote("The café’s bridge closes on Monday, 13 June."), quote("It opens in May.")},
		"who":  {quote("The mayor opened a school.")},
	}
	for line, want := range map[string]string{
		`{"question":"when","expect":"Monday"}`:                    "",
		`{"question":"when","expect":"JUNE 13"}`:                   "",
		`{"question":"when","expect":"the cafes bridge"}`:          "",
		`{"question":"why","refuse":true}`:                         "",
		`{"question":"when","expect":"Mon"}`:                       `expected "Mon"; it answered "The café’s bridge`,
		`{"question":"when","expect":"Monday 14"}`:                 `expected "Monday 14"; it answered`,
		`{"question":"when","expect":"may"}`:                       `expected "may" first; it stands in quote 2, after "The café`,
		`{"question":"why","expect":"Monday"}`:                     `no answer; expected "Monday"`,
		`{"question":"who","refuse":true}`:                         `there should be no answer; it answered "The mayor opened a school."`,
		`{"question":"who","refuse":false,"expect":"the teacher"}`: `expected "the teacher"; it answered`,
	} {
		failures := Check(asker, read(t, "\n"+line+"\n"))
		switch {
		case want == "" && len(failures) > 0:
			t.Errorf("%s: %s", line, failures[0].Why)
		case want != "" && (len(failures) != 1 || !strings.HasPrefix(failures[0].Why, want) || failures[0].Line != 2):
			t.Errorf("%s: %+v, want %q", line, failures, want)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	for file, want := range map[string]string{
		"":                                      "no question in it",
		"\n \n":                                 "no question in it",
		"when\n":                                "line 1 is no question",
		`{"question":1}`:                        "line 1 is no question",
		"\n" + `{"question":" ","refuse":true}`: `line 2: "question" is missing`,
		`{"question":"a","expect":"b","refuse":true}`:    `both "expect" and "refuse"`,
		`{"question":"a"}`:                               `neither "expect" nor "refuse"`,
		`{"question":"a","expect":"…"}`:                  `neither "expect" nor "refuse"`,
		`{"question":"a","answerable":true,"article":1}`: "line 1 is no question",
		strings.Repeat("a", longestLine+1):               "read the questions",
	} {
		if _, err := Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.50q: %v, want %q", file, err, want)
		}
	}
	if _, err := Read(strings.NewReader("")); !errors.Is(err, ErrNoQuestions) {
		t.Errorf("an empty file: %v, want %v", err, ErrNoQuestions)
	}
}

func TestScore(t *testing.T) {
	gold := read(t, `
{"question":"first","answerable":true,"gold":["The bridge closes on Monday."],"answer":"on Monday","style":"near","article":"a"}
{"question":"third","answerable":true,"gold":["It opens.","The mayor opened a school."],"answer":"","article":["a","b"]}
{"question":"wrong","answerable":true,"gold":["Nothing like it."],"answer":"none","style":"near","article":"a"}
{"question":"refused","answerable":true,"gold":["The bridge."],"answer":"bridge","article":"a"}
{"question":"removed","answerable":false,"gold":[],"article":"a"}
{"question":"off","answerable":false,"article":""}
{"question":"off too","answerable":false,"article":[]}
`)
	score := Grade(told{
		"first":   {{Text: "the BRIDGE closes on monday", Highlight: "Monday"}},
		"third":   {quote("One."), quote("Two."), quote("The mayor opened a school.")},
		"wrong":   {{Text: "Something else.", Highlight: "else"}},
		"off too": {quote("Something.")},
	}, gold)
	const want = "p1=0.250 p3=0.500 answered=0.750 precision=0.333 refused=0.667 refused_off=0.500 f1=0.222"
	if got := score.Figures().String(); got != want {
		t.Errorf("figures %s, want %s", got, want)
	}
	if got := strings.Join(score.Styles(), "; "); got != "-: p1 0.000 (0/2); near: p1 0.500 (1/2)" {
		t.Errorf("styles %s", got)
	}
	twice := &Score{}
	twice.Merge(score)
	twice.Merge(score)
	if twice.Figures() != score.Figures() || twice.answerable != 8 {
		t.Errorf("merged with itself: %+v", twice)
	}
	if none := (&Score{}).Figures(); none != (Figures{}) {
		t.Errorf("figures of nothing: %s", none)
	}
}

func TestQuoteIsAGoldSentence(t *testing.T) {
	for _, test := range []struct {
		gold, quote string
		want        bool
	}{
		{"One two three four five.", "one, TWO; three four five", true},
		{"One two three four five.", "One two three four.", true},
		{"One two three four five.", "One two three.", false},
		{"One two.", strings.Repeat("three ", 9) + "one two", true},
		{"One two.", strings.Repeat("three ", 10) + "one two", false},
		{"It’s its own", "It's it's own", true},
		{"One one one one one", "one", false},
		{"İstanbul is far", "i stanbul is far", true},
		{"…", "…", false},
		{"", "", false},
	} {
		if got := same(test.gold, test.quote); got != test.want {
			t.Errorf("same(%q, %q) = %v", test.gold, test.quote, got)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		answer, highlight string
		want              float64
	}{
		{"58%", "58 %", 1},
		{"on Monday", "Monday", 2.0 / 3},
		{"on Monday", "", 0},
		{"Jane Writer", "the mayor", 0},
	} {
		if got := f1(test.answer, test.highlight); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("f1(%q, %q) = %v, want %v", test.answer, test.highlight, got, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"question":"a","expect":"b"}`)
	f.Add(`{"question":"a","answerable":true,"gold":["b"],"article":["c"]}`)
	f.Fuzz(func(t *testing.T, file string) {
		questions, err := Read(strings.NewReader(file))
		if (err == nil) == (len(questions) == 0) {
			t.Errorf("%d questions, %v", len(questions), err)
		}
		Grade(told{}, questions)
		Check(told{}, questions)
	})
}

// guesses answers each question as is written in it.
type guesses map[string]struct {
	text       string
	confidence float64
}

func (g guesses) Ask(question string) knowledge.Answer {
	answer := knowledge.Answer{Confidence: g[question].confidence}
	if answer.Answered = answer.Confidence >= 0.5; answer.Answered {
		answer.Quotes = []knowledge.Quote{quote(g[question].text)}
	}
	return answer
}

func (g guesses) Nearest(question string) (knowledge.Quote, bool) {
	found, ok := g[question]
	return quote(found.text), ok
}

func TestSurety(t *testing.T) {
	yes, no := true, false
	gold := []string{"The bridge closes on Monday."}
	asked := guesses{
		"a": {gold[0], 0.9}, "b": {gold[0], 0.9}, "c": {"The council met in the hall.", 0.6},
		"d": {gold[0], 0.2}, "off": {"The council met in the hall.", 0.7},
	}
	var questions []Question
	for _, name := range []string{"a", "b", "c", "d", "unheard"} {
		questions = append(questions, Question{Question: name, Answerable: &yes, Gold: gold})
	}
	questions = append(questions, Question{Question: "off", Answerable: &no})
	score := &Score{}
	score.Merge(Grade(asked, questions[:2]))
	score.Merge(Grade(asked, questions[2:]))
	s := score.Surety()
	// Of five answerable questions three guesses are right; of the four surest
	// three; a bin of two sure 0.9 and right, one of 0.6 wrong, one of 0.7 wrong.
	for what, figure := range map[string]struct{ got, want float64 }{
		"p1 without threshold": {s.P1Off(), 3.0 / 5},
		"precision at 80 %":    {s.PrecisionAt80(), 3.0 / 4},
		"calibration error":    {s.CalibrationError(), (0.2 + 0.6 + 0.7) / 4},
	} {
		if diff := figure.got - figure.want; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%s: %v, want %v", what, figure.got, figure.want)
		}
	}
	if got := (&Surety{}).String(); got != "p1_off=0.000 precision_at_80=0.000 calibration_error=0.000" {
		t.Errorf("of nothing: %s", got)
	}
}
