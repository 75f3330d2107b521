package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"storybot/knowledge"
	"storybot/knowledge/edition"
	"storybot/knowledge/story"
	storemem "storybot/store/memory"
)

// sharing returns the settings of two processes that share a story, and what
// takes away what they share it by.
func sharing(t *testing.T) (first, second Setting, cut func()) {
	t.Helper()
	shared, objects := storemem.New(time.Now), storemem.NewObjects()
	t.Cleanup(func() { shared.Close() })
	folder := fstest.MapFS{"a.txt": {Data: []byte("The bridge\n\nThe harbour bridge closes on Monday.\n")}}
	process := func() Setting {
		opened, err := edition.Open(t.Context(), edition.Config{
			Name: "harbour", Folder: folder, Store: shared, Objects: objects, Process: "p", Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(opened.Close)
		s := newSetting(t, folder)
		s.Store, s.Desk = opened.Knowledge(), opened.Desk()
		return s
	}
	return process(), process(), func() { shared.Close() }
}

func TestModeratorsOfOneProcessChangeAll(t *testing.T) {
	first, second, cut := sharing(t)
	asked := member(0, "ask", option("question", "When does the ferry to Korva stop?"))
	paste := func(s Setting) Reply {
		return mustRun(t, s, filling(customID("pasted", s.Store.Current(), ""), nil, map[string]string{"text": pasted}))
	}
	follows := func(want string) {
		t.Helper()
		deadline := time.Now().Add(10 * time.Second)
		for !strings.Contains(reading(mustRun(t, second, asked)), want) {
			if time.Now().After(deadline) {
				t.Fatalf("the other process does not say %q", want)
			}
			time.Sleep(time.Millisecond)
		}
	}
	published := mustRun(t, first, moderatorPresses(pressed(t, received(paste(first).Message, true), "publish:")))
	if said := reading(published); !strings.Contains(said, "**Added**: Ferry stops") {
		t.Errorf("publishing says\n%s", said)
	}
	follows("[1] Ferry stops")
	id := knowledge.ArticleID(first.Store.Current().Article("added/ferry-stops.txt"))
	if said := reading(mustRun(t, first, curating("remove", option("article", id)))); !strings.Contains(said, "**Removed**: Ferry stops") {
		t.Errorf("removing says\n%s", said)
	}
	follows("don't say")
	if said := reading(mustRun(t, second, curating("restore", option("article", "added/ferry-stops.txt")))); !strings.Contains(said, "**Added**: Ferry stops") {
		t.Errorf("restoring at the other process says\n%s", said)
	}
	follows("[1] Ferry stops")

	draft := received(paste(second).Message, true)
	cut()
	for name, in := range map[string]Interaction{
		"publish":  moderatorPresses(pressed(t, draft, "publish:")),
		"remove":   curating("remove", option("article", id)),
		"reload":   member(moderator, "reload"),
		"dry run":  member(moderator, "reload", option("dry_run", true)),
		"rollback": member(moderator, "reload", option("rollback", true)),
	} {
		if _, err := run(t, second, in); !strings.Contains(fmt.Sprint(err), "can't be saved now") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := run(t, second, in.in("de")); !strings.Contains(fmt.Sprint(err), "nicht speichern") {
			t.Errorf("%s in German: %v", name, err)
		}
	}
	follows("[1] Ferry stops")
	if _, err := run(t, second, moderatorPresses(pressed(t, draft, "edit:"))); err != nil {
		t.Errorf("the draft is lost: %v", err)
	}
}

// away is a Source that can't save for a while.
type away struct{ times int }

func (a *away) Read(bool, func() error) (*knowledge.Base, knowledge.Report, error) {
	if a.times--; a.times >= 0 {
		return nil, knowledge.Report{}, knowledge.ErrUnsaved
	}
	return knowledge.Load(story.Articles())
}

func (*away) Back(*knowledge.Base) (*knowledge.Base, error) { return nil, knowledge.ErrUnsaved }

// TestFolderThatChangesWhileNothingCanBeSaved is read again when it can.
func TestFolderThatChangesWhileNothingCanBeSaved(t *testing.T) {
	base, _, err := knowledge.Load(fstest.MapFS{"a.txt": {Data: []byte("The bridge\n\nThe harbour bridge closes on Monday.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := Setting{Store: knowledge.NewShared(base, &away{times: 3}), Log: slog.New(slog.DiscardHandler)}.Prepared()
		began := time.Now()
		message, worth := s.Reread(t.Context())
		if !worth || len(message.Embeds) != 1 || time.Since(began) != 3*rereadAgain {
			t.Errorf("after %v: %+v", time.Since(began), message)
		}
		s.Store = knowledge.NewShared(base, &away{times: 3})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, worth := s.Reread(ctx); !worth || s.Store.Current() != base {
			t.Error("when it is stopped, it does not tell")
		}
	})
}
