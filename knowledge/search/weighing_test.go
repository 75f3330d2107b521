package search

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const smallModel = `# figures
weight a b = 2
split c <= 0.5
 leaf 1
 split a b <= 3
  leaf 10
  leaf 100
leaf 1000
`

func TestAModelIsReadAndScores(t *testing.T) {
	m, err := readModel(smallModel, []string{"a b", "c"})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		row  []float32
		want float32
	}{{[]float32{0, 0.5}, 1001}, {[]float32{1, 1}, 1012}, {[]float32{4, 1}, 1108}}
	for _, test := range tests {
		if got := m.score(test.row); got != test.want {
			t.Errorf("score(%v) = %v, want %v", test.row, got, test.want)
		}
	}
}

func TestABrokenModelIsNamedByItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"weight z = 1":             `line 1: no feature is named "z"`,
		"# head\nweight c = many":  "line 2: ",
		"weight c = 1\n\nbranch 3": "line 3: ",
	} {
		if _, err := readModel(text, []string{"a b", "c"}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

func TestRelations(t *testing.T) {
	tests := []struct {
		from, to string
		kind     Relation
	}{
		{"canadian", "canada", Derived}, {"buy", "purchase", Synonym}, {"dog", "animal", Hypernym},
		{"win", "lose", Opposite}, {"went", "go", Derived},
	}
	for _, test := range tests {
		from, to := related.find([]byte(Stem(test.from))), related.find([]byte(Stem(test.to)))
		if from == none || to == none {
			t.Errorf("%s or %s is unknown", test.from, test.to)
			continue
		}
		found := false
		related.each(from, func(other uint32, kind Relation, _ float32) { found = found || other == to && kind == test.kind })
		if !found {
			t.Errorf("%s is not related to %s by %d", test.from, test.to, test.kind)
		}
	}
}

func TestEveryStemOfWordNetIsFound(t *testing.T) {
	for n := range uint32(related.len()) {
		if stem, _ := related.record(n); related.find([]byte(stem)) != n {
			t.Fatalf("%q is not found", stem)
		}
	}
	for _, stem := range []string{"", "~", "zzz", "é", "0"} {
		if n := related.find([]byte(stem)); n != none {
			if found, _ := related.record(n); found != stem {
				t.Errorf("%q is taken for %q", stem, found)
			}
		}
	}
}

// TestTreesLeadWhereAWalkDoes holds the scores against a walk down each tree,
// also for values on an edge, and for such as are no number.
func TestTreesLeadWhereAWalkDoes(t *testing.T) {
	for _, m := range []*model{ranker, confidence} {
		var values [leafNode][]float32
		for _, n := range m.nodes {
			if n.feature != leafNode {
				values[n.feature] = append(values[n.feature], n.value, n.value+0.001)
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			row := make([]float32, len(m.weights))
			for i := range row {
				known := append([]float32{-1, 0, 100, float32(math.NaN())}, values[i]...)
				row[i] = known[rapid.IntRange(0, len(known)-1).Draw(t, "value")]
			}
			want := float32(0)
			for _, at := range m.roots {
				for m.nodes[at].feature != leafNode {
					if row[m.nodes[at].feature] <= m.nodes[at].value {
						at++
					} else {
						at = m.nodes[at].other
					}
				}
				want += m.nodes[at].value
			}
			if got := m.trees.addTo(0, row); got != want {
				t.Fatalf("the trees add %v, a walk %v", got, want)
			}
		})
	}
}

func TestTreesTooLargeAreRefused(t *testing.T) {
	chain := strings.Repeat("split c <= 0.5\nleaf 1\n", maxLeaves)
	for text, want := range map[string]string{
		chain + "leaf 2":                         "tree 1 has 17 leaves",
		strings.Repeat("leaf 1\n", maxTrees+1):   "there are 257 trees",
		"split c <= 0.5\nleaf 1\nsplit c <= 0.4": "the last tree is cut short",
	} {
		if _, err := readModel(text, []string{"c"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: error %v, want %q", text, err, want)
		}
	}
}
