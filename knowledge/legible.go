package knowledge

import (
	"strings"
	"unicode"
)

// Legible returns a text as it may be shown to a person: what could act on a
// terminal or a page, or deceive the eye, is taken out. Control characters,
// bidirectional marks and zero-width characters go; line breaks and tabs become
// spaces. A quote itself stays to the letter; only what is shown is made
// legible.
func Legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d':
			return -1
		}
		return r
	}, text)
}
