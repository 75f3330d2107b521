package article

import (
	"cmp"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"storybot/knowledge/dates"
)

// matterOf reads what a page's markup says of its article. JSON-LD is written
// for machines and believed first, then OpenGraph, then other meta elements.
func matterOf(document *html.Node) matter {
	h := &head{meta: make(map[string][]string)}
	h.collect(document)
	var m matter
	for _, object := range h.articles() {
		m.takeJSONLD(object)
	}
	if shown := h.first("og:title"); len(strings.Fields(m.title)) < 2 && !strings.Contains(shown, m.title) {
		m.title = "" // some system's word, not a headline
	}
	m.title = cmp.Or(m.title, withoutPaper(h.first("og:title"), h), h.first("headline", "citation_title", "dc.title", "twitter:title"), h.loneHeading())
	m.author = cmp.Or(m.author, h.authors())
	m.publisher = cmp.Or(m.publisher, h.first("og:site_name", "application-name", "publisher", "dc.publisher", "citation_publisher"))
	m.author = withoutRole(m.author, m.publisher)
	m.url = cmp.Or(h.canonical, webAddress(h.first("og:url")), m.url)
	m.takeDate(&m.published, "OpenGraph", h.meta["article:published_time"]...)
	m.takeDate(&m.published, "meta", h.all("article:published", "og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.created",
		"dcterms.date", "datepublished", "pubdate", "publishdate", "publish-date", "publication_date", "citation_publication_date",
		"parsely-pub-date", "sailthru.date", "article_date_original", "cxenseparse:recs:publishtime")...)
	m.takeDate(&m.published, "time element", h.times...)
	m.takeDate(&m.modified, "", h.all("article:modified_time", "og:updated_time", "last-modified", "datemodified", "dcterms.modified")...)
	return m
}

// head is what a page says about itself outside its text.
type head struct {
	meta      map[string][]string // by its name or property, in lower case
	canonical string
	title     string
	h1        []string
	jsonLD    []string
	times     []string // of elements that mark the day of publication
}

func (h *head) collect(n *html.Node) {
	switch n.DataAtom {
	case atom.Meta:
		name := strings.ToLower(cmp.Or(attribute(n, "property"), attribute(n, "name"), attribute(n, "itemprop")))
		if content := tidy(attribute(n, "content")); name != "" && content != "" {
			h.meta[name] = append(h.meta[name], content)
		}
	case atom.Link:
		if strings.EqualFold(attribute(n, "rel"), "canonical") && h.canonical == "" {
			h.canonical = webAddress(attribute(n, "href"))
		}
	case atom.Title:
		h.title = cmp.Or(h.title, textOf(n))
	case atom.H1:
		h.h1 = append(h.h1, textOf(n))
	case atom.Time:
		published := attribute(n, "pubdate") != "" || hasAttribute(n, "pubdate") || strings.EqualFold(attribute(n, "itemprop"), "datePublished")
		if published {
			h.times = append(h.times, attribute(n, "datetime"))
		}
	case atom.Script:
		if strings.Contains(strings.ToLower(attribute(n, "type")), "ld+json") && n.FirstChild != nil {
			h.jsonLD = append(h.jsonLD, n.FirstChild.Data)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		h.collect(child)
	}
}

func (h *head) all(names ...string) []string {
	var all []string
	for _, name := range names {
		all = append(all, h.meta[name]...)
	}
	return all
}

func (h *head) first(names ...string) string {
	if all := h.all(names...); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (h *head) authors() string {
	var authors []string
	for _, name := range h.all("author", "byl", "article:author", "dc.creator", "citation_author", "parsely-author", "sailthru.author") {
		name = strings.TrimSpace(byWord.ReplaceAllString(name, ""))
		if name != "" && webAddress(name) == "" && !slices.Contains(authors, name) {
			authors = append(authors, name)
		}
		if len(authors) > 0 && len(h.meta["author"])+len(h.meta["citation_author"]) < 2 {
			break
		}
	}
	return strings.Join(authors, ", ")
}

// withoutRole takes "By", and the paper for which they wrote, off names.
func withoutRole(names, paper string) string {
	names = strings.TrimSpace(byWord.ReplaceAllString(names, ""))
	if at := forPaper.FindStringIndex(names); at != nil {
		names = names[:at[0]]
	}
	if paper != "" {
		names = strings.TrimSuffix(names, ", "+paper)
	}
	return names
}

// loneHeading returns the page's heading of the first rank, where there is but
// one, or else the title of its window, without the paper's name.
func (h *head) loneHeading() string {
	if len(h.h1) == 1 && h.h1[0] != "" {
		return h.h1[0]
	}
	return withoutPaper(h.title, h)
}

// withoutPaper takes the paper's name off a title: "The title - The Paper".
func withoutPaper(title string, h *head) string {
	for _, heading := range h.h1 {
		if _, ok := beside(title, heading); ok && heading != "" {
			return heading
		}
	}
	if site := h.first("og:site_name", "application-name"); site != "" {
		for _, dash := range []string{" | ", " - ", " – ", " — ", " · "} {
			title = strings.TrimSuffix(title, dash+site)
		}
	}
	return title
}

// takeDate takes the first of the texts that is a date.
func (m *matter) takeDate(to *dates.Date, from string, texts ...string) {
	for _, text := range texts {
		if to.Known() {
			return
		}
		date, numeric := parseDate(text)
		*to = date
		if to == &m.published && date.Known() {
			m.publishedFrom, m.numeric = from, numeric
		}
	}
}

// articles returns the objects of the page's JSON-LD that are articles.
func (h *head) articles() []map[string]any {
	var found []map[string]any
	for _, source := range h.jsonLD {
		var value any
		if json.Unmarshal([]byte(strings.TrimSpace(source)), &value) == nil {
			found = appendArticles(found, value, 0)
		}
	}
	return found
}

const maxJSONDepth = 8

func appendArticles(found []map[string]any, value any, depth int) []map[string]any {
	if depth > maxJSONDepth {
		return found
	}
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			found = appendArticles(found, item, depth+1)
		}
	case map[string]any:
		if articleType.MatchString(strings.Join(stringsIn(value["@type"]), " ")) {
			return append(found, value)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			found = appendArticles(found, value[key], depth+1)
		}
	}
	return found
}

