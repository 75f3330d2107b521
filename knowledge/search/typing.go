package search

import (
	"bytes"
	"math/bits"
)

// A word that neither the story nor WordNet knows is taken for a typing error
// when the story has a word close to it. Closeness is the distance of optimal
// string alignment: how many letters must be put in, left out, replaced or
// swapped with their neighbour. A short word bears one error, a long one two.
// A real word that the story lacks stays as it is, for it asks for something
// that the articles don't say; but a word that is rare in English gives way to
// a word of the story one letter off.

// fix is a typing error and what it is read as.
type fix struct {
	start, end int // bytes of the question
	word       uint32
	spelled    string // what to show
}

// The most words of one question that are mended, and that are looked up to
// this end: a look-up goes through all words of the story.
const (
	maxFixes   = 12
	maxLookUps = 32
)

// mend returns the term that an unknown word, of which the stem is given, is
// read as. When nothing is close to it, the term is none, and real tells whether
// it is a word of English.
func (x *Index) mend(q *question, w *words, stemmed string) (term uint32, real bool) {
	stem := related.find([]byte(stemmed))
	rare := stem != none && x.rare(stem)
	real = stem != none || w.marks&digits != 0
	errors := allowedErrors(len(w.folded), w.marks)
	if stem != none {
		if !rare || len(w.folded) < 5 {
			return none, real
		}
		errors = min(errors, 1)
	}
	if errors == 0 || len(q.fixes) >= maxFixes || q.lookUps >= maxLookUps {
		return none, real
	}
	q.lookUps++
	word := x.closest(w.folded, errors)
	if word == none || rare && x.about[x.termOf[word]].kinds&name == 0 {
		return none, real
	}
	q.fixes = append(q.fixes, fix{w.start, w.end, word, ""})
	return x.termOf[word], true
}

// rare reports whether WordNet's makers met a word in no text they tagged.
func (x *Index) rare(stem uint32) bool {
	flags, _ := related.about(stem)
	return commonness(flags) == 0
}

// allowedErrors scales with a word's length; numbers bear none.
func allowedErrors(length int, m marks) int {
	switch {
	case m&digits != 0 || length < 4 || length > 24:
		return 0
	case length < 8:
		return 1
	}
	return 2
}

// respell notes a word of which the story has the stem, and only differently
// spelt, as "kasperski" for "Kaspersky". It is the same term, so this changes
// nothing but what is shown. A word of English is no error, nor is one that only
// ends in more or less than the story's.
func (x *Index) respell(q *question, w *words, term uint32) {
	errors := allowedErrors(len(w.folded), w.marks)
	if x.about[term].stem != none || errors == 0 || x.words.find(w.folded) != none ||
		len(q.fixes) >= maxFixes || q.lookUps >= maxLookUps {
		return
	}
	q.lookUps++
	word := x.closest(w.folded, errors)
	if word == none || x.termOf[word] != term {
		return
	}
	if right := x.words.at(word); !bytes.HasPrefix(right, w.folded) && !bytes.HasPrefix(w.folded, right) {
		q.fixes = append(q.fixes, fix{w.start, w.end, word, ""})
		q.respelt++
	}
}

// closest returns the story's word nearest to one that it lacks: with the
// fewest errors, then the one used most, then the first in the alphabet.
func (x *Index) closest(folded []byte, errors int) uint32 {
	best, fewest := none, errors+1
	letters, near := letterSet(folded), newAligner(folded)
	s := &x.spellings
	first, end := s.from[max(shortestSpelling, len(folded)-errors)], s.from[min(longestSpelling, len(folded)+errors)+1]
	for i, set := range s.letters[first:end] {
		if bits.OnesCount32(letters^set) > 2*errors {
			continue
		}
		n := s.words[int(first)+i]
		word := x.words.at(n)
		most := min(errors, fewest)
		if word[0] != folded[0] {
			if most = 1; bits.OnesCount32(letters^set) > 2 {
				continue
			}
		}
		distance := near.distance(word)
		if distance > most {
			continue
		}
		if distance < fewest || x.forms[n] > x.forms[best] || x.forms[n] == x.forms[best] && string(word) < string(x.words.at(best)) {
			best, fewest = n, distance
		}
	}
	return best
}

// letterSet has a bit for each letter of a word; one error changes two at most.
func letterSet(word []byte) uint32 {
	var set uint32
	for _, c := range word {
		set |= 1 << (c & 31)
	}
	return set
}
