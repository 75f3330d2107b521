package search

// table numbers byte strings in the order in which they are first added. It
// holds them end to end, with an open-addressed hash table of their numbers:
// some ten bytes each beside the letters themselves, and nothing for the
// garbage collector to follow.
type table struct {
	letters []byte
	ends    []uint32
	slots   []uint32 // a number plus one; 0 is free
}

// none is no number.
const none = ^uint32(0)

func (t *table) len() int { return len(t.ends) }

func (t *table) at(n uint32) []byte {
	start := uint32(0)
	if n > 0 {
		start = t.ends[n-1]
	}
	return t.letters[start:t.ends[n]]
}

// find returns the number of a string, or none.
func (t *table) find(s []byte) uint32 {
	if len(t.slots) == 0 {
		return none
	}
	return t.slots[t.slot(s)] - 1 // none where the slot is free
}

// slot returns the slot that has a string, or else the one to put it into.
func (t *table) slot(s []byte) uint32 {
	mask := uint32(len(t.slots) - 1)
	i := hash(s) & mask
	for t.slots[i] != 0 && string(t.at(t.slots[i]-1)) != string(s) {
		i = (i + 1) & mask
	}
	return i
}

// add returns the number of a string, and whether it is new.
func (t *table) add(s []byte) (n uint32, isNew bool) {
	if 4*len(t.ends) >= 3*len(t.slots) {
		t.grow()
	}
	slot := t.slot(s)
	if n := t.slots[slot]; n != 0 {
		return n - 1, false
	}
	t.letters = append(t.letters, s...)
	t.ends = append(t.ends, uint32(len(t.letters)))
	t.slots[slot] = uint32(len(t.ends))
	return uint32(len(t.ends)) - 1, true
}

func (t *table) grow() {
	t.slots = make([]uint32, max(64, 2*len(t.slots)))
	for n := range t.ends {
		t.put(uint32(n))
	}
}

func (t *table) put(n uint32) {
	mask := uint32(len(t.slots) - 1)
	i := hash(t.at(n)) & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = n + 1
}

// hash is FNV-1a, stirred once more, for its low bits are used alone.
func hash(s []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

// spellings are the words of a story by their length, each with its set of
// letters, so that the few words near a misspelt one are found among all
// without looking at how any other is spelt.
type spellings struct {
	words   []uint32
	letters []uint32                    // of each word: see letterSet
	from    [longestSpelling + 2]uint32 // where the words of a length begin
}

// Words from shortestSpelling to longestSpelling letters are what a typing
// error can mean.
const (
	shortestSpelling = 3
	longestSpelling  = 26
)

// newSpellings puts the words in order, those of one length as they are
// numbered.
func newSpellings(words *table) spellings {
	var s spellings
	length := func(n uint32) int { return len(words.at(n)) }
	fits := func(n uint32) bool { return length(n) >= shortestSpelling && length(n) <= longestSpelling }
	for n := range uint32(words.len()) {
		if fits(n) {
			s.from[length(n)+1]++
		}
	}
	for i := range longestSpelling + 1 {
		s.from[i+1] += s.from[i]
	}
	next := s.from
	s.words = make([]uint32, next[longestSpelling+1])
	s.letters = make([]uint32, len(s.words))
	for n := range uint32(words.len()) {
		if fits(n) {
			at := &next[length(n)]
			s.words[*at], s.letters[*at] = n, letterSet(words.at(n))
			*at++
		}
	}
	return s
}