var articleType = regexp.MustCompile(`(?:Article|BlogPosting|Report)\b`)

func (m *matter) takeJSONLD(object map[string]any) {
	m.title = cmp.Or(m.title, firstOf(stringsIn(object["headline"])), firstOf(stringsIn(object["name"])))
	m.author = cmp.Or(m.author, strings.Join(namesIn(object["author"]), ", "), strings.Join(namesIn(object["creator"]), ", "))
	m.publisher = cmp.Or(m.publisher, firstOf(namesIn(object["publisher"])))
	m.url = cmp.Or(m.url, webAddress(firstOf(stringsIn(object["url"]))), webAddress(firstOf(stringsIn(object["mainEntityOfPage"]))))
	m.takeDate(&m.published, "JSON-LD", stringsIn(object["datePublished"])...)
	m.takeDate(&m.modified, "", stringsIn(object["dateModified"])...)
}

// stringsIn returns the texts in a JSON value that may be one, an object with
// an "@id", or a list of such.
func stringsIn(value any) []string {
	switch value := value.(type) {
	case string:
		if text := tidy(html.UnescapeString(value)); text != "" {
			return []string{text}
		}
	case []any:
		var all []string
		for _, item := range value {
			if _, nested := item.([]any); !nested {
				all = append(all, stringsIn(item)...)
			}
		}
		return all
	case map[string]any:
		if id, ok := value["@id"].(string); ok {
			return []string{id}
		}
	}
	return nil
}

// namesIn returns the names of people or houses in a JSON value.
func namesIn(value any) []string {
	switch value := value.(type) {
	case []any:
		var all []string
		for _, item := range value {
			if _, nested := item.([]any); !nested {
				all = append(all, namesIn(item)...)
			}
		}
		return all
	case map[string]any:
		return stringsIn(value["name"])
	case string:
		if webAddress(value) == "" {
			return stringsIn(value)
		}
	}
	return nil
}

func firstOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

// webAddress returns an address of the web as it is, and "" for all else.
func webAddress(text string) string {
	text = strings.TrimSpace(text)
	if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return text
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func textOf(n *html.Node) string {
	var b strings.Builder
	var write func(*html.Node)
	write = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			write(child)
		}
	}
	write(n)
	return tidy(b.String())
}
