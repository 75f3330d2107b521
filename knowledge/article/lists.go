package article

import (
	"regexp"
	"strings"
)

// dropLists drops lists with their headings. The items of a list stand on lines
// below each other, or each by itself; where that changes, the list is over, and
// so it is at the first sentence.
func (e *editor) dropLists() {
	rules := make([]string, len(e.blocks))
	for i := 0; i < len(e.blocks); i++ {
		name := listRuleOf(e.blocks[i].text)
		if name == "" || i == 0 && e.Title == "" {
			continue
		}
		rules[i] = name
		for n := e.itemsBelow(i); n > 0; n-- {
			i++
			rules[i] = name
		}
	}
	e.dropWhere(func(i int) string { return rules[i] })
}

// itemsBelow returns how many items the list below a heading has.
func (e *editor) itemsBelow(heading int) int {
	items := e.blocks[heading+1:]
	for n, b := range items {
		over := n > 0 && b.apart && !items[n-1].apart
		if over || b.kept || !isItem(b) || listRuleOf(b.text) != "" {
			return n
		}
	}
	return len(items)
}

// isItem knows a headline, a topic or the name of a source: a line that is no
// sentence of a story.
func isItem(b block) bool {
	last := b.text[len(b.text)-1:]
	question := (last == "?" || last == "!") && !b.apart && len(b.text) <= 80
	return len(b.text) <= 140 && !strings.Contains(",:;", last) &&
		(!endsInStop(b.text) || question || dated.MatchString(b.text))
}

// dated matches what ends in a date, as the sources of a story may.
var dated = regexp.MustCompile(`[,(] ?(?i:` + monthName + ` \d{1,2},? \d{4}|\d{1,2} ` + monthName + `,? \d{4})\)?\.?$`)

// A listRule knows the heading of a list that a page puts under or between the
// paragraphs of a story: headlines of other stories, sources, topics. The
// heading is dropped, and so are the items below it.
type listRule struct {
	name    string
	heading *regexp.Regexp
}

func listRuleOf(text string) string {
	for _, r := range listRules {
		if len(text) < 80 && !endsInStop(text) && r.heading.MatchString(text) {
			return r.name
		}
	}
	return ""
}

var listRules = []listRule{
	listHeading(ruleRelated,
		`related(?: (?:stories|articles?|content|coverage|news|posts|links|reading|items|videos?))?`,
		`(?:read|see) (?:also|more|next)|also read|more on (?:this(?: story| topic)?)|more (?:stories|news|coverage|headlines|like this)(?: .{0,30})?|more (?:from|in|on|about) .{1,40}`,
		`(?:you )?(?:may|might) (?:also )?(?:like|be interested in)|you may also like|recommended(?: (?:for you|stories|reading|articles|videos))?`,
		`don't miss|further reading|what to read next|in case you missed it|elsewhere on .{1,30}|around the (?:web|bbc)|(?:top|latest|other|breaking)(?: (?:stories|news|headlines))|editors?'? ?(?:picks?|choice)|up next|from our partners|sponsored stories|featured(?: stories)?`),
	listHeading("most read",
		`(?:trending|popular|most (?:popular|read|viewed|shared|watched|commented|e-?mailed|recent))(?: (?:stories|articles|now|today|posts|in .{1,20}|on .{1,20}))?`),
	listHeading("sources", `sources?|references|external links|footnotes|bibliography`),
	listHeading("topics", `categories|tags|topics|related topics|filed under|keywords|more about`),
}

func listHeading(name string, patterns ...string) listRule {
	return listRule{name, regexp.MustCompile(`^(?i:` + strings.Join(patterns, "|") + `) ?:?$`)}
}
