package article

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/ledongthuc/pdf"
)

// readPDF reads the text of a PDF. A PDF has no paragraphs, only words at
// places, so [sheet] puts lines and paragraphs together again. What it notes of
// itself as author and date is that of the file; its title stands in where the
// text has none.
//
// The parser that it uses trusts a file: it panics at what it does not expect,
// follows references in circles, and makes tables as long as the file tells it
// to. So it gets the file through a [ration], which ends both circles and
// floods by a panic, and all of its panics are caught here.
func readPDF(content []byte) (d *draft, err error) {
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return nil, fmt.Errorf("not a PDF, whatever its name says: %w", ErrDamaged)
	}
	if bursts(content) {
		return nil, ErrRatio
	}
	if claimsTooMuch(content) {
		return nil, fmt.Errorf("it counts more parts than it can hold: %w", ErrDamaged)
	}
	source := &ration{file: content, left: int64(len(content))*rereads + minRation, until: time.Now().Add(maxTime)}
	defer func() {
		if recover() != nil {
			d, err = nil, source.why(nil)
		}
	}()
	reader, err := pdf.NewReader(source, int64(len(content)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return nil, ErrLocked
	case err != nil:
		return nil, source.why(err)
	}
	d, err = readPages(reader, source)
	if err != nil {
		return nil, source.why(err)
	}
	d.matter.titleGuess = tidy(reader.Trailer().Key("Info").Key("Title").Text())
	return d, nil
}

const (
	maxPages  = 1000
	rereads   = 200     // how often a file may be read over
	minRation = 4 << 20 // bytes
	maxReads  = 200_000
	maxTime   = 30 * time.Second
	maxDrawn  = 32 << 20 // bytes that draw one page
)

// ration is a file that may be read only so much.
type ration struct {
	file  []byte
	left  int64
	reads int
	until time.Time
	spent bool
}

var errSpent = errors.New("ration spent")

// ReadAt reads as [io.ReaderAt] says, and panics when the ration is spent.
func (r *ration) ReadAt(b []byte, at int64) (int, error) {
	r.left -= int64(len(b))
	if r.reads++; r.left < 0 || r.reads > maxReads || time.Now().After(r.until) {
		r.spent = true
		panic(errSpent)
	}
	if at < 0 || at >= int64(len(r.file)) {
		return 0, io.EOF
	}
	n := copy(b, r.file[at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// why says why a file could not be read.
func (r *ration) why(err error) error {
	switch {
	case errors.Is(err, ErrRatio), errors.Is(err, ErrTooLong), errors.Is(err, ErrNoText), errors.Is(err, ErrLocked):
		return err
	case r.spent:
		return fmt.Errorf("its parts refer to each other in circles: %w", ErrDamaged)
	}
	return ErrDamaged
}

// bursts reports whether a stream, other than a picture, unpacks to more than
// is believable.
func bursts(content []byte) bool {
	for {
		before, rest, found := bytes.Cut(content, []byte("stream"))
		if !found {
			return false
		}
		packed, next, _ := bytes.Cut(rest, []byte("endstream"))
		dictionary := before[max(0, bytes.LastIndex(before, []byte(" obj"))):]
		picture := bytes.Contains(dictionary, []byte("/Image"))
		limit := MaxRatio*int64(len(packed)) + 1<<10
		if z, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(packed, "\r\n"))); err == nil && !picture {
			if n, _ := io.Copy(io.Discard, io.LimitReader(z, limit+1)); n > limit {
				return true
			}
		}
		content = next
	}
}

// claimsTooMuch looks, outside of streams, for a number that no file of ours
// can have for a place, a length or a count.
func claimsTooMuch(content []byte) bool {
	for len(content) > 0 {
		part, rest, _ := bytes.Cut(content, []byte("stream"))
		for _, m := range bigNumber.FindAllSubmatch(part, -1) {
			if n, err := strconv.ParseInt(string(m[1]), 10, 64); err != nil || n > MaxFileSize {
				return true
			}
		}
		_, content, _ = bytes.Cut(rest, []byte("endstream"))
	}
	return false
}

var bigNumber = regexp.MustCompile(`(?:^|[\s\[\]>)])\+?0*([1-9]\d{7,})(?:$|[\s\[\]<(/>])`)

func readPages(reader *pdf.Reader, source *ration) (*draft, error) {
	pages := reader.NumPage()
	if pages > maxPages {
		return nil, fmt.Errorf("more than %d pages: %w", maxPages, ErrTooLong)
	}
	var all []sheet
	total := 0
	for n := 1; n <= pages; n++ {
		page := reader.Page(n)
		if page.V.IsNull() {
			continue
		}
		if err := checkStreams(page.V.Key("Contents")); err != nil {
			return nil, err
		}
		s := readSheet(page)
		if total += s.size; total > 4*MaxText {
			return nil, ErrTooLong
		}
		all = append(all, s)
	}
	d := layOut(all)
	if len(d.blocks) == 0 {
		return nil, fmt.Errorf("it has no text, only pictures, as a scan has: %w", ErrNoText)
	}
	return d, nil
}

// checkStreams unpacks what a page is drawn by, to see whether it is too much.
func checkStreams(contents pdf.Value) error {
	streams := []pdf.Value{contents}
	for i := range contents.Len() {
		streams = append(streams, contents.Index(i))
	}
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		limit := min(MaxRatio*s.Key("Length").Int64()+1<<10, maxDrawn)
		n, _ := io.Copy(io.Discard, io.LimitReader(s.Reader(), limit+1))
		switch {
		case n > maxDrawn:
			return ErrTooLong
		case n > limit:
			return ErrRatio
		}
	}
	return nil
}
