package picture

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Look is how a picture is coloured.
type Look int

// The looks.
const (
	Light Look = iota
	Dark
)

// tone is what a colour is for.
type tone int

const (
	ground tone = iota // behind everything
	strong             // titles, dates and quotes
	soft               // what explains them
	accent             // the dots, and what points to a source
	rule               // lines, and what lies behind a mark
	tones
)

type palette [tones]color.RGBA

// Every tone of text stands out from what is behind it by 4.5 to 1 at least,
// as WCAG asks (level AA).
func (l Look) palette() palette {
	if l == Dark {
		return palette{
			ground: {0x1a, 0x1c, 0x22, 0xff},
			strong: {0xf1, 0xef, 0xea, 0xff},
			soft:   {0xb4, 0xb8, 0xc2, 0xff},
			accent: {0x6f, 0xc7, 0xc0, 0xff},
			rule:   {0x3a, 0x3f, 0x4a, 0xff},
		}
	}
	return palette{
		ground: {0xfd, 0xfc, 0xf9, 0xff},
		strong: {0x1d, 0x1f, 0x24, 0xff},
		soft:   {0x59, 0x5d, 0x66, 0xff},
		accent: {0x0b, 0x6b, 0x70, 0xff},
		rule:   {0xdf, 0xdd, 0xd6, 0xff},
	}
}

// shades is how many steps lead from one tone to another: enough for the edges
// of letters to look smooth.
const shades = 32

// reduced returns an image in no more colours than the tones and the shades
// between them, which makes a PNG of a third of the size in a third of the
// time.
func (p palette) reduced(from image.Image) *image.Paletted {
	var colours color.Palette
	for _, pair := range [][2]tone{{ground, strong}, {ground, soft}, {ground, accent}, {ground, rule}, {rule, accent}} {
		for step := range shades {
			colours = append(colours, mixed(p[pair[0]], p[pair[1]], float64(step)/(shades-1)))
		}
	}
	to := image.NewPaletted(from.Bounds(), colours)
	nearest := make(map[color.Color]uint8)
	for y := range to.Rect.Dy() {
		for x := range to.Rect.Dx() {
			c := from.At(x, y)
			index, known := nearest[c]
			if !known {
				index = uint8(colours.Index(c))
				nearest[c] = index
			}
			to.Pix[y*to.Stride+x] = index
		}
	}
	return to
}

// mixed is a colour between two, at 0 the first and at 1 the second.
func mixed(a, b color.RGBA, share float64) color.RGBA {
	between := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + share*(float64(b)-float64(a)))) }
	return color.RGBA{between(a.R, b.R), between(a.G, b.G), between(a.B, b.B), 0xff}
}

// typeface is a font at a size, with the tone that it is set in. It is for one
// goroutine.
type typeface struct {
	face    font.Face
	glyphs  *sfnt.Font
	leading float64 // from one baseline to the next, in pixels
	tone    tone
}

// typefaces are all that a picture uses.
type typefaces struct {
	title, date, quote, other, cited, reason, small typeface
}

// newTypefaces reads the Go fonts. On a phone that is as wide as the picture,
// nothing is set smaller than 28 pixels.
func newTypefaces() (*typefaces, error) {
	set := new(typefaces)
	for _, t := range []struct {
		into          *typeface
		ttf           []byte
		size, leading float64
		tone          tone
	}{
		{&set.title, gobold.TTF, 60, 72, strong},
		{&set.date, gobold.TTF, 44, 56, strong},
		{&set.quote, goregular.TTF, 38, 54, strong},
		{&set.other, goregular.TTF, 32, 46, strong},
		{&set.cited, gomedium.TTF, 28, 54, accent},
		{&set.reason, goitalic.TTF, 29, 40, soft},
		{&set.small, goregular.TTF, 28, 40, soft},
	} {
		glyphs, err := opentype.Parse(t.ttf)
		if err != nil {
			return nil, fmt.Errorf("read a Go font: %w", err)
		}
		face, err := opentype.NewFace(glyphs, &opentype.FaceOptions{Size: t.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, fmt.Errorf("set a Go font to %v pixels: %w", t.size, err)
		}
		*t.into = typeface{face, glyphs, t.leading, t.tone}
	}
	return set, nil
}
