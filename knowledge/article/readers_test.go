package article

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// page is a saved page with all that a paper puts around a story.
const savedPage = `<!DOCTYPE html><html><head><meta charset="utf-8">
<title>Korva loses its ferry | The Island Post</title>
<meta property="og:site_name" content="The Island Post">
<link rel="canonical" href="https://island.example/korva">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
{"@type":"NewsArticle","headline":"Korva loses its ferry","author":[{"@type":"Person","name":"Jon Holm"}],
"publisher":{"@type":"Organization","name":"The Island Post"},
"datePublished":"2019-03-04T07:15:00+01:00","dateModified":"2019-03-05"}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Korva loses its ferry</h1>
<p>` + firstSentence + ` ` + secondSentence + `</p>
<p>The island of Korva has 212 people, a school and a shop, and <a href="/x">the ferry</a> was built for&nbsp;them in 1974.</p>
<div class="ad">Advertisement</div>
<p>“We shall have to row,” said the teacher, who has lived there for thir&shy;ty years and does not mean to move.</p>
<p>The county has offered a bus across the new bridge, but the bridge will not be open before the spring of 2021.</p>
</article><footer>© 2019 The Island Post. All rights reserved.</footer></body></html>`

func TestReadHTML(t *testing.T) {
	a := mustRead(t, "korva.html", []byte(savedPage))
	for _, test := range []struct{ what, got, want string }{
		{"title", a.Title, "Korva loses its ferry"},
		{"author", a.Author, "Jon Holm"},
		{"publisher", a.Publisher, "The Island Post"},
		{"published", a.Published.String(), "2019-03-04T07:15"},
		{"from", a.PublishedFrom, "JSON-LD"},
		{"modified", a.Modified.String(), "2019-03-05"},
		{"address", a.URL, "https://island.example/korva"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.what, test.got, test.want)
		}
	}
	wantSentences(t, a, firstSentence, secondSentence,
		"The island of Korva has 212 people, a school and a shop, and the ferry was built for them in 1974.",
		"“We shall have to row,” said the teacher, who has lived there for thirty years and does not mean to move.",
		"The county has offered a bus across the new bridge, but the bridge will not be open before the spring of 2021.")
	wantRule(t, a, "Advertisement", "advertisement")
	wantRule(t, a, "© 2019 The Island Post. All rights reserved.", "copyright")
}

// What the markup says is looked for in this order.
func TestHTMLMatter(t *testing.T) {
	story := "<p>" + firstSentence + "</p><p>" + secondSentence + "</p><p>" + strings.Repeat("The boat has been sold to Norway. ", 8) + "</p>"
	for _, test := range []struct {
		name, head, body string
		title, author    string
		published, from  string
	}{
		{"OpenGraph", `<meta property="og:title" content="Korva loses its ferry"><meta name="author" content="By Jon Holm"><meta property="article:published_time" content="2019-03-04T07:15Z">`, "",
			"Korva loses its ferry", "Jon Holm", "2019-03-04T07:15", "OpenGraph"},
		{"meta", `<meta name="dc.title" content="Korva loses its ferry"><meta name="pubdate" content="4 March 2019">`, "",
			"Korva loses its ferry", "", "2019-03-04", "meta"},
		{"window and time", `<title>Korva loses its ferry - The Post</title><meta property="og:site_name" content="The Post">`, `<time pubdate datetime="2019-03-04">Monday</time>`,
			"Korva loses its ferry", "", "2019-03-04", "time element"},
		{"body", ``, `<h1>Korva loses its ferry</h1><p class="by">By Jon Holm | March 4, 2019</p>`,
			"Korva loses its ferry", "Jon Holm", "2019-03-04", "line 3"},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":</script><title>Korva loses its ferry</title>`, "",
			"Korva loses its ferry", "", "", ""},
		{"no day at all", `<title>Korva loses its ferry</title>`, `<footer>Copyright 2019</footer>`,
			"Korva loses its ferry", "", "", ""},
	} {
		a := mustRead(t, "korva.htm", []byte("<html><head>"+test.head+"</head><body>"+test.body+story+"</body></html>"))
		if a.Title != test.title || a.Author != test.author || a.Published.String() != test.published || a.PublishedFrom != test.from {
			t.Errorf("%s: %q by %q, %s from %q", test.name, a.Title, a.Author, a.Published, a.PublishedFrom)
		}
	}
}

