package article

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// A story that the tests save in every kind of file.
const (
	firstSentence  = "The ferry to Korva will stop in autumn."
	secondSentence = "Its owner, Lina Berg, said that nobody takes it any more."
)

// docxOf returns a DOCX file of paragraphs; one that begins with "# " is a
// heading.
func docxOf(paragraphs ...string) []byte {
	var body strings.Builder
	for _, p := range paragraphs {
		style := ""
		if text, ok := strings.CutPrefix(p, "# "); ok {
			p, style = text, `<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`
		}
		fmt.Fprintf(&body, `<w:p>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, style, p)
	}
	return zipOf("word/document.xml",
		`<?xml version="1.0"?><w:document xmlns:w="w"><w:body>`+body.String()+`</w:body></w:document>`)
}

// zipOf returns an archive of files: name, content, name, content.
func zipOf(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := w.Create(files[i])
		f.Write([]byte(files[i+1]))
	}
	w.Close()
	return b.Bytes()
}

// pdfPage returns what draws lines from the top of a page; one that begins with
// "# " in large letters, an empty one as a gap between paragraphs.
func pdfPage(lines ...string) string {
	var draw strings.Builder
	y := 780
	for _, line := range lines {
		size := 11
		if text, ok := strings.CutPrefix(line, "# "); ok {
			line, size = text, 20
		}
		if line == "" {
			y -= 12
			continue
		}
		line = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line)
		fmt.Fprintf(&draw, "BT /F1 %d Tf 1 0 0 1 72 %d Tm (%s) Tj ET\n", size, y, line)
		y -= 14
	}
	return draw.String()
}

// pdfOf returns a PDF of pages.
func pdfOf(pages ...string) []byte {
	var kids []string
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	for _, draw := range pages {
		n := len(objects) + 1
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", n+1),
			streamOf(draw, ""))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), strings.Join(kids, " "))
	return pdfOfObjects(objects...)
}

// streamOf returns a packed stream, with entries for its dictionary.
func streamOf(content, entries string) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write([]byte(content))
	w.Close()
	return fmt.Sprintf("<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream", packed.Len(), entries, packed.String())
}

// pdfOfObjects returns a PDF of numbered objects, of which the first is its root.
func pdfOfObjects(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%s", len(objects)+1, table.String())
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info << /Title (A file) /Author (A clerk) >> >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return b.Bytes()
}

func utf16Of(text string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

// mustRead reads a file that is fine.
func mustRead(t *testing.T, file string, content []byte) *Article {
	t.Helper()
	a, err := Read(file, content)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	checkArticle(t, a)
	return a
}
