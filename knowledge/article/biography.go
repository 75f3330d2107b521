package article

import (
	"regexp"
	"strings"
)

// dropBiography drops what is told about the author at the end of the story:
// below the author's name on a line of its own, in a last paragraph that begins
// with the author's name, or below "About the author".
func (e *editor) dropBiography() {
	from := len(e.blocks)
	for i := max(1, len(e.blocks)-6); i < len(e.blocks); i++ {
		if e.blocks[i].kept {
			continue
		}
		if e.beginsBiography(i) {
			from = i
			break
		}
	}
	if from == len(e.blocks) {
		return
	}
	if name := e.blocks[from].text; e.Author == "" && isName(name) {
		e.Author = tellName(name)
	}
	e.dropWhere(func(i int) string { return when(i >= from, ruleBiography) })
}

func (e *editor) beginsBiography(i int) bool {
	text, rest := e.blocks[i].text, e.blocks[i+1:]
	switch {
	case aboutAuthor.MatchString(text):
		return true
	case isName(text) && e.Author != "" && !strings.Contains(fold(e.Author), text):
		return false
	case isName(text) && len(rest) == 0:
		return e.Author != ""
	case isName(text):
		return tellsOfAuthor(text, rest)
	}
	return e.Author != "" && strings.HasPrefix(text, fold(e.Author)+" ") && tellsOfAuthor(e.Author, e.blocks[i:])
}

// tellsOfAuthor reports whether all that is left, but for the name alone, is
// about a person who writes for a living.
func tellsOfAuthor(person string, rest []block) bool {
	works := false
	for _, b := range rest {
		named := false
		for _, part := range strings.Fields(fold(person)) {
			named = named || len(part) > 2 && containsWord(b.text, part)
		}
		works = works || named && trade.MatchString(b.text)
		if !named && !contact.MatchString(b.text) {
			return false
		}
	}
	return works
}

func containsWord(text, word string) bool {
	at := strings.Index(text, word)
	return at >= 0 && (at+len(word) == len(text) || strings.ContainsAny(text[at+len(word):at+len(word)+1], " ,.;:'@"))
}

var (
	aboutAuthor = regexp.MustCompile(`^(?i:about (?:the|our) (?:authors?|writers?|reporters?)|author (?:bio|biography|profile)|(?:the )?authors?) ?:?$`)
	trade       = regexp.MustCompile(`(?i:\b(?:is|was|as|works)\b.{0,100}\b(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|freelancer?|blogger|producer|author of|lecturer|professor|fellow)\b` +
		`|\b(?:covers|writes (?:for|about|on)|reports (?:on|for|from)|covering)\b|\bfollow (?:him|her|them)\b|@\w)`)
	contact = regexp.MustCompile(`(?i:^.{0,40}(?:follow|contact|reach|e-?mail|write to|@).{0,80}$)`)
)
