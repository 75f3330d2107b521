package search

import "math/bits"

// rankedSet is a set of small numbers, a bit for each that there could be. It
// tells in a few instructions whether a number is in it, which most are not,
// and how many smaller ones are.
type rankedSet struct {
	bits    []uint64
	smaller []uint32 // how many are in the words before each
}

// newRankedSet returns an empty set for numbers below a limit.
func newRankedSet(limit int) rankedSet {
	words := (limit + 63) / 64
	return rankedSet{make([]uint64, words), make([]uint32, words)}
}

func (s *rankedSet) add(n uint32)      { s.bits[n/64] |= 1 << (n % 64) }
func (s *rankedSet) has(n uint32) bool { return s.bits[n/64]>>(n%64)&1 != 0 }

// count makes rank right once all numbers are added.
func (s *rankedSet) count() {
	total := 0
	for i, word := range s.bits {
		s.smaller[i] = uint32(total)
		total += bits.OnesCount64(word)
	}
}

// rank returns how many smaller numbers are in the set.
func (s *rankedSet) rank(n uint32) uint32 {
	return s.smaller[n/64] + uint32(bits.OnesCount64(s.bits[n/64]&(1<<(n%64)-1)))
}
