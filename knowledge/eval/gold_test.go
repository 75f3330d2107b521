package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/knowledge"
)

// The figures that must not be lost again: what was reached, less a little.
const (
	goldFirst    = 0.782
	goldAnswered = 0.95
	goldOffTopic = 0.972
	goldRemoved  = 0.553
)

// TestGold holds the figures that the README gives. It needs the gold data below
// STORYBOT_SHARED.
func TestGold(t *testing.T) {
	shared := os.Getenv("STORYBOT_SHARED")
	if shared == "" {
		t.Skip("STORYBOT_SHARED is not set: there is no gold data to grade against")
	}
	t.Run("squad", func(t *testing.T) {
		f := gradeFolders(t, filepath.Join(shared, "gold/qa/squad"))
		atLeast(t, "p1", f.P1, goldFirst)
		atLeast(t, "answered", f.Answered, goldAnswered)
		atLeast(t, "off-topic questions refused", f.RefusedOff, goldOffTopic)
	})
	t.Run("squad-removed", func(t *testing.T) {
		f := gradeFolders(t, filepath.Join(shared, "gold/qa/squad-removed"))
		atLeast(t, "answered", f.Answered, goldAnswered)
		atLeast(t, "questions without an answer refused", f.Refused, goldRemoved)
	})
}

func atLeast(t *testing.T, what string, got, want float64) {
	t.Helper()
	t.Logf("%s: %.3f", what, got)
	if got < want {
		t.Errorf("%s: %.3f, want %.3f at least", what, got, want)
	}
}

// gradeFolders grades the folders of a set.
func gradeFolders(t *testing.T, folder string) Figures {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*", "questions.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no questions below %s", folder)
	}
	total := &Score{}
	for _, file := range files {
		base, _, err := knowledge.Load(os.DirFS(filepath.Join(filepath.Dir(file), "articles")))
		if err != nil {
			t.Fatal(err)
		}
		questions, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		total.Merge(Grade(toTheLetter{base, t}, read(t, string(questions))))
	}
	return total.Figures()
}

// toTheLetter is a Base whose quotes are all held to its articles' stored text.
type toTheLetter struct {
	*knowledge.Base
	t *testing.T
}

func (l toTheLetter) Ask(question string) knowledge.Answer {
	answer := l.Base.Ask(question)
	for _, q := range answer.Quotes {
		if stored := l.Article(q.Article).Text[q.Start:q.End]; stored != q.Text || !strings.Contains(q.Text, q.Highlight) {
			l.t.Errorf("%q: quotes %q, stored is %q", question, q.Text, stored)
		}
	}
	return answer
}
