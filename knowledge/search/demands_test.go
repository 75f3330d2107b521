package search

import (
	"strings"
	"testing"
)

func TestOnlyANumberAnswersHowMany(t *testing.T) {
	x := New(story, titles)
	for question, want := range map[string]bool{
		"How many commuters will ferries carry?":             false,
		"How many shopkeepers fear empty streets?":           true,
		"How many shopkeepers in Oldtown plan a protest?":    true,
		"How much does the work cost?":                       false,
		"How much money will the shopkeepers spend?":         true,
		"How much do shopkeepers fear empty streets?":        false,
		"Who plans a protest on Friday?":                     false,
		"How many euros does the work of Ana Lindqvist cost": false,
	} {
		first := x.Ask(question, 1).Candidates[0]
		if got := first.Confidence <= uncounted; got != want {
			t.Errorf("%s: %.2f sure of %q", question, first.Confidence, story[first.Sentence].Text)
		}
		if explained := x.Explain(question).Verdict; strings.Contains(explained, "number") != want {
			t.Errorf("%s: explained by %q", question, explained)
		}
	}
}
