package search

import "testing"

func TestSettle(t *testing.T) {
	scores := []float32{5, 4, 1}
	for _, test := range []struct {
		name   string
		found  [2]float32
		half   float32
		change bool
	}{
		{"neither is found better", [2]float32{2, 2}, 0, false},
		{"the first is found better", [2]float32{1, 0}, 0.5, false},
		{"the second, by less than it lies behind", [2]float32{0, 0.5}, -0.25, false},
		{"the second, by as much", [2]float32{0, 1}, -0.5, false},
		{"the second, by more", [2]float32{-1, 1}, -1, true},
	} {
		if half, change := Settle(scores, test.found); half != test.half || change != test.change {
			t.Errorf("%s: %v, %v; want %v, %v", test.name, half, change, test.half, test.change)
		}
	}
}

// TestFinal holds finals in a story, and looks whether each candidate has its own
// score still, the best first.
func TestFinal(t *testing.T) {
	x := New(story, titles)
	r := new(ranking)
	held := 0
	for _, question := range []string{
		"When did the council vote?", "Who is the mayor?", "Why were shopkeepers angered?", "What will shopkeepers do?",
		"What did the council close for six months?", "Which bridge will the ferries replace?", "protest", "zebras", "",
		story[0].Text,
	} {
		x.rank(r, question)
		before := make(map[uint32]float32)
		for _, l := range r.order[:r.found] {
			before[l.sentence] = l.score
		}
		x.playFinal(r)
		for i, l := range r.order[:r.found] {
			if off := before[l.sentence] + l.final - l.score; off > 1e-5 || off < -1e-5 {
				t.Errorf("%q: sentence %d had %v, was given %v and has %v", question, l.sentence, before[l.sentence], l.final, l.score)
			}
			if i > 0 && l.score > r.order[i-1].score {
				t.Errorf("%q: candidate %d has %v, the one before %v", question, i, l.score, r.order[i-1].score)
			}
			if l.final != 0 {
				held++
			}
			if l.same && l.final != 0 {
				t.Errorf("%q: there was a final for the sentence itself", question)
			}
		}
	}
	if held == 0 {
		t.Error("no final was held")
	}
}
