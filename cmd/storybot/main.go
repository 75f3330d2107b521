// Storybot answers questions about a news story from a folder of articles,
// with sentences quoted to the letter: in Discord, and in the terminal.
//
// This package knows flags and the environment, and which parts to wire
// together; how an answer is found is package knowledge's business.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// The exit codes, which scripts depend on.
const (
	exitFailure     = 1
	exitUsage       = 2 // bad usage or configuration
	exitNotAnswered = 3 // the articles don't say
)

// commandLine is what can be typed behind "storybot".
type commandLine struct {
	Run      runCommand      `cmd:"" default:"withargs" help:"Bring the bot online in Discord (needs DISCORD_TOKEN)."`
	Ask      askCommand      `cmd:"" help:"Answer a question in the terminal."`
	Timeline timelineCommand `cmd:"" help:"Show what happened when."`
	Dates    datesCommand    `cmd:"" help:"Show how the dates of a text are read."`
	Sources  sourcesCommand  `cmd:"" help:"List the articles."`
	Doctor   doctorCommand   `cmd:"" help:"Examine token, gateway, commands, clock, articles and state, and say what to mend."`
	Eval     evalCommand     `cmd:"" help:"Ask questions whose answers are known, and show what fails."`
	Check    checkCommand    `cmd:"" help:"Show what was made of each file in the articles folder."`

	Version kong.VersionFlag `help:"Print the version."`
}

// console is the world around a command: its streams and its configuration.
type console struct {
	in          io.Reader
	out, err    io.Writer
	environment map[string]string
	interactive bool // in is a person at a terminal
	watched     bool // err is a terminal
	style       style
}

// exit is an error that ends the program with a code of its own. A nil err
// says nothing more.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exit) Unwrap() error { return e.err }

func misuse(err error) error { return exit{exitUsage, err} }

func main() {
	os.Exit(execute(context.Background(), os.Args[1:], newConsole(os.Stdin, os.Stdout, os.Stderr, os.Environ())))
}

// execute carries out a command line and returns the program's exit code.
func execute(ctx context.Context, args []string, c *console) int {
	ended := -1 // set where kong has said all there is to say, as --help does
	var line commandLine
	parser, err := kong.New(&line,
		kong.Name("storybot"),
		kong.Description("Answers questions about a news story from a folder of articles, with quotes to the letter."),
		kong.Vars{"version": version()},
		kong.Writers(c.out, c.err),
		kong.Exit(func(code int) { ended = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err != nil {
		return c.end(err)
	}
	parsed, err := parser.Parse(args)
	switch {
	case ended >= 0:
		return ended
	case err != nil:
		return c.end(misuse(fmt.Errorf("%w (storybot --help lists what there is)", err)))
	}
	return c.end(parsed.Run())
}

// end says what went wrong, if anything did, and returns the exit code.
func (c *console) end(err error) int {
	if err == nil {
		return 0
	}
	if err.Error() != "" {
		fmt.Fprintf(c.err, "storybot: %v\n", err)
	}
	if e, ok := errors.AsType[exit](err); ok {
		return e.code
	}
	return exitFailure
}

// version is the module's version, or the commit that the program was built
// from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value[:min(12, len(setting.Value))]
		}
	}
	if info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
