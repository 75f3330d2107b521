package article

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Pages as they come out when a reader marks all of a site and pastes it: a
// broadcaster's, a tabloid's, an agency's. Beside each stands what is made of it.
func TestPastedPages(t *testing.T) {
	pages, err := filepath.Glob("testdata/pages/*.txt")
	if err != nil || len(pages) < 6 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		got := describe(mustRead(t, page, content))
		golden := strings.TrimSuffix(page, ".txt") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", page, got, want)
		}
	}
}

// describe tells all of an article, a line for each thing.
func describe(a *Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title      %s\nauthor     %s\npublisher  %s\npublished  %s from %s\nmodified   %s\n",
		a.Title, a.Author, a.Publisher, a.Published, a.PublishedFrom, a.Modified)
	for _, warning := range a.Warnings {
		fmt.Fprintf(&b, "warning    %s\n", warning)
	}
	for _, p := range a.Paragraphs {
		if p.Heading {
			fmt.Fprintf(&b, "heading    %d: %s\n", p.Line, a.Text[p.Start:p.End])
		}
	}
	for _, s := range a.Sentences {
		fmt.Fprintf(&b, "sentence   %d: %s\n", s.Paragraph, a.Sentence(s))
	}
	for _, d := range a.Dropped {
		fmt.Fprintf(&b, "dropped    %d: %s (%s)\n", d.Line, d.Text, d.Rule)
	}
	return b.String()
}
