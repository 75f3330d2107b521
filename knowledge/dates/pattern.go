package dates

import "strings"

// A pattern is written as English with holes. Its items stand apart by spaces:
//
//	on             the word itself, in lower case
//	MONTH          any token of that class; see classNames
//	on|in|DAY      one of these
//	of?            may be missing
//	(, YEAR)?      items that come or are missing together
//	<in> MONTH     must stand there, but is no part of the expression
//	COUNT          a way to count; see counts
//
// and " / " stands between two patterns of one rule.
//
// Compiling writes a pattern out into all its ways, each a plain list of
// elements, and files each way under what the first element of its expression accepts. So at each
// token of a text only the ways that can begin there are tried, and a way is as
// short as the longest date: finding takes time linear in the text.
type element struct {
	ids     []uint16
	classes class
	context bool
}

func (e *element) accepts(t *token) bool {
	if t.is&e.classes != 0 {
		return true
	}
	for _, id := range e.ids {
		if t.id == id {
			return true
		}
	}
	return false
}

// way is one way to write a rule's pattern.
type way struct {
	rule     int
	elements []element
	lead     int // how many elements of context come first
	tail     int // and how many last
}

// grammar is a compiled table of rules.
type grammar struct {
	rules   []rule
	words   vocabulary
	byID    [][]*way // by the id of the first token
	byClass [32][]*way
}

func compile(rules []rule, words vocabulary) *grammar {
	g := &grammar{rules: rules, words: words}
	var all []*way
	for i, r := range rules {
		for _, pattern := range alternatives(r.pattern) {
			for _, items := range expand(strings.Fields(spread.Replace(pattern))) {
				all = append(all, g.way(i, items))
			}
		}
	}
	g.byID = make([][]*way, len(words)+1)
	for _, w := range all {
		g.file(w)
	}
	return g
}

// alternatives cuts a rule's pattern at its " / ", and puts each way to count
// in the place of COUNT.
func alternatives(pattern string) []string {
	var all []string
	for one := range strings.SplitSeq(pattern, " / ") {
		if !strings.Contains(one, "COUNT") {
			all = append(all, one)
			continue
		}
		for _, count := range counts {
			all = append(all, strings.ReplaceAll(one, "COUNT", count))
		}
	}
	return all
}

// counts are the ways to count: "two", "a", "several", "a few", "a couple of",
// "two and a half", "half a", "five or six".
var counts = []string{"NUM|ONE|SOME", "ONE SOME of?", "NUM and ONE HALVED", "HALVED ONE", "NUM to|or|- NUM", "SOME of", "NUM|SOME more|other", "[ NUM ]"}

var spread = strings.NewReplacer("(", "( ", ")", " )")

func (g *grammar) file(w *way) {
	first := w.elements[w.lead]
	for _, id := range first.ids {
		g.byID[id] = append(g.byID[id], w)
	}
	for bit := range g.byClass {
		if first.classes&(1<<bit) != 0 {
			g.byClass[bit] = append(g.byClass[bit], w)
		}
	}
}

func (g *grammar) way(rule int, items []string) *way {
	w := &way{rule: rule}
	for _, item := range items {
		bare := strings.Trim(item, "<>")
		e := element{context: bare != item}
		for name := range strings.SplitSeq(bare, "|") {
			if is, ok := classNames[name]; ok {
				e.classes |= is
			} else {
				e.ids = append(e.ids, g.words.learn(name).id)
			}
		}
		w.elements = append(w.elements, e)
	}
	for w.elements[w.lead].context {
		w.lead++
	}
	for w.elements[len(w.elements)-1-w.tail].context {
		w.tail++
	}
	return w
}

// expand writes a list of items out into all its ways.
func expand(items []string) [][]string {
	if len(items) == 0 {
		return [][]string{nil}
	}
	head, rest, optional := items[:1], items[1:], strings.HasSuffix(items[0], "?")
	if items[0] == "(" {
		end := closing(items)
		head, rest, optional = items[1:end], items[end+1:], items[end] == ")?"
	} else if optional {
		head = []string{strings.TrimSuffix(items[0], "?")}
	}
	var ways [][]string
	for _, tail := range expand(rest) {
		if optional {
			ways = append(ways, tail)
		}
		for _, start := range inner(head) {
			ways = append(ways, append(start[:len(start):len(start)], tail...))
		}
	}
	return ways
}

func inner(head []string) [][]string {
	if len(head) == 1 {
		return [][]string{head}
	}
	return expand(head)
}

// closing returns where the bracket that opens a list of items closes.
func closing(items []string) int {
	depth := 0
	for i, item := range items {
		switch {
		case item == "(":
			depth++
		case item[0] == ')':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	panic("dates: a pattern's bracket is not closed")
}

// match is where a way fits the tokens of a text.
type match struct {
	rule     *rule
	elements []element
	tokens   []token // one an element
	from, to int     // the expression's own tokens, in the text
}

// longest returns the best match whose expression begins at a token: the one
// that reaches furthest, of those the one with more context, and of those the
// first of the table.
func (g *grammar) longest(tokens []token, at int) (match, bool) {
	var best *way
	try := func(w *way) {
		if (best == nil || w.better(best)) && w.fits(tokens, at) {
			best = w
		}
	}
	first := tokens[at]
	if first.id != lineBreak {
		for _, w := range g.byID[first.id] {
			try(w)
		}
	}
	for bit, left := 0, first.is; left != 0; bit, left = bit+1, left>>1 {
		if left&1 != 0 {
			for _, w := range g.byClass[bit] {
				try(w)
			}
		}
	}
	if best == nil {
		return match{}, false
	}
	start := at - best.lead
	return match{
		rule: &g.rules[best.rule], elements: best.elements, tokens: tokens[start : start+len(best.elements)],
		from: at, to: at + best.reach(),
	}, true
}

func (w *way) reach() int { return len(w.elements) - w.lead - w.tail }

func (w *way) better(than *way) bool {
	if w.reach() != than.reach() {
		return w.reach() > than.reach()
	}
	if len(w.elements) != len(than.elements) {
		return len(w.elements) > len(than.elements)
	}
	return w.rule < than.rule
}

func (w *way) fits(tokens []token, at int) bool {
	start := at - w.lead
	if start < 0 || start+len(w.elements) > len(tokens) {
		return false
	}
	for i := range w.elements {
		if !w.elements[i].accepts(&tokens[start+i]) {
			return false
		}
	}
	return true
}

// find returns the nth token (from 0) of a class that the pattern took by that
// class, or by its word.
func (m match) find(is class, nth int) (token, bool) {
	for i := range m.elements {
		if by := m.elements[i].classes; (by == 0 || by&is != 0) && m.tokens[i].is&is != 0 {
			if nth == 0 {
				return m.tokens[i], true
			}
			nth--
		}
	}
	return token{}, false
}

// value returns the number that the first element of a class took, or 0.
func (m match) value(is class) int {
	t, _ := m.find(is, 0)
	return t.n
}
