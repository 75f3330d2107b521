package timeline

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"

	"storybot/knowledge/dates"
)

// Two sentences tell of one event when they share words that are rare in the
// story. Each sentence is a vector of its words' stems, weighed by how rare they
// are (TF-IDF) and scaled to length 1, so that the product of two is their
// cosine: 1 for the same words, 0 for no word in common. Besides they must share
// names or numbers, for a story says "announced" of many things. The words of a
// date count for neither: dates are compared as dates.
type vector []term

type term struct {
	stem   int // its number in the story
	weight float64
	name   bool
}

// comparison holds the vectors of a story's sentences, in the order of their
// stems, and in which of them each stem stands: only sentences that share a word
// need be compared.
type comparison struct {
	vectors []vector
	with    [][]int
}

func compare(sentences []Sentence) comparison {
	c := comparison{vectors: make([]vector, len(sentences))}
	numbers := make(map[string]int)
	frequency := make(map[int]int)
	for i, s := range sentences {
		c.vectors[i] = count(s, numbers)
		for _, t := range c.vectors[i] {
			frequency[t.stem]++
		}
	}
	c.with = make([][]int, len(numbers))
	for i, v := range c.vectors {
		length := 0.0
		for k, t := range v {
			rare := math.Log(float64(len(sentences)+1) / float64(frequency[t.stem]))
			v[k].weight = (1 + math.Log(t.weight)) * rare
			length += v[k].weight * v[k].weight
		}
		for k := range v {
			v[k].weight /= max(math.Sqrt(length), 1e-9)
			c.with[v[k].stem] = append(c.with[v[k].stem], i)
		}
	}
	return c
}

// count returns how often each stem stands in a sentence, and which are names
// or numbers. The first word has a capital whatever it is, and so is no name
// by that. Stems that are new get the next number.
func count(s Sentence, numbers map[string]int) vector {
	found := make(map[int]term)
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	first := true
	for at := 0; at < len(s.Text); {
		start := strings.IndexFunc(s.Text[at:], inWord)
		if start < 0 {
			break
		}
		start += at
		at = len(s.Text)
		if size := strings.IndexFunc(s.Text[start:], func(r rune) bool { return !inWord(r) }); size >= 0 {
			at = start + size
		}
		word := s.Text[start:at]
		name := !first && isName(word)
		first = false
		if lower := strings.ToLower(word); !s.dated(start) && !english.IsStopWord(lower) {
			stem := english.Stem(lower, false)
			if _, known := numbers[stem]; !known {
				numbers[stem] = len(numbers)
			}
			t := found[numbers[stem]]
			found[numbers[stem]] = term{numbers[stem], t.weight + 1, t.name || name}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b term) int { return a.stem - b.stem })
}

// dated reports whether a byte of the sentence belongs to the words of a date.
func (s Sentence) dated(at int) bool {
	return slices.ContainsFunc(s.Events, func(e dates.Event) bool { return s.Start+at >= e.Start && s.Start+at < e.End })
}

func isName(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) >= 0
}

const (
	namesAsked    = 2    // how many names and numbers two accounts of one event share
	perName       = 0.03 // what each further one adds to how alike they are,
	namesCounted  = 4    // up to this many
	allButTheSame = 0.5  // from where on they need share none: "He has been fighting cancer since 2004."
)

// near is another sentence and how alike it is.
type near struct {
	sentence int
	score    float64
}

// Not every pair of sentences is compared, or a long story would take for
// ever. A stem that stands in many sentences is light, and brings none
// together by itself; and of very many that are alike, the most alike suffice.
const (
	commonStem   = 400 // sentences
	mostLikeness = 64  // sentences
)

// likeness returns the sentences that are like one, at least as much as any
// merging asks for, in their order. marks has a place for each sentence, which
// no earlier call has set to i.
func (c comparison) likeness(i int, marks []int) []near {
	var alike []near
	for _, t := range c.vectors[i] {
		if len(c.with[t.stem]) > commonStem {
			continue
		}
		for _, j := range c.with[t.stem] {
			if j == i || marks[j] == i {
				continue
			}
			marks[j] = i
			if score, ok := c.compare(i, j); ok {
				alike = append(alike, near{j, score})
			}
		}
	}
	if len(alike) > mostLikeness {
		slices.SortFunc(alike, func(a, b near) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.sentence, b.sentence))
		})
		alike = alike[:mostLikeness]
	}
	slices.SortFunc(alike, func(a, b near) int { return cmp.Compare(a.sentence, b.sentence) })
	return alike
}

// compare returns how alike two sentences are, and whether that is as much as
// any merging asks for.
func (c comparison) compare(i, j int) (score float64, ok bool) {
	cosine := c.cosine(i, j)
	if cosine < sameDay-perName*namesCounted {
		return 0, false
	}
	shared := c.shared(i, j)
	if shared >= namesAsked {
		cosine += perName * float64(min(shared-namesAsked, namesCounted))
	}
	return cosine, cosine >= sameDay && (shared >= namesAsked || cosine >= allButTheSame)
}

// cosine is the product of two sentences' vectors.
func (c comparison) cosine(i, j int) float64 {
	v, w := c.vectors[i], c.vectors[j]
	product := 0.0
	for len(v) > 0 && len(w) > 0 {
		switch {
		case v[0].stem < w[0].stem:
			v = v[1:]
		case v[0].stem > w[0].stem:
			w = w[1:]
		default:
			product += v[0].weight * w[0].weight
			v, w = v[1:], w[1:]
		}
	}
	return product
}

// shared returns how many names and numbers two sentences share. One that
// begins a sentence is known for a name by the other sentence.
func (c comparison) shared(i, j int) int {
	v, w := c.vectors[i], c.vectors[j]
	n := 0
	for len(v) > 0 && len(w) > 0 {
		switch {
		case v[0].stem < w[0].stem:
			v = v[1:]
		case v[0].stem > w[0].stem:
			w = w[1:]
		default:
			if v[0].name || w[0].name {
				n++
			}
			v, w = v[1:], w[1:]
		}
	}
	return n
}
