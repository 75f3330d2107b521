package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shownReply is a block of the README that shows a golden reply of Discord's,
// with the name of its file above it.
var shownReply = regexp.MustCompile("(?s)<!-- (handlers/testdata/[a-z-]+\\.txt) -->\n```\n(.*?)```\n")

// TestReadmeShowsTheRepliesInDiscord holds the README's transcripts of Discord
// against the golden replies.
func TestReadmeShowsTheRepliesInDiscord(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	now := shownReply.ReplaceAllStringFunc(string(readme), func(block string) string {
		name := shownReply.FindStringSubmatch(block)[1]
		shown[name] = true
		golden, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return "<!-- " + name + " -->\n```\n" + strings.TrimRight(string(golden), "\n") + "\n```\n"
	})
	for _, reply := range []string{"ask", "ask-not-said", "compare", "timeline"} {
		if name := "handlers/testdata/" + reply + ".txt"; !shown[name] {
			t.Errorf("the README does not show %s", name)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), now); diff != "" {
		t.Errorf("the README's replies are not what the bot says (rewrite with -update):\n%s", diff)
	}
}
