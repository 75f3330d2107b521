package main

import (
	"encoding/json"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// style says how a terminal is told what stands out. Its zero value is plain
// text.
type style struct{ colour bool }

func (s style) bold(text string) string { return s.wrap("\x1b[1m", text) }
func (s style) dim(text string) string  { return s.wrap("\x1b[2m", text) }

func (s style) wrap(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return code + text + "\x1b[0m"
}

func newConsole(in, out, err *os.File, environment []string) *console {
	c := &console{in: in, out: out, err: err, environment: make(map[string]string)}
	for _, setting := range environment {
		name, value, _ := strings.Cut(setting, "=")
		c.environment[name] = value
	}
	c.interactive = term.IsTerminal(int(in.Fd()))
	c.style.colour = c.environment["NO_COLOR"] == "" && term.IsTerminal(int(out.Fd()))
	return c
}

// writeJSON writes a value as indented JSON, with <, > and & as they are.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
