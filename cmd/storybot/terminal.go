package main

import (
	"encoding/json"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// style says how text looks on a terminal. Its zero value is plain text.
type style struct {
	colour bool
	width  int // in columns; 0 where it is no terminal
}

// lines breaks a line to the terminal's width.
func (s style) lines(line, indent string) string { return wrap(line, s.width, indent) + "\n" }

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
	c.watched = term.IsTerminal(int(err.Fd()))
	if term.IsTerminal(int(out.Fd())) {
		c.style.colour = c.environment["NO_COLOR"] == ""
		c.style.width, _, _ = term.GetSize(int(out.Fd())) // 0 where it can't be told
	}
	return c
}

// writeJSON writes a value as indented JSON, with <, > and & as they are.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
