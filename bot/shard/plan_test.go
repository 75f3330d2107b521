package shard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlan(t *testing.T) {
	for text, want := range map[string]Plan{
		"":           {},
		"auto":       {Auto: true},
		" auto\n":    {Auto: true},
		"5/16":       {Numbers: []int{5}, Count: 16},
		"0-3/16":     {Numbers: []int{0, 1, 2, 3}, Count: 16},
		"4,0,2/16":   {Numbers: []int{0, 2, 4}, Count: 16},
		"8-9, 1 /16": {Numbers: []int{1, 8, 9}, Count: 16},
		"0/1":        {Numbers: []int{0}, Count: 1},
	} {
		var got Plan
		if err := got.UnmarshalText([]byte(text)); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestPlanThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"4-2/16":     `SHARDS: "4-2/16" goes backwards, from 4 to 2: write it like 0-3/16, 5/16 or 0,2,4/16 (which shards, of how many), or auto`,
		"16/16":      "names shard 16, and of 16 the last is 15",
		"0-99999/16": "names shard 99999",
		"1,1/16":     "names shard 1 twice",
		"0-3,2/16":   "names shard 2 twice",
		"0-1,0-1/2":  "names a shard twice",
		"3":          "does not say of how many",
		"Auto":       "does not say of how many",
		"/16":        `has "" where a number should be`,
		"1/":         `has "" where a number should be`,
		"-1/16":      `has "" where a number should be`,
		"x/16":       `has "x" where a number should be`,
		"0/0":        "is of 0 shards",
		"0/99999":    "is of 99999 shards, and there are 1 to 16384",
		"0/1/2":      `has "1/2" where a number should be`,
	} {
		got := Plan{Auto: true}
		err := got.UnmarshalText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !cmp.Equal(got, Plan{}) {
			t.Errorf("%q: %+v, %v, want %q", text, got, err, want)
		}
	}
}

// FuzzPlan reads any text; a plan that was read is written so that it is read
// again as the same.
func FuzzPlan(f *testing.F) {
	for _, text := range []string{"auto", "0-3/16", "0,2,4/16", "4-2/16", "0-16383/16384"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var plan, again Plan
		if plan.UnmarshalText([]byte(text)) != nil {
			return
		}
		if err := again.UnmarshalText([]byte(plan.String())); err != nil || !cmp.Equal(plan, again) {
			t.Errorf("%q is %q, which is read as %+v, %v", text, plan, again, err)
		}
		if !slices.IsSorted(plan.Numbers) || len(plan.Numbers) > plan.Count {
			t.Errorf("%q: %+v", text, plan)
		}
	})
}
