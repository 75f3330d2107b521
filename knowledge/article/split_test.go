package article

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		name      string
		paragraph string
		want      []string
	}{
		{"two sentences", "It rained. Nobody came.", []string{"It rained.", "Nobody came."}},
		{"no full stop at the end", "It rained. Nobody came", []string{"It rained.", "Nobody came"}},
		{"white space around", "  It rained.\u00a0 ", []string{"It rained."}},
		{"abbreviations", "Gov. Mary J. Smith met Mr. Jones at No. 10 in Jan. 2018.", []string{"Gov. Mary J. Smith met Mr. Jones at No. 10 in Jan. 2018."}},
		{"acronym inside", "The U.S. Senate voted at 9 a.m. London time.", []string{"The U.S. Senate voted at 9 a.m. London time."}},
		{"acronym at the end", "He moved to the U.S. The move took a year.", []string{"He moved to the U.S.", "The move took a year."}},
		{"company", "Example Labs Inc. announced it. Others followed.", []string{"Example Labs Inc. announced it.", "Others followed."}},
		{"ellipsis", "He paused … Then he went on... Slowly.", []string{"He paused … Then he went on... Slowly."}},
		{"quotation of two sentences", `"We won. They lost," he said.`, []string{`"We won.`, `They lost," he said.`}},
		{"closing quotation mark", "“We won.” Nobody doubted it.", []string{"“We won.”", "Nobody doubted it."}},
		{"speech goes on", `"Stop!" he said. "Now!"`, []string{`"Stop!" he said.`, `"Now!"`}},
		{"number", "It rose by 2.5 percent. Prices fell.", []string{"It rose by 2.5 percent.", "Prices fell."}},
		{"nothing", " \n ", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, span := range Split(test.paragraph) {
				got = append(got, test.paragraph[span.Start:span.End])
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkSpans(t, rapid.String().Draw(t, "paragraph"))
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("“We won.” The U.S. Senate… at 9 a.m. No. 10.")
	f.Fuzz(func(t *testing.T, paragraph string) {
		if utf8.ValidString(paragraph) {
			checkSpans(t, paragraph)
		}
	})
}

// checkSpans checks that the sentences of a paragraph stand in order, begin
// and end on whole characters, and leave out nothing but white space.
func checkSpans(t interface{ Fatalf(string, ...any) }, paragraph string) {
	at := 0
	for _, span := range append(Split(paragraph), Span{len(paragraph), len(paragraph)}) {
		if span.Start < at || span.End < span.Start {
			t.Fatalf("sentence %v overlaps the one before in %q", span, paragraph)
		}
		if s, e := trim(paragraph, at, span.Start); s != e {
			t.Fatalf("%q is in no sentence of %q", paragraph[s:e], paragraph)
		}
		if !utf8.ValidString(paragraph[span.Start:span.End]) {
			t.Fatalf("sentence %v of %q cuts a character", span, paragraph)
		}
		at = span.End
	}
}
