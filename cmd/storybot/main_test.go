//go:build unix

package main

import (
	"io"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"storybot/store/natstest"
)

func TestMain(m *testing.M) {
	natstest.Main()
	testscript.Main(m, map[string]func(){"storybot": program})
}

// Roles that a test gives to a process of this binary that is called storybot;
// without one it is just the program.
const (
	role     = "STORYBOT_ROLE"
	tethered = "tethered" // the program, which ends when its standard input does
	follower = "follower" // see serveEditions
)

func program() {
	if os.Getenv(role) == "" {
		main()
		return
	}
	go func() { // who started us is gone
		io.Copy(io.Discard, os.Stdin)
		os.Exit(exitFailure)
	}()
	if os.Getenv(role) == follower {
		serveEditions()
		return
	}
	main()
}

// TestCommandLine runs the scripts in testdata, each in an empty folder.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each command sleeps a second with -race
			return nil
		},
	})
}
