package article

import (
	"encoding/binary"
	"strings"
	"testing"
)

// fuzzRead gives a reader whatever bytes: it must come back, without a panic,
// and what it makes of them must hold together.
func fuzzRead(f *testing.F, file string, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		a, err := Read(file, content)
		if err != nil {
			return
		}
		checkArticle(t, a)
		Settle([]*Article{a, {Title: "Korva loses its ferry", File: "b"}})
		checkArticle(t, a)
	})
}

func FuzzText(f *testing.F) {
	fuzzRead(f, "a.txt",
		[]byte("Korva loses its ferry\nBy Jon Holm | 05/06/2019\n"+story),
		[]byte("Korva loses its ferry | The Post\r\nKorva loses its ferry\r\n\r\nThe ferry to Korva will stop in autumn, because nobody takes it\r\nany more.\r\n"),
		[]byte("Related stories\nOne\nTwo\n\nJon Holm\n\nJon is the editor of the Post.\nShare"),
		[]byte("\uFEFFKorva\r\rA \u201Cquote\" of\u00A0it\u2026 It\u2019s fer\u00ADry. (Photo by A/B)\r"),
		[]byte("Korva\n\n\u00AD\n\nThe ferry stops.\n\n\u200E\u00AD\n"),
		[]byte("Windows \x93quotes\x94\n\nIt costs \xA33. Yes.\n"),
		utf16Of("Korva\n\nThe ferry stops. \U0001F6A2 Yes.\n", binary.BigEndian))
}

func FuzzMarkdown(f *testing.F) {
	fuzzRead(f, "a.md",
		[]byte("---\ntitle: Korva\npublished: 2019-03-04\n---\n\n# Korva\n\nThe [ferry](/f) *stops*.\nYes.\n"),
		[]byte("> The ferry\r\n> stops. &amp; \\* <b>yes</b>\r\n\r\n| a | b |\r\n|---|---|\r\n| c | d |\r\n"),
		[]byte("- [a](b)\n- [c](d)\n\n1. The ferry stops.\n   It is late.\n\n```\ncode\n```\n<div>\nhtml\n</div>\n"),
		[]byte("A line\rand another. ![image](x) <https://a.example>\r\rEnd.\r"))
}

func FuzzHTML(f *testing.F) {
	fuzzRead(f, "a.html",
		[]byte(savedPage),
		[]byte("<p>The ferry<br>stops.<br><br>It is late.<table><tr><td>a</table><time datetime=2019>b</time>"),
		[]byte("<meta charset=iso-8859-2><h1>Korva</h1><p>By Jon Holm</p><p>\xB1 stops. "+strings.Repeat("It is late. ", 30)),
		utf16Of(savedPage, binary.LittleEndian))
}

func FuzzPDF(f *testing.F) {
	fuzzRead(f, "a.pdf",
		pdfOf(pdfPage("# Korva", "", firstSentence, "", secondSentence)),
		pdfOf("BT /F1 12 Tf 72 700 Td 14 TL [(The fer) -20 (ry) -400 (stops.)] TJ T* (It is late.) ' q 1 0 0 1 0 0 cm Q ET", pdfPage("Two")),
		circle(pdfOf(pdfPage("Korva"))))
}

func FuzzDOCX(f *testing.F) {
	fuzzRead(f, "a.docx",
		docxOf("# Korva", "By Jon Holm, 4 March 2019", firstSentence, "# Bridge", secondSentence),
		zipOf("word/document.xml", "<w:p><w:r><w:t>A</w:t><w:br/><w:tab/><w:t>b.</w:t></w:r><mc:Fallback><w:t>c</w:t></mc:Fallback></w:p>",
			"docProps/core.xml", "<cp><dc:title>Korva</dc:title></cp>"))
}

func FuzzSidecar(f *testing.F) {
	for _, seed := range []string{
		"title: A title\npublished: 2018-06-16\nkeep: [1, image credit]\ndrop: [3, 5]\n",
		"author: [a, b]\nurl: &u https://a.example\nafter: *u\nunknown: {a: b}\n", "- a\n", "a: [", "drop: 5\nkeep: share prompt\n",
	} {
		f.Add([]byte(seed))
	}
	text := []byte("Korva loses its ferry\nBy Jon Holm\n4 March 2019" + story + "\nShare\n\nPhoto: Jo Lund\n\nThe bridge is late.\n")
	f.Fuzz(func(t *testing.T, content []byte) {
		sidecar, err := ParseSidecar(content)
		if err != nil {
			return
		}
		if a, err := ReadWith("a.txt", text, sidecar); err == nil {
			checkArticle(t, a)
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("He met Gov. Brown in Jan. 2018. “She did not,” he said. \"Why?\" Smith asked… Yes.[1] No. 10\u00A0is it.")
	f.Add("At 10 a.m. the U.S. \ufeffSenate met.\r\nIt’s (over.) ‘No’! -")
	f.Fuzz(func(t *testing.T, text string) { checkSplit(t, strings.ToValidUTF8(text, "?")) }) // as every stored text is
}
