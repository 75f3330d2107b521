package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"storybot/knowledge"
	"storybot/knowledge/dates"
	"storybot/knowledge/export"
	"storybot/knowledge/picture"
)

type timelineCommand struct {
	folderFlag
	Format string `enum:"text,json,timelinejs,ics,csv,markdown,png" default:"text" help:"How to write it: ${enum}."`
	Out    string `short:"o" name:"output" placeholder:"FILE" help:"Write it to a file, which is replaced only once all is written (default, or -: standard output)."`
	About  string `placeholder:"TEXT" help:"Only what mentions these words."`
	From   string `placeholder:"DATE" help:"Only what happened on or after a date: 2018-06-13, June 2018, last spring, …"`
	To     string `placeholder:"DATE" help:"Only what happened on or before a date."`
	Dark   bool   `help:"Draw the picture (--format png) light on dark."`
}

// Run writes the events of the story in the order of their dates.
func (t timelineCommand) Run(c *console) error {
	toFile := t.Out != "" && t.Out != "-"
	switch {
	case t.Dark && t.Format != "png":
		return misuse(errors.New("--dark is for pictures: add --format png"))
	case t.Format == "png" && !toFile && isTerminal(c.out):
		return misuse(errors.New("a picture can't be shown in a terminal: name a file for it with -o FILE"))
	}
	base, err := t.load(c)
	if err != nil {
		return err
	}
	period, err := t.period(base)
	if err != nil {
		return err
	}
	events := base.Timeline(period)
	var written bytes.Buffer
	shown := c.style
	if toFile {
		shown = style{}
	}
	if err := t.write(&written, events, shown); err != nil {
		return err
	}
	if toFile {
		return replaceFile(t.Out, written.Bytes())
	}
	_, err = written.WriteTo(c.out)
	return err
}

// period reads the dates that were typed against the story's latest.
func (t timelineCommand) period(base *knowledge.Base) (knowledge.Period, error) {
	period := knowledge.Period{About: t.About}
	for _, bound := range []struct {
		flag, typed string
		date        *dates.Date
	}{{"--from", t.From, &period.From}, {"--to", t.To, &period.To}} {
		if bound.typed == "" {
			continue
		}
		date, err := dates.Typed(bound.typed, base.Latest())
		if err != nil {
			return period, misuse(fmt.Errorf("%s: %w", bound.flag, err))
		}
		*bound.date = date
	}
	return period, nil
}

func (t timelineCommand) write(w io.Writer, events []knowledge.Event, s style) error {
	switch t.Format {
	case "text":
		return s.timeline(w, events)
	case "json":
		return writeJSON(w, events)
	}
	format, ok := export.Named(t.Format)
	if !ok {
		return fmt.Errorf("no format %s", t.Format)
	}
	setting := export.Setting{Now: time.Now(), Look: picture.Light}
	if t.Dark {
		setting.Look = picture.Dark
	}
	return format.Write(w, events, setting)
}

// timeline writes the events out for a person, with the date above those that
// share it.
func (s style) timeline(w io.Writer, events []knowledge.Event) error {
	var text bytes.Buffer
	if len(events) == 0 {
		text.WriteString("Nothing in the articles has a date that fits.\n")
	}
	last := ""
	for i, event := range events {
		if when := event.When(); i == 0 || when != last {
			fmt.Fprintln(&text, s.bold(when))
			last = when
		}
		for _, quote := range event.Quotes {
			s.cited(&text, quote)
		}
		inferred := ""
		if event.Inferred {
			inferred = "inferred: "
		}
		text.WriteString(s.lines("  "+inferred+knowledge.Legible(event.Why), "  "))
		for _, also := range event.Also {
			fmt.Fprintf(&text, "also dated %s\n", also.Date.Words())
			s.cited(&text, also.Quote)
		}
		text.WriteString("\n")
	}
	_, err := text.WriteTo(w)
	return err
}

func (s style) cited(w io.Writer, quote knowledge.Quote) {
	io.WriteString(w, s.lines("> "+s.quote(quote), "> "))
	io.WriteString(w, s.lines("  "+knowledge.Legible(quote.Citation.String()), "  "))
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// replaceFile writes a file whole or not at all: it is written beside its
// place, and takes it when it is complete. What is no regular file, such as a
// pipe or a device, is written to as it is.
func replaceFile(path string, content []byte) error {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		target = path
	} else if err != nil {
		return unwritable(path, err)
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return misuse(fmt.Errorf("%s is a folder: name a file in it", path))
	case err == nil && !info.Mode().IsRegular():
		return unwritable(path, os.WriteFile(target, content, 0))
	}
	beside := fmt.Sprintf("%s.%d.part", target, os.Getpid())
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // as the umask allows
	if err != nil {
		return unwritable(path, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(beside, target)
	}
	if err != nil {
		return unwritable(path, errors.Join(err, os.Remove(beside)))
	}
	return nil
}

// unwritable says in one sentence why a file could not be written; nil where it
// could.
func unwritable(path string, err error) error {
	var at *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return misuse(fmt.Errorf("the folder of %s does not exist: create it, or name another file with -o", path))
	case errors.As(err, &at):
		err = at.Err
	}
	return fmt.Errorf("%s can't be written: %w", path, err)
}
