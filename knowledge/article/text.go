package article

import (
	"fmt"
	"regexp"
	"strings"

	"storybot/knowledge/dates"
)

// readText reads plain text as it is saved from a web page: every line that is
// not blank is a paragraph, and has no markup to say what it is. So each line
// is asked about by rules, in this order:
//
//   - A line that a page puts around every story (navigation, prompts,
//     credits) is dropped by the first rule of [pageRules] that knows it.
//   - The first line left is the title; the same line again is dropped.
//   - Up to the first line that is a sentence, a date line and a byline say
//     when and by whom.
//   - At the end, a line that is a name, and what is told about that name
//     below it, are the author and the author's biography.
func readText(a *Article) error {
	body := a.dropPageLines(lines(a.Text, 0))
	body = a.takeTitle(body)
	body = a.takeHeader(body)
	body = a.takeBiography(body)
	for _, l := range body {
		a.Paragraphs = append(a.Paragraphs, Paragraph{Start: l.start, End: l.end})
	}
	return nil
}

// A pageRule knows a kind of line that belongs to the page, not to the story.
type pageRule struct {
	name string
	line *regexp.Regexp // matches the whole line
}

func rule(name, pattern string) pageRule {
	return pageRule{name, regexp.MustCompile(`^(?i:` + pattern + `)$`)}
}

var pageRules = []pageRule{
	rule("navigation", `skip to (?:main )?content|menu|home|search(?: this site)?|sign in|log in|subscribe|back to top`),
	rule("navigation", `(?:[\w&' ]{1,20} \| )+[\w&' ]{1,20}`),
	rule("share prompt", `(?:share|tweet|pin|print|email|e-mail)(?: this)?(?: article| story| page)?|(?:share|follow)\b.{0,60}(?:facebook|twitter|email|link).{0,40}`),
	rule("comment prompt", `(?:click here to |please )?(?:add|leave|post) (?:your|a) comment.{0,20}|your email address will not be published.{0,60}|\d* ?comments?`),
	rule("advertisement", `advertisements?|sponsored(?: content)?|continue reading below`),
	rule("image credit", `\(?(?:image|photo|picture)s?(?: credit)?s?: .{0,80}\)?`),
	rule("newsletter", `(?:sign up|subscribe) (?:for|to) .{0,80}`),
}

func (a *Article) dropPageLines(all []line) []line {
	var kept []line
	for _, l := range all {
		if name := pageRuleOf(l.text); name != "" {
			a.drop(l, name)
		} else {
			kept = append(kept, l)
		}
	}
	return kept
}

func pageRuleOf(text string) string {
	if bylineIn(text) != "" {
		return ""
	}
	for _, r := range pageRules {
		if r.line.MatchString(text) {
			return r.name
		}
	}
	return ""
}

func (a *Article) drop(l line, rule string) {
	a.Dropped = append(a.Dropped, Dropped{l.number, l.text, rule})
}

func (a *Article) takeTitle(body []line) []line {
	if len(body) == 0 || endsInStop(body[0].text) {
		return body
	}
	a.Title = body[0].text
	body = body[1:]
	for len(body) > 0 && strings.EqualFold(body[0].text, a.Title) {
		a.drop(body[0], "title again")
		body = body[1:]
	}
	return body
}

// headerLines is how far below the title a date line or a byline is looked for.
const headerLines = 4

// takeHeader takes the date line and the byline out of the lines below the
// title.
func (a *Article) takeHeader(body []line) []line {
	var rest []line
	for i, l := range body {
		if i < headerLines && a.takeHeaderLine(l) {
			continue
		}
		rest = append(rest, l)
	}
	return rest
}

func (a *Article) takeHeaderLine(l line) bool {
	author := bylineIn(l.text)
	published, dated := dates.Parse(l.text)
	dated = dated && !endsInStop(dateTail.ReplaceAllString(l.text, "")) && len(l.text) < 100
	if author == "" && !dated {
		return false
	}
	if author != "" && a.Author == "" {
		a.Author = author
	}
	if dated && !a.Published.Known() {
		a.Published, a.PublishedFrom = published, fmt.Sprintf("line %d", l.number)
	}
	return true
}

var (
	byline   = regexp.MustCompile(`^(?i:by):? +([^|,·•]{2,60}?)(?: *[|,·•].*)?$`)
	dateTail = regexp.MustCompile(`[aApP]\.[mM]\.$`)
)

func bylineIn(text string) string {
	if m := byline.FindStringSubmatch(text); m != nil && !endsInStop(text) {
		return m[1]
	}
	return ""
}

// takeBiography looks for the author's name on a line of its own among the
// last lines, and for the biography below it.
func (a *Article) takeBiography(body []line) []line {
	for i := max(1, len(body)-4); i < len(body)-1; i++ {
		if !isName(body[i].text) || !tellsOf(body[i].text, body[len(body)-1].text) {
			continue
		}
		if a.Author == "" {
			a.Author = body[i].text
		}
		for _, l := range body[i:] {
			a.drop(l, "biography")
		}
		return body[:i]
	}
	return body
}

var name = regexp.MustCompile(`^\p{Lu}[\p{L}'’-]+(?: (?:\p{Lu}\.|de|von|van|\p{Lu}[\p{L}'’-]+)){1,3}$`)

func isName(text string) bool { return name.MatchString(text) }

// tellsOf reports whether a text speaks of a person by first or last name.
func tellsOf(person, text string) bool {
	for _, part := range strings.Fields(person) {
		if strings.Contains(text, part+" ") {
			return true
		}
	}
	return false
}

func endsInStop(text string) bool {
	return strings.ContainsAny(text[len(text)-1:], ".!?") || strings.HasSuffix(strings.TrimRight(text, `"'”’)`), ".")
}
