package article

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// editor makes an article of a draft. Its rules are asked about the blocks in
// this order:
//
//   - What the curator dropped, and what the reader knows by its markup to be no
//     part of the story.
//   - A line that a page puts around every story (navigation, prompts, credits):
//     the first of [pageRules] that knows it.
//   - Lists of headlines, sources and topics, by their headings ([listRules]).
//   - The title is what stands twice at the top, or the first block that is left
//     but for the names of sections; the same once more is dropped.
//   - Up to the story's first paragraphs, date line and byline say when and by
//     whom. What stands above them is the standfirst, and part of the story.
//   - At the end, what is told about the author is the author's biography.
//
// The blocks that are left are the paragraphs. A short one that is no sentence
// is a heading.
type editor struct {
	*Article
	sidecar Sidecar
	matter  matter
	blocks  []block
}

func edit(d *draft, sidecar Sidecar) *Article {
	visible := slices.DeleteFunc(d.blocks, func(b block) bool { return b.text == "" }) // not of soft hyphens alone
	e := &editor{&Article{Text: d.text, Warnings: d.warnings}, sidecar, d.matter, visible}
	d.matter.win(e.Article)
	e.dropWhere(func(i int) string {
		if sidecar.drops(e.blocks[i]) {
			return ruleSidecar
		}
		return e.blocks[i].rule
	})
	e.dropPageLines()
	e.dropLists()
	e.dropSection()
	e.takeHeaderAbove()
	e.dropSection()
	e.takeTitle()
	e.takeHeader()
	e.takeFooter()
	e.dropBiography()
	e.takeDateline()
	e.guess()
	sidecar.win(e.Article)
	e.warnOfDate()
	for i, b := range e.blocks {
		heading := b.heading || e.isHeading(i)
		e.Paragraphs = append(e.Paragraphs, Paragraph{b.start, b.end, heading && !b.kept, b.first})
	}
	slices.SortStableFunc(e.Dropped, func(a, b Dropped) int { return cmp.Compare(a.Line, b.Line) })
	e.Warnings = append(e.Warnings, sidecar.warnings...)
	return e.Article
}

// dropWhere drops the blocks for which a rule is named, unless the curator
// keeps them.
func (e *editor) dropWhere(ruleOf func(i int) string) {
	var kept []block
	for i := range e.blocks {
		b := e.blocks[i]
		name := ""
		if !b.kept {
			name = ruleOf(i)
		}
		if name != "" && name != ruleSidecar && e.sidecar.keeps(b, name) {
			b.kept, name = true, ""
		}
		if name == "" {
			kept = append(kept, b)
			continue
		}
		e.drop(b, name)
	}
	e.blocks = kept
}

// drop lists the lines of a block as dropped.
func (e *editor) drop(b block, name string) {
	if b.first == b.last {
		e.Dropped = append(e.Dropped, Dropped{b.first, e.Text[b.start:b.end], name})
		return
	}
	for _, l := range lines(e.Text[b.start:b.end]) {
		e.Dropped = append(e.Dropped, Dropped{b.first + l.number - 1, e.Text[b.start+l.start : b.start+l.end], name})
	}
}

func (e *editor) dropPageLines() {
	titled := e.Title != ""
	e.dropWhere(func(i int) string {
		text := e.blocks[i].text
		name := pageRuleOf(text)
		if name == "read more" && !titled {
			name = "" // the title itself may begin with "Explainer:"
		}
		if name != "" {
			if _, isHeader := parseHeader(text); isHeader {
				name = ""
			}
		}
		titled = titled || name == ""
		return name
	})
}

// dropSection drops the section of the paper that stands above a title.
func (e *editor) dropSection() {
	if len(e.blocks) > 1 && isSection(e.blocks[0].text) {
		e.dropWhere(func(i int) string { return when(i == 0, ruleSection) })
	}
}

func when(is bool, rule string) string {
	if is {
		return rule
	}
	return ""
}

// isSection knows the section of a paper, as it stands above a title.
func isSection(text string) bool { return sections.MatchString(text) }

var sections = regexp.MustCompile(`^(?i:(?:(?:uk|us|world|local|national|international|breaking|latest|tech|technology|business|science|europe|asia) )?news|` +
	`world|politics|science|arts?|sports?|business|tech(?:nology)?|opinion|comment|culture|health|environment|europe|asia|africa|americas?|middle east|` +
	`education|entertainment|travel|lifestyle|analysis|exclusive|markets|economy|finance|money|security|cyber ?security|law|crime|media|climate|features?|` +
	`editorial|investigations?|national|international|local|region(?:al)?s?)$`)

// isHeading reports whether a block is a heading between paragraphs: a few
// words that end in no mark, with a paragraph below. With a verb, it may as well
// be a sentence that lost its full stop, and is read as one.
func (e *editor) isHeading(i int) bool {
	b := e.blocks[i]
	if i+1 >= len(e.blocks) || b.first != b.last || !e.blocks[i+1].apart && b.apart && i > 0 {
		return false
	}
	words := strings.Fields(b.text)
	verb := slices.ContainsFunc(words, func(word string) bool { return verbs[word] })
	return !verb && len(words) <= 8 && len(b.text) <= 70 && !strings.ContainsAny(b.text[:1]+b.text[len(b.text)-1:], "\".!?,;:'…")
}

var verbs = words(`is are was were be been has have had do does did will would can could may might must shall should
	said says told asked went came made took gave got`)

// guess takes what the reader guessed where nothing better was found.
func (e *editor) guess() {
	e.Title = cmp.Or(e.Title, e.matter.titleGuess)
	e.Author = cmp.Or(e.Author, e.matter.authorGuess)
}

// warnOfDate warns where the date of publication may be another one.
func (e *editor) warnOfDate() {
	switch {
	case !e.Published.Known() && e.Modified.Known():
		e.Published = e.Modified
		e.PublishedFrom = cmp.Or(e.PublishedFrom, "last change")
		e.warn("only the date of its last change was found: it stands for the day of publication")
	case e.numeric.ambiguous():
		e.warn(fmt.Sprintf("%s is ambiguous: it was read as %s, the day first", e.numeric.text, e.Published.Words()))
		e.numeric.settled = len(e.Warnings)
	}
}

// endsInStop reports whether a text ends as a sentence does. The full stop of
// an abbreviation does not count: "in the U.S." may end a title.
func endsInStop(text string) bool {
	bare := strings.TrimRight(text, `"'”’»)] `)
	switch {
	case bare == "":
		return false
	case strings.HasSuffix(bare, "…"), strings.HasSuffix(bare, ".."):
		return true
	case strings.HasSuffix(bare, "."):
		word := lastWord(bare[:len(bare)-1])
		return !isAcronym(word) && !oftenLast[strings.ToLower(word)]
	}
	return strings.ContainsAny(bare[len(bare)-1:], "!?")
}
