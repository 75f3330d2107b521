package search

// lookAtOrder works out how alike question and sentence order their words.
func (x *Index) lookAtOrder(q *question, s *sight, f *[features]float32, row []token) {
	var neighbours, near, ordered, pairs float32
	last := -1
	for i, h := range s.hits {
		if last >= 0 && s.hits[last].asked != h.asked {
			before := s.hits[last]
			distance := float32(max(1, h.at-before.at))
			lighter := min(q.asked[before.asked].weight, q.asked[h.asked].weight)
			near += lighter / distance
			if h.asked == before.asked+1 && q.asked[h.asked].at-q.asked[before.asked].at <= 2 && distance <= 2 {
				neighbours += lighter
			}
			pairs++
			ordered += flag(h.asked > before.asked)
		}
		last = i
	}
	f[fAdjacent] = neighbours / q.weight
	f[fProximity] = near / q.weight
	if pairs > 0 {
		f[fOrder] = ordered / pairs
	}
	f[fRun] = float32(s.longestRun(q.row, row)) / float32(max(1, min(len(q.row), maxRun)))
}

// maxRun is how many words of a question are compared for runs.
const maxRun = 48

// longestRun returns the length of the longest run of words that a question
// and a sentence share.
func (s *sight) longestRun(asked, row []token) int {
	asked = asked[:min(len(asked), maxRun)]
	if len(asked) == 0 {
		return 0
	}
	longest := uint8(0)
	above, now := &s.runs[0], &s.runs[1]
	clear(above[:len(asked)+1])
	var some uint64 // has a bit of each term asked, to pass over most others
	for _, a := range asked {
		some |= 1 << (a.term() % 64)
	}
	blank := true // above is all zero
	for _, t := range row {
		term := t.term()
		if some>>(term%64)&1 == 0 {
			if !blank {
				clear(above[:len(asked)+1])
				blank = true
			}
			continue
		}
		blank = false
		now[0] = 0
		for k, a := range asked {
			if a.term() == term {
				now[k+1] = above[k] + 1
				longest = max(longest, now[k+1])
			} else {
				now[k+1] = 0
			}
		}
		above, now = now, above
	}
	return int(longest)
}
