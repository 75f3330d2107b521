package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEvalIsTheGrader holds eval's figures to those of the grader, which is a
// program of its own among the shared test data.
func TestEvalIsTheGrader(t *testing.T) {
	root := os.Getenv("STORYBOT_SHARED")
	if root == "" {
		t.Skip("STORYBOT_SHARED names no folder of shared data: the grader is there")
	}
	for _, set := range []struct{ articles, questions string }{
		{"articles", "gold/seeds/questions.jsonl"},
		{"gold/news/articles", "gold/news/questions.jsonl"},
		{"gold/qa/squad/1973-oil-crisis/articles", "gold/qa/squad/1973-oil-crisis/questions.jsonl"},
		{"gold/qa/squad-removed/normans/articles", "gold/qa/squad-removed/normans/questions.jsonl"},
	} {
		t.Run(set.questions, func(t *testing.T) {
			articles, questions := filepath.Join(root, set.articles), filepath.Join(root, set.questions)
			answers := filepath.Join(t.TempDir(), "answers.jsonl")
			batch := run(t, "ask", "--articles", articles, "--batch", questions)
			if err := os.WriteFile(answers, []byte(batch), 0o644); err != nil {
				t.Fatal(err)
			}
			graded, err := exec.Command("python3", filepath.Join(root, "tools/grade.py"), questions, answers).Output()
			if err != nil {
				t.Fatal(err)
			}
			// The grader counts answers that are missing; here none can be.
			want := strings.Replace(string(graded), " missing=0.000", "", 1)
			got, surety, found := strings.Cut(run(t, "eval", "--articles", articles, questions), "p1_off=")
			if !found || strings.Count(surety, "\n") != 1 {
				t.Errorf("how sure it is is not told in one line: %q", surety)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("not the grader's figures:\n%s", diff)
			}
		})
	}
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	var out, said bytes.Buffer
	if code := execute(context.Background(), args, &console{in: strings.NewReader(""), out: &out, err: &said}); code != 0 {
		t.Fatalf("%s: exit code %d: %s", args[0], code, said.String())
	}
	return out.String()
}
