package search

import (
	"slices"
	"testing"
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

func TestAlignment(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"council", "council", 0}, {"counicl", "council", 1}, {"concil", "council", 1}, {"couuncil", "council", 1}, {"koncil", "council", 2}, {"a", "council", 3}}
	for _, test := range tests {
		if got := min(3, alignment([]byte(test.a), []byte(test.b), 2)); got != test.want {
			t.Errorf("alignment(%s, %s) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
