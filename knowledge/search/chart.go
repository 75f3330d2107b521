package search

// Chart is the words of a sentence as the highlighter sees them, with their
// features, as training needs it: a run's features are those of its first
// word's First, its last's Last, its Inside, the Joint of all but the first,
// the Length of so many words, and LacksWanted if none is wanted.
type Chart struct {
	Text        string
	Words       []ChartWord
	Length      [][]uint16
	LacksWanted []uint16
	Strict      bool // a run without a wanted word scores OutOfKind less at least
}

// ChartWord is a word of a [Chart].
type ChartWord struct {
	Start, End                 int // bytes of the sentence
	First, Last, Inside, Joint []uint16
	Wanted, Opens, Closes      bool
}

// SpanNames returns the names of a run's features.
func SpanNames() []string { return spanNames }

// Chart returns the runs of words of a sentence that may answer a question.
func (x *Index) Chart(question string, sentence int) Chart {
	r := rankings.Get().(*ranking)
	defer rankings.Put(r)
	x.read(&r.question, question)
	x.matchAll(&r.matches, &r.question)
	f, _ := x.formOf(&r.question, nil)
	all := x.spanWords(r, f, uint32(sentence), nil)
	t := &tally{keep: true, kept: [][]uint16{nil}}
	x.describe(&r.question, x.row(uint32(sentence)), f, all, t)
	c := Chart{Text: x.texts[sentence]}
	for i, w := range all {
		of := t.kept[4*i:]
		c.Words = append(c.Words, ChartWord{int(w.start), int(w.end), of[0], of[1], of[2], of[3], w.wanted, w.part.opens(), w.part.closes()})
	}
	for n := range longestSpan {
		t.ofLength(f.shape, n+1)
		t.take()
		c.Length = append(c.Length, t.kept[len(t.kept)-2])
	}
	if wanted[r.question.expects] != 0 {
		t.lacksWanted(f.shape)
		c.LacksWanted = t.kept[len(t.kept)-1]
		c.Strict = f.shape.strict()
	}
	return c
}
