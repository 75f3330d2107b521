package knowledge

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

const bridge = `Harbour bridge closes

On Wednesday the council voted to close the harbour bridge for repairs. It will stay shut for six months.

Mayor Ana Lindqvist said the work costs 4.2 million euros.
`

const bridgeAgain = `Council shuts bridge

The council voted on Wednesday to close the harbour bridge for repairs, residents were told.

Mayor Ana Lindqvist said the work costs 4.6 million euros.
`

func TestAnswersOfOtherArticlesAgreeOrDiffer(t *testing.T) {
	base := load(t, map[string]string{"a.txt": bridge, "b.txt": bridgeAgain})
	tests := map[string]Relation{
		"When did the council vote to close the harbour bridge?":    Agrees,
		"How much does the work cost, as Mayor Ana Lindqvist said?": Differs,
	}
	for question, want := range tests {
		answer := base.Ask(question)
		if len(answer.Quotes) < 2 || answer.Quotes[0].Relation != Best || answer.Quotes[1].Relation != want {
			t.Errorf("%s: %+v, want a second quote that %s", question, answer.Quotes, want)
		}
	}
}

// TestTheOriginalArticlesAgreeAndDiffer asks the two articles that the shipped
// story retells: each tells the reason in its own words, and each gives the
// tweet otherwise.
func TestTheOriginalArticlesAgreeAndDiffer(t *testing.T) {
	base, _, err := Load(os.DirFS(shared(t, "articles")))
	if err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string]Relation{
		"Why did Kaspersky stop working with Europol?":                        Agrees,
		"Which orgs is the cooperation frozen with, based upon the decision?": Differs,
	} {
		quotes := base.Ask(question).Quotes
		found := slices.ContainsFunc(quotes, func(q Quote) bool { return q.Relation == want && q.Article != quotes[0].Article })
		if !found {
			t.Errorf("%s: no other article %s: %+v", question, want, quotes)
		}
	}
}

func TestAPronounBringsTheSentenceBefore(t *testing.T) {
	answer := load(t, map[string]string{"a.txt": bridge}).Ask("How long will it stay shut?")
	if len(answer.Quotes) == 0 || !strings.HasPrefix(answer.Quotes[0].Text, "It will stay shut") {
		t.Fatalf("got %+v", answer)
	}
	if !strings.HasPrefix(answer.Quotes[0].Context, "On Wednesday the council") {
		t.Errorf("context %q", answer.Quotes[0].Context)
	}
}

func load(t interface{ Fatal(...any) }, files map[string]string) *Base {
	folder := make(fstest.MapFS)
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	base, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func TestAnotherArticleNeverChangesAQuote(t *testing.T) {
	sentence := rapid.SampledFrom([]string{
		"The council voted to close the bridge.", "Ferries will carry 900 people.", "It costs 4.2 million euros.",
		"Shopkeepers fear empty streets.", "“We close it,” she said on 3 May.", "Müller's protest is in Oldtown.",
	})
	rapid.Check(t, func(t *rapid.T) {
		files := make(map[string]string)
		question := sentence.Draw(t, "question")
		for i := range rapid.IntRange(1, 3).Draw(t, "articles") {
			sentences := append(rapid.SliceOfN(sentence, 0, 4).Draw(t, "sentences"), question)
			files[fmt.Sprintf("%d.txt", i)] = fmt.Sprintf("Title %d\n\n%s\n", i, strings.Join(sentences, " "))
		}
		for _, name := range []string{"", "new.txt"} {
			if name != "" {
				files[name] = "New title\n\nThe mayor closes the bridge, they fear. Nothing else was said.\n"
			}
			answer := load(t, files).Ask(question)
			if !answer.Answered {
				t.Fatalf("%q is a sentence of the story, but %s", question, answer.Refusal.Sentence())
			}
			for _, q := range answer.Quotes {
				if !strings.Contains(files[q.Article], q.Text) || files[q.Article][q.Start:q.End] != q.Text {
					t.Fatalf("quote %q is not what %s holds", q.Text, q.Article)
				}
			}
		}
	})
}
