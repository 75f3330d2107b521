package desk

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"storybot/knowledge"
)

var kills = flag.Int("kills", 10, "how many times to kill a process that publishes")

// publisher names the folder in the environment of a process that publishes
// until it is killed.
const publisher = "STORYBOT_TEST_PUBLISH_INTO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(publisher); dir != "" {
		fmt.Println(publishUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// numbered is the draft of an article that is known by its number.
func numbered(n int) Draft {
	var text strings.Builder
	fmt.Fprintf(&text, "Report %d of the harbour\n\n", n)
	for line := range 20 {
		fmt.Fprintf(&text, "The bridge of report %d closes for repair %d.\n\n", n, line)
	}
	return Draft{Content: []byte(text.String()), Fields: Fields{Author: fmt.Sprintf("Author %d", n)}}
}

// publishUntilKilled publishes articles, removes every second one, and restores
// every fourth. It acknowledges each step in a line when it is done.
func publishUntilKilled(dir string) error {
	desk, err := Open(dir)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		file, err := desk.Publish(numbered(n))
		if err != nil {
			return err
		}
		fmt.Println("published", n, file)
		if n%2 == 1 {
			if err := desk.Remove(file); err != nil {
				return err
			}
			fmt.Println("removed", n, file)
		}
		if n%4 == 3 {
			if err := desk.Restore(file); err != nil {
				return err
			}
			fmt.Println("restored", n, file)
		}
	}
}

// TestKilledWhilePublishing ends a process that publishes, without warning and
// at any moment, and looks at the folder that it leaves.
func TestKilledWhilePublishing(t *testing.T) {
	for range *kills {
		dir := t.TempDir()
		acknowledged := publishAndKill(t, dir, time.Duration(rand.Int64N(int64(50*time.Millisecond))))
		if len(acknowledged) == 0 {
			t.Fatal("nothing was published before the end")
		}
		for _, when := range []string{"before the next start", "after it"} {
			base, report, err := knowledge.Load(os.DirFS(dir))
			if errors.Is(err, knowledge.ErrNoArticles) {
				base, err = nil, nil // the only one was being removed or restored
			}
			if err != nil || len(report.Errors) > 0 {
				t.Fatal(when, err, report.Errors)
			}
			checkWhole(t, base)
			for n, last := range acknowledged {
				checkAcknowledged(t, dir, base, n, last, n == len(acknowledged)-1)
			}
			open(t, dir)
		}
		for _, file := range files(t, dir) {
			if strings.HasSuffix(file, unfinished) {
				t.Errorf("%s was left over", file)
			}
		}
	}
}

// step is the last step that was acknowledged for an article.
type step struct{ done, file string }

// publishAndKill returns what was acknowledged, by the articles' numbers.
func publishAndKill(t *testing.T, dir string, after time.Duration) []step {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), publisher+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var steps []step
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			child.Wait() // it was killed, and says so
			return steps
		}
		var n int
		var s step
		if _, bad := fmt.Sscanf(line, "%s %d %s\n", &s.done, &n, &s.file); bad != nil || err != nil {
			t.Fatalf("the publisher said %q, %v", line, err)
		}
		if len(steps) == 0 {
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
		if n == len(steps) {
			steps = append(steps, s)
		}
		steps[n] = s
	}
}

// checkWhole has every article that is read be one that was published, with
// all that was said of it.
func checkWhole(t *testing.T, base *knowledge.Base) {
	t.Helper()
	if base == nil {
		return
	}
	for _, a := range base.Articles() {
		var n int
		if _, err := fmt.Sscanf(a.Title, "Report %d of the harbour", &n); err != nil {
			t.Errorf("%s has the title %q", a.File, a.Title)
		}
		if want := numbered(n); a.Text != string(want.Content) || a.Author != want.Fields.Author {
			t.Errorf("%s is not whole: %d bytes by %q", a.File, len(a.Text), a.Author)
		}
	}
}

// checkAcknowledged has an article be where the last step put it. Of the last
// article the next step may have begun.
func checkAcknowledged(t *testing.T, dir string, base *knowledge.Base, n int, last step, mayHaveGoneOn bool) {
	t.Helper()
	read := base != nil && base.Article(last.file) != nil
	content, err := os.ReadFile(dir + "/" + removed + "/" + last.file)
	put := err == nil && string(content) == string(numbered(n).Content)
	want := last.done != "removed"
	if read == put || read != want && !mayHaveGoneOn {
		t.Errorf("%s was %s, is read: %v, is among the removed: %v", last.file, last.done, read, put)
	}
}
