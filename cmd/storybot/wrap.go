package main

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// escapes are what style puts around words; they take no room.
var escapes = regexp.MustCompile("\x1b\\[\\d*m")

// wrap breaks a line between words so that it fits into so many columns; the
// lines that follow begin with indent. A word that is wider stays whole. Width
// 0 breaks nothing: what is not a terminal gets the line as it is.
func wrap(line string, width int, indent string) string {
	if width == 0 {
		return line
	}
	var wrapped strings.Builder
	column := 0
	for i, word := range strings.Split(line, " ") {
		size := uniseg.StringWidth(escapes.ReplaceAllString(word, ""))
		switch {
		case i == 0:
		case column+1+size > width:
			wrapped.WriteString("\n" + indent)
			column = uniseg.StringWidth(indent)
		default:
			wrapped.WriteByte(' ')
			column++
		}
		wrapped.WriteString(word)
		column += size
	}
	return wrapped.String()
}
