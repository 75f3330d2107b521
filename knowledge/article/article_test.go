package article

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// saved is how a page looks when it is saved as text.
const saved = `Skip to main content

Harbour bridge to close for repairs

Harbour bridge to close for repairs
Drivers face a long way round until the autumn.
Published: 3 March 2021 - 4:05 p.m.
By: Jane Q. Writer

(Image credit: Port Authority)

The harbour bridge will close on Monday. Buses go round by the old road.

"We had no choice," said the mayor

Click here to add your comment
Your email address will not be published
Jane Q. Writer

Jane has written about roads and bridges for the Harbour Post for ten years.`

func TestTextAsSavedFromAPage(t *testing.T) {
	a, err := Read("bridge.txt", []byte(saved))
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Harbour bridge to close for repairs" || a.Author != "Jane Q. Writer" {
		t.Errorf("title %q, author %q", a.Title, a.Author)
	}
	if a.Published.String() != "2021-03-03T16:05" || a.PublishedFrom != "line 7" {
		t.Errorf("published %v from %s", a.Published, a.PublishedFrom)
	}
	want := []string{
		"Drivers face a long way round until the autumn.",
		"The harbour bridge will close on Monday.",
		"Buses go round by the old road.",
		`"We had no choice," said the mayor`,
	}
	if got := quotes(a); !slices.Equal(got, want) {
		t.Errorf("sentences\n got %q\nwant %q", got, want)
	}
	if last := a.Sentences[3]; last.Paragraph != 3 {
		t.Errorf("the last sentence is in paragraph %d, want 3", last.Paragraph)
	}
	dropped := make(map[string]int)
	for _, d := range a.Dropped {
		dropped[d.Rule]++
	}
	for rule, n := range map[string]int{"navigation": 1, "title again": 1, "image credit": 1, "comment prompt": 2, "biography": 2} {
		if dropped[rule] != n {
			t.Errorf("%d lines dropped as %s, want %d", dropped[rule], rule, n)
		}
	}
}

func quotes(a *Article) []string {
	var all []string
	for _, s := range a.Sentences {
		all = append(all, a.Sentence(s))
	}
	return all
}

func TestMarkdown(t *testing.T) {
	text := "---\ntitle: The bridge\nauthor: storybot\npublished: 2021-03\nafter: a report\n---\n\nIt closes.\nBuses go round.\n\n## Later\n\nIt opens."
	a, err := Read("bridge.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "The bridge" || a.Author != "storybot" || a.After != "a report" || a.Published.String() != "2021-03" {
		t.Errorf("front matter read as %+v", a)
	}
	if got, want := quotes(a), []string{"It closes.", "Buses go round.", "It opens."}; !slices.Equal(got, want) {
		t.Errorf("sentences %q, want %q", got, want)
	}
}

func TestMarkdownTakesItsTitleFromTheFirstHeading(t *testing.T) {
	a, err := Read("bridge.md", []byte("# The bridge\n\nIt closes."))
	if err != nil || a.Title != "The bridge" {
		t.Errorf("title %q, %v", a.Title, err)
	}
}

func TestUnusableFiles(t *testing.T) {
	for _, test := range []struct {
		name, file, content string
		want                error
		says                string
	}{
		{"empty", "a.txt", "", ErrEmpty, "empty"},
		{"blank", "a.txt", " \n\n ", ErrEmpty, "empty"},
		{"not UTF-8", "a.txt", "Title\n\nfine\nbro\xffken", ErrEncoding, "line 4"},
		{"NUL", "a.txt", "Title\n\na\x00b", ErrBinary, "line 3"},
		{"only navigation", "a.txt", "Skip to main content\nMenu\nSign in", ErrNoText, "no sentence"},
		{"unknown kind", "a.png", "x", ErrUnsupported, "kind of file"},
		{"front matter that does not parse", "a.md", "---\ntitle: [\n---\n\nText.", nil, "front matter: "},
		{"a date that no calendar has", "a.md", "---\npublished: 2018-06-31\n---\n\nText.", nil, "not a date"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(test.file, []byte(test.content))
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got error %v, want one with %q", err, test.says)
			}
			if test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("error %v is not %v", err, test.want)
			}
		})
	}
}
