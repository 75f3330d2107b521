package search

import (
	_ "embed"
	"math"
	"math/bits"
)

// Who asks seldom knows the words that the article uses, and no dictionary
// relates them all: "notebooks" for diaries, "boss" for a chairman. Words that
// stand among like words in much text are used alike, and GloVe's vectors tell
// how much: see ./glove. Their cosine says how near a sentence's word comes to
// one of the question's that the sentence lacks.

// Dimensions is how many numbers a word's vector has.
const Dimensions = 100

// Code is a vector, two bits a number: whether it is negative, and whether it
// is large, that is, more than the mean deviation of all. A number stands then
// for −3, −1, 1 or 3, and the product of two vectors is counted, not
// multiplied: with x where the signs differ, and m and n where the numbers of
// the one and the other are large,
//
//	Σ ±(1+2m)(1+2n) = Σ ±1 + 2·Σ ±m + 2·Σ ±n + 4·Σ ±mn,   Σ ±m = |m| − 2·|m∧x|
//
// where |·| counts bits. On the training questions the right sentence was first
// as often by such codes as by the vectors themselves, which take twelve times
// the room.
type Code [4]uint64 // the signs of numbers 0…63 and 64…99, then what is large

// Encode returns the code of a vector of length 1.
func Encode(of [Dimensions]float32) Code {
	deviation := float32(1 / math.Sqrt(Dimensions))
	var c Code
	for k, v := range of {
		if v < 0 {
			c[k/64] |= 1 << (k % 64)
		}
		if v > deviation || v < -deviation {
			c[2+k/64] |= 1 << (k % 64)
		}
	}
	return c
}

// point is a code as it is compared with others.
type point struct {
	Code
	large   int     // how many numbers are large
	shorten float32 // what makes the vector one long
}

func newPoint(c Code) point {
	large := c.large()
	return point{c, large, shorten[large]}
}

// large returns how many numbers are large.
func (c *Code) large() int { return ones(c[2], c[3]) }

// shorten is what makes a vector one long of whose numbers so many are large.
var shorten = func() (by [Dimensions + 1]float32) {
	for large := range by {
		by[large] = float32(1 / math.Sqrt(float64(Dimensions+8*large)))
	}
	return by
}()

// cosine returns the cosine of two vectors, −1 to 1.
func (p *point) cosine(d *Code) float32 {
	c, large := &p.Code, d.large()
	x0, x1 := c[0]^d[0], c[1]^d[1]
	c0, c1, d0, d1 := c[2]&x0, c[3]&x1, d[2]&x0, d[3]&x1
	product := Dimensions - 2*ones(x0, x1) +
		2*(p.large-2*ones(c0, c1)) +
		2*(large-2*ones(d0, d1)) +
		4*(ones(c[2]&d[2], c[3]&d[3])-2*ones(c0&d0, c1&d1))
	return float32(product) * shorten[large] * p.shorten
}

// differ counts the numbers whose signs differ: half of them where words have
// nothing in common.
func (c *Code) differ(d *Code) int { return ones(c[0]^d[0], c[1]^d[1]) }

// mostDiffer is up to how many signs may differ for a pair of words to be looked
// at closely: nine pairs in ten that have nothing in common are passed over.
const mostDiffer = 43

func ones(a, b uint64) int { return bits.OnesCount64(a) + bits.OnesCount64(b) }

// vectorsFile is made by ./glove, in the format of relationsFile; what follows
// a stem is its code, little endian.
//
//go:embed vectors.bin
var vectorsFile string

var (
	vectors = openStemTable(vectorsFile)
	codes   = readCodes(&vectors)
)

// readCodes reads all codes, in the order of the stems.
func readCodes(t *stemTable) []Code {
	all := make([]Code, t.len())
	for n := range all {
		_, rest := t.record(uint32(n))
		for i := range all[n] {
			all[n][i] = uint64(uint32At(rest, 8*i)) | uint64(uint32At(rest, 8*i+4))<<32
		}
	}
	return all
}

// lacking is a term of the question that a sentence lacks.
type lacking struct {
	point
	asked int
}

// lookForLikes works out how near the sentence comes to the terms that it
// lacks. A term whose derivation it has counts as there.
func (x *Index) lookForLikes(q *question, s *sight, f *[features]float32, row []token, covered mask) {
	sure := covered
	for _, h := range s.hits {
		if h.sure {
			sure |= 1 << h.asked
		}
	}
	var near [maxAsked]float32
	var missing [maxAsked]lacking
	lacks := missing[:0]
	for i := range q.asked {
		if a := &q.asked[i]; sure&(1<<i) != 0 {
			near[i] = 1
		} else if a.vector != none {
			lacks = append(lacks, lacking{newPoint(codes[a.vector]), i})
		}
	}
	if len(lacks) > 0 {
		for _, t := range row {
			vector := x.about[t.term()].vector
			if vector == none {
				continue
			}
			there := &codes[vector]
			for i := range lacks {
				if l := &lacks[i]; l.differ(there) <= mostDiffer {
					near[l.asked] = max(near[l.asked], l.cosine(there))
				}
			}
		}
	}
	if q.head >= 0 {
		f[fCloseHead] = near[q.head]
	}
	for i := range q.asked {
		s.nearest[i] = max(s.nearest[i], near[i])
	}
	for i := range q.asked {
		a := &q.asked[i]
		f[fClose] += a.weight * near[i]
		f[fMissingClose] = max(f[fMissingClose], a.weight*(1-near[i]))
		if covered&(1<<i) == 0 {
			f[fCloseAdds] += a.weight * max(0, near[i]-unlike)
			if a.kinds&verb != 0 {
				f[fCloseVerb] = max(f[fCloseVerb], near[i])
			}
		}
	}
	f[fClose] /= q.weight
	f[fMissingClose] /= q.weight
	f[fCloseAdds] /= q.weight
}

// unlike is a cosine that words often have which have nothing in common.
const unlike = 0.3
