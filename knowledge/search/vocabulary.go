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
	mask := uint32(len(t.slots) - 1)
	for i := hash(s) & mask; ; i = (i + 1) & mask {
		switch n := t.slots[i]; {
		case n == 0:
			return none
		case string(t.at(n-1)) == string(s):
			return n - 1
		}
	}
}

// add returns the number of a string, and whether it is new.
func (t *table) add(s []byte) (n uint32, isNew bool) {
	if n := t.find(s); n != none {
		return n, false
	}
	if 4*len(t.ends) >= 3*len(t.slots) {
		t.grow()
	}
	n = uint32(len(t.ends))
	t.letters = append(t.letters, s...)
	t.ends = append(t.ends, uint32(len(t.letters)))
	t.put(n)
	return n, true
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
