package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"storybot/store/natstest"
)

func TestMain(m *testing.M) {
	natstest.Main()
	testscript.Main(m, map[string]func(){"storybot": main})
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
