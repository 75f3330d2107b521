package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// lit returns what is highlighted in a sentence for a question.
func lit(question, sentence string) string {
	x := New([]Sentence{{Text: sentence}}, []string{""})
	r := new(ranking)
	x.read(&r.question, question)
	x.matchAll(&r.matches, &r.question)
	start, end := x.highlight(r, 0)
	return sentence[start:end]
}

func TestHighlightIsThePhraseThatAnswers(t *testing.T) {
	const (
		kaspersky = "Kaspersky Lab has stopped working with Europol and the other police forces of Europe, " +
			"because the European Parliament has branded its software malicious."
		vote = "On Wednesday the council voted by 12 to 3 to close the harbour bridge for repairs."
	)
	tests := []struct{ question, sentence, want string }{
		{"Why did Kaspersky stop working with Europol?", kaspersky, "because the European Parliament has branded its software malicious"},
		{"When did the council vote?", vote, "Wednesday"},
		{"How much does the work cost?", "Mayor Ana Lindqvist said the work costs 4.2 million euros.", "4.2 million euros"},
		{"How many commuters will ferries carry?", "Ferries will carry 900 commuters a day across the bay.", "900"},
		{"Who founded the firm?", "The firm was founded by Ana Lindqvist in 1998.", "Ana Lindqvist"},
		{"Where do shopkeepers plan a protest?", "Shopkeepers in Oldtown plan a protest on Friday.", "Oldtown"},
		{"Did the council vote?", vote, ""},
	}
	for _, test := range tests {
		if got := lit(test.question, test.sentence); got != test.want {
			t.Errorf("%s\n highlights %q, want %q", test.question, got, test.want)
		}
	}
}

func TestHighlightNeverCutsAWordNorEndsOnOneThatLeadsOn(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields(`Bridge council Oldtown, mayor votes 4.2 % $900 (harbour bay) "the of on" by
		because and to naïve U.S. well-known Ana’s close`))
	asks := rapid.SampledFrom([]string{"Who voted", "Why did the council close", "How many", "What did the mayor", "Where is", "bridge"})
	rapid.Check(t, func(t *rapid.T) {
		sentence := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "words"), " ") + "."
		question := asks.Draw(t, "asks") + " " + word.Draw(t, "word") + "?"
		got := lit(question, sentence)
		if got == "" {
			return
		}
		at := strings.Index(sentence, got)
		before, _ := utf8.DecodeLastRuneInString(sentence[:max(at, 0)])
		last := strings.ToLower(got[strings.LastIndexByte(got, ' ')+1:])
		if at < 0 || unicode.IsLetter(before) && !strings.Contains(sentence, " "+got) && at > 0 {
			t.Fatalf("%q in %q is cut from a word", got, sentence)
		}
		if partOfWord[last] != partEdge && !partOfWord[last].closes() {
			t.Fatalf("%q in %q ends on %q", got, sentence, last)
		}
	})
}

func TestFormOfQuestions(t *testing.T) {
	x := New(story, titles)
	tests := []struct {
		question string
		want     shape
		subject  bool
	}{
		{"Who voted to close the bridge?", shapeWho, true},
		{"Who is Ana Lindqvist?", shapeWhoIs, false},
		{"What did the council do?", shapeWhatDo, false},
		{"How many commuters are there?", shapeHowMany, true},
		{"Which day was the vote?", shapeWhatTime, false},
		{"Is the bridge shut?", shapeYesNo, false},
		{"harbour bridge", shapeAnything, false},
	}
	for _, test := range tests {
		var q question
		x.read(&q, test.question)
		if f, _ := x.formOf(&q, nil); f.shape != test.want || f.subject != test.subject {
			t.Errorf("%s: %s, subject %v; want %s, %v", test.question, shapeNames[f.shape], f.subject, shapeNames[test.want], test.subject)
		}
	}
}

func BenchmarkHighlight(b *testing.B) {
	x := New([]Sentence{{Text: "Kaspersky Lab has stopped working with Europol and the other police forces of Europe, " +
		"because the European Parliament has branded its software malicious, said its founder."}}, []string{""})
	r := new(ranking)
	x.read(&r.question, "Why did Kaspersky stop working with Europol?")
	x.matchAll(&r.matches, &r.question)
	b.ReportAllocs()
	for b.Loop() {
		x.highlight(r, 0)
	}
}
