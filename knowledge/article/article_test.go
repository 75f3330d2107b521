package article

import (
	"testing"
	"unicode/utf8"
)

// checkArticle checks what holds for every article: its ranges lie in the text,
// on the boundaries of characters, in order, and do not overlap.
func checkArticle(t *testing.T, a *Article) {
	t.Helper()
	end := 0
	for _, p := range a.Paragraphs {
		checkRange(t, a.Text, p.Start, p.End)
		if p.Start < end {
			t.Fatalf("a paragraph begins at %d, before the end of the one above it, %d", p.Start, end)
		}
		end = p.End
	}
	end = 0
	for _, s := range a.Sentences {
		checkRange(t, a.Text, s.Start, s.End)
		if s.Start < end {
			t.Fatalf("a sentence begins at %d, before the end of the one before it, %d", s.Start, end)
		}
		end = s.End
		if s.Paragraph < 1 || s.Paragraph > len(a.Paragraphs) {
			t.Fatalf("paragraph %d of %d", s.Paragraph, len(a.Paragraphs))
		}
		if p := a.Paragraphs[s.Paragraph-1]; s.Start < p.Start || s.End > p.End || p.Heading {
			t.Fatalf("sentence %d-%d is not in its paragraph %d-%d", s.Start, s.End, p.Start, p.End)
		}
		if a.Sentence(s) != a.Text[s.Start:s.End] {
			t.Fatal("a sentence is not what stands in the text")
		}
	}
	line := 0
	for _, d := range a.Dropped {
		if d.Line < line || d.Line < 1 || d.Text == "" || d.Rule == "" {
			t.Fatalf("dropped line out of order or unnamed: %+v after line %d", d, line)
		}
		line = d.Line
	}
}

func checkRange(t *testing.T, text string, start, end int) {
	t.Helper()
	if start < 0 || start >= end || end > len(text) {
		t.Fatalf("range %d-%d of a text of %d bytes", start, end, len(text))
	}
	if !utf8.RuneStart(text[start]) || end < len(text) && !utf8.RuneStart(text[end]) || !utf8.ValidString(text[start:end]) {
		t.Fatalf("range %d-%d cuts a character in two", start, end)
	}
}
