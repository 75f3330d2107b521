package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestQuestionsAskedFreelyAreWhole checks what needs no text: that of each
// question is known what answers it, or that nothing does, and that none is
// asked twice.
func TestQuestionsAskedFreelyAreWhole(t *testing.T) {
	type key struct {
		set, question string
		text          int
	}
	seen := make(map[key]bool)
	number, answered := 0, 0
	for line := range strings.Lines(askedText) {
		number++
		var q struct {
			Set, Question string
			Text          int
			Gold          []int
			Answer        []int
		}
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatalf("line %d: %v", number, err)
		}
		if q.Set != "new_wiki" && q.Set != "qamr" {
			t.Errorf("line %d is of %q", number, q.Set)
		}
		if len(q.Answer) > 0 && (len(q.Gold) == 0 || len(q.Answer) != 2 || q.Answer[0] >= q.Answer[1]) {
			t.Errorf("line %d: sentences %v, bytes %v", number, q.Gold, q.Answer)
		}
		if len(q.Gold) > 0 {
			answered++
		}
		of := key{q.Set, strings.ToLower(q.Question), q.Text}
		if seen[of] {
			t.Errorf("line %d: %q is asked twice", number, q.Question)
		}
		seen[of] = true
	}
	if answered < number/2 || answered > number*3/4 {
		t.Errorf("%d of %d questions have an answer", answered, number)
	}
}

func TestQuestionsAskedFreelyOfTextsThatAreNotThere(t *testing.T) {
	tell := func(texts, sentences, letters int) []text {
		all := make([]text, texts)
		for i := range all {
			all[i].Sentences = slices.Repeat([]string{strings.Repeat("x", letters)}, sentences)
		}
		return all
	}
	for want, wiki := range map[string][]text{
		`"new_wiki" has no text 1`:      tell(1, 500, 2000),
		`of "new_wiki" has no sentence`: tell(48, 0, 0),
		`sentence 0 has no bytes`:       tell(48, 500, 9),
	} {
		if err := readFreely(wiki, tell(3, 500, 2000)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if err := readFreely(tell(48, 500, 2000), tell(3, 500, 2000)); err != nil {
		t.Errorf("texts that have all: %v", err)
	}
}
