// Package shingle finds texts that are nearly the same: one wire story in two
// newspapers, or one file under two names.
//
// A shingle is a run of consecutive words. Two texts are compared by the sets
// of their shingles (Broder, "On the resemblance and containment of documents",
// 1997): a changed word costs only the few shingles that it stands in, while
// two texts that merely speak of the same things share hardly any. What is
// measured is containment, |A∩B| / min(|A|,|B|), so that a story is known again
// where an editor has cut it short.
//
// To compare thousands of texts, not every pair is looked at. The shingles
// whose hash is divisible by a small number stand for the text, as does its
// smallest one; only texts that share one of these are compared in full.
package shingle

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Set is the set of a text's shingles, as sorted hashes.
type Set []uint32

// The hash is FNV-1a, worked out here since there are five words for each word
// of a text, and hash/fnv allocates for each.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// Of returns the shingles of so many words of a text. Case and punctuation make
// no difference. A text of fewer words is one shingle.
func Of(text string, words int) Set {
	all := Words(text)
	if len(all) == 0 {
		return nil
	}
	set := make(Set, 0, len(all))
	for i := range max(1, len(all)-words+1) {
		sum := uint64(offset64)
		for _, word := range all[i:min(len(all), i+words)] {
			for k := range len(word) {
				sum = (sum ^ uint64(word[k])) * prime64
			}
			sum = (sum ^ ' ') * prime64
		}
		set = append(set, uint32(sum^sum>>32))
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// Words returns a text's words and numbers in lower case.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) })
}

// SameWords reports whether two texts have the same [Words] in the same order.
func SameWords(a, b string) bool {
	v, w := letters{text: a}, letters{text: b}
	for {
		letter, begins := v.next()
		other, alike := w.next()
		if letter != other || begins != alike {
			return false
		}
		if letter == 0 {
			return true
		}
	}
}

// letters goes over the letters of a text's words.
type letters struct {
	text string
	at   int
}

// next returns the next letter or digit in lower case, 0 for none, and whether
// a word begins with it.
func (l *letters) next() (letter rune, begins bool) {
	for begins = l.at == 0; l.at < len(l.text); begins = true {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		l.at += size
		if r = unicode.ToLower(r); inWord(r) {
			return r, begins
		}
	}
	return 0, false
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Containment returns how much of the smaller set is in the other, from 0 to
// 1. It is 0 for empty sets.
func Containment(a, b Set) float64 {
	smaller := min(len(a), len(b))
	if smaller == 0 {
		return 0
	}
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	return float64(shared) / float64(smaller)
}

// one shingle in so many stands for its text.
const sampling = 8

// Originals returns, for each set, the index of the earlier one that it repeats
// to a share of at least containment, or -1. What is repeated is itself an
// original: there are no chains.
func Originals(sets []Set, containment float64) []int {
	originals := make([]int, len(sets))
	holders := make(map[uint32][]int) // which originals a sampled shingle stands in
	for i, set := range sets {
		originals[i] = original(i, sets, holders, containment)
		if originals[i] >= 0 {
			continue
		}
		for _, shingle := range sampled(set) {
			holders[shingle] = append(holders[shingle], i)
		}
	}
	return originals
}

func original(i int, sets []Set, holders map[uint32][]int, containment float64) int {
	shared := make(map[int]int)
	for _, shingle := range sampled(sets[i]) {
		for _, holder := range holders[shingle] {
			shared[holder]++
		}
	}
	best, most := -1, 0
	for holder, n := range shared {
		if n > most || n == most && holder < best {
			best, most = holder, n
		}
	}
	if best >= 0 && Containment(sets[i], sets[best]) >= containment {
		return best
	}
	return -1
}

// sampled returns the shingles that stand for a set.
func sampled(set Set) []uint32 {
	if len(set) == 0 {
		return nil
	}
	sample := []uint32{set[0]}
	for _, shingle := range set[1:] {
		if shingle%sampling == 0 {
			sample = append(sample, shingle)
		}
	}
	return sample
}
