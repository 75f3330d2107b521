package gap

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"storybot/store/memory"
)

// kept returns gaps in a new store, and their clock, which a test moves.
func kept(t *testing.T) (*Gaps, *time.Time) {
	t.Helper()
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	s := memory.New(time.Now)
	t.Cleanup(func() { s.Close() })
	return New(s, 90*24*time.Hour, func() time.Time { return now }), &now
}

func list(t *testing.T, g *Gaps) []Gap {
	t.Helper()
	all, err := g.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"When does the bridge close?", "when did the bridge CLOSE", true},
		{"When does the bridge close?", "Please tell us when the bridges closed", true},
		{"When does the bridge close?", "Why does the bridge close?", false},
		{"When does the harbour bridge close?", "When does the harbuor bridge close?", true},
		{"Did Ann sue Bob?", "Did Bob sue Ann?", false},
		{"What happened in the year 2017?", "What happened in the year 2018?", false},
		{"Who is Ann?", "Who is Bob?", false},
		{"Why?", "How?", false},
		{"what is it", "what was it", true},
	} {
		if got := same(test.a, test.b); got != test.want || same(test.b, test.a) != test.want {
			t.Errorf("%q and %q ask the same: %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

func TestGapsAreCountedAndCovered(t *testing.T) {
	g, now := kept(t)
	ctx := context.Background()
	must(t, g.Unanswered(ctx, "What did the repair cost?"))
	*now = now.Add(time.Hour)
	must(t, g.Unanswered(ctx, "When  does the\nbridge close?"))
	must(t, g.Disliked(ctx, "When did the bridge close?"))
	must(t, g.Unanswered(ctx, " \n"))
	all := list(t, g)
	if len(all) != 2 || all[0].Question != "When does the bridge close?" || all[0].Unanswered != 1 || all[0].Disliked != 1 ||
		len(all[0].Wordings) != 1 || !all[0].Last.Equal(*now) || all[1].Count() != 1 {
		t.Fatalf("%+v", all)
	}
	covered, err := g.Cover(ctx, all[0].ID)
	if err != nil || covered.Question != all[0].Question || len(list(t, g)) != 1 {
		t.Errorf("covered %+v, %v; left are %+v", covered, err, list(t, g))
	}
	if covered, err := g.Cover(ctx, all[0].ID); err != nil || covered.Question != "" {
		t.Errorf("covered again: %+v, %v", covered, err)
	}
	must(t, g.Liked(ctx, "When did the bridge close?")) // of a gap that is gone
	must(t, g.Disliked(ctx, "Who said so?"))
	must(t, g.Liked(ctx, "Who said so?"))
	if all := list(t, g); len(all) != 1 {
		t.Errorf("left are %+v", all)
	}
}

// TestOneLetterDifferent asks a question 10,000 times, each with another letter
// wrong: it is one gap, and pushes no other out.
func TestOneLetterDifferent(t *testing.T) {
	g, _ := kept(t)
	ctx := context.Background()
	question := "Why " + strings.Repeat("did the mayor of the harbour town order that old bridge to be closed for repairs ", 3)
	question = strings.TrimSpace(question[:longest-60])
	must(t, g.Unanswered(ctx, "What did the repair cost?"))
	must(t, g.Unanswered(ctx, question))
	asked := 0
	for at := range question {
		for _, letter := range "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя" {
			if question[at] == ' ' || rune(question[at]) == letter || asked == 10_000 {
				continue
			}
			must(t, g.Unanswered(ctx, question[:at]+string(letter)+question[at+1:]))
			asked++
		}
	}
	// A letter can make another question of it ("what" of "that"); hardly ever.
	all := list(t, g)
	if len(all) > 5 || all[0].Count() < asked-20 || len(all[0].Wordings) != maxWordings || asked != 10_000 {
		t.Errorf("%d questions are %d gaps, the first with %d", asked, len(all), all[0].Count())
	}
	if last := all[len(all)-1]; last.Question != "What did the repair cost?" {
		t.Errorf("the other gap is gone: %+v", last)
	}
}

func TestNoMoreThanTheMostAreKept(t *testing.T) {
	g, now := kept(t)
	ctx := context.Background()
	must(t, g.Unanswered(ctx, "What did the repair cost?"))
	must(t, g.Unanswered(ctx, "What did the repair cost?"))
	for number := range Most + 5 {
		*now = now.Add(time.Second)
		must(t, g.Unanswered(ctx, fmt.Sprintf("What happened on bridge %d?", number)))
	}
	all := list(t, g)
	if len(all) != Most || all[0].Count() != 2 || all[1].Question != fmt.Sprintf("What happened on bridge %d?", Most+4) {
		t.Errorf("%d gaps, the first %+v", len(all), all[:2])
	}
}

func TestManyAskAtOnce(t *testing.T) {
	g, _ := kept(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 20 {
				must(t, g.Unanswered(context.Background(), []string{"When does the bridge close?", "when did the bridge close"}[i%2]))
			}
		})
	}
	all.Wait()
	if all := list(t, g); len(all) != 1 || all[0].Count() != 160 {
		t.Errorf("%+v", all)
	}
}
