package article

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A badFile is refused with an error, or read with a warning, that tells the
// curator what is wrong; and that does not take long.
type badFile struct {
	name, file string
	content    []byte
	want       error  // the error, or nil when it is read
	says       string // in the error or in a warning
}

const ok = "\n\nThe ferry stops in autumn.\n"

func TestBadText(t *testing.T) {
	checkBad(t, []badFile{
		{"nothing", "a.txt", nil, ErrEmpty, ""},
		{"white space", "a.txt", []byte(" \r\n\t\u00A0\n"), ErrEmpty, ""},
		{"a byte order mark alone", "a.txt", []byte("\uFEFF"), ErrEmpty, ""},
		{"NUL bytes", "a.txt", []byte("Korva" + ok + "a\x00b"), ErrBinary, "line 4"},
		{"an image", "a.txt", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ErrBinary, ""},
		{"control characters", "a.txt", []byte(strings.Repeat("\x01\x02a", 99)), ErrBinary, ""},
		{"no known encoding", "a.txt", []byte("Korva" + ok + "\x81\x8D\n"), ErrEncoding, "line 4"},
		{"UTF-16 of odd length", "a.txt", utf16Of("Korva"+ok, binary.LittleEndian)[:21], ErrEncoding, "cut off"},
		{"UTF-16 without a mark", "a.txt", utf16Of("Korva"+ok, binary.LittleEndian)[2:], ErrBinary, ""},
		{"UTF-32", "a.txt", []byte("\xFF\xFE\x00\x00K\x00\x00\x00"), ErrBinary, ""},
		{"UTF-16 that is empty", "a.txt", []byte{0xFF, 0xFE}, ErrEmpty, ""},
		{"Windows-1252", "a.txt", []byte("Korva" + ok + "It costs \xA33.\n"), nil, "Windows-1252"},
		{"only navigation", "a.txt", []byte("Skip to content\nMenu\nHome | World | Sport\nSign in | Subscribe\n"), ErrNoText, ""},
		{"only a title", "a.txt", []byte("Korva loses its ferry\n"), ErrNoText, ""},
		{"only a header", "a.txt", []byte("Korva loses its ferry\nBy Jon Holm\n4 March 2019\n"), ErrNoText, ""},
		{"too many bytes", "a.txt", bytes.Repeat([]byte("a"), MaxFileSize+1), ErrTooBig, "10 MB"},
		{"too many characters", "a.txt", bytes.Repeat([]byte("Korva is far. "), MaxText/14+1), ErrTooLong, "2,000,000"},
		{"one endless word", "a.txt", bytes.Repeat([]byte("a"), MaxText/2), nil, "no title"},
		{"one endless line of stops", "a.txt", bytes.Repeat([]byte(". "), MaxText/4), nil, ""},
		{"an impossible day", "a.txt", []byte("Korva\nPublished: 31 June 2018" + ok), nil, "31 June 2018"},
		{"a year that is too long", "a.txt", []byte("Korva\nPublished: 16 June 99999" + ok), nil, ""},
		{"a date that is ambiguous", "a.txt", []byte("Korva\n05/06/2018" + ok), nil, "ambiguous"},
		{"no title", "a.txt", []byte(firstSentence + " " + secondSentence), nil, "no title"},
		{"another kind of file", "a.rtf", []byte("Korva" + ok), ErrUnsupported, ".docx"},
		{"no kind at all", "a", []byte("Korva" + ok), ErrUnsupported, ""},
	})
}

