package search

import (
	"slices"
	"testing"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string][]string{
		"Parliament’s votes":            {"parliament", "vote"},
		"Who are the 84,121 voters?":    {"84121", "voter"},
		"the U.S. and the US":           {"us", "us"},
		"Café in Zürich":                {"cafe", "zurich"},
		"what is it":                    nil,
		"?!… 🙂":                         nil,
		"anti-establishment candidates": {"anti", "establish", "candid"},
	} {
		if got := Terms(text); !slices.Equal(got, want) {
			t.Errorf("Terms(%q) = %q, want %q", text, got, want)
		}
	}
}

func bridge() *Index {
	return New([]Sentence{
		{Text: "The harbour bridge closes on Monday.", Article: 0, Paragraph: 1},
		{Text: "Buses take the old road.", Article: 0, Paragraph: 1},
		{Text: "The mayor opened a school.", Article: 1, Paragraph: 1},
	}, []string{"Repairs", "A school for the valley"})
}

func TestRankPutsTheSentenceFirstThatCoversTheQuestion(t *testing.T) {
	for question, want := range map[string]int{
		"When does the bridge close?":  0,
		"which road do the buses take": 1,
		"who opened the school?":       2,
	} {
		candidates := bridge().Rank(Terms(question), 5)
		if len(candidates) == 0 || candidates[0].Sentence != want || candidates[0].Confidence < Threshold {
			t.Errorf("Rank(%q) = %+v, want sentence %d above the threshold", question, candidates, want)
		}
	}
}

func TestRankIsNotConfidentOfWhatTheStoryLacks(t *testing.T) {
	for _, question := range []string{"How much did the bridge cost in euros?", "Who won the football match?", ""} {
		candidates := bridge().Rank(Terms(question), 5)
		if len(candidates) > 0 && candidates[0].Confidence >= Threshold {
			t.Errorf("Rank(%q) = %+v, want nothing above the threshold", question, candidates)
		}
	}
}

func TestRankOfAnEmptyIndex(t *testing.T) {
	if candidates := New(nil, nil).Rank([]string{"bridge"}, 5); len(candidates) != 0 {
		t.Errorf("got %v from nothing", candidates)
	}
}
