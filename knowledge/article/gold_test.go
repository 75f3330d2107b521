package article

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns the path of a file in the folder of gold articles, which are
// their publishers' own and so are not kept with the code.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	folder := os.Getenv("STORYBOT_SHARED")
	if folder == "" {
		t.Skip("STORYBOT_SHARED does not name the folder of gold articles, whose text is not ours to publish")
	}
	return filepath.Join(append([]string{folder}, parts...)...)
}

func readShared(t *testing.T, parts ...string) *Article {
	t.Helper()
	file := shared(t, parts...)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Read(filepath.Base(file), content)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	checkArticle(t, a)
	return a
}

// records reads a file of one JSON object a line.
func records[T any](t *testing.T, parts ...string) []T {
	t.Helper()
	f, err := os.Open(shared(t, parts...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []T
	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		var record T
		if err := json.Unmarshal(scanner.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		all = append(all, record)
	}
	return all
}

func sentencesOf(a *Article) []string {
	var all []string
	for _, s := range a.Sentences {
		all = append(all, fold(a.Sentence(s)))
	}
	return all
}

func TestGoldHeaders(t *testing.T) {
	type meta struct{ Article, Title, Published string }
	titles, dates := 0, 0
	all := records[meta](t, "gold", "news", "meta.jsonl")
	for _, want := range all {
		a := readShared(t, "gold", "news", "articles", want.Article+".txt")
		if a.Title == want.Title {
			titles++
		} else {
			t.Errorf("%s: title %q, want %q", want.Article, a.Title, want.Title)
		}
		if a.Published.String() == want.Published {
			dates++
		} else {
			t.Errorf("%s: published %q, want %q", want.Article, a.Published, want.Published)
		}
	}
	t.Logf("titles %d/%d, dates %d/%d", titles, len(all), dates, len(all))
}

func TestGoldBoilerplate(t *testing.T) {
	files, err := filepath.Glob(shared(t, "gold", "news", "boilerplate", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no boilerplate files", err)
	}
	lines, dropped := 0, 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Article string
			Lines   []struct {
				Line int
				Text string
			}
		}
		if err := json.Unmarshal(content, &page); err != nil {
			t.Fatal(err)
		}
		rules := make(map[int]string)
		a := readShared(t, "gold", "news", "articles", page.Article+".txt")
		for _, d := range a.Dropped {
			rules[d.Line] = d.Rule
		}
		for _, l := range page.Lines {
			lines++
			if rules[l.Line] == "" {
				t.Errorf("%s:%d: %q was not dropped", page.Article, l.Line, l.Text)
				continue
			}
			dropped++
			delete(rules, l.Line)
		}
		for line, rule := range rules {
			t.Errorf("%s:%d: dropped as %s, but is part of the article", page.Article, line, rule)
		}
	}
	t.Logf("boilerplate %d/%d lines dropped", dropped, lines)
}

func TestGoldSentences(t *testing.T) {
	type sentence struct{ Article, Sentence, Kind string }
	articles := make(map[string]string)
	found, whole, total := 0, 0, 0
	for _, want := range records[sentence](t, "gold", "news", "sentences.jsonl") {
		if want.Kind != "sentence" {
			continue
		}
		if articles[want.Article] == "" {
			a := readShared(t, "gold", "news", "articles", want.Article+".txt")
			articles[want.Article] = "\n" + strings.Join(sentencesOf(a), "\n") + "\n"
		}
		total++
		text := fold(want.Sentence)
		if strings.Contains(articles[want.Article], "\n"+text+"\n") {
			found++
		} else {
			t.Logf("%s: not one sentence: %s", want.Article, want.Sentence)
		}
		if strings.Contains(strings.ReplaceAll(articles[want.Article], "\n", " "), text) {
			whole++
		} else {
			t.Errorf("%s: dropped: %s", want.Article, want.Sentence)
		}
	}
	t.Logf("sentences %d/%d found as one (%.1f %%), %d/%d present", found, total, 100*float64(found)/float64(total), whole, total)
	if found*100 < total*98 {
		t.Errorf("only %d of %d gold sentences were found as one sentence", found, total)
	}
}

func TestSharedArticles(t *testing.T) {
	first := readShared(t, "articles", "000_2e107efa03a352ee.txt")
	second := readShared(t, "articles", "002_ed3a3e8b6ee4df5e.txt")
	for _, test := range []struct{ what, got, want string }{
		{"first title", first.Title, "Kaspersky Lab facing fresh EU and US restrictions"},
		{"first author", first.Author, "Mark Sutton"},
		{"first date", first.Published.String(), "2018-06-16T10:38"},
		{"second title", second.Title, "Kaspersky ends all EU work following ban"},
		{"second author", second.Author, "Anthony Spadafora"},
		{"second date", second.Published.String(), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.what, test.got, test.want)
		}
	}
	sentences := "\n" + strings.Join(append(sentencesOf(first), sentencesOf(second)...), "\n") + "\n"
	for _, unwanted := range []string{"comment", "email address", "Skip to", "Image credit", "Image Credit", "TechRadar", "Anthony", "Published", "Mark Sutton"} {
		if strings.Contains(sentences, unwanted) {
			t.Errorf("%q is among the sentences", unwanted)
		}
	}
	if !strings.Contains(sentences, " transparency and integrity\n") {
		t.Error("the paragraph without a full stop is not whole")
	}
	if n := len(first.Sentences); n != 12 {
		t.Errorf("first article: %d sentences, want 12", n)
	}
}
