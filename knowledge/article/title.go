package article

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// takeTitle takes the title out of the blocks, and drops what is left of the
// page above it.
func (e *editor) takeTitle() {
	if e.Title == "" {
		at, from, paper := e.titleAt()
		if at < 0 {
			return
		}
		e.Title = tidy(e.Text[e.blocks[from].start:e.blocks[from].end])
		e.Publisher = cmp.Or(e.Publisher, paper)
		e.blocks = slices.Delete(e.blocks, at, at+1)
		e.dropWhere(func(i int) string { return when(i < at, aboveTitle(e.blocks[i].text, fold(e.Title))) })
	} else if i := slices.IndexFunc(e.blocks, e.isTitleAgain); i >= 0 {
		e.blocks = slices.Delete(e.blocks, i, i+1)
	}
	e.dropWhere(func(i int) string { return when(e.isTitleAgain(e.blocks[i]), ruleTitleAgain) })
}

func (e *editor) isTitleAgain(b block) bool { return strings.EqualFold(b.text, fold(e.Title)) }

// titleAt finds the title among the blocks above the story: where it stands,
// and the block to copy it from; or -1. It is what stands there twice: a browser
// saves the title with the paper's name behind it, and then once more as it
// stands on the page. Else it is the first block, unless that begins a list of
// short links above a longer line.
func (e *editor) titleAt() (at, from int, paper string) {
	top := e.blocks[:e.top()]
	for i, b := range top {
		for j := i + 1; j < len(top); j++ {
			again := top[j]
			paper, shaped := beside(b.text, again.text)
			switch long := len(strings.Fields(again.text)) > 3; {
			case !isTitle(again):
			case shaped && long:
				return j, j, paper
			case strings.EqualFold(b.text, again.text) && (long || j == 1):
				return j, i, ""
			}
		}
	}
	links := 0
	for links < len(top) && len(strings.Fields(top[links].text)) <= 4 {
		links++
	}
	switch {
	case links > 2 && links < len(top) && isTitle(top[links]) && len(strings.Fields(top[links].text)) > 4:
		return links, links, ""
	case len(e.blocks) > 0 && isTitle(e.blocks[0]):
		return 0, 0, ""
	}
	return -1, -1, ""
}

// top returns how many blocks stand above the story: up to the first that is a
// header line or a longer sentence.
func (e *editor) top() int {
	const limit = 60
	for i, b := range e.blocks {
		if i == limit || isHeaderLine(b.text) || endsInStop(b.text) && len(b.text) > 40 {
			return i
		}
	}
	return len(e.blocks)
}

// aboveTitle names the rule that drops a block above the title: the title in
// another shape, or a link. A sentence stays.
func aboveTitle(text, title string) string {
	_, shaped := beside(text, title)
	switch {
	case shaped, strings.EqualFold(text, title):
		return ruleTitleAgain
	case endsInStop(text), len(strings.Fields(text)) > 8:
		return ""
	}
	return "navigation"
}

// isTitle reports whether a block can be a title: short, and no sentence, or
// one that only a title would end with a question mark.
func isTitle(b block) bool {
	if b.heading {
		return true
	}
	if utf8.RuneCountInString(b.text) > maxTitle || len(Split(b.text)) > 1 {
		return false
	}
	return !endsInStop(b.text) || strings.HasSuffix(b.text, "?") || strings.HasSuffix(b.text, "!")
}

const maxTitle = 200

// beside reports whether a text is the title with the name of the paper, which
// it returns, behind it, or with its section before it: "The title | The Paper",
// "Europe|The title".
func beside(text, title string) (paper string, ok bool) {
	if rest, found := strings.CutPrefix(text, title); found {
		if m := behindTitle.FindStringSubmatch(rest); m != nil {
			return m[1], true
		}
	}
	before, found := strings.CutSuffix(text, title)
	return "", found && beforeTitle.MatchString(before)
}

var (
	behindTitle = regexp.MustCompile(`^ (?:\||-|–|—|·|:) (.{2,40})$`)
	beforeTitle = regexp.MustCompile(`^[\p{L} ]{2,30} ?[|›»>] ?$`)
)
