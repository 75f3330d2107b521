package picture

import (
	"strings"
	"unicode/utf8"

	"storybot/knowledge"
)

// LongestAlt is how many characters an alt text has at most, which is what
// Discord takes.
const LongestAlt = 1024

// AltText says in words what the picture of events shows: how many they are,
// from when to when, and each event's date with the words that its first quote
// begins with. Where that is too long, the quotes are cut shorter, alike for
// all, and then the last events are only counted. Of more events than a picture
// holds, the most important are told of, as in the picture.
func AltText(events []knowledge.Event) string {
	if len(events) == 0 {
		return "A timeline without events."
	}
	text := "Timeline of " + counted(len(events), "event")
	if first, last := span(events); first != last {
		text += " from " + first.Words() + " to " + last.Words()
	}
	text += ":"
	const room = len("; and 1000000000 more")
	share := (LongestAlt - utf8.RuneCountInString(text) - room) / min(len(events), MaxEvents)
	kept := knowledge.Top(events, MaxEvents)
	for i, event := range kept {
		entry := " " + entryOf(event, share)
		if i > 0 {
			entry = ";" + entry
		}
		if utf8.RuneCountInString(text+entry) > LongestAlt-room {
			return text + "; and " + counted(len(events)-i, "more event")
		}
		text += entry
	}
	if left := len(events) - len(kept); left > 0 {
		text += "; and " + counted(left, "more event")
	}
	return text
}

// entryOf is an event's date and the words that its first quote begins with, in
// about so many characters.
func entryOf(e knowledge.Event, size int) string {
	entry := e.When()
	if e.Inferred {
		entry += " (inferred)"
	}
	if len(e.Quotes) > 0 {
		const marks = len("; : “” …")
		entry += ": " + Quoted(e.Quotes[0].Text, max(24, min(120, size-utf8.RuneCountInString(entry)-marks)))
	}
	return strings.TrimSpace(entry)
}
