package article

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// readHTML reads a saved page. Its stored text is all that the page shows, a
// block for each paragraph, heading and item of a list. Which of these are the
// story, go-trafilatura says; the others are dropped as outside the article,
// so that a curator can see them and keep one that was taken wrongly.
func readHTML(content []byte) (*draft, error) {
	source, warnings, err := decodeHTML(content)
	if err != nil {
		return nil, err
	}
	document, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, ErrNested
	}
	p := &page{}
	p.collect(document)
	p.flush()
	if len(p.built.blocks) == 0 {
		return nil, ErrNoText
	}
	if len(p.built.blocks) > maxBlocks {
		return nil, fmt.Errorf("more than %d paragraphs on one page: %w", maxBlocks, ErrTooLong)
	}
	d := p.built.draft()
	d.warnings = warnings
	d.matter = matterOf(document)
	var story []block
	if len(d.blocks) <= maxExtracted && p.nodes <= maxNodes {
		story = extract(document, d)
	}
	if len(story) == 0 {
		d.warnings = append(d.warnings, "the story could not be told from what the page puts around it: check what was dropped")
	}
	p.choose(story)
	p.keepHeader()
	d.blocks = p.built.blocks
	return d, nil
}

// What a page may be for go-trafilatura, whose time grows with the square of it,
// and what it may be at all.
const (
	maxExtracted = 4000    // blocks
	maxNodes     = 100_000 // elements and texts
	maxBlocks    = 100_000
)

// decodeHTML returns a page as UTF-8: as which encoding it was saved its byte
// order mark says, then its bytes where they are UTF-8, then its markup.
func decodeHTML(content []byte) (string, []string, error) {
	utf16 := bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF})
	if utf16 || utf8.Valid(content) {
		return decode(content)
	}
	encoding, name, _ := charset.DetermineEncoding(content, "")
	if name == "utf-8" || name == "windows-1252" {
		return decode(content)
	}
	converted, err := encoding.NewDecoder().Bytes(content)
	if err != nil {
		return "", nil, ErrEncoding
	}
	return decode(converted)
}

// page is a page while its blocks are collected.
type page struct {
	built    builder
	elements []element // one for each block
	within   []*html.Node
	text     strings.Builder
	breaks   int // line breaks since the last text
	linked   int
	nodes    int
}

// element says where a block stands in the page.
type element struct {
	parent *html.Node
	tag    atom.Atom
	aside  bool // in navigation, footer, form or the like
	linked int  // bytes of it that are links
}

// collect walks through a page and writes a block for each element that stands
// on lines of its own.
func (p *page) collect(n *html.Node) {
	p.nodes++
	switch {
	case n.Type == html.TextNode:
		p.write(n.Data)
		return
	case n.DataAtom == atom.Br:
		if p.breaks++; p.breaks == 2 {
			p.flush()
		}
		p.text.WriteByte(' ')
		return
	case n.Type == html.ElementNode && (unseen[n.DataAtom] || isHidden(n)):
		return
	}
	lines := n.Type == html.ElementNode && (ownLines[n.DataAtom] || n.DataAtom == atom.Time && !p.inParagraph())
	if lines {
		p.flush()
		p.within = append(p.within, n)
	}
	before := p.text.Len()
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		p.collect(child)
	}
	if n.DataAtom == atom.A {
		p.linked += max(0, p.text.Len()-before)
	}
	if lines {
		p.flush()
		p.within = p.within[:len(p.within)-1]
	}
}

func (p *page) write(text string) {
	if strings.TrimFunc(text, isBlank) != "" {
		p.breaks = 0
	}
	p.text.WriteString(text)
}

func (p *page) inParagraph() bool {
	return len(p.within) > 0 && slices.Contains([]atom.Atom{atom.P, atom.Li, atom.Blockquote}, p.within[len(p.within)-1].DataAtom)
}

// flush ends a block.
func (p *page) flush() {
	text := p.text.String()
	p.text.Reset()
	defer func() { p.linked = 0 }()
	before := len(p.built.blocks)
	b := p.built.add(text)
	if len(p.built.blocks) == before {
		return
	}
	e := element{linked: p.linked}
	if len(p.within) > 0 {
		inner := p.within[len(p.within)-1]
		e.tag, e.parent = inner.DataAtom, inner.Parent
		b.heading = headings[e.tag]
	}
	e.aside = slices.ContainsFunc(p.within, func(n *html.Node) bool { return asides[n.DataAtom] })
	p.elements = append(p.elements, e)
}