func TestReadMarkdown(t *testing.T) {
	plain := "---\ntitle: Korva loses its ferry\nauthor: Jon Holm\npublished: 2019-03-04\n---\n\n" + firstSentence + " " + secondSentence + "\n"
	marked := "---\ntags: [sea]\ndate: 2019-03-04\nsource: https://island.example/korva\nauthors:\n  - Jon Holm\n---\n# Korva loses its ferry\n\n" +
		"The [ferry](https://island.example/f) to *Korva* will stop in autumn.\n" + secondSentence + "\n\n" +
		"- [Sport](/s)\n- [Weather](/w)\n\n```\nrun()\n```\n\n## Bridge\n\nThe bridge &amp; the road are late.\n"
	a := mustRead(t, "plain.md", []byte(plain))
	if a.Text != plain {
		t.Error("Markdown without markup in its paragraphs is not stored as it is")
	}
	wantSentences(t, a, firstSentence, secondSentence)

	a = mustRead(t, "marked.markdown", []byte(marked))
	wantSentences(t, a, firstSentence, secondSentence, "The bridge & the road are late.")
	wantRule(t, a, "Sport", "links")
	wantRule(t, a, "run()", "code")
	if a.Title != "Korva loses its ferry" || a.Author != "Jon Holm" || a.URL != "https://island.example/korva" || a.PublishedFrom != "front matter" {
		t.Errorf("%q by %q at %q, date from %q", a.Title, a.Author, a.URL, a.PublishedFrom)
	}
	if line := a.Dropped[0].Line; line != 13 {
		t.Errorf("the first dropped line is %d, want the file's, 13", line)
	}
	for _, ends := range []string{"\r\n", "\r"} {
		a = mustRead(t, "ends.md", []byte(strings.ReplaceAll(plain, "\n", ends)))
		wantSentences(t, a, firstSentence, secondSentence)
	}
}

func TestReadDOCX(t *testing.T) {
	a := mustRead(t, "korva.docx", docxOf("# Korva loses its ferry", "By Jon Holm, 4 March 2019", firstSentence+" "+secondSentence, "# Bridge", "The bridge is late."))
	wantSentences(t, a, firstSentence, secondSentence, "The bridge is late.")
	if a.Title != "Korva loses its ferry" || a.Author != "Jon Holm" || a.Published.String() != "2019-03-04" {
		t.Errorf("%q by %q, %s", a.Title, a.Author, a.Published)
	}
}

func TestReadPDF(t *testing.T) {
	first := pdfPage("The Island Post", "# Korva loses its ferry", "", "By Jon Holm | 4 March 2019", "",
		"The ferry to Korva will stop in", "autumn. Its owner, Lina Berg, said that no-", "body takes it any more.", "", "The bridge is late.", "Page 1 of 2")
	second := pdfPage("The Island Post", "The road is late too.", "", "Nobody has paid for it.", "Page 2 of 2")
	a := mustRead(t, "korva.pdf", pdfOf(first, second))
	wantSentences(t, a, firstSentence, secondSentence, "The bridge is late.", "The road is late too.", "Nobody has paid for it.")
	wantRule(t, a, "The Island Post", "page header")
	if a.Title != "Korva loses its ferry" || a.Author != "Jon Holm" || a.Published.String() != "2019-03-04" {
		t.Errorf("%q by %q, %s", a.Title, a.Author, a.Published)
	}
}

