package main

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"

	"storybot/knowledge/search"
)

// most is how many relations of each kind a stem keeps, the weightiest.
var most = map[search.Relation]int{
	search.Derived: 12, search.Synonym: 16, search.Hypernym: 12, search.Hyponym: 24,
	search.Opposite: 4, search.Defining: 8,
}

// least is the weight below which a relation is left out.
const least = 0.04

type link struct {
	to   string
	kind search.Relation
}

// table holds, for each stem, what it is related to.
type table struct {
	links      map[string]map[link]float64
	categories map[string]uint32
	flags      map[string]byte
	tagged     map[string]float64
}

func newTable(n *net) *table {
	t := &table{make(map[string]map[link]float64), make(map[string]uint32), make(map[string]byte), make(map[string]float64)}
	for _, lemma := range slices.Sorted(maps.Keys(n.senses)) {
		stem := stemOf(lemma)
		if stem == "" {
			continue
		}
		t.links[stem] = make(map[link]float64)
		for _, s := range n.senses[lemma] {
			if s.at.part == 'n' && s.share > 0.25 {
				t.categories[stem] |= 1 << n.synsets[s.at].category
			}
		}
		t.tagged[stem] += n.tagged[lemma]
		if uses := n.verbs[lemma]; uses[0] > uses[1]/2 {
			t.flags[stem] |= search.MostlyVerb
		}
	}
	return t
}

// stemOf returns the stem of a lemma of one word, or "".
func stemOf(lemma string) string {
	if len(lemma) < 2 || strings.ContainsFunc(lemma, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return search.Stem(lemma)
}

// relate links two stems; of two relations of one kind the weightier stays.
func (t *table) relate(from, to string, kind search.Relation, weight float64) {
	if from == "" || to == "" || from == to || t.links[from] == nil || t.links[to] == nil || weight < least {
		return
	}
	l := link{to, kind}
	t.links[from][l] = max(t.links[from][l], weight)
}

func (t *table) relateSenses(n *net) {
	for lemma, senses := range n.senses {
		stem := stemOf(lemma)
		if stem == "" {
			continue
		}
		for _, s := range senses {
			set := n.synsets[s.at]
			for _, other := range set.words {
				t.relate(stem, stemOf(other), search.Synonym, math.Sqrt(s.share*n.share(other, s.at)))
			}
			t.relatePointers(n, lemma, stem, s, set)
			t.relateAbove(n, stem, s.share, set, 1)
			for _, word := range definition(set.gloss) {
				t.relate(stem, word, search.Defining, s.share)
			}
		}
	}
}

// relatePointers follows what leads from one word to another: derivations,
// what an adjective pertains to, near and opposite meanings.
func (t *table) relatePointers(n *net, lemma, stem string, s sense, set *synset) {
	for _, p := range set.pointers {
		if p.from > 0 && set.words[p.from-1] != lemma {
			continue
		}
		far := n.synsets[p.to]
		words := far.words
		if p.at > 0 {
			words = far.words[p.at-1 : p.at]
		}
		for _, word := range words {
			weight := math.Sqrt(s.share * n.share(word, p.to))
			switch p.symbol {
			case "+", "\\", "<":
				t.relate(stem, stemOf(word), search.Derived, weight)
				t.relate(stemOf(word), stem, search.Derived, weight)
			case "&", "^", "*", ">", "$":
				t.relate(stem, stemOf(word), search.Synonym, 0.7*weight)
			case "!":
				t.relate(stem, stemOf(word), search.Opposite, weight)
			}
		}
	}
}

// relateAbove links a stem with what its synset is a kind of, three steps up.
func (t *table) relateAbove(n *net, stem string, share float64, set *synset, steps int) {
	if steps > 3 {
		return
	}
	for _, p := range set.pointers {
		if p.symbol != "@" && p.symbol != "@i" {
			continue
		}
		far := n.synsets[p.to]
		for _, word := range far.words {
			weight := math.Sqrt(share*n.share(word, p.to)) / float64(steps)
			t.relate(stem, stemOf(word), search.Hypernym, weight)
			t.relate(stemOf(word), stem, search.Hyponym, weight)
		}
		t.relateAbove(n, stem, share, far, steps+1)
	}
}

// definition returns the stems of a gloss up to its examples.
func definition(gloss string) []string {
	gloss, _, _ = strings.Cut(gloss, "; \"")
	return search.Terms(gloss)
}

func (t *table) relateExceptions(n *net) {
	for _, form := range slices.Sorted(maps.Keys(n.exceptions)) {
		from := stemOf(form)
		if from == "" {
			continue
		}
		if t.links[from] == nil {
			t.links[from] = make(map[link]float64)
			t.tagged[from]++
		}
		for _, lemma := range n.exceptions[form] {
			t.relate(from, stemOf(lemma), search.Derived, 1)
			t.relate(stemOf(lemma), from, search.Derived, 1)
		}
	}
}

// encode writes the table as package search reads it: see relations.go there.
func (t *table) encode(licence string) []byte {
	stems := slices.Sorted(maps.Keys(t.links))
	ids := make(map[string]uint64, len(stems))
	for i, stem := range stems {
		ids[stem] = uint64(i)
	}
	var records, offsets []byte
	for _, stem := range stems {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(records)))
		records = append(records, byte(len(stem)))
		records = append(records, stem...)
		records = append(records, t.flags[stem]|search.Commonness(t.tagged[stem]))
		records = binary.AppendUvarint(records, uint64(t.categories[stem]))
		last := uint64(0)
		for _, l := range t.kept(stem) {
			quantised := max(1, byte(math.Round(31*math.Sqrt(t.links[stem][l]))))
			records = append(records, byte(l.kind)<<5|quantised)
			records = binary.AppendVarint(records, int64(ids[l.to])-int64(last))
			last = ids[l.to]
		}
		records = append(records, 0)
	}
	out := []byte(licence)
	out = append(out, 0)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(stems)))
	return append(append(out, offsets...), records...)
}

// kept returns the relations of a stem that stay, by where they lead.
func (t *table) kept(stem string) []link {
	byWeight := slices.SortedFunc(maps.Keys(t.links[stem]), func(a, b link) int {
		return cmp.Or(cmp.Compare(t.links[stem][b], t.links[stem][a]), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	count := make(map[search.Relation]int)
	kept := byWeight[:0]
	for _, l := range byWeight {
		if count[l.kind]++; count[l.kind] <= most[l.kind] {
			kept = append(kept, l)
		}
	}
	slices.SortFunc(kept, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	return kept
}
