package article

import (
	"slices"
	"strings"
	"testing"
)

// story is a story of two paragraphs, for tests of what stands around it.
const story = "\n\nThe ferry to Korva will stop in autumn. Nobody takes it any more.\n\nIts owner, Lina Berg, has sold the boat to a museum in Norway.\n"

// Each line is dropped by its rule, wherever it stands.
func TestPageLines(t *testing.T) {
	for rule, lines := range map[string][]string{
		"navigation": {
			"Skip to main content", "Skip to navigation", "Menu", "Search this site", "Home | World | Politics | Science | Arts | Sport", "Sign in | Subscribe",
			"Home › News › Islands", "Log in", "Back to top", "Next article", "Privacy policy | Terms of use | Contact us", "https://island.example/korva 1/2",
		},
		"share prompt": {
			"Share", "Tweet", "Share this article", "Email this article", "Print", "Share this: Facebook Twitter Email", "Share on Facebook | Share on Twitter | Copy link",
			"Facebook Twitter LinkedIn", "Follow us on Twitter", "Like this:", "Share via WhatsApp", "1.2k shares",
		},
		"comment prompt": {
			"Leave a comment", "Comments (0)", "12 comments", "Be the first to comment on this story", "Click here to add your comment", "Please add your comment below",
			"Your email address will not be published. Required fields are marked *", "Join the conversation", "View comments", "Comments are closed.",
		},
		"advertisement": {"Advertisement", "ADVERTISEMENT", "Article continues below", "Story continues below advertisement", "Sponsored content", "Continue reading the main story"},
		"image credit": {
			"(Image credit: Jo Lund)", "Image Credit: Jo Lund", "Photo: Jo Lund/Island Pictures", "Photograph by Jo Lund", "Image source, Getty Images", "Getty Images",
			"A ferry leaves Korva on Monday (Photo by Jo Lund/Reuters)", "Click here to enlarge image", "Image caption, The last ferry leaves", "Picture: Jo Lund",
		},
		"newsletter": {
			"Sign up to our newsletter to get the week's island news in your inbox.", "Subscribe to our daily briefing", "Get the best of the Post delivered to your inbox",
			"Enter your email address", "Already a subscriber? Log in",
		},
		"read more":     {"Read more: Ten islands without a ferry", "READ MORE: Who owns the sea?", "See also: The bridge that nobody wants"},
		"topics":        {"Filed under: Islands, Ferries", "Tags: sea, boats", "Posted in Islands"},
		"video player":  {"Loading...", "Play video", "3 min read", "This video cannot be played", "01:23"},
		"cookie notice": {"We use cookies to give you the best experience on our site.", "Accept all cookies"},
		"copyright":     {"© 2019 The Island Post", "All rights reserved.", "Copyright 2019 The Island Post. All rights reserved."},
		"credits":       {"Reporting by Jon Holm; Editing by Mia Falk", "(Additional reporting by Mia Falk)"},
		"page number":   {"Page 2 of 5", "- 3 -"},
	} {
		for _, line := range lines {
			a := mustRead(t, "page.txt", []byte("Korva loses its ferry"+strings.Replace(story, "more.\n\n", "more.\n\n"+line+"\n\n", 1)))
			wantRule(t, a, line, rule)
			if len(a.Sentences) != 3 {
				t.Errorf("%q: %d sentences are left, want 3", line, len(a.Sentences))
			}
		}
	}
}