func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
			return true
		}
	}
	return false
}

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	set := make(map[atom.Atom]bool)
	for _, a := range list {
		set[a] = true
	}
	return set
}

var (
	headings = atoms(atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	asides   = atoms(atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Figure, atom.Button)
	unseen   = atoms(atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Iframe,
		atom.Object, atom.Select, atom.Textarea, atom.Audio, atom.Video, atom.Canvas)
	ownLines = atoms(atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html,
		atom.Label, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section,
		atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul)
)

// extract returns the blocks that go-trafilatura takes for the story, and
// notes what it guesses of title and author.
func extract(document *html.Node, d *draft) []block {
	options := trafilatura.Options{
		ExcludeComments: true,
		EnableFallback:  true,
		HtmlDateMode:    trafilatura.Disabled, // a date that the page does not state is invented
	}
	result, err := trafilatura.ExtractDocument(document, options)
	if err != nil || result.ContentNode == nil {
		return nil
	}
	d.matter.titleGuess = tidy(result.Metadata.Title)
	if author := tidy(result.Metadata.Author); isName(author) {
		d.matter.authorGuess = author
	}
	d.matter.publisher = cmp.Or(d.matter.publisher, tidy(result.Metadata.Sitename))
	story := &page{}
	story.collect(result.ContentNode)
	story.flush()
	return story.built.blocks
}

// choose marks the blocks that are outside the article. A block is in it when
// it is in the extracted story, when it is a paragraph beside such, or a
// sentence between such: better a line too many than a sentence lost. Where
// nothing was extracted, all that is not set aside by its markup is the story.
func (p *page) choose(story []block) {
	inStory := p.match(story)
	beside := make(map[*html.Node]int)
	first, last := len(inStory), 0
	for i, e := range p.elements {
		if inStory[i] && e.tag == atom.P {
			beside[e.parent]++
			first, last = min(first, i), i
		}
	}
	for i, e := range p.elements {
		b := p.built.blocks[i]
		sentence := endsInStop(b.text) && len(b.text) > 60 && e.linked*2 < len(b.text)
		in := inStory[i] || e.tag == atom.P && !e.aside && (beside[e.parent] > 1 || sentence && first < i && i < last)
		if len(story) == 0 {
			in = !e.aside
		}
		if b := &p.built.blocks[i]; !in {
			b.rule = cmp.Or(pageRuleOf(b.text), ruleOutside)
		}
	}
}

// match finds out which blocks of the page are in the extracted story: each
// block of the story once, and else what is a piece of one, in order.
func (p *page) match(story []block) []bool {
	const near = 1 << 16 // bytes of the story in which the next piece is looked for
	whole := make(map[string]int)
	var all strings.Builder
	for _, b := range story {
		key := letters(b.text)
		whole[key]++
		all.WriteString(key)
	}
	rest := all.String()
	in := make([]bool, len(p.elements))
	for i, b := range p.built.blocks {
		key := letters(b.text)
		at := strings.Index(rest[:min(len(rest), near+len(key))], key)
		switch {
		case key == "":
		case whole[key] > 0:
			whole[key]--
			in[i] = true
		case len(key) >= 30:
			in[i] = at >= 0
		}
		if in[i] && at >= 0 && len(key) >= 30 {
			rest = rest[at+len(key):]
		}
	}
	return in
}

// letters reduces a text to its letters and digits.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// keepHeader hands the editor the page's title, date line and byline, which
// stand above the story, outside of what is extracted: from the last first-rank
// heading above the story on.
func (p *page) keepHeader() {
	blocks := p.built.blocks
	story := slices.IndexFunc(blocks, func(b block) bool { return b.rule == "" && !b.heading })
	if story < 0 {
		return
	}
	title := -1
	for i := range story {
		if p.elements[i].tag == atom.H1 {
			title = i
		}
	}
	if title < 0 {
		return
	}
	for i := title; i < story; i++ {
		if i == title || isHeaderLine(blocks[i].text) {
			blocks[i].rule = ""
		}
	}
}
