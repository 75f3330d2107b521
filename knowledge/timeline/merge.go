package timeline

import (
	"cmp"
	"slices"
	"time"

	"storybot/knowledge/dates"
)

// Merging takes pairs of mentions, the most alike first, and puts the two in
// one group where all dates of their groups agree. How alike two must be
// depends on what else speaks for it. Two articles that name the same day need
// share little more; dates of different precision more; and two sentences of
// one article most, for an article tells an event once and then its details.
const (
	sameDay     = 0.15
	sameStretch = 0.25
	contained   = 0.30
	sameArticle = 0.40
)

// A retelling is a sentence without a date of its own. It needs more than a
// dated one; less if its article appeared near the event, or told ahead of it;
// and far apart the two must be all but the same.
const (
	retoldNear  = 0.35
	retoldLate  = 0.65
	nearInTime  = 100 * 24 * time.Hour
	otherDate   = 0.55 // how alike two accounts with different dates must be
	farthestDay = 31 * 24 * time.Hour
	farthest    = 2 * 366 * 24 * time.Hour // the same for years
)

// agree reports whether two dates may be of one event: one contains the other,
// or they are days that lie next to each other, or one is a week, which people
// count loosely, and the other lies in the next.
func agree(a, b dates.Date) bool {
	switch {
	case a.Contains(b), b.Contains(a):
		return true
	case a.Precision == dates.Week && a.Add(1).Contains(b), b.Precision == dates.Week && b.Add(1).Contains(a):
		return true
	}
	return a.Precision >= dates.Day && b.Precision >= dates.Day && gap(a, b) <= 24*time.Hour
}

func gap(a, b dates.Date) time.Duration { return a.Time().Sub(b.Time()).Abs() }

// story is what a timeline is built from.
type story struct {
	sentences []Sentence
	mentions  []mention
	of        map[int][]int // a sentence's mentions
	alike     [][]near
}

func (s *story) least(a, b mention) float64 {
	switch {
	case s.article(a) == s.article(b):
		return sameArticle
	case a.Date == b.Date && a.Date.Precision >= dates.Day:
		return sameDay
	case a.Date == b.Date:
		return sameStretch
	}
	return contained
}

func (s *story) article(m mention) string { return s.sentences[m.sentence].Article }

// merge groups the mentions of one event.
func (s *story) merge() []*group {
	type pair struct {
		a, b  int
		score float64
	}
	var pairs []pair
	for a, m := range s.mentions {
		for _, other := range s.alike[m.sentence] {
			for _, b := range s.of[other.sentence] {
				if a < b && agree(m.Date, s.mentions[b].Date) && other.score >= s.least(m, s.mentions[b]) {
					pairs = append(pairs, pair{a, b, other.score})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	in := make([]*group, len(s.mentions))
	for i, m := range s.mentions {
		in[i] = &group{mentions: []mention{m}, order: i}
	}
	for _, p := range pairs {
		if into, from := in[p.a], in[p.b]; into != from && into.agrees(from) {
			into.mentions = append(into.mentions, from.mentions...)
			for _, m := range from.mentions {
				in[m.order] = into
			}
		}
	}
	var groups []*group
	for i, g := range in {
		if g.order == i {
			groups = append(groups, g)
		}
	}
	return groups
}

// agrees reports whether all the dates of two groups agree.
func (g *group) agrees(h *group) bool {
	for _, m := range g.mentions {
		for _, n := range h.mentions {
			if !agree(m.Date, n.Date) {
				return false
			}
		}
	}
	return true
}

// join adds to the groups the sentences without a date that retell an event.
func (s *story) join(groups []*group) {
	in := s.groupOf(groups)
	for i, sentence := range s.sentences {
		if len(sentence.Events) > 0 {
			continue
		}
		best, top := -1, 0.0
		for _, other := range s.alike[i] {
			for _, m := range s.of[other.sentence] {
				if other.score >= s.retold(sentence, s.mentions[m]) && other.score > top {
					best, top = m, other.score
				}
			}
		}
		if best >= 0 {
			in[best].retellings = append(in[best].retellings, i)
		}
	}
}

// retold returns how alike to a mention a sentence without a date must be.
func (s *story) retold(sentence Sentence, m mention) float64 {
	ahead := sentence.Ahead && sentence.Assumed.Known() && sentence.Assumed.Compare(m.Date) < 0
	switch {
	case s.article(m) == sentence.Article:
		return 2 // never: it is one of the details
	case ahead, sentence.Assumed.Known() && gap(sentence.Assumed, m.Date) <= nearInTime:
		return retoldNear
	}
	return retoldLate
}

func (s *story) groupOf(groups []*group) map[int]*group {
	in := make(map[int]*group)
	for _, g := range groups {
		for _, m := range g.mentions {
			in[m.order] = g
		}
	}
	return in
}

// differ finds events to which two articles give different dates. The account
// of fewer articles goes into the other's row. Groups that one article tells
// of apart are two events.
func (s *story) differ(groups []*group) []*group {
	in := s.groupOf(groups)
	gone := make(map[*group]bool)
	apart := make(map[[2]*group]bool) // pairs that were found to be: they stay so
	for a, m := range s.mentions {
		for _, other := range s.alike[m.sentence] {
			for _, b := range s.of[other.sentence] {
				g, h := in[a], in[b]
				if g == h || gone[g] || gone[h] || apart[[2]*group{g, h}] || other.score < otherDate || !nearby(m.Date, s.mentions[b].Date) {
					continue
				}
				if s.apart(g, h) {
					apart[[2]*group{g, h}] = true
					continue
				}
				if len(h.mentions) > len(g.mentions) || len(h.mentions) == len(g.mentions) && h.order < g.order {
					g, h = h, g
				}
				g.also = append(g.also, h.mentions...)
				g.retellings = append(g.retellings, h.retellings...)
				gone[h] = true
			}
		}
	}
	return slices.DeleteFunc(groups, func(g *group) bool { return gone[g] })
}

// nearby reports whether two dates that do not agree may be of one event.
func nearby(a, b dates.Date) bool {
	if a.Precision >= dates.Season && b.Precision >= dates.Season {
		return gap(a, b) <= farthestDay
	}
	return gap(a, b) <= farthest
}

// apart reports whether one article tells of both groups, or their dates agree.
func (s *story) apart(g, h *group) bool {
	for _, m := range slices.Concat(g.mentions, g.also) {
		for _, n := range h.mentions {
			if s.article(m) == s.article(n) || agree(m.Date, n.Date) {
				return true
			}
		}
	}
	return len(h.also) > 0
}
