package main

import (
	"fmt"
	"strings"
)

// forest is a model as it is written: weights and trees over named features.
type forest struct {
	names   []string
	weights []float64 // nil for none
	trees   []*node
}

func (m *forest) score(features []float32) float64 {
	sum := 0.0
	for i, w := range m.weights {
		sum += w * float64(features[i])
	}
	for _, t := range m.trees {
		sum += t.score(features)
	}
	return sum
}

// text writes the model as package search reads it, below a head of comments.
func (m *forest) text(head string) string {
	var out strings.Builder
	for line := range strings.Lines(head) {
		out.WriteString("# " + line)
	}
	for i, w := range m.weights {
		if w != 0 {
			fmt.Fprintf(&out, "weight %s = %.4g\n", m.names[i], w)
		}
	}
	for _, t := range m.trees {
		m.writeNode(&out, t, "")
	}
	return out.String()
}

func (m *forest) writeNode(out *strings.Builder, n *node, indent string) {
	if n.feature < 0 {
		fmt.Fprintf(out, "%sleaf %.4f\n", indent, n.value)
		return
	}
	fmt.Fprintf(out, "%ssplit %s <= %.5g\n", indent, m.names[n.feature], n.edge)
	m.writeNode(out, n.low, indent+" ")
	m.writeNode(out, n.high, indent+" ")
}
