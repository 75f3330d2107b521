package search

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// A model's trees are not walked from their roots: at every split the processor
// would have to guess the way, and guess wrong half of the time. Instead all
// splits of all trees are taken together, feature by feature (QuickScorer:
// Lucchese and others, "QuickScorer: a fast algorithm to rank documents with
// additive ensembles of regression trees", 2015). A split that a row does not
// fulfil rules out the leaves on the side that does:
//
//	tree           c <= 0.5               split        rules out
//	              /        \              c <= 0.5     leaves 0 1 2
//	        a <= 3          leaf 3        a <= 3       leaves 0 1
//	       /      \                       b <= 7       leaf 0
//	  b <= 7       leaf 2
//	  /    \
//	leaf 0  leaf 1
//
// Of the leaves that no split rules out, the first is where a walk would end.
// The splits on one feature lie in the order of their edges, so those that a
// row does not fulfil are the first so many.
type trees struct {
	edges  []edge
	splits []treeSplit
	leaves [][maxLeaves]float32 // of each tree, from left to right
}

// edge says that the splits up to an end, from where the edge before ends, are
// on a feature.
type edge struct{ feature, end uint16 }

// treeSplit rules out leaves of its tree in a row whose feature is more than
// value, or is no number.
type treeSplit struct {
	value float32
	out   leafSet
	tree  uint8
}

// leafSet has a bit for each leaf of a tree.
type leafSet uint16

const (
	maxLeaves = 16
	maxTrees  = 256
)

// newTrees returns the trees of nodes that begin at the roots.
func newTrees(nodes []treeNode, roots []int32) (trees, error) {
	if len(roots) > maxTrees {
		return trees{}, fmt.Errorf("there are %d trees, more than %d", len(roots), maxTrees)
	}
	var t trees
	var on [leafNode][]treeSplit // the splits by feature
	for n, root := range roots {
		var leaves [maxLeaves]float32
		count := 0
		var walk func(at int32)
		walk = func(at int32) {
			node := nodes[at]
			if node.feature == leafNode {
				if count < maxLeaves {
					leaves[count] = node.value
				}
				count++
				return
			}
			first := count
			walk(at + 1)
			out := leafSet(1)<<count - leafSet(1)<<first
			on[node.feature] = append(on[node.feature], treeSplit{node.value, out, uint8(n)})
			walk(node.other)
		}
		if walk(root); count > maxLeaves {
			return trees{}, fmt.Errorf("tree %d has %d leaves, more than %d", n+1, count, maxLeaves)
		}
		t.leaves = append(t.leaves, leaves)
	}
	for feature, splits := range on {
		if len(splits) > 0 {
			slices.SortFunc(splits, func(a, b treeSplit) int { return cmp.Compare(a.value, b.value) })
			t.splits = append(t.splits, splits...)
			t.edges = append(t.edges, edge{uint16(feature), uint16(len(t.splits))})
		}
	}
	return t, nil
}

// addTo adds to a sum the leaf that a row of features leads to in each tree.
func (t *trees) addTo(sum float32, f []float32) float32 {
	var out [maxTrees]leafSet
	first := uint16(0)
	for _, e := range t.edges {
		value := f[e.feature]
		for _, s := range t.splits[first:e.end] {
			if value <= s.value {
				break
			}
			out[s.tree] |= s.out
		}
		first = e.end
	}
	for i := range t.leaves {
		sum += t.leaves[i][bits.TrailingZeros16(uint16(^out[i]))%maxLeaves]
	}
	return sum
}
