package search

import "testing"

func TestReadTranslations(t *testing.T) {
	got := readTranslations("# a comment line\ncountri china 0.11\ncountri us 0.16\nkill stab 0.08\n")
	if len(got) != 2 || len(got["countri"]) != 2 || got["countri"][1] != (translation{"us", 0.16}) || got["kill"][0].term != "stab" {
		t.Errorf("read %v", got)
	}
}

func TestWhatATermIsTranslatedFromMatches(t *testing.T) {
	x := New(story, titles)
	var q question
	var m matches
	x.read(&q, "When did they vote?")
	q.asked[0].from = []translation{{"council", 0.4}, {"giraff", 0.4}, {"vote", 0.4}}
	m.reset()
	x.matchTranslations(&m, 0, &q.asked[0])
	if len(m.all) != 1 || string(x.terms.at(m.all[0].term)) != "council" || m.all[0].kind != translated || m.all[0].weight != 0.4 {
		t.Errorf("matches %+v, want the council: the giraffe is not in the story, and a vote is one without", m.all)
	}
}
