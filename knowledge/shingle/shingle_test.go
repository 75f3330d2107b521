package shingle

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestContainment(t *testing.T) {
	const story = "The harbour bridge closes on Monday for repairs and buses go round by the old road until autumn"
	for _, test := range []struct {
		name, other string
		atLeast     float64
		below       float64
	}{
		{"itself", story, 1, 1.01},
		{"other case and punctuation", strings.ToUpper(story) + "!", 1, 1.01},
		{"cut short", "The harbour bridge closes on Monday for repairs", 1, 1.01},
		{"one word changed", strings.Replace(story, "Monday", "Tuesday", 1), 0.7, 1},
		{"the same subject", "On Monday the bridge over the harbour is closed, and repairs go on until the autumn", 0, 0.2},
		{"nothing", "", 0, 0.01},
	} {
		got := Containment(Of(story, 3), Of(test.other, 3))
		if got < test.atLeast || got >= test.below {
			t.Errorf("%s: %.2f, want from %.2f to below %.2f", test.name, got, test.atLeast, test.below)
		}
	}
}

// written returns a text of random words.
func written(random *rand.Rand, words int) []string {
	text := make([]string, words)
	for i := range text {
		text[i] = fmt.Sprintf("w%d", random.IntN(2000))
	}
	return text
}

func TestOriginalsAreFoundAmongMany(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var sets []Set
	want := make([]int, 0, 400)
	for i := range 200 {
		text := written(random, 300)
		sets = append(sets, Of(strings.Join(text, " "), 5))
		want = append(want, -1)
		for range 10 {
			text[random.IntN(len(text))] = "edited"
		}
		sets = append(sets, Of(strings.Join(text, " "), 5))
		want = append(want, 2*i)
	}
	if got := Originals(sets, 0.6); !slices.Equal(got, want) {
		t.Errorf("originals %v", got)
	}
}

func TestCopiesOfShortTexts(t *testing.T) {
	sets := []Set{Of("It closes.", 5), Of("", 5), Of("it closes", 5), Of("It opens.", 5), Of("It closes!", 5)}
	if got, want := Originals(sets, 0.6), []int{-1, -1, 0, -1, 0}; !slices.Equal(got, want) {
		t.Errorf("originals %v, want %v", got, want)
	}
}

func TestContainmentIsAShareAndSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", "d"}))
		a := Of(strings.Join(words.Draw(t, "a"), " "), 2)
		b := Of(strings.Join(words.Draw(t, "b"), " "), 2)
		share := Containment(a, b)
		if share < 0 || share > 1 || share != Containment(b, a) {
			t.Fatalf("containment %v and %v", share, Containment(b, a))
		}
		if len(a) > 0 && Containment(a, a) != 1 {
			t.Fatalf("%v is not contained in itself", a)
		}
	})
}

func TestSameWords(t *testing.T) {
	const text = "The Bridge closes: on 3 May, İzmir's “old” road."
	for other, want := range map[string]bool{
		text: true, "the bridge CLOSES on 3 May izmir s old road": true,
		"": false, "The bridge closes on 3 May": false, "Thebridge closes on 3 May, İzmir's old road": false,
		"The Bridge closes: on 3 May, İzmir's old ro ad.": false,
	} {
		if got := SameWords(text, other); got != want || SameWords(other, text) != want {
			t.Errorf("%q: %v, want %v", other, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "A", "b", "É", "é", "ab", "1", " ", ", ", "-", "\xff", "’"})
		a := strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "a"), "")
		b := strings.Join(rapid.SliceOfN(word, 0, 5).Draw(t, "b"), "")
		if got, want := SameWords(a, b), slices.Equal(Words(a), Words(b)); got != want {
			t.Errorf("%q and %q: %v, want %v", a, b, got, want)
		}
	})
}
