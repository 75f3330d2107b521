package shard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Plan is what SHARDS says. The zero value is one connection, without shards.
type Plan struct {
	// Auto shares the shards with other processes.
	Auto bool
	// Numbers are those that this process runs, in order, of Count.
	Numbers []int
	Count   int
}

// mostShards is more than any bot has.
const mostShards = 1 << 14

// howToWrite ends the sentence about a plan that cannot be read.
const howToWrite = "write it like 0-3/16, 5/16 or 0,2,4/16 (which shards, of how many), or auto"

// UnmarshalText reads a plan. The error says in one sentence what is wrong, and
// how to write it.
func (p *Plan) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	*p = Plan{}
	switch {
	case s == "":
		return nil
	case s == "auto":
		p.Auto = true
		return nil
	}
	if err := p.read(s); err != nil {
		*p = Plan{}
		return fmt.Errorf("SHARDS: %.64q %w: %s", s, err, howToWrite)
	}
	return nil
}

func (p *Plan) read(s string) error {
	which, of, found := strings.Cut(s, "/")
	if !found {
		return fmt.Errorf("does not say of how many shards")
	}
	var err error
	if p.Count, err = number(of); err != nil {
		return err
	}
	if p.Count == 0 || p.Count > mostShards {
		return fmt.Errorf("is of %d shards, and there are 1 to %d", p.Count, mostShards)
	}
	for part := range strings.SplitSeq(which, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		if err := p.add(first, last); err != nil {
			return err
		}
	}
	slices.Sort(p.Numbers)
	for i := range p.Numbers[1:] {
		if p.Numbers[i] == p.Numbers[i+1] {
			return fmt.Errorf("names shard %d twice", p.Numbers[i])
		}
	}
	return nil
}

// add adds the shards from first to last.
func (p *Plan) add(first, last string) error {
	from, err := number(first)
	if err != nil {
		return err
	}
	to, err := number(last)
	switch {
	case err != nil:
		return err
	case from > to:
		return fmt.Errorf("goes backwards, from %d to %d", from, to)
	case to >= p.Count:
		return fmt.Errorf("names shard %d, and of %d the last is %d", to, p.Count, p.Count-1)
	case len(p.Numbers)+to-from >= p.Count:
		return fmt.Errorf("names a shard twice")
	}
	for n := from; n <= to; n++ {
		p.Numbers = append(p.Numbers, n)
	}
	return nil
}

func number(s string) (int, error) {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 31)
	if err != nil {
		return 0, fmt.Errorf("has %.16q where a number should be", s)
	}
	return int(n), nil
}

// String is the plan as SHARDS takes it.
func (p Plan) String() string {
	switch {
	case p.Auto:
		return "auto"
	case p.Count == 0:
		return ""
	}
	var parts []string
	for i := 0; i < len(p.Numbers); {
		from, to := p.Numbers[i], p.Numbers[i]
		for i++; i < len(p.Numbers) && p.Numbers[i] == to+1; i++ {
			to++
		}
		part := strconv.Itoa(from)
		if to > from {
			part += "-" + strconv.Itoa(to)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",") + "/" + strconv.Itoa(p.Count)
}