func TestBadMarkdown(t *testing.T) {
	checkBad(t, []badFile{
		{"front matter that is not YAML", "a.md", []byte("---\ntitle: [a\n---\n\nThe ferry stops.\n"), errAny, "line 2: not YAML"},
		{"front matter with a bad day", "a.md", []byte("---\ntitle: a\npublished: 2018-06-31\n---\n\nThe ferry stops.\n"), errAny, "line 3: published"},
		{"front matter that never ends", "a.md", []byte("---\ntitle: a\n\nThe ferry stops.\nIt is late.\n"), errAny, "line"},
		{"front matter that is a list", "a.md", []byte("---\n- a\n---\n\nThe ferry stops.\n"), errAny, "line 2: a key was expected"},
		{"front matter alone", "a.md", []byte("---\ntitle: a\n---\n"), ErrNoText, ""},
		{"only code", "a.md", []byte("```\nThe ferry stops.\n```\n"), ErrNoText, ""},
		{"quotes in quotes", "a.md", bytes.Repeat([]byte(">"), 100_000), ErrNested, "line 1"},
		{"lists in lists", "a.md", []byte(nested(3000)), nil, ""},
		{"brackets without end", "a.md", append(bytes.Repeat([]byte("["), 50_000), " The ferry stops."...), ErrNested, "line 1"},
		{"emphasis without end", "a.md", append(bytes.Repeat([]byte("*a_"), 20_000), " The ferry stops."...), ErrNested, "line 1"},
	})
}

