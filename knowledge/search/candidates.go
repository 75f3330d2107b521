package search

import (
	"math"
	"math/bits"
	"slices"
)

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
	length, count := uint32(x.lengths[p.sentence()]), p.count()
	if at := count*usualLength + length; length < usualLength && at < uint32(len(x.gains)) {
		return x.gains[at]
	}
	return x.newGain(count, length)
}

func (x *Index) newGain(count, length uint32) float32 {
	return float32(count) * (k1 + 1) / (float32(count) + x.norms[length])
}

// Terms stand in nearly all sentences less often than usualCount, and nearly
// all sentences are shorter than usualLength: what they gain is worked out
// beforehand.
const (
	usualCount  = 4
	usualLength = 64
)

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

// A pruning finds the sentences that score best without adding up all
// postings.
//
// It is MaxScore (Turtle and Flood, "Query evaluation: strategies and
// optimizations", 1995), a window of sentences at a time. The cursors stand in
// the order of the most that they can add, the greatest first. Once n sentences
// are found, those of the last cursors that even together can't lift a sentence
// above the worst of the n are not walked: a sentence that only they hold is
// not worth a look.
//
//	         most   postings
//	walked   6.1    |  |        |    |
//	         4.0       |    | |     |       |
//	asked    1.2      ||| | |  || || | | |||      1.2 + 0.8 < edge
//	         0.8      | || |||||  || ||| | |
//
// Within a window, the walked add what they have to one sum a sentence. The
// others are asked about the sentences seen by then, and only as long as they
// could still lift one over the edge. The sums stay in the processor's first
// cache, and a posting costs an addition, not a comparison with every cursor.
//
// Every sum is taken in the order of the cursors, so that the scores are to the
// bit those that adding up all postings gives; of equals, the sentences first
// in the story are best. The bounds are sums in another order, which slack
// makes good.
//
// Bounds of blocks of postings (Ding and Suel, "Faster top-k document retrieval
// using block-max indexes", 2011) would skip little here: most sentences have a
// term once and are about as long, so the best of any sixty-four postings is
// near the best of all.
type pruning struct {
	given   []cursor // in any order
	cursors []cursor
	rest    [maxCursors + 1]float32 // rest[i]: the most that the cursors from i on add together
	walked  int                     // the cursors before this one are walked
	edge    float32                 // what the n-th best sentence has at least
	sums    [windowSize]float32     // all zero between windows, as is seen
	seen    [windowSize / 64]uint64 // a bit for each sentence that has a sum
	held    []uint16                // the sentences of the window that may reach the edge
	keys    [maxCursors]uint64
}

const (
	windowSize = 4096 // sentences
	seekCost   = 16   // as many postings can be added in the time of one seek
	maxCursors = 64
	slack      = 1 - 1e-5 // more than sums of so many are rounded by
)

// top puts the n sentences that score best into a heap, the worst on top.
func (x *Index) top(p *pruning, n int, best []scored) []scored {
	p.order()
	best = best[:0]
	for {
		first := none
		for i := range p.walked {
			if list := p.cursors[i].list; len(list) > 0 {
				first = min(first, list[0].sentence())
			}
		}
		if first == none {
			return best
		}
		x.walk(p, first)
		x.complete(p, first)
		best = p.sweep(first, n, best)
	}
}

// order sorts the cursors, of equals the one given first before the others, and
// works out what they can add. What is sorted is numbers: floats that are not
// negative are in the order of their bits.
func (p *pruning) order() {
	keys := p.keys[:len(p.given)]
	for i, c := range p.given {
		keys[i] = uint64(math.Float32bits(c.most))<<32 | uint64(len(keys)-i)
	}
	slices.Sort(keys)
	p.cursors = p.cursors[:0]
	p.edge = 0
	for i := range keys {
		c := p.given[len(keys)-int(uint32(keys[len(keys)-1-i]))]
		p.cursors = append(p.cursors, c)
		p.edge = max(p.edge, c.least)
	}
	p.walked = len(keys)
	p.rest[len(keys)] = 0
	for i := len(keys) - 1; i >= 0; i-- {
		p.rest[i] = p.rest[i+1] + p.cursors[i].most
	}
	p.narrow()
}

// narrow leaves off walking the cursors that can't reach the edge.
func (p *pruning) narrow() {
	for p.walked > 0 && p.rest[p.walked-1] < p.edge*slack {
		p.walked--
	}
}

// walk adds up what the walked cursors have in the window that begins at a
// sentence, and lists the sentences that they hold.
func (x *Index) walk(p *pruning, first uint32) {
	for i := range p.walked {
		x.addAll(p, &p.cursors[i], first)
	}
	p.held = p.held[:0]
	for word, seen := range p.seen {
		for ; seen != 0; seen &= seen - 1 {
			p.held = append(p.held, uint16(64*word+bits.TrailingZeros64(seen)))
		}
	}
}

// addAll adds all that a cursor has in a window.
func (x *Index) addAll(p *pruning, c *cursor, first uint32) {
	taken := 0
	for _, posted := range c.list {
		at := posted.sentence() - first
		if at >= windowSize {
			break
		}
		p.sums[at] += float32(c.weight * x.gain(posted))
		p.seen[at/64] |= 1 << (at % 64)
		taken++
	}
	c.list = c.list[taken:]
}

// complete adds what the cursors that are not walked have for the sentences
// held, and drops those that they can't lift to the edge. Where a cursor has
// few postings for the sentences held, adding them all costs less than looking
// each sentence up.
func (x *Index) complete(p *pruning, first uint32) {
	left := max(windowSize, len(x.texts)-int(first))
	for i := p.walked; i < len(p.cursors); i++ {
		c := &p.cursors[i]
		c.seek(first)
		posted := len(c.list) * windowSize / left // about so many in the window
		if posted >= len(p.held) {
			if p.drop(p.edge*slack - p.rest[i]); len(p.held) == 0 {
				return
			}
		}
		if posted < seekCost*len(p.held) {
			x.addAll(p, c, first)
			continue
		}
		for _, at := range p.held {
			if c.seek(first + uint32(at)); len(c.list) > 0 && c.list[0].sentence() == first+uint32(at) {
				p.sums[at] += float32(c.weight * x.gain(c.list[0]))
			}
		}
	}
}

// drop drops the sentences held whose sum is less than it must be.
func (p *pruning) drop(least float32) {
	kept := 0
	for _, at := range p.held {
		p.held[kept] = at
		if p.sums[at] >= least {
			kept++
		}
	}
	p.held = p.held[:kept]
}

// sweep keeps the best of the sentences held.
func (p *pruning) sweep(first uint32, n int, best []scored) []scored {
	for _, at := range p.held {
		score := p.sums[at]
		if score < p.edge || len(best) == n && score <= best[0].score {
			continue
		}
		if best = keep(best, scored{first + uint32(at), score}, n); len(best) == n {
			p.edge = max(p.edge, best[0].score)
		}
	}
	clear(p.sums[:])
	clear(p.seen[:])
	p.narrow()
	return best
}

// keep puts a sentence into a heap of at most n, the worst on top.
func keep(heap []scored, s scored, n int) []scored {
	if len(heap) < n {
		heap = append(heap, s)
		for i := len(heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if !heap[i].worse(heap[parent]) {
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
		if child+1 < len(heap) && heap[child+1].worse(heap[child]) {
			child++
		}
		if !heap[child].worse(heap[i]) {
			return heap
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// worse reports whether a sentence gives way to another: of equals the later.
func (s scored) worse(t scored) bool {
	return s.score < t.score || s.score == t.score && s.sentence > t.sentence
}
