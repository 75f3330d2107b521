package article

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// sheet is a page of a PDF: its lines, in the order in which they are drawn,
// which is the order in which they are read.
type sheet struct {
	rows []row
	size int // bytes of text
}

// row is a line of a page.
type row struct {
	x, y, size float64 // of its beginning, in points, and of its letters
	end        float64 // where it ends
	text       []byte
}

// pen is where the next letter is drawn.
type pen struct {
	sheet
	fonts   map[string]*face
	page    pdf.Page
	matrix  matrix // of the page
	saved   []matrix
	at      matrix // of the text
	line    matrix // where its line began
	face    *face
	size    float64
	leading float64
}

// face is a font, with the widths of its letters.
type face struct {
	encoder pdf.TextEncoding
	widths  []float64
	first   int
}

// matrix is the first two columns of a transformation.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func move(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

// readSheet draws a page, and notes the text.
func readSheet(page pdf.Page) sheet {
	p := &pen{page: page, fonts: make(map[string]*face), matrix: identity, at: identity, line: identity}
	contents := page.V.Key("Contents")
	if contents.Kind() == pdf.Stream || contents.Kind() == pdf.Array {
		pdf.Interpret(contents, p.draw)
	}
	return p.sheet
}

// draw obeys one operator of a page. An operator that lacks its operands is
// passed over.
func (p *pen) draw(stack *pdf.Stack, operator string) {
	operands := make([]pdf.Value, stack.Len())
	for i := len(operands) - 1; i >= 0; i-- {
		operands[i] = stack.Pop()
	}
	number := func(i int) float64 {
		if i >= len(operands) {
			return 0
		}
		return operands[i].Float64()
	}
	switch operator {
	case "q":
		p.saved = append(p.saved, p.matrix)
	case "Q":
		if n := len(p.saved); n > 0 {
			p.matrix, p.saved = p.saved[n-1], p.saved[:n-1]
		}
	case "cm":
		p.matrix = matrix{number(0), number(1), number(2), number(3), number(4), number(5)}.times(p.matrix)
	case "BT":
		p.at, p.line = identity, identity
	case "Tm":
		p.line = matrix{number(0), number(1), number(2), number(3), number(4), number(5)}
		p.at = p.line
	case "TD":
		p.leading = -number(1)
		p.newLine(number(0), number(1))
	case "Td":
		p.newLine(number(0), number(1))
	case "TL":
		p.leading = number(0)
	case "T*":
		p.newLine(0, -p.leading)
	case "Tf":
		if len(operands) == 2 {
			p.face, p.size = p.font(operands[0].Name()), number(1)
		}
	case "'", "\"":
		p.newLine(0, -p.leading)
		fallthrough
	case "Tj":
		if len(operands) > 0 {
			p.show(operands[len(operands)-1].RawString())
		}
	case "TJ":
		if len(operands) > 0 {
			p.showAll(operands[0])
		}
	}
}

func (p *pen) newLine(x, y float64) {
	p.line = move(x, y).times(p.line)
	p.at = p.line
}

func (p *pen) font(name string) *face {
	if f, ok := p.fonts[name]; ok {
		return f
	}
	font := p.page.Font(name)
	f := &face{encoder: font.Encoder(), widths: font.Widths(), first: font.FirstChar()}
	p.fonts[name] = f
	return f
}

// showAll shows strings with the gaps between them.
func (p *pen) showAll(array pdf.Value) {
	for i := range array.Len() {
		switch item := array.Index(i); item.Kind() {
		case pdf.String:
			p.show(item.RawString())
		case pdf.Integer, pdf.Real:
			p.at = move(-item.Float64()/1000*p.size, 0).times(p.at)
		}
	}
}

// width returns how far a string moves the pen, as far as its font tells.
func (f *face) width(raw string, shown int) float64 {
	sum, known := 0.0, false
	for i := range len(raw) {
		if at := int(raw[i]) - f.first; at >= 0 && at < len(f.widths) {
			sum += f.widths[at]
			known = true
		}
	}
	if !known {
		return 500 * float64(shown)
	}
	return sum
}

// show writes a string at the pen's place: on the same row where it goes on
// there, else on a new one. A gap as wide as a space is one.
func (p *pen) show(raw string) {
	if p.face == nil || p.face.encoder == nil {
		p.face = &face{encoder: plainEncoding{}}
	}
	text := strings.ToValidUTF8(p.face.encoder.Decode(raw), "")
	if text == "" {
		return
	}
	place := p.at.times(p.matrix)
	size := math.Abs(p.size) * math.Hypot(place[2], place[3])
	if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		size = 1
	}
	x, y := place[4], place[5]
	p.at = move(p.face.width(raw, utf8.RuneCountInString(text))/1000*p.size, 0).times(p.at)
	end := p.at.times(p.matrix)[4]
	p.sheet.size += len(text)
	if n := len(p.rows); n > 0 && p.rows[n-1].goesOnAt(x, y, size) {
		last := &p.rows[n-1]
		if x-last.end > 0.15*size && !bytes.HasSuffix(last.text, []byte(" ")) {
			last.text = append(last.text, ' ')
		}
		last.text = append(last.text, text...)
		last.end = end
		return
	}
	p.rows = append(p.rows, row{x, y, size, end, []byte(text)})
}

func (r row) goesOnAt(x, y, size float64) bool {
	return math.Abs(r.y-y) < 0.4*max(size, r.size) && x > r.end-2*size
}

// plainEncoding takes bytes for letters.
type plainEncoding struct{}

func (plainEncoding) Decode(raw string) string { return strings.ToValidUTF8(raw, "") }
