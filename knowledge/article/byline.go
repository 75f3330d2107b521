package article

import (
	"regexp"
	"strings"
	"unicode"
)

// takeByline reads "By" and the names behind it, up to the next part of the
// line.
func (p *headerParser) takeByline() bool {
	by := byWord.FindString(p.rest)
	if by == "" || p.author != "" {
		return false
	}
	name := bylineNames.FindString(upToPart(p.rest[len(by):]))
	if name == "" || calendarWord.MatchString(name) {
		return false
	}
	if at := forPaper.FindStringIndex(name); at != nil {
		name = name[:at[0]]
	}
	p.author = tellName(name)
	p.rest = p.rest[len(by)+len(name):]
	return true
}

// takeName reads what may stand beside a byline or a date: the author's name
// without "By", or, behind it, the author's role or paper.
func (p *headerParser) takeName() bool {
	part := upToPart(p.rest)
	part, _, _ = strings.Cut(part, ",")
	name := strings.TrimSpace(part)
	switch {
	case p.author != "" && aside.MatchString(name):
	case p.author == "" && isName(name) && !calendarWord.MatchString(name) && (p.date.Known() || len(part) < len(p.rest)):
		p.author, p.bareName = tellName(name), true
	default:
		return false
	}
	p.rest = p.rest[len(part):]
	return true
}

func upToPart(text string) string {
	if at := beginsPart.FindStringIndex(text); at != nil {
		return text[:at[0]]
	}
	return text
}

const (
	bigWord  = `\p{Lu}[\p{L}'’.-]*`
	particle = `de|da|di|del|della|du|la|le|van|von|der|den|ter|bin|bint|al|el|y`
	oneName  = bigWord + `(?: (?:` + bigWord + `|` + particle + `)){0,4}`
	roleWord = `reporters?|correspondents?|editors?|writers?|staff|columnist|contributors?|producer|agencies`
	asideOne = `(?:[\p{Lu}\d&][\p{L}\d&'’./-]*|(?i:and|of|the|for|in|at|from|` + roleWord + `))`
)

var (
	byWord      = regexp.MustCompile(`^(?i:(?:(?:story|words|text|report|reported|written) )?by\b:?)\s+`)
	bylineNames = regexp.MustCompile(`^(?:(?i:the|our) )?` + oneName +
		`(?:(?:, ` + oneName + `)*,? (?:and|&) ` + oneName + `)?(?: (?:` + roleWord + `))*`)
	beginsPart = regexp.MustCompile(`(?i:\b(?:` + publishedLabel + `|` + updatedLabel + `)\b)|[|·•–—;(\[]| - |\d|` +
		`(?i:\b(?:on )?(?:` + monthName + ` \d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b))`)
	forPaper     = regexp.MustCompile(`(?i:,? for (?:the )?)\p{Lu}`)
	calendarWord = regexp.MustCompile(`^(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|` + monthName + `)$`)
	aside        = regexp.MustCompile(`^` + asideOne + `(?: ` + asideOne + `){0,7}$`)
	personName   = regexp.MustCompile(`^\p{Lu}[\p{L}'’-]+(?: (?:\p{Lu}\.|` + particle + `|\p{Lu}[\p{L}'’-]+)){1,3}$`)
)

// isName reports whether a text is the name of a person, in two to four words.
func isName(text string) bool { return personName.MatchString(text) }

// tellName returns a name as it is cited: "MARK SUTTON" as "Mark Sutton". Short
// words in capitals stay, for they are agencies.
func tellName(name string) string {
	name = strings.TrimRight(strings.TrimSpace(name), ".,")
	if name != strings.ToUpper(name) || len(name) <= 4 {
		return name
	}
	parts := strings.Fields(name)
	for i, part := range parts {
		parts[i] = capital(part)
	}
	return strings.Join(parts, " ")
}

func capital(word string) string {
	if word == "AND" {
		return "and"
	}
	r := []rune(strings.ToLower(word))
	for at := range r {
		if at == 0 || strings.ContainsRune("-'’", r[at-1]) {
			r[at] = unicode.ToUpper(r[at])
		}
	}
	return string(r)
}
