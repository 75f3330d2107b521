package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

// longestCitation is how much of a title, and of what stands behind it, is
// shown; longestLink is how long an address may be to be a link.
const (
	longestCitation = 220
	longestLink     = 400
)

// citation is a citation in a message: the title, a link to the sentence where
// the article has an address, then who wrote it, when, and the paragraph.
func (say speech) citation(c knowledge.Citation, sentence string) string {
	title := brief(c.Title, longestCitation)
	if link := sentenceLink(c.URL, sentence); link != "" {
		title = "[" + title + "](" + link + ")"
	}
	return list(title, say.byline(c), "¶ "+strconv.Itoa(c.Paragraph))
}

// byline says who wrote an article and when, and whose report it retells.
func (say speech) byline(c knowledge.Citation) string {
	author := bare(c.Author)
	if c.After != "" {
		author = strings.TrimPrefix(author+", "+say.with(afterReport, bare(c.After)), ", ")
	}
	return briefly(list(author, bare(c.Publisher), say.date(c.Published)), longestCitation)
}

// citationOf is a citation of an article as a whole.
func citationOf(a *article.Article) knowledge.Citation {
	return knowledge.Citation{
		Article: a.File, Title: a.Title, Author: a.Author, Publisher: a.Publisher,
		After: a.After, Published: a.Published, URL: a.URL,
	}
}

// sentenceLink returns the address of an article with a text fragment, with
// which a browser jumps to a sentence and marks it. It is "" where there is no
// address that a browser opens. Of a long sentence the fragment has the first
// words and the last.
func sentenceLink(address, sentence string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	page := linkSafe.Replace(u.String())
	if len(page) > longestLink || strings.ContainsFunc(page, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	fragment := "#:~:text="
	if u.Fragment != "" {
		fragment = ":~:text="
	}
	link := page + fragment + textDirective(sentence)
	if sentence == "" || len(link) > longestLink {
		return page
	}
	return link
}

// linkSafe takes from an address what would end it in Markdown.
var linkSafe = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "`", "%60", "\\", "%5C")

// textDirective is a sentence as a text fragment names it.
func textDirective(sentence string) string {
	const words = 5
	all := strings.Fields(sentence)
	if len(all) <= 2*words {
		return fragmentEscape(strings.Join(all, " "))
	}
	return fragmentEscape(strings.Join(all[:words], " ")) + "," + fragmentEscape(strings.Join(all[len(all)-words:], " "))
}

// fragmentEscape writes a text in percent signs, and also what a text fragment
// is made of: "-", "," and "&".
func fragmentEscape(text string) string {
	return fragmentSafe.Replace(url.QueryEscape(text))
}

// fragmentSafe takes from a text in percent signs what a text fragment would
// read otherwise.
var fragmentSafe = strings.NewReplacer("+", "%20", "-", "%2D")
