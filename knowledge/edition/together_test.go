package edition

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/desk"
)

// TestTwoPublishTheSameTitle at the same moment: both are there.
func TestTwoPublishTheSameTitle(t *testing.T) {
	c := newCluster(t)
	processes := []*process{c.process(t, bridge()), c.process(t, bridge()), c.process(t, bridge())}
	var mu sync.Mutex
	files := make(map[string]bool)
	var all sync.WaitGroup
	for _, p := range processes {
		for range 3 {
			all.Go(func() {
				file, err := p.publish("Ferry stops")
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				files[file] = true
			})
		}
	}
	all.Wait()
	agree(t, processes...)
	if len(files) != 9 || len(processes[0].Knowledge().Current().Articles()) != 10 {
		t.Errorf("nine were told that they published %v", files)
	}
}

// outcome is what is known of an article by whoever published it.
type outcome struct {
	file    string
	removed bool
}

// TestAllAtOnce has three processes do what rapid chooses, all at the same time.
// They come to one version, in which each acknowledged step is found; and of what
// is shared nothing is missing and nothing left over.
func TestAllAtOnce(t *testing.T) {
	steps := rapid.SliceOfN(rapid.SampledFrom([]string{"publish", "publish the same", "remove", "restore", "reload", "edit", "roll back", "dry run"}), 1, 5)
	rapid.Check(t, func(rt *rapid.T) {
		c := newCluster(t)
		var processes []*process
		known := make([]map[string]outcome, 3)
		for i := range known {
			folder := bridge()
			folder["school.txt"] = text("School opens\n\nThe mayor opened a school.\n")
			processes = append(processes, c.process(t, folder))
			known[i] = make(map[string]outcome)
		}
		var all sync.WaitGroup
		for i, p := range processes {
			does := steps.Draw(rt, fmt.Sprint("process ", i))
			all.Go(func() {
				for _, step := range does {
					if err := p.does(step, known[i]); err != nil {
						t.Errorf("%s: %v", step, err)
					}
				}
			})
		}
		all.Wait()
		processes[0].reload(t) // takes back a rollback
		processes = append(processes, c.process(t, processes[0].folder))
		agree(t, processes...)
		checkOutcomes(t, processes[3].Knowledge().Current(), known)
		c.checkObjects(t, processes[0])
		for _, p := range processes {
			p.Close()
		}
	})
}

// checkOutcomes looks for what was acknowledged, beside the folder's two.
func checkOutcomes(t *testing.T, base *knowledge.Base, known []map[string]outcome) {
	t.Helper()
	wanted := 2
	for _, own := range known {
		for title, o := range own {
			a := base.Article(o.file)
			if (a != nil) == o.removed || a != nil && !strings.HasPrefix(title, a.Title) {
				t.Errorf("%s is at %s, removed %v: %+v", title, o.file, o.removed, a)
			}
			if !o.removed {
				wanted++
			}
		}
	}
	if n := len(base.Articles()); n != wanted {
		t.Errorf("there are %d articles, want %d", n, wanted)
	}
}

// checkObjects has all that the edition needs be there, and soon nothing else.
func (c *cluster) checkObjects(t *testing.T, p *process) {
	t.Helper()
	used, err := p.used(t.Context(), p.serving())
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, fmt.Sprintf("%d objects are held", len(used)), func() bool { return c.held(t) <= len(used) })
	all, err := c.objects.List(t.Context())
	if err != nil || !slices.Equal(all, slices.Sorted(maps.Keys(used))) {
		t.Errorf("%d objects are held, %d are needed", len(all), len(used))
	}
}

