package search

// The parameters of BM25, as they suit single sentences.
const (
	k1          = 0.9
	lengthShare = 0.4 // b: how much long sentences are held back
)

// gain returns what a posting adds to the score of its sentence, but for the
// term's idf:
//
//	tf·(k1+1) / (tf + k1·(1 − b + b·|s|/avg))
func (x *Index) gain(p posting) float32 {
	count := float32(p.count())
	return count * (k1 + 1) / (count + x.norms[x.lengths[p.sentence()]])
}

// A cursor walks down the postings of one term.
type cursor struct {
	list   []posting
	weight float32 // what the term counts: its idf, or less
	most   float32 // the most it adds to a score
	least  float32 // what the n-th best sentence has by it alone
}

// seek moves to the first posting of a sentence or behind it, in strides that
// double, and then by halves.
func (c *cursor) seek(sentence uint32) {
	stride := 1
	for stride < len(c.list) && c.list[stride].sentence() < sentence {
		stride *= 2
	}
	low, high := stride/2, min(stride+1, len(c.list))
	for low < high {
		middle := int(uint(low+high) / 2)
		if c.list[middle].sentence() < sentence {
			low = middle + 1
		} else {
			high = middle
		}
	}
	c.list = c.list[low:]
}

// scored is a sentence and its score.
type scored struct {
	sentence uint32
	score    float32
}

// top finds the n sentences that score best.
//
// It is MaxScore (Turtle and Flood, "Query evaluation: strategies and
// optimizations", 1995). The cursors stand in the order of the most that they
// can add. Once n sentences are found, those of the first cursors that even
// together can't lift a sentence above the worst of them are not walked: a
// sentence that only they hold is not worth a look. They are asked only about
// the sentences that the others bring up, and only as long as it matters.
func (x *Index) top(cursors []cursor, n int, best []scored) []scored {
	sortCursors(cursors)
	var sums [maxCursors + 1]float32 // sums[i]: the most that the first i add together
	for i, c := range cursors {
		sums[i+1] = sums[i] + c.most
	}
	best = best[:0]
	edge := float32(0) // what the n-th best sentence has at least
	for _, c := range cursors {
		edge = max(edge, c.least*0.999) // sums are rounded
	}
	walked := 0 // the cursors from here on are walked
	for walked < len(cursors) && sums[walked+1] < edge {
		walked++
	}
	for {
		sentence := none
		for i := walked; i < len(cursors); i++ {
			if c := &cursors[i]; len(c.list) > 0 {
				sentence = min(sentence, c.list[0].sentence())
			}
		}
		if sentence == none {
			return best
		}
		score := float32(0)
		for i := walked; i < len(cursors); i++ {
			if c := &cursors[i]; len(c.list) > 0 && c.list[0].sentence() == sentence {
				score += c.weight * x.gain(c.list[0])
				c.list = c.list[1:]
			}
		}
		for i := walked - 1; i >= 0; i-- {
			if score+sums[i+1] < edge {
				break
			}
			c := &cursors[i]
			if c.seek(sentence); len(c.list) > 0 && c.list[0].sentence() == sentence {
				score += c.weight * x.gain(c.list[0])
			}
		}
		if score < edge || len(best) == n && score <= best[0].score {
			continue
		}
		best = keep(best, scored{sentence, score}, n)
		edge = max(edge, worst(best, n))
		for walked < len(cursors) && sums[walked+1] < edge {
			walked++
		}
	}
}

// maxCursors is how many terms of one question are looked for.
const maxCursors = 64

func sortCursors(cursors []cursor) {
	for i := 1; i < len(cursors); i++ {
		for k := i; k > 0 && cursors[k].most < cursors[k-1].most; k-- {
			cursors[k], cursors[k-1] = cursors[k-1], cursors[k]
		}
	}
}

// worst returns the score that a sentence must reach to be among the n best.
func worst(best []scored, n int) float32 {
	if len(best) < n {
		return 0
	}
	return best[0].score
}

// keep puts a sentence into a heap of at most n, the worst on top.
func keep(heap []scored, s scored, n int) []scored {
	if len(heap) < n {
		heap = append(heap, s)
		for i := len(heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if heap[parent].score <= heap[i].score {
				break
			}
			heap[parent], heap[i] = heap[i], heap[parent]
			i = parent
		}
		return heap
	}
	heap[0] = s
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(heap) {
			return heap
		}
		if child+1 < len(heap) && heap[child+1].score < heap[child].score {
			child++
		}
		if heap[i].score <= heap[child].score {
			return heap
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}