// The same story in every encoding and with every line end gives the same
// sentences; in UTF-8 the stored text is the file.
func TestEncodings(t *testing.T) {
	text := "Korva’s ferry\n\n“It’s over,” said the café’s owner.\n\nIt costs £3.\n"
	want := []string{"“It’s over,” said the café’s owner.", "It costs £3."}
	windows := strings.NewReplacer("’", "\x92", "“", "\x93", "”", "\x94", "é", "\xE9", "£", "\xA3").Replace(text)
	for _, test := range []struct {
		name, content, warning string
		asItIs                 bool
	}{
		{"UTF-8", text, "", true},
		{"byte order mark", "\uFEFF" + text, "", true},
		{"CRLF", strings.ReplaceAll(text, "\n", "\r\n"), "", true},
		{"CR", strings.ReplaceAll(text, "\n", "\r"), "", true},
		{"UTF-16 LE", string(utf16Of(text, binary.LittleEndian)), "", false},
		{"UTF-16 BE", string(utf16Of(text, binary.BigEndian)), "", false},
		{"Windows-1252", windows, "not UTF-8: it was read as Windows-1252", false},
		{"lost characters", text + "\nA \uFFFD was lost\n", "1 characters were lost", true},
	} {
		a := mustRead(t, "korva.txt", []byte(test.content))
		if got := sentences(a); !slices.Equal(got[:2], want) {
			t.Errorf("%s: %q", test.name, got)
		}
		if a.Title != "Korva’s ferry" {
			t.Errorf("%s: title %q", test.name, a.Title)
		}
		if test.asItIs && a.Text != test.content {
			t.Errorf("%s: the stored text is not the file", test.name)
		}
		wantWarning(t, a, test.warning)
	}
	latin := strings.Replace(savedPage, `charset="utf-8"`, `charset="iso-8859-2"`, 1)
	latin = strings.NewReplacer("“", "\"", "”", "\"", "©", "", "Korva has", "Korv\xB1 has").Replace(latin)
	if a := mustRead(t, "korva.html", []byte(latin)); !strings.Contains(a.Text, "Korvą has") {
		t.Error("a page is not read in the encoding that it names")
	}
}

// NBSP, soft hyphens and ligatures stay in the text of a .txt, to the letter.
func TestOddCharacters(t *testing.T) {
	a := mustRead(t, "odd.txt", []byte("Odd letters\n\nThe o\ufb03ce in Kor\u00ADva closed.\u00A0It was \"late. Nobody”\u00A0came.\u00A0\n"))
	wantSentences(t, a, "The o\ufb03ce in Kor\u00ADva closed.", "It was \"late.", "Nobody”\u00A0came.")
}

func sentences(a *Article) []string {
	var all []string
	for _, s := range a.Sentences {
		all = append(all, a.Sentence(s))
	}
	return all
}

func wantSentences(t *testing.T, a *Article, want ...string) {
	t.Helper()
	if got := sentences(a); !slices.Equal(got, want) {
		t.Errorf("%s: sentences\n\t%s\nwant\n\t%s", a.File, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func wantRule(t *testing.T, a *Article, text, rule string) {
	t.Helper()
	for _, d := range a.Dropped {
		if d.Text == text {
			if d.Rule != rule {
				t.Errorf("%s: %q was dropped as %s, want %s", a.File, text, d.Rule, rule)
			}
			return
		}
	}
	t.Errorf("%s: %q was not dropped as %s", a.File, text, rule)
}

func wantWarning(t *testing.T, a *Article, want string) {
	t.Helper()
	if want == "" && len(a.Warnings) > 0 {
		t.Errorf("%s: warnings %q, want none", a.File, a.Warnings)
	}
	for _, warning := range a.Warnings {
		if want != "" && strings.Contains(warning, want) {
			return
		}
	}
	if want != "" {
		t.Errorf("%s: warnings %q, want one with %q", a.File, a.Warnings, want)
	}
}
