package handlers

import (
	"context"
	"strings"
	"testing"

	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"storybot/knowledge/story"
)

// thirty topics, as a story has them.
var thirty = []string{
	"EU", "Kaspersky Lab", "European Parliament", "Eugene Kaspersky", "Europol", "Switzerland", "Russia", "United States",
	"Global Transparency Initiative", "No More Ransom", "Department of Homeland Security", "Federal Security Service",
	"European Commission", "Mark Sutton", "Anthony Spadafora", "The Register", "Twitter", "Zürich", "Netherlands",
	"Dutch Ministry of Justice and Security", "Donald Trump", "US Congress", "National Cyber Security Centre", "Crédit Agricole",
	"Interpol", "Moscow", "Symantec", "Best Buy",
	"Resolution on cyber defence of the European Parliament of June 2018",
	"Association of the Manufacturers of Security Software in Central Europe",
}

// twenty is what people type, and the topic that they mean.
var twenty = []struct{ typed, want string }{
	{"kaspersky l", "Kaspersky Lab"},
	{"KASPERSKY LAB", "Kaspersky Lab"},
	{"eu", "EU"},
	{"ep", "European Parliament"},
	{"gti", "Global Transparency Initiative"},
	{"fss", "Federal Security Service"},
	{"dhs", "Department of Homeland Security"},
	{"nmr", "No More Ransom"},
	{"zurich", "Zürich"},
	{"credit agricole", "Crédit Agricole"},
	{"parlaiment european", "European Parliament"},
	{"kasperksy eugene", "Eugene Kaspersky"},
	{"switzreland", "Switzerland"},
	{"netherlans", "Netherlands"},
	{"trump donald", "Donald Trump"},
	{"spadafroa", "Anthony Spadafora"},
	{"glbtrans", "Global Transparency Initiative"},
	{"eurcom", "European Commission"},
	{"Resolution on cyber defence of the European P", "Resolution on cyber defence of the European Parliament of June 2018"},
	{"ransom more", "No More Ransom"},
}

func TestWhatIsTypedIsFoundFirst(t *testing.T) {
	alone := 0
	for _, test := range twenty {
		got := match(test.typed, thirty)
		if len(got) == 0 || got[0] != test.want {
			t.Errorf("%q finds %q first of %q, want %q", test.typed, got[:min(1, len(got))], got, test.want)
		}
		if plain := fuzzy.Find(test.typed, thirty); len(plain) > 0 && plain[0].Str == test.want {
			alone++
		}
	}
	if alone >= len(twenty) {
		t.Error("sahilm/fuzzy finds all of them alone: what is built around it is not needed")
	}
	t.Logf("sahilm/fuzzy alone finds %d of %d first", alone, len(twenty))
}

func TestMatchOfAQuestion(t *testing.T) {
	for typed, want := range map[string]string{
		"why did kaspersky stop": "Kaspersky Lab",
		"what did europol say":   "Europol",
		"what does twiter do":    "Twitter",
	} {
		if got := match(typed, thirty); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %q, want %q first", typed, got, want)
		}
	}
	if got := match("zzzzqqqq", thirty); len(got) != 0 {
		t.Errorf("nonsense finds %q", got)
	}
	if got := match(" ", thirty); len(got) != len(thirty) {
		t.Errorf("nothing typed finds %d of %d", len(got), len(thirty))
	}
}

// TestMatchOfAnything holds that any beginning of a topic finds topics that
// begin so, and that nothing that is typed finds what is not there.
func TestMatchOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		topic := rapid.SampledFrom(thirty).Draw(t, "topic")
		letters := []rune(topic)
		typed := string(letters[:rapid.IntRange(1, len(letters)).Draw(t, "typed")])
		got := match(typed, thirty)
		if begins := fold(string([]rune(typed)[:min(maxPattern, len([]rune(typed)))])); len(got) == 0 || !strings.HasPrefix(fold(got[0]), begins) {
			t.Errorf("%q finds %q", typed, got)
		}
		match(rapid.String().Draw(t, "anything"), thirty)
	})
}

func TestEditDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"zürich", "zurich", 1}} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := editDistance(test.b, test.a); got != test.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestChoices(t *testing.T) {
	setting := newSetting(t, story.Articles())
	complete := func(name, focused string, typed any) []string {
		o := option(focused, typed)
		o.Focused = true
		offered, err := command(t, setting, name).Complete(context.Background(), member(0, name, o))
		if err != nil || offered == nil || len(offered) > maxOptions {
			t.Fatalf("complete %q: %v, %v", typed, offered, err)
		}
		names := []string{}
		for _, c := range offered {
			if length(c.Name) > maxOption || length(c.Value.(string)) > maxOption || c.Name == "" || c.Value == "" {
				t.Errorf("choice %q for %q", c.Name, c.Value)
			}
			names = append(names, c.Name)
		}
		return names
	}
	for _, test := range []struct {
		name, option string
		typed        any
		want         string
	}{
		{"ask", "question", "", "EU"},
		{"ask", "question", nil, "EU"}, // an option that is not text yet
		{"ask", "question", "switz", "Switzerland"},
		{"ask", "question", "eugene kas", "Eugene Kaspersky"},
		{"ask", "question", "eurparl", "European Parliament"},
		{"ask", "question", "suspends", "Kaspersky suspends its European projects over an EU report"},
		{"compare", "topic", "ep", "European Parliament"},
		{"sources", "article", "over an eu report", "Kaspersky suspends its European projects over an EU report"},
	} {
		if got := complete(test.name, test.option, test.typed); len(got) == 0 || got[0] != test.want {
			t.Errorf("/%s %q completes to %q, want %q first", test.name, test.typed, got, test.want)
		}
	}
	if got := complete("ask", "question", "zzzzqqqq"); len(got) != 0 {
		t.Errorf("nonsense completes to %q", got)
	}
	complete("ask", "question", strings.Repeat("Kaspersky ", 500))
}

// TestQuestionsThatAreOfferedAreAnswered asks what is proposed.
func TestQuestionsThatAreOfferedAreAnswered(t *testing.T) {
	setting := newSetting(t, story.Articles())
	o := option("question", "kasp")
	o.Focused = true
	offered, err := command(t, setting, "ask").Complete(context.Background(), member(0, "ask", o).in("de"))
	if err != nil {
		t.Fatal(err)
	}
	questions := 0
	for _, c := range offered {
		if !strings.HasPrefix(c.Name, "Was wird über") {
			continue
		}
		questions++
		if reply := mustRun(t, setting, member(0, "ask", option("question", c.Value))); !strings.Contains(reading(reply), "[1]") {
			t.Errorf("%q is offered and not answered:\n%s", c.Value, reading(reply))
		}
	}
	if questions == 0 {
		t.Errorf("no question is offered: %+v", offered)
	}
}