// What looks like a page's line but is the story's is not dropped.
func TestStoryLines(t *testing.T) {
	for _, line := range []string{
		"Share prices of the ferry's owner fell by a third.",
		"Home Office staff were told to wait.",
		"Comments by the minister were not welcome on the island.",
		"Photo: the word itself comes from the Greek, the teacher said.",
		"Video, audio and pictures were taken from the office by police.",
		"Sign up for the army, the poster said.",
		"Copyright law was changed in 2018.",
		"Reporting by the Island Post found that the boat was unsafe.",
		"Story continues to be told on the island of how the ferry came.",
		"Related documents were burnt.",
		"Subscribe and be damned, he told the board.",
		"Advertisement for the ferry had stopped in March.",
		"More: he wanted the school, too.",
		"Filed under seal, the complaint names three men.",
		"This video has been removed from the trial by the judge.",
		"Search teams went out again on Monday.",
		"By Friday, the talks had collapsed.",
		"Published on June 16, 2018, the report names nobody.",
		"The minister left, and the police let him go without a word to the people who had waited",
		"\"No comment,\" said Berg.",
		"On 5 June 2018 the ferry sank.",
		"Sources",
	} {
		a := mustRead(t, "page.txt", []byte("Korva loses its ferry"+strings.Replace(story, "more.\n\n", "more.\n\n"+line+"\n\n", 1)))
		if line == "Sources" { // a heading here: what follows is the story
			if len(a.Sentences) != 3 {
				t.Errorf("%q took the story with it: %v", line, a.Dropped)
			}
			continue
		}
		if len(a.Dropped) > 0 || len(a.Sentences) != 4 {
			t.Errorf("%q: dropped %v, sentences %q", line, a.Dropped, sentences(a))
		}
	}
}

