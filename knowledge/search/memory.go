package search

import "unsafe"

// Memory returns how many bytes the Index takes, but for the letters of its
// sentences, which are the caller's.
func (x *Index) Memory() int64 {
	size := int64(unsafe.Sizeof(*x)) +
		room(x.texts) + room(x.entries) + room(x.tokens) + room(x.articles) +
		room(x.termOf) + room(x.forms) + room(x.about) + room(x.byStem) + room(x.shorts) +
		room(x.family) + room(x.sibling) + room(x.postings) + room(x.lengths) + room(x.from) + room(x.bound) + room(x.least) +
		x.words.memory() + x.terms.memory() + x.prefixes.memory() +
		room(x.spellings.words) + room(x.spellings.letters) + x.stems.memory()
	for _, rows := range [][][]token{x.titles, x.headings} {
		size += room(rows)
		for _, row := range rows {
			size += room(row)
		}
	}
	return size
}

func (t *table) memory() int64 { return room(t.letters) + room(t.ends) + room(t.slots) }

// room returns how many bytes a slice has room for.
func room[E any](s []E) int64 {
	var e E
	return int64(cap(s)) * int64(unsafe.Sizeof(e))
}

func (s *rankedSet) memory() int64 { return room(s.bits) + room(s.smaller) }
