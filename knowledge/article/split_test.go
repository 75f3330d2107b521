package article

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Sentences are parted by "/" in the tests.
func TestSplit(t *testing.T) {
	for _, text := range []string{
		"One sentence.",
		"One. /Two. /Three",
		"Is it? /Yes! /Really?! /Yes.",
		"He met Gov. Brown in Jan. 2018. /She did not.",
		"They live at No. 10 Downing Street. /It is small.",
		"Was it so? /No. /It was not.",
		"At 10 a.m. Monday the ferry left. /At 4 p.m. it came back.",
		"It came at 10 a.m. /The police were there.",
		"It came at 10 a.m. /Nobody was there.",
		"Kaspersky Lab Inc. said no. /The company left.",
		"He works at Kaspersky Lab Inc. /The company is Russian.",
		"The U.S. Senate met. /It voted against the U.S. /That was that.",
		"She moved to the U.S. in 2010 and to Washington D.C. in 2012.",
		"Dr. J. K. Rowling and Mr. T. S. Eliot met on St. Mary's Ave. near the river.",
		"Vitamin I. /That was all.",
		"Well … that was it. /So it goes.",
		"It was... different. /We left.",
		"And so on... Then he left.",
		`He said "It is late..." /She left.`,
		`"We left. /We did not come back," he said. /"Why?" she asked.`,
		`"Stop!" he cried. /"Why?" Smith asked.`,
		`"Is it true?" Mr. Jon Holm asked. /"It is."`,
		`"It is true?" /The minister left.`,
		`He called it "a lie." /She did not.`,
		`He called it "a lie". /She did not.`,
		"“We left.” /“So did we.”",
		"He said “We left. /Nobody stayed.",
		"‘We left.’ /‘So did we.’",
		"(He left.) /She stayed.",
		"It was banned.[1] /It was sold.[12][3] /Nobody cared.",
		"See www.flag.govt.nz. /Names of people are there.",
		"Version 10.4 is out. /It costs 3.50 dollars.",
		"iPhone sales fell. /iPhone prices did not. /eBay shares rose.",
		"She earned a Ph.D. at Yale. /He did not.",
		"Yahoo! was sold. /Google was not.",
		"It ended.\u00A0/It began again.",
		"It ended.\n/It began again.",
		"The prices, vs. last year, rose. /Costs, e.g. Fuel, fell.",
		"He asked: \"Who?\" - and left. /Nobody knew.",
		"In a newer IE. /Its goal is clear.",
	} {
		whole := strings.ReplaceAll(text, "/", "")
		var got []string
		for _, s := range Split(whole) {
			got = append(got, whole[s.Start:s.End])
		}
		want := strings.Split(text, "/")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		if strings.Join(got, "/") != strings.Join(want, "/") {
			t.Errorf("got  %s\n\twant %s", strings.Join(got, "/"), strings.Join(want, "/"))
		}
	}
}

// Whatever the text, the sentences cover all of it but white space, in order.
func TestSplitCovers(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "The", "U.S.", "Mr.", ".", "!", "…", " ", "\n", "\u00A0", `"`, "”", "(", "[1]", "5", "é", "\uFEFF", "’", "said"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(pieces).Draw(t, "pieces"), "")
		checkSplit(t, text)
	})
}

// fataler is a test that can fail.
type fataler interface {
	Fatalf(format string, arguments ...any)
}

func checkSplit(t fataler, text string) {
	at := 0
	for _, s := range Split(text) {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%q: span %v behind %d", text, s, at)
		}
		if between := strings.TrimFunc(text[at:s.Start], isBlank); between != "" {
			t.Fatalf("%q: %q is in no sentence", text, between)
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("%q: span %v cuts a character in two", text, s)
		}
		at = s.End
	}
	if rest := strings.TrimFunc(text[at:], isBlank); rest != "" {
		t.Fatalf("%q: %q is in no sentence", text, rest)
	}
}
