package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// report returns sentences made from a seed, of words that are as unevenly
// common as those of any text; some stand in a sentence several times.
func report(sentences, vocabulary int) []Sentence {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 3, uint64(vocabulary-1))
	all := make([]Sentence, sentences)
	for i := range all {
		words := make([]string, 2+random.IntN(30))
		for k := range words {
			words[k] = madeUp(int(zipf.Uint64()))
		}
		all[i] = Sentence{Text: strings.Join(words, " "), Article: i / 20, Paragraph: i / 4}
	}
	return all
}

// madeUp returns a word for a number; no two have the same stem.
func madeUp(n int) string {
	var word []byte
	for ; n > 0 || len(word) < 4; n /= 10 {
		word = append(word, "bdfghkmpvz"[n%10], 'o')
	}
	return string(append(word, 'k'))
}

// topOfAll adds up all postings of all cursors, in the order in which pruning
// does, and sorts the sentences.
func topOfAll(x *Index, given []cursor, n int) []scored {
	ordered := slices.Clone(given)
	slices.SortStableFunc(ordered, func(a, b cursor) int { return cmp.Compare(b.most, a.most) })
	sums := make(map[uint32]float32)
	for _, c := range ordered {
		for _, p := range c.list {
			sums[p.sentence()] += float32(c.weight * x.gain(p))
		}
	}
	var all []scored
	for sentence, score := range sums {
		all = append(all, scored{sentence, score})
	}
	return bestFirst(all)[:min(n, len(all))]
}

func bestFirst(all []scored) []scored {
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.sentence, b.sentence))
	})
	return all
}

func TestPruningFindsWhatAddingUpAllPostingsDoes(t *testing.T) {
	const vocabulary = 3000
	indexes := []*Index{New(story, titles)}
	for _, sentences := range []int{depth - 1, 300, 2*windowSize + 100} {
		all := report(sentences, vocabulary)
		indexes = append(indexes, New(all, titlesOf(all)))
	}
	var p pruning // as in a ranking, it is used again
	var best []scored
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(indexes).Draw(t, "index")
		p.given = p.given[:0]
		for range rapid.IntRange(0, maxCursors).Draw(t, "terms") {
			// The first terms are the common ones.
			term := uint32(rapid.IntRange(0, x.terms.len()-1).Draw(t, "term"))
			weight := rapid.Float32Range(0.01, 12).Draw(t, "weight")
			if list := x.list(term); len(list) > 0 {
				p.given = append(p.given, cursor{list, weight, weight * x.bound[term], weight * x.least[term]})
			}
		}
		want := topOfAll(x, p.given, depth)
		if best = x.top(&p, depth, best); !slices.Equal(bestFirst(slices.Clone(best)), want) {
			t.Fatalf("of %d cursors the best are %v, want %v", len(p.given), best, want)
		}
	})
}

func TestQuestionsOfUnknownWordsTakeNoTimeInALargeStory(t *testing.T) {
	all := report(6_000, 20_000)
	x := New(all, titlesOf(all))
	for name, spell := range map[string]func(string) string{
		"one letter off": func(word string) string { return word + "q" },
		"the same letters": func(word string) string {
			letters := []byte(word)
			slices.Reverse(letters[1:])
			return string(letters) + "a"
		},
	} {
		var question strings.Builder
		for i := 0; question.Len() < 100_000; i++ {
			question.WriteString(spell(madeUp(1000+i)) + " ")
		}
		least := time.Hour // of five, for the machine may have other things to do
		for range 5 {
			start := time.Now()
			x.Ask(question.String(), 10)
			least = min(least, time.Since(start))
		}
		if t.Logf("%s: %v", name, least); least > 50*time.Millisecond {
			t.Errorf("%d characters took %v", question.Len(), least)
		}
	}
}
