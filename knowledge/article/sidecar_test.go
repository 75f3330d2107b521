package article

import (
	"slices"
	"strings"
	"testing"
)

func TestSidecar(t *testing.T) {
	text := "Korva loses its ferry\nBy Jon Holm\n4 March 2019" + story + "\nShare\n\nPhoto: Jo Lund\n\nThe bridge is late.\n"
	for _, test := range []struct {
		name, yaml string
		check      func(a *Article) bool
	}{
		{"empty", "", func(a *Article) bool { return a.Title == "Korva loses its ferry" && a.PublishedFrom == "line 3" }},
		{"only a remark", "# nothing yet\n", func(a *Article) bool { return a.Author == "Jon Holm" }},
		{"its fields win", "title: A new title\nauthor: [Mia Falk, Jon Holm]\npublisher: The Post\nurl: https://island.example\nafter: A report\n", func(a *Article) bool {
			return a.Title == "A new title" && a.Author == "Mia Falk, Jon Holm" && a.Publisher == "The Post" && a.URL == "https://island.example" && a.After == "A report"
		}},
		{"its date wins", "published: 2018-06-16T10:38\nmodified: 17 June 2018\n", func(a *Article) bool {
			return a.Published.String() == "2018-06-16T10:38" && a.PublishedFrom == "sidecar" && a.Modified.String() == "2018-06-17"
		}},
		{"a month", "published: 2018-06\n", func(a *Article) bool { return a.Published.String() == "2018-06" }},
		{"an empty field says nothing", "title:\npublished: \"\"\n", func(a *Article) bool {
			return a.Title == "Korva loses its ferry" && a.Published.String() == "2019-03-04"
		}},
		{"keep a line", "keep: 11\n", func(a *Article) bool {
			return slices.Contains(sentences(a), "Photo: Jo Lund") && len(a.Dropped) == 1
		}},
		{"keep a rule", "keep: [image credit, share prompt]\n", func(a *Article) bool { return len(a.Dropped) == 0 }},
		{"drop a line", "drop: [7, 13]\n", func(a *Article) bool {
			return len(a.Sentences) == 2 && len(a.Dropped) == 4 && a.Dropped[0] == Dropped{7, "Its owner, Lina Berg, has sold the boat to a museum in Norway.", "sidecar"}
		}},
		{"in capitals, with a byte order mark", "\uFEFFTitle: A new title\r\n", func(a *Article) bool { return a.Title == "A new title" }},
	} {
		sidecar, err := ParseSidecar([]byte(test.yaml))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		a, err := ReadWith("korva.txt", []byte(text), sidecar)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		checkArticle(t, a)
		if !test.check(a) {
			t.Errorf("%s: %q by %q of %q, %s from %s, dropped %v, %q", test.name, a.Title, a.Author, a.Publisher, a.Published, a.PublishedFrom, a.Dropped, sentences(a))
		}
	}
}

func TestSidecarUnknownKey(t *testing.T) {
	sidecar, err := ParseSidecar([]byte("title: A title\npublised: 2018-06-16\n"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := ReadWith("korva.txt", []byte("Korva"+story), sidecar)
	if err != nil {
		t.Fatal(err)
	}
	wantWarning(t, a, `sidecar line 2: "publised" is not known: use title, author,`)
}

func TestSidecarErrors(t *testing.T) {
	for yaml, want := range map[string]string{
		"title: [a\nauthor: b":           "line",
		"title: a\n\tauthor: b":          "line 2: not YAML",
		"- title":                        "line 1: a key was expected",
		"title: a\npublished: 31 June":   "line 2: published: \"31 June\" is not a date",
		"published: 2018-02-30":          "line 1: published: \"2018-02-30\" is not a date",
		"title:\n  a: b":                 "line 1: title: text was expected",
		"keep: [navigatoin]":             "line 1: keep: \"navigatoin\" is neither a line number nor a rule",
		"drop: [navigation]":             "line 1: drop: \"navigation\" is not a line number",
		"a\x00b: c":                      "no text",
		"title: &a [*a]\nauthor: *b":     "line",
		"title: \"unfinished":            "line",
		"title: a\ntitle: b\n{":          "line",
		strings.Repeat("[", 20000) + "a": "line",
	} {
		_, err := ParseSidecar([]byte(yaml))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "!!") || strings.Contains(err.Error(), "main.") {
			t.Errorf("%.40q: error %v, want one with %q", yaml, err, want)
		}
	}
}

func TestSidecarNames(t *testing.T) {
	if got := SidecarNames("a.b/report.txt"); !slices.Equal(got, []string{"a.b/report.txt.meta.yaml", "a.b/report.meta.yaml"}) {
		t.Errorf("%q", got)
	}
	if !IsSidecar("a/Report.TXT.meta.YAML") || IsSidecar("meta.yaml.txt") {
		t.Error("a sidecar is not known by its name")
	}
}
