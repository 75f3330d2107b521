package search

import (
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
)

// Relation is how a word of a sentence stands to a word of the question.
type Relation uint8

// The relations that WordNet gives.
const (
	Derived  Relation = iota + 1 // announcement, announced; Canadian, Canada
	Synonym                      // buy, purchase
	Hypernym                     // what it is a kind of: dog, animal
	Hyponym                      // what is a kind of it: animal, dog
	Opposite                     // win, lose
	Defining                     // stands in its definition: ballot, vote
)

// MostlyVerb is set in the flags of a stem that is more often a verb than not.
const MostlyVerb byte = 1

// Commonness puts into a stem's flags how often it stands in the text that
// WordNet's makers tagged: 0 for never, then in steps of the logarithm up to
// 7.
func Commonness(tagged float64) byte {
	return byte(min(7, math.Ceil(math.Log2(1+tagged)/1.6))) << 1
}

// commonness reads it out of the flags.
func commonness(flags byte) int { return int(flags >> 1 & 7) }

// relationsFile is WordNet as package search needs it, made by ./wordnet. It is
// read where it lies, so it costs no heap:
//
//	licence       text, ended by a zero byte
//	count         uint32, little endian, as the offsets are
//	offsets       count × uint32, of the records, in the order of their stems
//	records       length byte, stem, flags byte, categories uvarint,
//	              then relations up to a zero byte
//	a relation    byte kind<<5 | weight, varint: where to, less where the last led to
//
//go:embed relations.bin
var relationsFile string

var related = relations{openStemTable(relationsFile)}

// relations is WordNet's table.
type relations struct{ stemTable }

// stemTable is an opened table.
type stemTable struct {
	offsets string
	records string
	// begin has for each place the first stem there or behind it: see placeOf.
	begin [places + 1]uint32
}

func openStemTable(file string) stemTable {
	_, rest, ok := strings.Cut(file, "\x00")
	if !ok {
		return stemTable{}
	}
	size := 4 * int(uint32At(rest, 0))
	r := stemTable{offsets: rest[4 : 4+size], records: rest[4+size:]}
	at := 0
	for n := range uint32(r.len()) {
		stem, _ := r.record(n)
		for ; at <= placeOf(stem); at++ {
			r.begin[at] = n
		}
	}
	for ; at <= places; at++ {
		r.begin[at] = uint32(r.len())
	}
	return r
}

// places are the places that the first three letters of a stem can have, in
// the order of the stems. What is no letter has a place before all letters or
// behind them, whatever follows it.
const places = 28 * 28 * 28

func placeOf[stem string | []byte](s stem) int {
	place := 0
	for i, worth := 0, places/28; worth > 0; i, worth = i+1, worth/28 {
		if i == len(s) {
			break
		}
		letter := int(min(max(s[i], 'a'-1), 'z'+1)) - ('a' - 1)
		if place += letter * worth; letter == 0 || letter == 27 {
			break
		}
	}
	return place
}

func uint32At(s string, i int) uint32 {
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

func (r *stemTable) len() int { return len(r.offsets) / 4 }

// record returns a stem and what follows it in its record.
func (r *stemTable) record(n uint32) (stem, rest string) {
	at := int(uint32At(r.offsets, int(4*n)))
	end := at + 1 + int(r.records[at])
	return r.records[at+1 : end], r.records[end:]
}

// find returns the number of a stem, or none.
func (r *stemTable) find(stem []byte) uint32 {
	place := placeOf(stem)
	low, high := int(r.begin[place]), int(r.begin[place+1])
	end := high
	for low < high {
		middle := int(uint(low+high) / 2)
		at, _ := r.record(uint32(middle))
		if at < string(stem) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < end {
		if at, _ := r.record(uint32(low)); at == string(stem) {
			return uint32(low)
		}
	}
	return none
}

// about returns the flags and noun categories of a stem.
func (r *relations) about(n uint32) (flags byte, categories uint32) {
	_, rest := r.record(n)
	value, _ := uvarint(rest[1:])
	return rest[0], uint32(value)
}

// each calls do with every relation of a stem; weights are between 0 and 1.
func (r *relations) each(n uint32, do func(to uint32, kind Relation, weight float32)) {
	_, rest := r.record(n)
	_, size := uvarint(rest[1:])
	rest = rest[1+size:]
	last := int64(0)
	for rest[0] != 0 {
		kind, quantised := Relation(rest[0]>>5), float32(rest[0]&31)/31
		zigzag, size := uvarint(rest[1:])
		last += int64(zigzag>>1) ^ -int64(zigzag&1)
		do(uint32(last), kind, quantised*quantised)
		rest = rest[1+size:]
	}
}

func uvarint(s string) (value uint64, size int) {
	for shift := 0; size < binary.MaxVarintLen64; shift += 7 {
		c := s[size]
		size++
		value |= uint64(c&0x7f) << shift
		if c < 0x80 {
			break
		}
	}
	return value, size
}
