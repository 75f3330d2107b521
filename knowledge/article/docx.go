package article

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// readDOCX reads the paragraphs of a DOCX file, which is a ZIP archive of XML
// files. What Word notes of itself as author and date is not the article's and
// is left alone; its title stands in where the text has none.
func readDOCX(content []byte) (*draft, error) {
	if bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")) { // what an encrypted one is wrapped in
		return nil, ErrLocked
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, ErrDamaged
	}
	body, err := openPacked(archive, "word/document.xml")
	if err != nil {
		return nil, err
	}
	d := &docx{decoder: xml.NewDecoder(body)}
	if err := d.read(); err != nil {
		return nil, err
	}
	if len(d.built.blocks) == 0 {
		return nil, ErrNoText
	}
	draft := d.built.draft()
	if properties, err := openPacked(archive, "docProps/core.xml"); err == nil {
		draft.matter.titleGuess = coreTitle(properties)
	}
	return draft, nil
}

// openPacked opens a file of an archive. Reading it ends in [ErrRatio] when it
// unpacks to more than is believable.
func openPacked(archive *zip.Reader, name string) (io.Reader, error) {
	file, err := archive.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s is missing: %w", name, ErrDamaged)
	}
	for _, f := range archive.File {
		if f.Name == name {
			return &ratioReader{from: file, left: MaxRatio*int64(f.CompressedSize64) + 1<<10}, nil
		}
	}
	return nil, ErrDamaged
}

// ratioReader reads no more than it has left.
type ratioReader struct {
	from io.Reader
	left int64
}

func (r *ratioReader) Read(b []byte) (int, error) {
	if r.left <= 0 {
		return 0, ErrRatio
	}
	n, err := r.from.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	return n, err
}

// docx is a document while it is read.
type docx struct {
	decoder *xml.Decoder
	built   builder
	text    strings.Builder
	style   string
	inText  bool
}

// read goes through the document's elements. A paragraph is a w:p, its text is
// in w:t, and its style says whether it is a heading.
func (d *docx) read() error {
	for {
		token, err := d.decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrRatio):
			return ErrRatio
		case err != nil:
			return ErrDamaged
		case d.built.text.Len() > 4*MaxText:
			return ErrTooLong
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := d.start(token); err != nil {
				return ErrDamaged
			}
		case xml.EndElement:
			d.end(token.Name.Local)
		case xml.CharData:
			if d.inText {
				d.text.Write(token)
			}
		}
	}
}

func (d *docx) start(element xml.StartElement) error {
	switch element.Name.Local {
	case "t":
		d.inText = true
	case "tab", "cr", "br":
		d.text.WriteByte(' ')
	case "noBreakHyphen":
		d.text.WriteByte('-')
	case "pStyle":
		for _, a := range element.Attr {
			if a.Name.Local == "val" {
				d.style = a.Value
			}
		}
	case "Fallback": // says the same again, for old programs
		return d.decoder.Skip()
	}
	return nil
}

func (d *docx) end(name string) {
	switch name {
	case "t":
		d.inText = false
	case "p":
		d.built.add(d.text.String()).heading = headingStyle.MatchString(d.style)
		d.text.Reset()
		d.style = ""
	}
}

var headingStyle = regexp.MustCompile(`^(?i:heading ?\d|title$|berschrift)`)

// coreTitle returns the title among the document's properties.
func coreTitle(properties io.Reader) string {
	var core struct {
		Title string `xml:"title"`
	}
	if xml.NewDecoder(properties).Decode(&core) != nil {
		return ""
	}
	return tidy(core.Title)
}
