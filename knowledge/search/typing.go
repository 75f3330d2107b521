package search

import "math/bits"

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

// maxFixes is how many words of one question are looked up this way.
const maxFixes = 12

// mend returns the term that an unknown word is read as. When nothing is close
// to it, the term is none, and real tells whether it is a word of English.
func (x *Index) mend(q *question, w *words) (term uint32, real bool) {
	stem := related.find([]byte(Stem(string(w.folded))))
	rare := stem != none && x.rare(stem)
	real = stem != none || w.marks&digits != 0
	errors := allowedErrors(len(w.folded), w.marks)
	if stem != none {
		if !rare || len(w.folded) < 5 {
			return none, real
		}
		errors = min(errors, 1)
	}
	if errors == 0 || len(q.fixes) >= maxFixes {
		return none, real
	}
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

// closest returns the story's word nearest to one that it lacks: with the
// fewest errors, then the one used most, then the first in the alphabet.
func (x *Index) closest(folded []byte, errors int) uint32 {
	best, fewest := none, errors+1
	letters := letterSet(folded)
	for n := range uint32(x.words.len()) {
		word := x.words.at(n)
		if len(word) < 3 || len(word)+errors < len(folded) || len(folded)+errors < len(word) {
			continue
		}
		if bits.OnesCount32(letters^letterSet(word)) > 2*errors {
			continue
		}
		distance := alignment(folded, word, min(errors, fewest))
		if distance > errors || distance > fewest || distance > 1 && word[0] != folded[0] {
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

// alignment returns the distance of two words, or more than most.
func alignment(a, b []byte, most int) int {
	const longest = 32
	if len(a) >= longest || len(b) >= longest {
		return most + 1
	}
	var rows [3][longest]uint8
	for k := range len(b) + 1 {
		rows[0][k] = uint8(k)
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = uint8(i)
		least := row[0]
		for k := 1; k <= len(b); k++ {
			cost := uint8(1)
			if a[i-1] == b[k-1] {
				cost = 0
			}
			d := min(above[k]+1, row[k-1]+1, above[k-1]+cost)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				d = min(d, twoAbove[k-2]+1)
			}
			row[k] = d
			least = min(least, d)
		}
		if int(least) > most {
			return most + 1
		}
	}
	return int(rows[len(a)%3][len(b)])
}
