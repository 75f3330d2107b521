package search

// aligner measures the distance of optimal string alignment from one word to
// others: how many letters must be put in, left out, replaced or swapped with
// their neighbour.
//
// The table that gives the distance has a row for each letter of the word and a
// column for each of the other, and two neighbours in it differ by one at most.
// So a column of differences fits into two machine words, a bit for each row,
// and each column follows from the one before in a dozen instructions (Hyyrö, "A
// bit-vector algorithm for computing Levenshtein and Damerau edit distances",
// 2003).
type aligner struct {
	at     [256]uint64 // for each letter, the places of the word that have it
	length int
}

// longestAligned is how many letters the word may have.
const longestAligned = 64

func newAligner(word []byte) *aligner {
	a := &aligner{length: len(word)}
	for i, c := range word[:min(len(word), longestAligned)] {
		a.at[c] |= 1 << i
	}
	return a
}

// distance returns the distance of the word to another.
func (a *aligner) distance(other []byte) int {
	if a.length == 0 {
		return len(other)
	}
	distance, last := a.length, uint64(1)<<(a.length-1)
	more, less := ^uint64(0), uint64(0) // rows that differ by +1 and by -1 from the one above
	var same, before uint64             // rows that are as the one above in the column before; places of the letter before
	for _, c := range other {
		at := a.at[c]
		swapped := (^same & at) << 1 & before
		same = ((at & more) + more) ^ more | at | less | swapped
		up, down := less|^(same|more), same&more // rows that differ by +1 and by -1 from the column before
		if up&last != 0 {
			distance++
		} else if down&last != 0 {
			distance--
		}
		up, down = up<<1|1, down<<1
		more, less = down|^(same|up), up&same
		before = at
	}
	return distance
}
