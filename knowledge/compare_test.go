package knowledge

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// bridges is a story of three articles, of which two tell of the bridge and
// differ.
func bridges(t *testing.T) *Base {
	t.Helper()
	base, _, err := Load(fstest.MapFS{
		"a.txt": file("Bridge closes\n\nBy Ann Archer\n\n16 June 2018\n\nThe harbour bridge closes for 20 days of repairs on 18 June, said Mark Sutton. Buses take the old road.\n"),
		"b.txt": file("Repairs\n\nThe harbour bridge closes for 25 days of repairs on 19 June 2018, said Marc Sutton.\n\nThe mayor drives over the harbour bridge every day.\n"),
		"c.txt": file("School\n\nThe mayor opened a school.\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func TestCompare(t *testing.T) {
	comparison := bridges(t).Compare("the harbour bridge closing")
	if len(comparison.Tellings) != 2 || len(comparison.Silent) != 1 || comparison.Silent[0].File != "c.txt" {
		t.Fatalf("%d tell of it, and silent are %v", len(comparison.Tellings), comparison.Silent)
	}
	var differences []string
	for i, telling := range comparison.Tellings {
		for _, q := range telling.Quotes {
			if telling.Article.Text[q.Start:q.End] != q.Text {
				t.Errorf("%q is not what stands in %s", q.Text, telling.Article.File)
			}
			for _, d := range q.Differences {
				if q.Text[d.Start:d.End] != d.Text {
					t.Errorf("%q is not what stands in the quote", d.Text)
				}
				differences = append(differences, fmt.Sprintf("%d %s %s, %d %s", i, d.Kind, d.Text, d.Telling, d.Other))
			}
		}
	}
	want := "0 date 18 June, 1 19 June 2018; 0 number 20, 1 25; 0 name Mark Sutton, 1 Marc Sutton; " +
		"1 date 19 June 2018, 0 18 June; 1 number 25, 0 20; 1 name Marc Sutton, 0 Mark Sutton"
	if got := strings.Join(differences, "; "); got != want {
		t.Errorf("they differ in\n%s, want\n%s", got, want)
	}
}

func TestCompareWhatNobodyTellsOf(t *testing.T) {
	for _, topic := range []string{"", "?!", "the", "football results", "mayor of Symantec"} {
		comparison := bridges(t).Compare(topic)
		if len(comparison.Tellings) != 0 || len(comparison.Silent) != 3 {
			t.Errorf("Compare(%q): %d articles tell of it, %d do not", topic, len(comparison.Tellings), len(comparison.Silent))
		}
	}
}

func TestWhatIsNoDifference(t *testing.T) {
	for name, texts := range map[string][2]string{
		"the same number":             {"The bridge closes for 20 days.", "The bridge closes for 20 days."},
		"numbers of different things": {"The bridge closes for 20 days.", "The bridge closes for 3 reasons."},
		"a day and its month":         {"The bridge closes on 13 June 2018.", "The bridge closes in June 2018."},
		"sentences with little in common": {
			"The bridge closes on 13 June 2018 after cracks appeared in both northern pillars.",
			"The bridge carried its first tram on 3 May 1961, when King George waved from a balcony.",
		},
	} {
		base, _, err := Load(fstest.MapFS{"a.txt": file("One\n\n" + texts[0] + "\n"), "b.txt": file("Two\n\n" + texts[1] + "\n")})
		if err != nil {
			t.Fatal(err)
		}
		for _, telling := range base.Compare("bridge").Tellings {
			if d := telling.Quotes[0].Differences; len(d) > 0 {
				t.Errorf("%s: %+v", name, d)
			}
		}
	}
}

func TestPassage(t *testing.T) {
	base := bridges(t)
	for _, p := range base.sentences {
		id := base.PassageID(cite(p.article, p.sentence))
		passage, found := base.Passage(id)
		if !found || passage.Text != p.text() || len(id) != PassageIDLength {
			t.Errorf("%q has the id %q, which is of %+v", p.text(), id, passage)
		}
		if around := passage.Before + passage.Text + passage.After; !strings.Contains(p.article.Text, strings.TrimSpace(passage.Before)) ||
			passage.Article != "c.txt" && around == passage.Text {
			t.Errorf("%q stands in %q", p.text(), around)
		}
	}
	for _, id := range []string{"", "AAAAAAAA", "no id at all"} {
		if _, found := base.Passage(id); found {
			t.Errorf("there is a passage %q", id)
		}
	}
	if id := base.PassageID(Citation{Article: "nowhere.txt"}); id != "" {
		t.Errorf("what is nowhere has the id %q", id)
	}
}

// TestPassageAfterAReload puts a paragraph before the quoted one, and then
// changes the quoted one.
func TestPassageAfterAReload(t *testing.T) {
	load := func(body string) *Base {
		base, _, err := Load(fstest.MapFS{"a.txt": file("Bridge closes\n\n" + body)})
		if err != nil {
			t.Fatal(err)
		}
		return base
	}
	before := load("The bridge closes. Buses take the old road.\n")
	id := before.PassageID(cite(before.sentences[1].article, before.sentences[1].sentence))
	moved, found := load("It was announced today.\n\nThe bridge closes. Buses take the old road.\n").Passage(id)
	if !found || moved.Text != "Buses take the old road." || moved.Paragraph != 2 {
		t.Errorf("a passage that moved: %v, %+v", found, moved)
	}
	if changed, found := load("The bridge stays open. Buses take the old road.\n").Passage(id); found {
		t.Errorf("a passage in a paragraph that changed: %+v", changed)
	}
}

func TestArticleID(t *testing.T) {
	base := bridges(t)
	for _, a := range base.Articles() {
		if base.ArticleByID(ArticleID(a)) != a {
			t.Errorf("%s is not found by its id", a.File)
		}
	}
	if base.ArticleByID("") != nil {
		t.Error("there is an article without an id")
	}
}

func TestOutline(t *testing.T) {
	base := bridges(t)
	sections := base.Outline(base.Article("b.txt"))
	if len(sections) != 2 || sections[1].Lead != "The mayor drives over the harbour bridge every day." || sections[1].Sentences != 1 {
		t.Errorf("outline: %+v", sections)
	}
	if words := Words(base.Article("c.txt")); words != 5 {
		t.Errorf("%d words, want 5", words)
	}
}
