package picture

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"storybot/knowledge"
)

func TestQuoted(t *testing.T) {
	for _, test := range []struct {
		quote string
		limit int
		want  string
	}{
		{"It voted.", 20, "“It voted.”"},
		{"It voted.", 9, "“It voted.”"},
		{"It voted on Wednesday.", 9, "“It voted” …"},
		{"It voted on Wednesday.", 8, "“It voted” …"},
		{"It voted on Wednesday.", 7, "“It” …"},
		{"Unbelievable", 5, "“Unbel” …"},
		{"cafe\u0301s", 4, "“caf” …"},
		{"cafe\u0301s", 5, "“cafe\u0301” …"},
		{"\U0001F469\u200d\U0001F467 spoke", 2, "“” …"},
		{"A\u00a0\u0300", 2, "“A” …"},
		{"It\u202e voted\x1b.\n", 20, "“It voted.”"},
		{"", 5, "“”"},
	} {
		if got := Quoted(test.quote, test.limit); got != test.want {
			t.Errorf("Quoted(%q, %d) = %q, want %q", test.quote, test.limit, got, test.want)
		}
	}
}

// TestQuotedIsToTheLetter: what stands between the marks begins the quote.
func TestQuotedIsToTheLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		limit := rapid.IntRange(1, 400).Draw(t, "limit")
		got := Quoted(text, limit)
		shown, cut := strings.CutSuffix(got, "” …")
		if !cut {
			shown = strings.TrimSuffix(got, "”")
		}
		shown = strings.TrimPrefix(shown, "“")
		whole := strings.TrimSpace(knowledge.Legible(text))
		if !strings.HasPrefix(whole, shown) || !cut && shown != whole {
			t.Fatalf("Quoted(%q, %d) = %q", text, limit, got)
		}
		if utf8.RuneCountInString(shown) > limit {
			t.Fatalf("Quoted(%q, %d) shows %d characters", text, limit, utf8.RuneCountInString(shown))
		}
	})
}

// TestWrapKeepsEveryWord: the lines of a text, put together again, are the
// text, and none is wider than the column.
func TestWrapKeepsEveryWord(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	quote := typefaces.quote
	rapid.Check(t, func(t *rapid.T) {
		text, _ := opening(anyText.Draw(t, "text"), longestQuote)
		text = quote.drawable(text)
		lines := quote.wrap(text, column)
		for _, line := range lines {
			if width := quote.width(line); width > column {
				t.Fatalf("the line %q is %v wide", line, width)
			}
			before, last := withoutLast(line)
			if last == "" || squeezed(before+last) != squeezed(line) {
				t.Fatalf("%q comes apart into %q and %q", line, before, last)
			}
		}
		if squeezed(strings.Join(lines, "")) != squeezed(text) {
			t.Fatalf("%q is wrapped as %q", text, lines)
		}
	})
}

func squeezed(text string) string { return strings.ReplaceAll(text, " ", "") }

func TestDrawable(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"naïve Čapek, Касперский, Ελλάδα": "naïve Čapek, Касперский, Ελλάδα",
		"cafe\u0301": "café",
		"卡巴":         "□□",
		"\U0001F469\u200d\U0001F467 and \u2764\ufe0f": "□ and □",
		"a\u00a0b\u2009c": "a b c",
		"\xff":            "�",
	} {
		if got := typefaces.quote.drawable(text); got != want {
			t.Errorf("drawable(%q) = %q, want %q", text, got, want)
		}
	}
}
