package search

import (
	"slices"
	"testing"

	"github.com/kljensen/snowball/english"
	"pgregory.net/rapid"
)

func TestTerms(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"Parliament's votes", []string{"parliament", "vote"}},
		{"the U.S. and the U.K.", []string{"us", "uk"}},
		{"84,121 votes, or 2.5 million", []string{"84121", "vote", "2.5", "million"}},
		{"Café ŠKODA’s naïve", []string{"cafe", "skoda", "naiv"}},
		{"US$20,000 (58%)", []string{"us", "20000", "58"}},
		{"nine-month-old", []string{"nine", "month", "old"}},
		{"'quoted', end.”", []string{"quot", "end"}},
		{"…!? ''", nil},
	}
	for _, test := range tests {
		if got := Terms(test.text); !slices.Equal(got, test.want) {
			t.Errorf("Terms(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestWordsKnowWhereTheyStand(t *testing.T) {
	text := "“Mayor’s plan: $4.2, 58% NATO"
	w := words{text: text}
	want := []struct {
		written string
		marks   marks
	}{
		{"Mayor", capital | opening}, {"plan", 0}, {"4.2", digits | money}, {"58", digits | percent}, {"NATO", capital | shouted},
	}
	for _, word := range want {
		if !w.next() || text[w.start:w.end] != word.written || w.marks != word.marks {
			t.Errorf("got %q with marks %b, want %q with %b", text[w.start:w.end], w.marks, word.written, word.marks)
		}
	}
	if w.next() {
		t.Errorf("one word too many: %q", w.folded)
	}
}

func TestAWordTakenForItsStemIsOne(t *testing.T) {
	letters := rapid.StringMatching(`[a-z]{1,4}(ation|ing|ed|eed|ers?|or|ful|ness|ment|ent|li|ly|iti|ogi|ism|al|ll|ic|ion|on|an|th|[a-z]{1,3})`)
	rapid.Check(t, func(t *rapid.T) {
		if word := letters.Draw(t, "word"); len(word) > 2 && Stem(word) != english.Stem(word, true) {
			t.Fatalf("the stem of %s is %s, not %s", word, english.Stem(word, true), Stem(word))
		}
	})
}
