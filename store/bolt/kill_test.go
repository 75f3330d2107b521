package bolt_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"storybot/store"
	"storybot/store/bolt"
)

var (
	kills = flag.Int("kills", 5, "how often TestKilled kills a process that writes")
	flips = flag.Int("flips", 100, "how many bytes TestFlippedBytes flips, one at a time")
)

// TestKilled runs a process, which is this test binary again, that writes from
// several goroutines and says so after each write; kills it (SIGKILL) at a
// random moment; opens the store, and finds every write that was acknowledged.
//
// Each goroutine, a writer, takes its steps in an order that is known, so what
// it leaves is known by the number of its steps: those that it said, or one
// more, which was cut off before it could be said. The next process goes on from
// there.

const (
	childFolder = "STORE_TEST_FOLDER" // set in a child
	childSteps  = "STORE_TEST_STEPS"  // how many steps each writer has taken
	writers     = 4
)

// step returns the key that the writer's nth step (of 0, 1, …) writes, and the
// value, or that it deletes the key. It creates a row, counts it, deletes the
// row of five before.
func step(writer, n int) (key, value string, deletes bool) {
	row := n / 3
	switch n % 3 {
	case 0:
		return rowKey(writer, row), strings.Repeat(fmt.Sprintf("row %d of %d. ", row, writer), row*37%400), false
	case 1:
		return fmt.Sprintf("%d/count", writer), fmt.Sprint(row), false
	}
	return rowKey(writer, row-5), "", true
}

func rowKey(writer, row int) string { return fmt.Sprintf("%d/rows/%d", writer, row) }

// after returns what the writer has left after its first steps.
func after(writer, steps int) map[string]string {
	left := make(map[string]string)
	for n := range steps {
		if key, value, deletes := step(writer, n); deletes {
			delete(left, key)
		} else {
			left[key] = value
		}
	}
	return left
}

// child writes until it is killed.
func child(dir string) {
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s, err := bolt.Open(dir, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		fail(err)
	}
	var steps [writers]int
	for writer, field := range strings.Fields(os.Getenv(childSteps)) {
		if _, err := fmt.Sscan(field, &steps[writer]); err != nil {
			fail(err)
		}
	}
	var all sync.WaitGroup
	for writer, taken := range steps {
		all.Go(func() {
			for n := taken; ; n++ {
				if err := take(s, writer, n); err != nil {
					fail(err)
				}
				fmt.Println(writer) // one unbuffered write: the step is taken
			}
		})
	}
	all.Wait()
}

func take(s store.Store, writer, n int) error {
	ctx := context.Background()
	key, value, deletes := step(writer, n)
	if !deletes {
		_, err := store.Update(ctx, s, key, func(e *store.Entry) error {
			e.Value = []byte(value)
			return nil
		})
		return err
	}
	if n/3 < 5 {
		return nil // there is no such row yet
	}
	e, err := s.Get(ctx, key)
	if err != nil {
		return err
	}
	return s.Delete(ctx, key, e.Revision)
}

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var steps [writers]int
	for range *kills {
		runAndKill(t, dir, &steps, random)
		s := open(t, dir)
		for writer := range steps {
			found(t, s, writer, &steps[writer])
		}
		must(t, s.Close())
	}
	t.Logf("steps taken: %v", steps)
}

// runAndKill runs a child until it has said some lines, of which some may be
// none, and a little longer. It adds the steps that the child said.
func runAndKill(t *testing.T, dir string, steps *[writers]int, random *rand.Rand) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+dir, childSteps+"="+strings.Trim(fmt.Sprint(*steps), "[]"))
	stderr := new(strings.Builder)
	cmd.Stderr = stderr
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	killAfter := random.IntN(60)
	kill := func() {
		time.Sleep(time.Duration(random.IntN(5000)) * time.Microsecond)
		must(t, cmd.Process.Kill())
	}
	if killAfter == 0 {
		kill() // while it starts
	}
	lines := 0
	for said := bufio.NewScanner(stdout); said.Scan(); {
		var writer int
		if _, err := fmt.Sscan(said.Text(), &writer); err != nil {
			t.Fatalf("the child said %q: %v", said.Text(), err)
		}
		steps[writer]++
		if lines++; lines == killAfter {
			kill()
		}
	}
	if cmd.Wait(); stderr.Len() > 0 {
		t.Fatalf("the child failed: %s", stderr)
	}
}

// found expects what the writer left, and adds the step that was not said.
func found(t *testing.T, s store.Store, writer int, steps *int) {
	t.Helper()
	entries, err := s.List(t.Context(), fmt.Sprintf("%d/", writer))
	must(t, err)
	left := make(map[string]string)
	for _, e := range entries {
		left[e.Key] = string(e.Value)
	}
	for more := range 2 {
		if maps.Equal(left, after(writer, *steps+more)) {
			*steps += more
			return
		}
	}
	t.Fatalf("writer %d took %d steps; not what they leave: %.500q", writer, *steps, left)
}
