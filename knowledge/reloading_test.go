package knowledge

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

const (
	reloads = 200
	askers  = 8
	// period is how many reloads it takes until the folder has the same
	// articles again, but for their edition.
	period  = 10
	reports = 4
)

// edition writes the folder as it is before a reload: all its sentences tell
// the edition, so that one of another edition can't hide among them. Articles
// come and go, one breaks, and once in a period all of them do.
func edition(t *testing.T, dir string, number int) {
	t.Helper()
	step := number % period
	for i := range reports {
		text := fmt.Sprintf("Report %d of the harbour\n\n", i)
		for line := range 3 {
			text += fmt.Sprintf("The harbour bridge closes for repair %d of part %d in edition %03d.\n\n", line, i, number)
		}
		name := filepath.Join(dir, fmt.Sprintf("report-%d.txt", i))
		switch {
		case step == 5, i == step%reports:
			text += "bro\x00ken"
		case i == (step+1)%reports:
			if err := os.RemoveAll(name); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReloadNeverHurts asks without pause while the folder is reloaded.
func TestReloadNeverHurts(t *testing.T) {
	dir := t.TempDir()
	edition(t, dir, 0)
	store := newStore(t, os.DirFS(dir))
	editions := map[string]string{store.Current().Version(): "edition 000"}

	quit := make(chan struct{})
	// Memory is measured between questions: what they make is no Base's.
	var measuring sync.RWMutex
	var asking sync.WaitGroup
	seen := make([]map[string]string, askers)
	for i := range askers {
		seen[i] = make(map[string]string)
		asking.Go(func() { ask(t, store, seen[i], &measuring, quit) })
	}
	var early, late int64
	for number := 1; number <= reloads; number++ {
		edition(t, dir, number)
		change, err := store.Reload(Asking([]string{"When does the harbour bridge close?"}))
		switch number % period {
		case 5:
			if err == nil {
				t.Errorf("edition %d has no usable article and was taken", number)
			}
		default:
			if err != nil || len(change.Report.Errors) != 1 {
				t.Errorf("edition %d: %+v, %v", number, change.Report, err)
			}
			editions[change.After] = fmt.Sprintf("edition %03d", number)
		}
		switch number {
		case period:
			measuring.Lock()
			early = heap()
			measuring.Unlock()
		case reloads:
			measuring.Lock()
			late = heap()
			measuring.Unlock()
		}
	}
	close(quit)
	asking.Wait()
	versions := make(map[string]string)
	for _, s := range seen {
		maps.Copy(versions, s)
	}
	for version, got := range versions {
		if got != editions[version] {
			t.Errorf("version %s answered from %s, it is %s", version, got, editions[version])
		}
	}
	if len(versions) < period {
		t.Errorf("only %d versions answered while %d were loaded", len(versions), reloads)
	}
	if late > early+early/10 {
		t.Errorf("%d bytes are in use after %d reloads, %d after %d", late, reloads, early, period)
	}
}

var editionNumber = regexp.MustCompile(`edition \d+`)

// ask asks until told to quit, and notes which edition each version told of.
func ask(t *testing.T, store *Store, seen map[string]string, measuring *sync.RWMutex, quit <-chan struct{}) {
	for {
		select {
		case <-quit:
			return
		default:
		}
		measuring.RLock()
		base := store.Current()
		answer := base.Ask("When does the harbour bridge close for repair?")
		measuring.RUnlock()
		checkQuotes(t, base, answer)
		if !answer.Answered || answer.Version != base.Version() {
			t.Errorf("version %s: %+v", base.Version(), answer)
			return
		}
		for _, q := range answer.Quotes {
			told := strings.Clone(editionNumber.FindString(q.Text))
			if was := seen[answer.Version]; was != "" && was != told {
				t.Errorf("version %s told of %s and %s", answer.Version, was, told)
			}
			seen[answer.Version] = told
		}
	}
}
