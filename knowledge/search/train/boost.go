package main

import (
	"slices"
)

// Trees are grown by gradient boosting on histograms (Friedman, "Greedy
// function approximation", 2001; the histograms as in LightGBM): every feature
// is cut into at most bins steps of equally many rows, and a leaf is split
// where the gain in the second-order expansion of the loss is greatest.

const bins = 64

// rows are examples: values[f][i] is feature f of example i, as a bin.
type rows struct {
	n      int
	values [][]uint8
	edges  [][]float32 // a value in bin b is ≤ edges[f][b], the last bin's are greater
}

func newRows(features [][]float32) *rows {
	r := &rows{n: len(features)}
	if r.n == 0 {
		return r
	}
	for f := range features[0] {
		column := make([]float32, r.n)
		for i := range features {
			column[i] = features[i][f]
		}
		sorted := slices.Clone(column)
		slices.Sort(sorted)
		var edges []float32
		distinct := slices.Compact(slices.Clone(sorted))
		if len(distinct) <= bins {
			for i := range len(distinct) - 1 {
				edges = append(edges, (distinct[i]+distinct[i+1])/2)
			}
		} else {
			for b := 1; b < bins; b++ {
				edges = append(edges, sorted[b*r.n/bins])
			}
			edges = slices.Compact(edges)
		}
		values := make([]uint8, r.n)
		for i, v := range column {
			at, _ := slices.BinarySearch(edges, v)
			values[i] = uint8(at)
		}
		r.values = append(r.values, values)
		r.edges = append(r.edges, edges)
	}
	return r
}

// node is a split, or a leaf when feature is -1.
type node struct {
	feature   int
	edge      float32
	bin       uint8
	low, high *node // ≤ edge, > edge
	value     float64
	gain      float64
}

type grower struct {
	rows     *rows
	leaves   int
	lambda   float64
	minimum  float64 // hessian in a leaf
	rate     float64
	gradient []float64
	hessian  []float64
}

// boost grows trees for what the scores leave of a loss, whose gradients are filled
// in before each, and adds them to the scores.
func boost(features [][]float32, scores []float64, size shape, minimum float64, fill func(gradient, hessian []float64)) []*node {
	g := &grower{
		rows: newRows(features), leaves: size.leaves, lambda: 10, minimum: minimum, rate: size.rate,
		gradient: make([]float64, len(features)), hessian: make([]float64, len(features)),
	}
	var trees []*node
	for range size.trees {
		fill(g.gradient, g.hessian)
		trees = append(trees, g.grow(scores))
	}
	return trees
}

// histogram sums the gradients and hessians of a leaf's members by bin.
type histogram [][bins][2]float64

type leaf struct {
	at                *node
	members           []int32
	sums              histogram
	gradient, hessian float64
	best              node
}

// grow fits one tree to the gradients, and adds its values to the scores.
func (g *grower) grow(scores []float64) *node {
	root := &node{feature: -1}
	all := make([]int32, g.rows.n)
	for i := range all {
		all[i] = int32(i)
	}
	open := []*leaf{g.newLeaf(root, all, g.sum(all))}
	for len(open) < g.leaves {
		best := -1
		for i, l := range open {
			if l.best.gain > 1e-9 && (best < 0 || l.best.gain > open[best].best.gain) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		l := open[best]
		var low, high []int32
		for _, i := range l.members {
			if g.rows.values[l.best.feature][i] <= l.best.bin {
				low = append(low, i)
			} else {
				high = append(high, i)
			}
		}
		*l.at = l.best
		l.at.low, l.at.high = &node{feature: -1}, &node{feature: -1}
		few, many := low, high
		if len(few) > len(many) {
			few, many = many, few
		}
		sums := g.sum(few)
		l.sums.subtract(sums)
		lowSums, highSums := sums, l.sums
		if len(low) > len(high) {
			lowSums, highSums = l.sums, sums
		}
		open[best] = g.newLeaf(l.at.low, low, lowSums)
		open = append(open, g.newLeaf(l.at.high, high, highSums))
	}
	for _, l := range open {
		for _, i := range l.members {
			scores[i] += l.at.value
		}
	}
	return root
}

// sum makes the histograms of some rows; the other half of a split's follow by
// subtraction.
func (g *grower) sum(members []int32) histogram {
	sums := make(histogram, len(g.rows.values))
	for f, values := range g.rows.values {
		s := &sums[f]
		for _, i := range members {
			at := &s[values[i]]
			at[0] += g.gradient[i]
			at[1] += g.hessian[i]
		}
	}
	return sums
}

func (h histogram) subtract(other histogram) {
	for f := range h {
		for b := range h[f] {
			h[f][b][0] -= other[f][b][0]
			h[f][b][1] -= other[f][b][1]
		}
	}
}

func (g *grower) newLeaf(at *node, members []int32, sums histogram) *leaf {
	l := &leaf{at: at, members: members, sums: sums}
	for _, i := range members {
		l.gradient += g.gradient[i]
		l.hessian += g.hessian[i]
	}
	at.value = -g.rate * l.gradient / (l.hessian + g.lambda)
	for f := range g.rows.values {
		g.bestSplit(l, f)
	}
	return l
}

// bestSplit tries every edge of a feature.
func (g *grower) bestSplit(l *leaf, f int) {
	parent := l.gradient * l.gradient / (l.hessian + g.lambda)
	var gradient, hessian float64
	for b, edge := range g.rows.edges[f] {
		gradient += l.sums[f][b][0]
		hessian += l.sums[f][b][1]
		otherGradient, otherHessian := l.gradient-gradient, l.hessian-hessian
		if hessian < g.minimum || otherHessian < g.minimum {
			continue
		}
		gain := gradient*gradient/(hessian+g.lambda) + otherGradient*otherGradient/(otherHessian+g.lambda) - parent
		if gain > l.best.gain {
			l.best = node{feature: f, edge: edge, bin: uint8(b), gain: gain}
		}
	}
}

func (n *node) score(features []float32) float64 {
	for n.feature >= 0 {
		if features[n.feature] <= n.edge {
			n = n.low
		} else {
			n = n.high
		}
	}
	return n.value
}
