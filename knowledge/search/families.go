package search

import "slices"

// prefixLength is how many letters terms of one family share at least.
const prefixLength = 5

// families chains the terms that begin with the same letters.
func (b *builder) families() {
	b.sibling = make([]uint32, b.terms.len())
	for term := range b.sibling {
		b.sibling[term] = none
		word := b.terms.at(uint32(term))
		if len(word) < prefixLength || b.about[term].kinds&(stopWord|number) != 0 {
			continue
		}
		n, isNew := b.prefixes.add(word[:prefixLength])
		if isNew {
			b.family = append(b.family, none)
		}
		b.sibling[term], b.family[n] = b.family[n], uint32(term)
	}
}

// short leads from an acronym to a term of what it stands for, or back.
type short struct{ from, to uint32 }

// longestName is how many words an acronym stands for at most.
const longestName = 6

// shorten finds what the story's acronyms stand for: names whose initials they
// are, as the European Union's are EU. Words such as "of" may be passed over.
func (b *builder) shorten() {
	acronyms := make(map[string]uint32)
	for _, t := range b.tokens {
		if word := b.terms.at(t.term()); t.marks()&shouted != 0 && len(word) >= 2 && len(word) <= longestName {
			acronyms[string(word)] = t.term()
		}
	}
	if len(acronyms) == 0 {
		return
	}
	for s := range b.texts {
		b.shortenIn(b.row(uint32(s)), acronyms)
	}
	slices.SortFunc(b.shorts, func(s, t short) int {
		if s.from != t.from {
			return int(s.from) - int(t.from)
		}
		return int(s.to) - int(t.to)
	})
	b.shorts = slices.Clip(slices.Compact(b.shorts))
}

// shortenIn looks at the names in a sentence.
func (b *builder) shortenIn(row []token, acronyms map[string]uint32) {
	var initials [longestName]byte
	var terms [longestName]uint32
	for start := range row {
		n := 0
		for _, t := range row[start:] {
			stop := b.about[t.term()].kinds&stopWord != 0
			if stop && n > 0 {
				continue
			}
			if stop || t.marks()&capital == 0 || t.marks()&shouted != 0 || n == longestName {
				break
			}
			terms[n] = t.term()
			initials[n] = b.terms.at(t.term())[0]
			n++
			if acronym, known := acronyms[string(initials[:n])]; known && n >= 2 {
				for _, term := range terms[:n] {
					b.shorts = append(b.shorts, short{acronym, term}, short{term, acronym})
				}
			}
		}
	}
}

// shortFor returns what an acronym stands for, or the acronyms of a term.
func (x *Index) shortFor(term uint32) []short {
	first, _ := slices.BinarySearchFunc(x.shorts, term, func(s short, term uint32) int { return int(s.from) - int(term) })
	end := first
	for end < len(x.shorts) && x.shorts[end].from == term {
		end++
	}
	return x.shorts[first:end]
}
