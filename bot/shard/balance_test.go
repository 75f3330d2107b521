package shard

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRoomAndExcess(t *testing.T) {
	for _, test := range []struct {
		about        string
		spread       spread
		room, excess int
	}{
		{"alone at the start", spread{16, map[string]int{"a": 0}, 16}, 16, 0},
		{"the first of three at the start", spread{16, map[string]int{"a": 0, "b": 0, "c": 0}, 16}, 6, 0},
		{"one died", spread{16, map[string]int{"a": 6, "b": 5}, 5}, 2, 0},
		{"all is well", spread{16, map[string]int{"a": 6, "b": 5, "c": 5}, 0}, 0, 0},
		{"a new one came", spread{16, map[string]int{"a": 8, "b": 8, "c": 0}, 0}, 0, 2},
		{"one lacks one", spread{16, map[string]int{"a": 6, "b": 6, "c": 4}, 0}, 0, 1},
		{"one lacks one that is free", spread{16, map[string]int{"a": 6, "b": 5, "c": 4}, 1}, 0, 0},
		{"another has more", spread{16, map[string]int{"a": 6, "b": 7, "c": 3}, 0}, 0, 0},
		{"fewer shards than members", spread{2, map[string]int{"a": 0, "b": 1, "c": 0}, 1}, 1, 0},
	} {
		if room, excess := test.spread.room("a"), test.spread.excess("a"); room != test.room || excess != test.excess {
			t.Errorf("%s: room %d, excess %d, want %d, %d", test.about, room, excess, test.room, test.excess)
		}
	}
}

// TestBalanceComesToRest begins with any spread, and has members do their part in
// any order, each on what it sees at that moment: soon every shard is held, no
// member has two more than another, and nothing moves any more.
func TestBalanceComesToRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spread{held: make(map[string]int), free: rapid.IntRange(0, 20).Draw(t, "free")}
		s.shards = s.free
		for i := range rapid.IntRange(1, 6).Draw(t, "members") {
			n := rapid.IntRange(0, 20).Draw(t, "held")
			s.held[fmt.Sprint(i)] = n
			s.shards += n
		}
		members := slices.Sorted(maps.Keys(s.held))
		for round, idle := 0, 0; idle < 2*len(members); round++ {
			if round > 1000 {
				t.Fatalf("it does not come to rest: %+v", s)
			}
			me := rapid.SampledFrom(members).Draw(t, "acts")
			if idle > 0 { // all in turn, so that it is known when none would
				me = members[idle%len(members)]
			}
			give := s.excess(me)
			s.held[me], s.free = s.held[me]-give, s.free+give
			take := s.room(me)
			if give > 0 {
				take = 0 // it looks again first
			}
			s.held[me], s.free = s.held[me]+take, s.free-take
			if idle++; give+take > 0 {
				idle = 0
			}
		}
		least, most := s.share()
		for member, n := range s.held {
			if n < least || n > most || s.free != 0 {
				t.Errorf("member %s has %d: %+v", member, n, s)
			}
		}
	})
}