// Lists go with their headings, and end where the story goes on.
func TestLists(t *testing.T) {
	for _, test := range []struct {
		name, list, rule string
		items            int
	}{
		{"between paragraphs", "Related stories\nTen islands without a ferry\nWho owns the sea?\n\n", "related", 3},
		{"spaced", "Related articles\n\nTen islands without a ferry\n\nThe bridge that nobody wants\n\n", "related", 3},
		{"no blank lines", "You may also like\nTen islands without a ferry\n", "related", 2},
		{"numbered", "Most popular\n1. Ten islands without a ferry\n2. The bridge that nobody wants\n\n", "most read", 3},
		{"topics", "Categories:\nMarch 4, 2019\nIslands\nFerries\n\n", "topics", 4},
		{"sources", "Sources\n\n\"Ferry to stop\" — The Island Post, March 4, 2019\n\"Korva alone\" — Radio Korva, March 5, 2019.\n\n", "sources", 3},
	} {
		a := mustRead(t, "list.txt", []byte("Korva loses its ferry"+strings.Replace(story, "more.\n\n", "more.\n\n"+test.list, 1)))
		if len(a.Sentences) != 3 || len(a.Dropped) != test.items {
			t.Errorf("%s: dropped %v, sentences %q", test.name, a.Dropped, sentences(a))
		}
		for _, d := range a.Dropped {
			if d.Rule != test.rule {
				t.Errorf("%s: %q was dropped as %s", test.name, d.Text, d.Rule)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	for _, test := range []struct{ name, top, title, publisher string }{
		{"alone", "Korva loses its ferry", "Korva loses its ferry", ""},
		{"twice", "Korva loses its ferry\n\nKorva loses its ferry", "Korva loses its ferry", ""},
		{"twice, in capitals", "Korva loses its ferry\nKORVA LOSES ITS FERRY", "Korva loses its ferry", ""},
		{"below navigation", "Skip to content\nMenu\n\nKorva loses its ferry", "Korva loses its ferry", ""},
		{"with the paper", "Korva loses its ferry | The Island Post\nKorva loses its ferry", "Korva loses its ferry", "The Island Post"},
		{"below its section", "World news\n\nKorva loses its ferry", "Korva loses its ferry", ""},
		{"a question", "Who will row to Korva?", "Who will row to Korva?", ""},
		{"an abbreviation at its end", "Korva ferry sold to the U.S.", "Korva ferry sold to the U.S.", ""},
		{"an explainer", "Explainer: why Korva loses its ferry", "Explainer: why Korva loses its ferry", ""},
		{"below links", "Support us\nNews\nSport\nKorva\n\nKorva loses its only ferry in autumn", "Korva loses its only ferry in autumn", ""},
		{"with its section", "Islands|Korva loses its only ferry\nKorva loses its only ferry", "Korva loses its only ferry", ""},
		{"above three lines", "Korva alone\nThe ferry stops in the autumn of this year\nThe owner has sold it to a museum", "Korva alone", ""},
		{"below the date", "4 March 2019\n\nKorva loses its ferry", "Korva loses its ferry", ""},
		{"soft hyphens", "Korva\u00A0loses its fer\u00ADry", "Korva loses its ferry", ""},
		{"none", "Nobody was there. It rained.", "korva", ""},
	} {
		a := mustRead(t, "korva.txt", []byte(test.top+story))
		if a.Title != test.title || a.Publisher != test.publisher {
			t.Errorf("%s: title %q of %q, want %q of %q", test.name, a.Title, a.Publisher, test.title, test.publisher)
		}
		if test.name != "none" && test.name != "above three lines" && len(a.Sentences) != 3 {
			t.Errorf("%s: sentences %q", test.name, sentences(a))
		}
	}
}

func TestHeaderLines(t *testing.T) {
	for _, test := range []struct{ name, lines, author, published string }{
		{"two lines", "Published: 4 March 2019 - 10:38 a.m.\nBy: Jon Holm", "Jon Holm", "2019-03-04T10:38"},
		{"one line", "By Jon Holm | March 4, 2019", "Jon Holm", "2019-03-04"},
		{"a standfirst above", "The island will be alone from October.\nBy Jon Holm\n4 March 2019", "Jon Holm", "2019-03-04"},
		{"a standfirst without a stop", "The island will be alone from October on, when the owner sells her boat\nBy Jon Holm\n4 March 2019", "Jon Holm", "2019-03-04"},
		{"a name alone", "Jon Holm\n4 March 2019", "Jon Holm", "2019-03-04"},
		{"with the role below", "By Jon Holm\nIslands correspondent\n4 March 2019", "Jon Holm", "2019-03-04"},
		{"at the end", "", "Jon Holm", "2019-03-04"},
		{"none", "", "", ""},
	} {
		text := "Korva loses its ferry\n" + test.lines + story
		if test.name == "at the end" {
			text += "\nBy Jon Holm\nPublished: 4 March 2019\n"
		}
		a := mustRead(t, "korva.txt", []byte(text))
		if a.Author != test.author || a.Published.String() != test.published {
			t.Errorf("%s: by %q on %q", test.name, a.Author, a.Published)
		}
		want := 3
		if strings.Contains(test.name, "standfirst") {
			want = 4 // it is part of the story
		}
		if len(a.Sentences) != want {
			t.Errorf("%s: sentences %q", test.name, sentences(a))
		}
	}
}

func TestDateline(t *testing.T) {
	first := "KORVA, March 4, 2019 (Island News) - The ferry will stop in autumn."
	a := mustRead(t, "korva.txt", []byte("Korva loses its ferry\n\n"+first+"\n\nNobody takes it any more."))
	if a.Published.String() != "2019-03-04" || a.PublishedFrom != "line 3" {
		t.Errorf("published %s from %q", a.Published, a.PublishedFrom)
	}
	wantSentences(t, a, first, "Nobody takes it any more.")
}

func TestLastChangeStandsIn(t *testing.T) {
	a := mustRead(t, "korva.txt", []byte("Korva loses its ferry\nLast updated: 5 March 2019"+story))
	if a.Published.String() != "2019-03-05" || a.Modified != a.Published {
		t.Errorf("published %s, changed %s", a.Published, a.Modified)
	}
	wantWarning(t, a, "only the date of its last change was found")
}

func TestBiography(t *testing.T) {
	for _, test := range []struct {
		name, top, end, author string
		lines                  int
	}{
		{"below the name", "", "Jon Holm\n\nJon is the islands editor of the Post. He covers the sea.", "Jon Holm", 2},
		{"below the name twice", "", "Jon Holm\nJon Holm\n\nAfter years at sea, Jon is now the islands editor of the Post, where he covers boats.", "Jon Holm", 3},
		{"a last paragraph", "By Jon Holm", "Jon Holm is a writer who lives on Korva.", "Jon Holm", 1},
		{"below a heading", "By Jon Holm", "About the author\n\nHe lives on Korva.", "Jon Holm", 2},
		{"the name alone", "By Jon Holm", "Jon Holm", "Jon Holm", 1},
		{"one of the story", "By Jon Holm", "Lina Berg\n\nLina Berg was born on Korva and bought the ferry in 1990.", "Jon Holm", 0},
	} {
		a := mustRead(t, "korva.txt", []byte("Korva loses its ferry\n"+test.top+story+"\n"+test.end+"\n"))
		if a.Author != test.author || len(a.Dropped) != test.lines {
			t.Errorf("%s: by %q, dropped %v", test.name, a.Author, a.Dropped)
		}
		for _, d := range a.Dropped {
			if d.Rule != "biography" {
				t.Errorf("%s: %q was dropped as %s", test.name, d.Text, d.Rule)
			}
		}
	}
}

// A heading between paragraphs is no sentence; a paragraph without its full
// stop is one.
func TestHeadings(t *testing.T) {
	a := mustRead(t, "korva.txt", []byte("Korva loses its ferry"+story+"\nThe long way round\n\nThe bus across the new bridge will take two hours and will not run on Sundays\n\nNobody likes it.\n"))
	got := sentences(a)
	if !slices.Contains(got, "The bus across the new bridge will take two hours and will not run on Sundays") || slices.Contains(got, "The long way round") {
		t.Errorf("sentences %q", got)
	}
}

// Lines broken at a column are one paragraph, and a quote spans their ends.
func TestWrappedText(t *testing.T) {
	wrapped := "Korva loses its ferry\nBy Jon Holm\n4 March 2019\n\n" +
		"The ferry to Korva will stop in autumn, because nobody takes it any\nmore. Its owner, Lina Berg, said on Monday that she had sold the boat\nto a museum in Norway.\n\n" +
		"\"We shall have to row,\" said the teacher, who has lived there for\nthirty years.\n\nShare\n\nThe county has offered a bus.\n"
	for _, ends := range []string{"\n", "\r\n", "\r"} {
		a := mustRead(t, "korva.txt", []byte(strings.ReplaceAll(wrapped, "\n", ends)))
		wantSentences(t, a,
			"The ferry to Korva will stop in autumn, because nobody takes it any"+ends+"more.",
			"Its owner, Lina Berg, said on Monday that she had sold the boat"+ends+"to a museum in Norway.",
			"\"We shall have to row,\" said the teacher, who has lived there for"+ends+"thirty years.",
			"The county has offered a bus.")
		wantRule(t, a, "Share", "share prompt")
		if a.Author != "Jon Holm" || a.Published.String() != "2019-03-04" {
			t.Errorf("by %q on %s", a.Author, a.Published)
		}
		if d := a.Dropped[0]; d.Line != 12 {
			t.Errorf("dropped line %d, want 12", d.Line)
		}
	}
	// Short paragraphs on lines of their own stay paragraphs.
	a := mustRead(t, "lines.txt", []byte("Korva loses its ferry\nThe ferry stops in autumn.\nNobody takes it.\nThe boat goes to Norway.\n"))
	if n := len(a.Paragraphs); n != 3 {
		t.Errorf("%d paragraphs, want 3", n)
	}
}

// All rules that can drop a line are listed, so a sidecar can name them.
func TestRules(t *testing.T) {
	all := Rules()
	if !slices.IsSorted(all) || !slices.Contains(all, "biography") || !slices.Contains(all, "image credit") || slices.Contains(all, "") {
		t.Errorf("rules %q", all)
	}
}
