package knowledge

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/knowledge/search"
)

// goldFigures are what grade.py prints, over all folders of a set.
type goldFigures struct {
	answerable, answered, first float64
	offTopic, offTopicRefused   float64
	removed, removedRefused     float64
}

// TestGold holds the figures that the README gives, less a little. It needs
// the gold data below STORYBOT_SHARED.
func TestGold(t *testing.T) {
	shared := os.Getenv("STORYBOT_SHARED")
	if shared == "" {
		t.Skip("STORYBOT_SHARED is not set: there is no gold data to grade against")
	}
	t.Run("squad", func(t *testing.T) {
		f := gradeFolders(t, filepath.Join(shared, "gold/qa/squad"))
		atLeast(t, "p1", f.first/f.answerable, goldFirst)
		atLeast(t, "answered", f.answered/f.answerable, goldAnswered)
		atLeast(t, "off-topic questions refused", f.offTopicRefused/f.offTopic, goldOffTopic)
	})
	t.Run("squad-removed", func(t *testing.T) {
		f := gradeFolders(t, filepath.Join(shared, "gold/qa/squad-removed"))
		atLeast(t, "answered", f.answered/f.answerable, goldAnswered)
		atLeast(t, "questions without an answer refused", f.removedRefused/f.removed, goldRemoved)
	})
}

// The figures that must not be lost again.
const (
	goldFirst    = 0.778
	goldAnswered = 0.95
	goldOffTopic = 0.972
	goldRemoved  = 0.55
)

func atLeast(t *testing.T, what string, got, want float64) {
	t.Helper()
	t.Logf("%s: %.3f", what, got)
	if got < want {
		t.Errorf("%s: %.3f, want %.3f at least", what, got, want)
	}
}

func gradeFolders(t *testing.T, folder string) (f goldFigures) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "questions.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no questions below %s", folder)
	}
	for _, file := range files {
		base, _, err := Load(os.DirFS(filepath.Join(filepath.Dir(file), "articles")))
		if err != nil {
			t.Fatal(err)
		}
		f.gradeFile(t, base, file)
	}
	return f
}

func (f *goldFigures) gradeFile(t *testing.T, base *Base, file string) {
	questions, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer questions.Close()
	lines := bufio.NewScanner(questions)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q struct {
			Question   string
			Answerable bool
			Kind       string
			Gold       []string
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		answer := base.Ask(q.Question)
		holdToTheLetter(t, base, answer)
		switch {
		case q.Answerable:
			f.answerable++
			f.answered += one(answer.Answered)
			f.first += one(answer.Answered && isGold(q.Gold, answer.Quotes[0].Text))
		case q.Kind == "offtopic":
			f.offTopic++
			f.offTopicRefused += one(!answer.Answered)
		default:
			f.removed++
			f.removedRefused += one(!answer.Answered)
		}
	}
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// holdToTheLetter checks that every quote is its article's stored text.
func holdToTheLetter(t *testing.T, base *Base, answer Answer) {
	t.Helper()
	for _, q := range answer.Quotes {
		if stored := base.Article(q.Article).Text[q.Start:q.End]; stored != q.Text || !strings.Contains(q.Text, q.Highlight) {
			t.Errorf("%q: quotes %q, stored is %q", answer.Question, q.Text, stored)
		}
	}
}

// isGold reports whether a quote is one of the gold sentences, as grade.py
// sees it: four fifths of a gold sentence's words, and not much else.
func isGold(gold []string, quote string) bool {
	counts := make(map[string]int)
	words := search.Terms(quote)
	for _, word := range words {
		counts[word]++
	}
	for _, sentence := range gold {
		left := make(map[string]int)
		for word, n := range counts {
			left[word] = n
		}
		all, found := search.Terms(sentence), 0
		for _, word := range all {
			if left[word] > 0 {
				left[word]--
				found++
			}
		}
		if len(all) > 0 && float64(found) >= 0.8*float64(len(all)) && float64(len(words)) <= 1.6*float64(len(all))+8 {
			return true
		}
	}
	return false
}
