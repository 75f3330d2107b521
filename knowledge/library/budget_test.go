package library

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"storybot/knowledge"
)

// sizes are stories of different sizes, loaded once for all tests.
type sizes struct {
	folders map[string]fstest.MapFS
	bases   map[string]*knowledge.Base
}

func newSizes(t *testing.T) sizes {
	t.Helper()
	s := sizes{map[string]fstest.MapFS{}, map[string]*knowledge.Base{}}
	for name, articles := range map[string]int{"a": 1, "b": 1, "c": 2, "d": 3, "e": 4, "f": 6} {
		s.folders[name] = about(name+"-bridge", articles)
		base, _, err := knowledge.Load(s.folders[name])
		if err != nil {
			t.Fatal(err)
		}
		s.bases[name] = base
	}
	return s
}

// open opens a story.
func (s sizes) open(name string) (*Story, error) {
	if s.bases[name] == nil {
		return nil, ErrNoStory
	}
	return &Story{Name: name, Store: knowledge.NewStore(s.bases[name], s.folders[name])}, nil
}

func TestTheOneUsedLongestAgoGoes(t *testing.T) {
	all := newSizes(t)
	a, c := all.bases["a"].Memory(), all.bases["c"].Memory()
	s := newScene(t, a+c+a/4, all.open) // a and b are nearly of one size
	s.visit("a")
	s.visit("b")
	s.visit("a")
	s.visit("c")
	if got := s.inMemory(); got != "a c" {
		t.Errorf("in memory: %s", got)
	}
	s.visit("b")
	if got := s.inMemory(); got != "b c" || s.timesOpened("b") != 2 {
		t.Errorf("in memory: %s; b was opened %d times", got, s.timesOpened("b"))
	}
	if done := s.Count(); done != (Count{Loads: 4, Evictions: 2}) {
		t.Errorf("%+v", done)
	}
}

// TestWhatIsInUseStays, also where that is more than the budget; what is past it
// goes when it is left.
func TestWhatIsInUseStays(t *testing.T) {
	all := newSizes(t)
	var log bytes.Buffer
	s := newScene(t, all.bases["a"].Memory(), all.open)
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	_, leaveE := s.use("e")
	_, leaveD := s.use("d")
	s.visit("a")
	if got := s.inMemory(); got != "a d e" {
		t.Errorf("in memory: %s", got)
	}
	leaveE()
	if got := s.inMemory(); got != "a d" {
		t.Errorf("in memory: %s", got)
	}
	leaveD()
	if got := s.inMemory(); got != "a" {
		t.Errorf("in memory: %s", got)
	}
	s.visit("f")
	s.visit("f")
	if got := s.inMemory(); got != "f" || s.timesOpened("f") != 1 {
		t.Errorf("in memory: %s; the one that is past the budget alone was opened %d times", got, s.timesOpened("f"))
	}
	s.Library.Close()
	if n := strings.Count(log.String(), "more memory than their budget"); n != 2 {
		t.Errorf("it is said %d times:\n%s", n, log.String())
	}
}

// TestARollbackStays until it is no longer in force.
func TestARollbackStays(t *testing.T) {
	all := newSizes(t)
	folder := about("bridge", 1)
	s := newScene(t, 1, func(name string) (*Story, error) {
		if name != "bridge" {
			return all.open(name)
		}
		base, _, err := knowledge.Load(folder)
		return &Story{Name: name, Store: knowledge.NewStore(base, folder)}, err
	})
	bridge, leave := s.use("bridge")
	folder["new.txt"] = text("The ferry\n\nThe ferry stops in autumn.\n")
	if _, err := bridge.Store.Reload(); err != nil {
		t.Fatal(err)
	}
	if _, err := bridge.Store.Rollback(); err != nil {
		t.Fatal(err)
	}
	leave()
	s.visit("a")
	s.visit("b")
	if got := s.inMemory(); got != "b bridge" {
		t.Errorf("in memory: %s", got)
	}
	if _, err := bridge.Store.Reload(); err != nil {
		t.Fatal(err)
	}
	s.visit("a")
	if got := s.inMemory(); got != "a" {
		t.Errorf("in memory: %s", got)
	}
}

// TestBudget has stories used, left, changed and rolled back in any order.
// After each step, the stories are within the budget, or all but the last one
// that was asked for are in use or hold a rollback; and who uses a story has
// the one that all have.
func TestBudget(t *testing.T) {
	all := newSizes(t)
	names := slices.Sorted(maps.Keys(all.bases))
	rapid.Check(t, func(r *rapid.T) {
		own := sizes{map[string]fstest.MapFS{}, all.bases}
		for name, folder := range all.folders {
			own.folders[name] = maps.Clone(folder)
		}
		added := 0
		s := newScene(t, rapid.Int64Range(0, 3*all.bases["f"].Memory()).Draw(r, "budget"), own.open)
		type using struct {
			story *Story
			leave func()
		}
		var users []using
		stories := map[*Story]bool{} // that were ever opened
		last := ""
		some := func() int { return rapid.IntRange(0, len(users)-1).Draw(r, "which") }
		r.Repeat(map[string]func(*rapid.T){
			"use": func(r *rapid.T) {
				last = rapid.SampledFrom(names).Draw(r, "story")
				story, leave := s.use(last)
				users = append(users, using{story, leave})
				stories[story] = true
			},
			"leave": func(r *rapid.T) {
				if len(users) == 0 {
					r.Skip()
				}
				i := some()
				users[i].leave()
				users = slices.Delete(users, i, i+1)
			},
			"roll back": func(r *rapid.T) {
				if len(users) == 0 {
					r.Skip()
				}
				_, _ = users[some()].story.Store.Rollback() // there may be none to return to
			},
			"another article": func(r *rapid.T) {
				if len(users) == 0 {
					r.Skip()
				}
				story := users[some()].story
				added++
				own.folders[story.Name]["new.txt"] = text(fmt.Sprintf("The ferry\n\nThe ferry stops for %d days.\n", added))
				if _, err := story.Store.Reload(); err != nil {
					r.Fatal(err)
				}
				s.visit(story.Name)
				last = story.Name
			},
			"": func(r *rapid.T) {
				inUse := map[*Story]bool{}
				for _, u := range users {
					inUse[u.story] = true
				}
				loaded := s.Loaded()
				for _, u := range users {
					if !slices.Contains(loaded, u.story) {
						r.Fatalf("%s is in use and not in memory", u.story.Name)
					}
				}
				if s.Memory() <= s.Budget {
					return
				}
				for _, story := range loaded {
					if story.Name != last && !inUse[story] && !story.Store.RolledBack() {
						r.Fatalf("%d bytes of %d, and %s is idle", s.Memory(), s.Budget, story.Name)
					}
				}
			},
		})
		for _, u := range users {
			u.leave()
		}
		s.Library.Close()
		for story := range stories {
			if s.closed[story] != 1 {
				r.Fatalf("%s was closed %d times", story.Name, s.closed[story])
			}
		}
	})
}