func TestBadHTML(t *testing.T) {
	checkBad(t, []badFile{
		{"100,000 nested tags", "a.html", []byte(strings.Repeat("<div>", 100_000) + firstSentence), ErrNested, ""},
		{"100,000 nested inline tags", "a.html", []byte("<p>" + strings.Repeat("<b>", 100_000) + firstSentence), ErrNested, ""},
		{"a page without text", "a.html", []byte("<html><script>var a = 1</script><style>p{}</style></html>"), ErrNoText, ""},
		{"a page of navigation", "a.html", []byte("<nav><a href=/>Home</a></nav><footer>© 2019 The Post</footer>"), ErrNoText, ""},
		{"a page that is cut off", "a.html", []byte(savedPage[:len(savedPage)/3*2]), nil, ""},
		{"tags that are not closed", "a.html", []byte("<p>" + firstSentence + "<p>" + secondSentence + "<a <b <"), nil, ""},
		{"100,001 paragraphs", "a.html", bytes.Repeat([]byte("<p>a"), 100_001), ErrTooLong, "100000 paragraphs"},
		{"an attribute without end", "a.html", append([]byte("<p>"+firstSentence+"</p><a href=\""), bytes.Repeat([]byte("a"), 1<<20)...), nil, ""},
		{"JSON-LD without end", "a.html", []byte(`<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 50_000) + "</script><p>" + firstSentence), nil, ""},
	})
}

func TestBadPDF(t *testing.T) {
	pages := pdfOf(pdfPage("# Korva", "", firstSentence))
	checkBad(t, []badFile{
		{"a PDF in name alone", "a.pdf", []byte("Korva" + ok), ErrDamaged, "not a PDF"},
		{"a PDF cut off at its end", "a.pdf", pages[:len(pages)-20], ErrDamaged, ""},
		{"a PDF cut off in the middle", "a.pdf", pages[:len(pages)/2], ErrDamaged, ""},
		{"a PDF that is its first line", "a.pdf", []byte("%PDF-1.4\n"), ErrDamaged, ""},
		{"a PDF of pictures", "a.pdf", pdfOf("0 0 612 792 re f"), ErrNoText, "a scan"},
		{"a PDF without pages", "a.pdf", pdfOf(), ErrNoText, ""},
		{"a PDF whose tables go in circles", "a.pdf", circle(pages), ErrDamaged, "circles"},
		{"a PDF whose pages go in circles", "a.pdf", pdfOfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 9 /Kids [2 0 R] >>"), errAny, ""},
		{"a PDF whose length is its own", "a.pdf", pdfOfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
			"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", "<< /Length 4 0 R >>\nstream\nq\nendstream"), errAny, ""},
		{"a PDF of 2 billion parts", "a.pdf", bytes.Replace(pages, []byte("/Size 6"), []byte("/Size 2000000000"), 1), ErrDamaged, "counts more parts"},
		{"a PDF with a table for 2 billion", "a.pdf", bytes.Replace(pages, []byte("0 6\n"), []byte("2000000000 6\n"), 1), ErrDamaged, ""},
		{"a PDF of 5,000 pages", "a.pdf", pdfOfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 5000 /Kids [] >>"), ErrTooLong, "1000 pages"},
		{"a PDF that bursts", "a.pdf", pdfOf(strings.Repeat(" ", 5<<20)), ErrRatio, "100 times"},
		{"a PDF that is locked", "a.pdf", bytes.Replace(pages, []byte("/Root 1 0 R"), []byte("/Root 1 0 R /ID [(a) (a)] /Encrypt << /Filter /Standard /V 1 /R 2 /P 0 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >>"), 1), ErrLocked, "password"},
	})
}

func TestBadDOCX(t *testing.T) {
	document := docxOf("Korva", firstSentence)
	checkBad(t, []badFile{
		{"a DOCX in name alone", "a.docx", []byte("Korva" + ok), ErrDamaged, ""},
		{"a DOCX cut off", "a.docx", document[:len(document)/2], ErrDamaged, ""},
		{"a DOCX that is another archive", "a.docx", zipOf("a.txt", "a"), ErrDamaged, "word/document.xml is missing"},
		{"a DOCX that bursts", "a.docx", zipOf("word/document.xml", "<w:document>"+strings.Repeat(" ", 20<<20)), ErrRatio, "100 times"},
		{"a DOCX of broken XML", "a.docx", zipOf("word/document.xml", "<w:document><w:p></w:document>"), ErrDamaged, ""},
		{"a DOCX of nested tables", "a.docx", zipOf("word/document.xml", "<w:document>"+strings.Repeat("<w:tbl>", 50)+"</w:document>"), ErrDamaged, ""},
		{"a DOCX without text", "a.docx", docxOf("", " "), ErrNoText, ""},
		{"a DOCX that is locked", "a.docx", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ErrLocked, "password"},
		{"a DOCX with a wrong checksum", "a.docx", bytes.Replace(document, zipSum(document), []byte("\x01\x02\x03\x04"), -1), ErrDamaged, ""},
	})
}

func checkBad(t *testing.T, files []badFile) {
	for _, test := range files {
		t.Run(test.name, func(t *testing.T) {
			started := time.Now()
			a, err := Read(test.file, test.content)
			if took := time.Since(started); took > 20*time.Second {
				t.Errorf("took %s", took)
			}
			checkRefusal(t, a, err, test.want, test.says)
		})
	}
}

// errAny stands for an error of no kind of its own.
var errAny = errors.New("any")

func checkRefusal(t *testing.T, a *Article, err, want error, says string) {
	t.Helper()
	said := fmt.Sprint(err)
	switch {
	case want == nil && err != nil:
		t.Fatalf("error %v, want none", err)
	case want == nil:
		said = strings.Join(a.Warnings, "\n")
	case err == nil:
		t.Fatalf("no error, want %v", want)
	case want != errAny && !errors.Is(err, want):
		t.Errorf("error %v, want %v", err, want)
	}
	if a != nil {
		checkArticle(t, a)
	}
	if !strings.Contains(said, says) {
		t.Errorf("said %q, want %q", said, says)
	}
	for _, jargon := range []string{"panic", "runtime", "nil", "slice", "EOF", "unmarshal", "!!", "yaml:", "zip:", "xml:", "0x"} {
		if err != nil && strings.Contains(said, jargon) {
			t.Errorf("%q has %q in it", said, jargon)
		}
	}
}

func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", 2*(i%50)) + "- The ferry stops.\n")
	}
	return b.String()
}

// circle lets the table of a PDF refer to itself for what came before it.
func circle(file []byte) []byte {
	at := bytes.Index(file, []byte("xref\n"))
	return bytes.Replace(file, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R /Prev %d", at), 1)
}

// zipSum returns the checksum of the only file of an archive.
func zipSum(archive []byte) []byte {
	at := bytes.Index(archive, []byte("PK\x01\x02"))
	return archive[at+16 : at+20]
}

// A picture of a PDF may be as packed as it likes: it is not unpacked.
func TestPackedPicture(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(make([]byte, 4<<20))
	w.Close()
	picture := fmt.Sprintf("<< /Type /XObject /Subtype /Image /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", packed.Len(), packed.String())
	file := pdfOfObjects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >> /Contents 4 0 R >>",
		streamOf(pdfPage("# Korva", "", firstSentence), ""), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", picture)
	wantSentences(t, mustRead(t, "korva.pdf", file), firstSentence)
}