// does takes a step, on an article that this process has published.
func (p *process) does(step string, known map[string]outcome) error {
	one := func(removed bool) (string, outcome) {
		for title, o := range known {
			if o.removed == removed {
				return title, o
			}
		}
		return "", outcome{}
	}
	switch step {
	case "publish", "publish the same":
		title := "Ferry stops"
		if step == "publish" {
			title = fmt.Sprintf("Ferry %p stops for the %d. time", p, len(known))
		}
		file, err := p.publish(title)
		known[fmt.Sprint(title, len(known))] = outcome{file: file}
		return err
	case "remove":
		if title, o := one(false); title != "" {
			known[title] = outcome{o.file, true}
			// At the same moment another may have returned to a story without it;
			// the edition has it all the same.
			return p.remove(o.file)
		}
	case "restore":
		if title, o := one(true); title != "" {
			known[title] = outcome{o.file, false}
			return p.restore(o.file)
		}
	case "roll back":
		if _, err := p.Knowledge().Rollback(); !errors.Is(err, knowledge.ErrNoBefore) {
			return err
		}
	case "dry run":
		_, err := p.Knowledge().Reload(knowledge.DryRun())
		return err
	case "edit":
		p.folder["school.txt"] = text(fmt.Sprintf("School opens\n\nThe mayor opened a school for %d pupils.\n", len(p.Knowledge().Current().Articles())))
		fallthrough
	case "reload":
		_, err := p.Knowledge().Reload()
		return err
	}
	return nil
}

var tells = regexp.MustCompile(`edition \d+`)

// TestQuestionsWhileEditionsChange asks each process without pause: every answer
// is wholly from one version.
func TestQuestionsWhileEditionsChange(t *testing.T) {
	c := newCluster(t)
	of := func(number int) fstest.MapFS {
		folder := fstest.MapFS{}
		for i := range 3 {
			folder[fmt.Sprintf("report-%d.txt", i)] = text(fmt.Sprintf(
				"Report %d of the harbour\n\nThe harbour bridge closes for repair %d in edition %03d.\n", i, i, number))
		}
		return folder
	}
	processes := []*process{c.process(t, of(0)), c.process(t, of(0)), c.process(t, of(0))}
	quit := make(chan struct{})
	var asking sync.WaitGroup
	seen := make([]map[string]string, 2*len(processes))
	for i := range seen {
		seen[i] = make(map[string]string)
		asking.Go(func() { ask(t, processes[i%len(processes)].Knowledge(), seen[i], quit) })
	}
	for number := 1; number <= 20; number++ {
		p := processes[number%len(processes)]
		maps.Copy(p.folder, of(number))
		p.reload(t)
	}
	agree(t, processes...)
	close(quit)
	asking.Wait()
	versions := make(map[string]string)
	for _, s := range seen {
		for version, edition := range s {
			if was := versions[version]; was != "" && was != edition {
				t.Errorf("version %s told of %s in one process, of %s in another", version, was, edition)
			}
			versions[version] = edition
		}
	}
	if len(versions) < 5 {
		t.Errorf("only %d versions answered", len(versions))
	}
}

// ask asks until told to quit, and notes which edition each version told of.
func ask(t *testing.T, s *knowledge.Store, seen map[string]string, quit <-chan struct{}) {
	for {
		select {
		case <-quit:
			return
		default:
		}
		answer := s.Current().Ask("When does the harbour bridge close for repair?")
		if !answer.Answered {
			t.Error("no answer")
			return
		}
		for _, q := range answer.Quotes {
			now := tells.FindString(q.Text)
			if was := seen[answer.Version]; was != "" && was != now {
				t.Errorf("version %s told of %s and of %s", answer.Version, was, now)
			}
			seen[answer.Version] = strings.Clone(now)
		}
	}
}

// TestOneDeskForManyCallers has one process publish from many goroutines.
func TestOneDeskForManyCallers(t *testing.T) {
	c := newCluster(t)
	p := c.process(t, bridge())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			draft := desk.Draft{Content: fmt.Appendf(nil, "Ferry %d stops\n\nThe ferry to Korva stopped.\n", i)}
			_, err := p.Knowledge().Reload(knowledge.Changing(func() error { _, err := p.Desk().Publish(draft); return err }))
			if err != nil {
				t.Error(err)
			}
			if _, err := p.Desk().Removed(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(p.Knowledge().Current().Articles()); n != 9 {
		t.Errorf("there are %d articles, want 9", n)
	}
}
