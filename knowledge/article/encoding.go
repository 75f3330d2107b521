package article

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const byteOrderMark = "\uFEFF"

// decode returns a file's bytes as UTF-8. UTF-8 is returned as it is, with its
// byte order mark. UTF-16 is known by its byte order mark, and what is neither
// is taken for Windows-1252, which a warning says.
func decode(content []byte) (text string, warnings []string, err error) {
	littleEndian := bytes.HasPrefix(content, []byte{0xFF, 0xFE})
	bigEndian := bytes.HasPrefix(content, []byte{0xFE, 0xFF})
	switch {
	case littleEndian || bigEndian:
		text, err = decodeUTF16(content)
	case bytes.IndexByte(content, 0) >= 0:
		return "", nil, atLine(content, bytes.IndexByte(content, 0), ErrBinary)
	case utf8.Valid(content):
		text = string(content)
	default:
		text, err = decodeWindows(content)
		warnings = append(warnings, "not UTF-8: it was read as Windows-1252")
	}
	if err != nil {
		return "", nil, err
	}
	if n := controls(text); n > len(text)/100 {
		return "", nil, ErrBinary
	}
	if strings.Trim(text, byteOrderMark+" \t\r\n\u00A0") == "" {
		return "", nil, ErrEmpty
	}
	if n := strings.Count(text, "\uFFFD"); n > 0 {
		warnings = append(warnings, fmt.Sprintf("%d characters were lost (shown as \uFFFD) when it was saved", n))
	}
	return text, warnings, nil
}

func decodeUTF16(content []byte) (string, error) {
	if len(content)%2 != 0 {
		return "", fmt.Errorf("UTF-16 that was cut off in the middle of a character: %w", ErrEncoding)
	}
	decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	text, err := decoder.Bytes(content)
	if err != nil {
		return "", fmt.Errorf("not valid UTF-16: %w", ErrEncoding)
	}
	return string(text), nil
}

func decodeWindows(content []byte) (string, error) {
	const undefined = "\x81\x8D\x8F\x90\x9D" // stand for no character
	for i, b := range content {
		if strings.IndexByte(undefined, b) >= 0 {
			return "", atLine(content, i, ErrEncoding)
		}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return "", ErrEncoding
	}
	return string(text), nil
}

// controls counts the control characters that no text has. A few are dirt; many
// are something else than text.
func controls(text string) int {
	n := 0
	for i := range len(text) {
		if b := text[i]; b < ' ' && b != '\t' && (b < '\n' || b > '\r') {
			n++
		}
	}
	return n
}

func atLine(content []byte, at int, err error) error {
	return LineError{lineAt(string(content[:at])), err}
}

// lineAt returns the number of the line that follows a text.
func lineAt(before string) int {
	crlf := strings.Count(before, "\r\n")
	return 1 + strings.Count(before, "\n") + strings.Count(before, "\r") - crlf
}

// tidy is for text that a reader makes: one space for all white space, and
// nothing that only steers how a page is set.
func tidy(text string) string {
	if isPlain(text) {
		return text
	}
	return strings.Join(strings.Fields(typeset.Replace(text)), " ")
}

// fold is for text that rules compare: tidy, and with plain quotation marks.
func fold(text string) string {
	if isPlain(text) {
		return text
	}
	return straight.Replace(tidy(text))
}

// isPlain reports whether there is nothing to tidy or to fold.
func isPlain(text string) bool {
	space := true
	for i := range len(text) {
		b := text[i]
		if b > '~' || b < ' ' || b == '`' || b == ' ' && space {
			return false
		}
		space = b == ' '
	}
	return !space
}

var (
	typeset = strings.NewReplacer(
		"\u00AD", "", "\u200B", "", "\u2060", "", byteOrderMark, "", "\u200E", "", "\u200F", "",
		"\u00A0", " ", "\u202F", " ", "\u2007", " ",
		"ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")
	straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "`", "'")
)
