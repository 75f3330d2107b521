package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the transcripts in the README")

// transcript is a block of the README that shows a command and what it prints.
var transcript = regexp.MustCompile("(?s)```\n\\$ storybot ([^\n]*)\n(.*?)```\n")

// argument is a word of a command line, or several in quotation marks.
var argument = regexp.MustCompile(`"([^"]*)"|(\S+)`)

// TestReadmeTranscripts runs each command that the README shows.
func TestReadmeTranscripts(t *testing.T) {
	path, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	t.Chdir(t.TempDir()) // where there is no .env
	now := transcript.ReplaceAllStringFunc(string(readme), func(block string) string {
		shown++
		line := transcript.FindStringSubmatch(block)[1]
		var args []string
		for _, m := range argument.FindAllStringSubmatch(line, -1) {
			args = append(args, m[1]+m[2])
		}
		var out bytes.Buffer
		execute(context.Background(), args, &console{in: strings.NewReader(""), out: &out, err: &out})
		return "```\n$ storybot " + line + "\n" + strings.TrimRight(out.String(), "\n") + "\n```\n"
	})
	if shown == 0 {
		t.Fatal("the README shows no transcript")
	}
	if *update {
		if err := os.WriteFile(path, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), now); diff != "" {
		t.Errorf("the README's transcripts are not what the program prints (rewrite with -update):\n%s", diff)
	}
}
