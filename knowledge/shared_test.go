package knowledge

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// shared returns a path in the folder of shared test data, which STORYBOT_SHARED
// names. The data is not part of the repository.
func shared(t *testing.T, path string) string {
	t.Helper()
	root := os.Getenv("STORYBOT_SHARED")
	if root == "" {
		t.Skip("STORYBOT_SHARED names no folder of shared data: not checked on the original articles")
	}
	return filepath.Join(root, path)
}

// questions returns the questions of a gold file.
func questions(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var asked struct{ Question string }
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			t.Fatal(err)
		}
		all = append(all, asked.Question)
	}
	if len(all) == 0 {
		t.Fatalf("no questions in %s", path)
	}
	return all
}

// TestOriginalArticlesAreQuotedToTheLetter holds every quote against the bytes
// of the file on disk.
func TestOriginalArticlesAreQuotedToTheLetter(t *testing.T) {
	for _, set := range []struct{ articles, questions string }{
		{"articles", "gold/seeds/questions.jsonl"},
		{"gold/news/articles", "gold/news/questions.jsonl"},
	} {
		folder := shared(t, set.articles)
		base, report, err := Load(os.DirFS(folder))
		if err != nil || len(report.Errors) > 0 {
			t.Fatal(err, report.Errors)
		}
		for _, question := range questions(t, shared(t, set.questions)) {
			answer := base.Ask(question)
			checkQuotes(t, base, answer)
			for _, q := range answer.Quotes {
				disk, err := os.ReadFile(filepath.Join(folder, q.Article))
				if err != nil {
					t.Fatal(err)
				}
				if string(disk[q.Start:q.End]) != q.Text {
					t.Errorf("%q is not what stands in %s from %d to %d", q.Text, q.Article, q.Start, q.End)
				}
			}
		}
	}
}
