package search

// A match says that a term of the story stands for a term of the question.
type match struct {
	term   uint32
	weight float32 // 0 to 1
	asked  uint8   // which of the question's terms
	kind   matchKind
	next   int16 // the next match of the same term, or -1
}

// matchKind is why a term matches.
type matchKind uint8

const (
	exact matchKind = iota
	derived
	synonym
	hypernym
	hyponym
	opposite
	defining
	shortened  // an acronym for what it stands for, and the other way about
	prefixed   // begins with the same letters
	translated // brings it forth in questions
	matchKinds
)

// trust is how far a match of each kind counts as the term itself where one
// number must do.
var trust = [matchKinds]float32{1, 0.9, 0.6, 0.4, 0.5, 0.3, 0.25, 0.9, 0.6, 0.5}

// matches finds the matches of a term. It is a hash table for one question,
// small enough to stay in the processor's first cache.
type matches struct {
	slots [1 << slotBits]int16 // a match plus one; 0 is free
	all   []match
}

const (
	slotBits   = 11
	maxMatches = 1 << (slotBits - 1)
)

func (m *matches) reset() {
	clear(m.slots[:])
	m.all = m.all[:0]
}

func slotOf(term uint32) uint32 { return term * 2654435769 >> (32 - slotBits) }

// first returns the first match of a term, or -1.
func (m *matches) first(term uint32) int16 {
	for i := slotOf(term); ; i = (i + 1) & (1<<slotBits - 1) {
		switch n := m.slots[i]; {
		case n == 0:
			return -1
		case m.all[n-1].term == term:
			return n - 1
		}
	}
}

func (m *matches) add(term uint32, asked int, kind matchKind, weight float32) {
	if len(m.all) == maxMatches {
		return
	}
	found := match{term: term, weight: weight, asked: uint8(asked), kind: kind, next: -1}
	i := slotOf(term)
	for m.slots[i] != 0 && m.all[m.slots[i]-1].term != term {
		i = (i + 1) & (1<<slotBits - 1)
	}
	if n := m.slots[i]; n != 0 {
		last := n - 1
		for {
			if m.all[last].asked == found.asked && m.all[last].kind == kind {
				m.all[last].weight = max(m.all[last].weight, weight)
				return
			}
			if m.all[last].next < 0 {
				break
			}
			last = m.all[last].next
		}
		m.all[last].next = int16(len(m.all))
	} else {
		m.slots[i] = int16(len(m.all) + 1)
	}
	m.all = append(m.all, found)
}

// matchAll fills a table with all that matches a question's terms.
func (x *Index) matchAll(m *matches, q *question) {
	m.reset()
	for i, a := range q.asked {
		if a.term != none {
			m.add(a.term, i, exact, 1)
		}
	}
	for i, a := range q.asked {
		x.matchStem(m, i, a)
		x.matchTranslations(m, i, &a)
		if a.term != none {
			for _, s := range x.shortFor(a.term) {
				m.add(s.to, i, shortened, 1)
			}
			x.matchPrefix(m, i, a, x.terms.at(a.term))
		} else {
			x.matchPrefix(m, i, a, []byte(a.spelt))
		}
	}
}

// matchStem adds what WordNet relates to a term, so far as it is in the story.
func (x *Index) matchStem(m *matches, asked int, a askedTerm) {
	if a.stem == none {
		return
	}
	related.each(a.stem, func(to uint32, kind Relation, weight float32) {
		if term := x.termOfStem(to); term != none && term != a.term {
			m.add(term, asked, matchKind(kind), weight)
		}
	})
}

// matchPrefix adds the terms that begin as a term does, so far that they are
// likely of one family: "pharmacy" and "pharmacist".
func (x *Index) matchPrefix(m *matches, asked int, a askedTerm, term []byte) {
	if len(term) < prefixLength || a.kinds&number != 0 {
		return
	}
	n := x.prefixes.find(term[:prefixLength])
	if n == none {
		return
	}
	for other := x.family[n]; other != none; other = x.sibling[other] {
		if other == a.term {
			continue
		}
		word := x.terms.at(other)
		same := prefixLength
		for same < min(len(word), len(term)) && word[same] == term[same] {
			same++
		}
		if weight := float32(same) / float32(max(len(word), len(term))); weight >= 0.6 {
			m.add(other, asked, prefixed, weight)
		}
	}
}
