package picture

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestAltText(t *testing.T) {
	events := storyEvents(t)
	events[0].Inferred = true
	want := "Timeline of 5 events from May 2018 to 13 June 2018: " +
		"May 2018 (inferred): “Kaspersky Lab had announced in May that important parts of its operations would leave Russia for Switzerland, and that” …; " +
		"13 June 2018: “Members of the European Parliament backed a resolution on cyber security on Wednesday that may lead to a ban on” …; " +
		"13 June 2018: “He wrote that his company had guarded the EU for 20 years, that its help had put many cybercriminals behind bars, and” …; " +
		"13 June 2018: “The United States acted on Wednesday too: its government adopted a rule that keeps Kaspersky's software and services out” …; " +
		"13 June 2018 (inferred): “One of its proposals, adopted on June 13, demands a ban on any program that is known to be malicious.”"
	if got := AltText(events); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := AltText(nil); got != "A timeline without events." {
		t.Errorf("no events: %q", got)
	}
	many := AltText(repeated(t, 300))
	if !strings.HasPrefix(many, "Timeline of 300 events from ") || !strings.HasSuffix(many, " more events") {
		t.Errorf("300 events: %q", many)
	}
}

func TestAltTextIsShortEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(anyEvent, 0, 60).Draw(t, "events")
		if text := AltText(events); utf8.RuneCountInString(text) > LongestAlt || !utf8.ValidString(text) {
			t.Fatalf("%d characters: %q", utf8.RuneCountInString(text), text)
		}
	})
}
