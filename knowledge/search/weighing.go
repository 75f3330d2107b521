package search

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A model scores a row of named features. It is a sum: a weight times each
// feature, and the leaf that the features lead to in each of some small trees.
//
// It is read from text that a person can review, made by ./train: a comment
// ("# …") with the figures it reached, then one line for each weight,
//
//	weight covered soft = 1.464
//
// and for each tree its nodes, a split before its two sides, the side that
// fulfils it first:
//
//	split covered behind <= 0.1034
//	  leaf 0.081
//	  leaf -0.122
type model struct {
	weights []float32
	weighs  bool    // some weight is not zero
	roots   []int32 // the first node of each tree
	nodes   []treeNode
	trees   trees // the same, to score with
}

// treeNode is a split, or a leaf when its feature is leafNode. The side that
// fulfils a split stands right behind it.
type treeNode struct {
	feature uint8
	other   int32   // where the other side begins
	value   float32 // the edge of a split, the score of a leaf
}

const leafNode = 255

var (
	//go:embed ranker.txt
	rankerText string
	//go:embed final.txt
	finalText string
	//go:embed confidence.txt
	confidenceText string

	ranker     = mustReadModel("ranker.txt", rankerText, featureNames[:])
	final      = mustReadModel("final.txt", finalText, finalNames())
	confidence = mustReadModel("confidence.txt", confidenceText, confidenceNames())
)

// mustReadModel panics over a file that this package was built with.
func mustReadModel(file, text string, names []string) *model {
	m, err := readModel(text, names)
	if err != nil {
		panic(fmt.Sprintf("search: %s: %v", file, err))
	}
	return m
}

func readModel(text string, names []string) (*model, error) {
	m := &model{weights: make([]float32, len(names))}
	features := make(map[string]int)
	for i, name := range names {
		features[name] = i
	}
	var open []int32 // splits whose other side is still to come
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, rest, _ := strings.Cut(line, " ")
		name, last := cutLast(rest)
		value, err := strconv.ParseFloat(last, 32)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		name = strings.TrimSuffix(strings.TrimSuffix(name, " ="), " <=")
		feature, known := features[name]
		if !known && kind != "leaf" {
			return nil, fmt.Errorf("line %d: no feature is named %q", number, name)
		}
		here := int32(len(m.nodes))
		if kind != "weight" && len(open) == 0 {
			m.roots = append(m.roots, here)
		}
		switch kind {
		case "weight":
			m.weights[feature], m.weighs = float32(value), true
		case "split":
			m.nodes = append(m.nodes, treeNode{uint8(feature), -1, float32(value)})
			open = append(open, here)
		case "leaf":
			m.nodes = append(m.nodes, treeNode{leafNode, 0, float32(value)})
			for len(open) > 0 && m.nodes[open[len(open)-1]].other >= 0 {
				open = open[:len(open)-1]
			}
			if len(open) > 0 {
				m.nodes[open[len(open)-1]].other = here + 1
			}
		default:
			return nil, fmt.Errorf("line %d: neither weight nor split nor leaf", number)
		}
	}
	if len(open) > 0 {
		return nil, errors.New("the last tree is cut short")
	}
	var err error
	m.trees, err = newTrees(m.nodes, m.roots)
	return m, err
}

// cutLast cuts a line at its last space.
func cutLast(line string) (before, last string) {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 {
		return "", line
	}
	return line[:at], line[at+1:]
}

// score returns the model's score for a row of features.
func (m *model) score(f []float32) float32 {
	return m.trees.addTo(m.line(f), f)
}

// line returns the part of a score that is a weight times each feature.
func (m *model) line(f []float32) float32 {
	var sum float32
	if m.weighs {
		for i, w := range m.weights {
			sum += w * f[i]
		}
	}
	return sum
}

// shares returns how much of a score each feature has, where the trees were
// asked or were not. A tree's part is divided among the splits on the way to its
// leaf: each has what the mean of the leaves changes there. What is left over
// belongs to no feature.
func (m *model) shares(f []float32, trees bool) []float32 {
	shares := make([]float32, len(f))
	for i, w := range m.weights {
		shares[i] = w * f[i]
	}
	if !trees {
		return shares
	}
	for _, n := range m.roots {
		mean, _ := m.mean(n)
		for m.nodes[n].feature != leafNode {
			feature := m.nodes[n].feature
			if f[feature] <= m.nodes[n].value {
				n++
			} else {
				n = m.nodes[n].other
			}
			next, _ := m.mean(n)
			shares[feature] += next - mean
			mean = next
		}
	}
	return shares
}

// mean returns the mean of the leaves below a node, and how many there are.
func (m *model) mean(n int32) (mean, leaves float32) {
	if m.nodes[n].feature == leafNode {
		return m.nodes[n].value, 1
	}
	low, l := m.mean(n + 1)
	high, h := m.mean(m.nodes[n].other)
	return (low*l + high*h) / (l + h), l + h
}

func logistic(v float32) float64 { return 1 / (1 + math.Exp(-float64(v))) }
