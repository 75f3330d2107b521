package handlers

import (
	"encoding/base64"
	"strings"

	"storybot/knowledge"
)

// What a component needs to do its work is in its custom_id, or in the message
// that it hangs on, which the interaction carries. Nothing is kept here, so a
// button works after a restart. A custom_id reads
//
//	more:1:f1b8b3:2hT0_qLwAAAA7mQk…
//
// which is the component's prefix, the version of this form, the version of
// the Base that was current, and what the component makes of the rest.

// stateVersion changes with the meaning of what stands behind it.
const stateVersion = "1"

// customID returns a custom_id that carries rest. One that would be longer than
// Discord takes is left out by the sheet.
func customID(prefix string, base *knowledge.Base, rest string) string {
	return strings.Join([]string{prefix, stateVersion, base.Version(), rest}, ":")
}

// roomIn returns how many characters a custom_id has for its rest.
func roomIn(prefix string, base *knowledge.Base) int {
	return maxCustomID - length(customID(prefix, base, ""))
}

// carried returns the rest of the custom_id of a component that was pressed,
// and the version of the Base at that time. A [Refusal] says that it is of
// another version.
func carried(in Interaction) (rest, story string, err error) {
	version, state, _ := strings.Cut(in.State(), ":")
	story, rest, ok := strings.Cut(state, ":")
	if version != stateVersion || !ok {
		return "", "", Refusal(in.speech().that(oldButton))
	}
	return rest, story, nil
}

// reference is a quote as a custom_id carries it, in referenceLength
// characters: the passage's id, where in it the answering words begin and how
// many bytes they have (two characters each, base 64), and one letter for how
// the quote stands to the question.
//
//	2hT0_qLw AA BY b
type reference string

const referenceLength = knowledge.PassageIDLength + 5

// references are the quotes of a message in a custom_id. Before them stands
// the number of the first, in one digit.
func references(prefix string, base *knowledge.Base, first int, quotes []knowledge.Quote) string {
	rest := string(rune('0' + first))
	for _, q := range quotes {
		r := refer(base, q)
		if r != "" && len(rest)+len(r) <= roomIn(prefix, base) {
			rest += string(r)
		}
	}
	return customID(prefix, base, rest)
}

// refer makes the reference of a quote: "" for one that is not of the Base.
func refer(base *knowledge.Base, q knowledge.Quote) reference {
	id := base.PassageID(q.Citation)
	letter, known := relationLetters[q.Relation]
	if id == "" || !known {
		return ""
	}
	var bold span
	if spans := highlight(q); len(spans) > 0 && spans[0].end < 1<<12 {
		bold = spans[0]
	}
	return reference(id + twelveBits(bold.start) + twelveBits(bold.end-bold.start) + letter)
}

var relationLetters = map[knowledge.Relation]string{
	knowledge.Best: "b", knowledge.Agrees: "a", knowledge.Differs: "d", knowledge.More: "m",
}

// twelveBits writes a number below 4,096 in two characters.
func twelveBits(n int) string {
	return base64.RawURLEncoding.EncodeToString([]byte{byte(n >> 4), byte(n << 4)})[:2]
}

// fromTwelveBits reads what twelveBits wrote; anything else is 0.
func fromTwelveBits(text string) int {
	b, err := base64.RawURLEncoding.DecodeString(text + "A")
	if err != nil || len(b) != 2 {
		return 0
	}
	return int(b[0])<<4 | int(b[1])>>4
}

// quoted is a passage that a reference led to.
type quoted struct {
	number        int
	quote         knowledge.Quote
	before, after string // what stands around it
}

// recalled returns the passages that references lead to, and how many of them
// are no longer in the Base.
func recalled(base *knowledge.Base, rest string) (found []quoted, missing int) {
	if rest == "" || rest[0] < '1' || rest[0] > '9' {
		return nil, 0
	}
	number, rest := int(rest[0]-'0'), rest[1:]
	for ; len(rest) >= referenceLength; number, rest = number+1, rest[referenceLength:] {
		passage, ok := base.Passage(rest[:knowledge.PassageIDLength])
		if !ok {
			missing++
			continue
		}
		quote := quoteOf(passage, rest[knowledge.PassageIDLength:referenceLength])
		found = append(found, quoted{number, quote, passage.Before, passage.After})
	}
	return found, missing
}

// quoteOf returns the quote of a passage as it was when it was referred to.
func quoteOf(passage knowledge.Passage, how string) knowledge.Quote {
	quote := knowledge.Quote{Text: passage.Text, Relation: knowledge.More, Citation: passage.Citation}
	start, size := fromTwelveBits(how[:2]), fromTwelveBits(how[2:4])
	if start+size <= len(passage.Text) {
		quote.Highlight = passage.Text[start : start+size]
	}
	for relation, letter := range relationLetters {
		if letter == how[4:] {
			quote.Relation = relation
		}
	}
	return quote
}
