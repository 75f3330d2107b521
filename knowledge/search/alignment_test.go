package search

import (
	"testing"

	"pgregory.net/rapid"
)

// aligned works the distance out by its definition.
func aligned(a, b string) int {
	switch {
	case a == "" || b == "":
		return len(a) + len(b)
	case a[0] == b[0]:
		return aligned(a[1:], b[1:])
	}
	least := 1 + min(aligned(a[1:], b), aligned(a, b[1:]), aligned(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		least = min(least, 1+aligned(a[2:], b[2:]))
	}
	return least
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"council", "council", 0}, {"counicl", "council", 1}, {"concil", "council", 1}, {"couuncil", "council", 1},
		{"koncil", "council", 2}, {"harbour", "arbuor", 2}, {"", "ferry", 5}, {"ferry", "", 5}, {"ca", "abc", 3},
	} {
		if got := newAligner([]byte(test.a)).distance([]byte(test.b)); got != test.want {
			t.Errorf("from %q to %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestDistanceIsThatOfTheDefinition(t *testing.T) {
	word := rapid.StringMatching(`[abcé]{0,7}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := newAligner([]byte(a)).distance([]byte(b)), aligned(a, b); got != want {
			t.Fatalf("from %q to %q: %d, want %d", a, b, got, want)
		}
	})
}
