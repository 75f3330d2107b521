package search

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// levels returns the numbers that a code stands for.
func levels(c Code) (of [Dimensions]float64) {
	for k := range of {
		of[k] = 1
		if c[2+k/64]>>(k%64)&1 != 0 {
			of[k] = 3
		}
		if c[k/64]>>(k%64)&1 != 0 {
			of[k] = -of[k]
		}
	}
	return of
}

func TestCosineCountsWhatMultiplyingGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Code {
			var v [Dimensions]float32
			for k := range v {
				v[k] = float32(rapid.IntRange(-30, 30).Draw(t, name)) / 100
			}
			return Encode(v)
		}
		a, b := draw("a"), draw("b")
		p := newPoint(a)
		var product, aa, bb float64
		x, y := levels(a), levels(b)
		for k := range x {
			product += x[k] * y[k]
			aa += x[k] * x[k]
			bb += y[k] * y[k]
		}
		if got, want := float64(p.cosine(&b)), product/math.Sqrt(aa*bb); math.Abs(got-want) > 1e-5 {
			t.Fatalf("the codes' cosine is %v, the levels' %v", got, want)
		}
	})
}

func TestWordsUsedAlikeLieNear(t *testing.T) {
	near := func(a, b string) float32 {
		n, m := vectors.find([]byte(Stem(a))), vectors.find([]byte(Stem(b)))
		if n == none || m == none {
			t.Fatalf("%s or %s has no vector", a, b)
		}
		p := newPoint(codes[n])
		return p.cosine(&codes[m])
	}
	for _, test := range []struct{ word, like, other string }{
		{"notebook", "diary", "fisherman"},
		{"boss", "chief", "harbour"},
		{"garbage", "waste", "senate"},
		{"premier", "minister", "oxygen"},
		{"women", "female", "treaty"},
	} {
		like, other := near(test.word, test.like), near(test.word, test.other)
		if like < other+0.2 {
			t.Errorf("%s lies %.2f near %s and %.2f near %s", test.word, like, test.like, other, test.other)
		}
	}
}

func TestEveryVectorIsFound(t *testing.T) {
	for n := range uint32(vectors.len()) {
		if stem, _ := vectors.record(n); vectors.find([]byte(stem)) != n {
			t.Fatalf("%q is not found", stem)
		}
	}
	for _, stem := range []string{"", "~", "two", "januari", "0"} {
		if vectors.find([]byte(stem)) != none {
			t.Errorf("%q has a vector", stem)
		}
	}
}

func TestAQuestionInOtherWordsIsAnswered(t *testing.T) {
	x := New([]Sentence{
		{Text: "District councils are responsible for waste management in their parts of the town.", Paragraph: 0},
		{Text: "The town has four bridges, and a fifth is planned.", Paragraph: 1},
		{Text: "Many people in each part of the town work in the harbour.", Paragraph: 2},
	}, []string{"The town"})
	found := x.Ask("Who takes care of the garbage in the town?", 1)
	if len(found.Candidates) == 0 || found.Candidates[0].Sentence != 0 {
		t.Errorf("found %+v, want the sentence about waste", found.Candidates)
	}
}
