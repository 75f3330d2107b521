package audit

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"storybot/store/memory"
)

func TestOneLineAndOneRow(t *testing.T) {
	s := memory.New(time.Now)
	defer s.Close()
	var log strings.Builder
	now := time.Date(2026, 1, 31, 23, 59, 59, 0, time.UTC)
	trail := New(s, time.Hour, func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil)))
	ended, cancel := context.WithCancel(context.Background())
	cancel() // who acted has gone; the row is kept all the same
	first := Row{Person: "1", Guild: "2", Channel: "3", Action: "reload", On: "a > b", Result: Done}
	trail.Note(ended, first)
	now = now.Add(time.Second)
	second := Row{Person: "4", Action: "article remove", Result: Denied, Why: "no\nmoderator"}
	trail.Note(context.Background(), second)

	rows, err := trail.Rows(context.Background())
	first.At, second.At = now.Add(-time.Second), now
	if err != nil || len(rows) != 2 || rows[0] != first || rows[1] != second {
		t.Errorf("%+v, %v", rows, err)
	}
	for _, want := range []string{`person=1 guild=2 channel=3 action=reload on="a > b" result=done`, `result=denied why="no\nmoderator"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
	if n := strings.Count(log.String(), "\n"); n != 2 {
		t.Errorf("%d lines", n)
	}
	entries, err := s.List(context.Background(), prefix)
	if err != nil || len(entries) != 2 || entries[0].TTL != time.Hour {
		t.Errorf("%+v, %v", entries, err)
	}
}

// TestRowThatIsNotKept is in the log.
func TestRowThatIsNotKept(t *testing.T) {
	s := memory.New(time.Now)
	s.Close()
	var log strings.Builder
	New(s, time.Hour, time.Now, slog.New(slog.NewTextHandler(&log, nil))).Note(context.Background(), Row{Action: "reload", Result: Done})
	if !strings.Contains(log.String(), "level=ERROR msg=audit") || !strings.Contains(log.String(), "not kept") {
		t.Errorf("the log: %s", log.String())
	}
}
