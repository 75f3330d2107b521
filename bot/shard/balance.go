package shard

// Shards are balanced by each member on its own, from what it sees: nobody is
// told what to do. Of 16 shards and 3 members each should have 5 or 6. One that
// has less takes what is free; one that has more hands over. Members that act at
// the same time on what they saw may overdo it, which is seen and mended at the
// next look: an entry that is put if unchanged has one winner, and a member only
// ever moves towards its share.

// spread is how shards are spread over members.
type spread struct {
	shards int            // in all
	held   map[string]int // how many each member has; 0 is a member too
	free   int            // that nobody has
}

// share is how many shards a member has at least, and at most, when all is in
// balance.
func (s spread) share() (least, most int) {
	members := max(1, len(s.held))
	return s.shards / members, (s.shards + members - 1) / members
}

// room is how many free shards a member takes: up to the least, and if there is
// more than the others lack, up to the most.
func (s spread) room(me string) int {
	least, most := s.share()
	mine := s.held[me]
	room := min(s.free, max(0, least-mine))
	if mine+room < most && s.free-room > s.lacking(me) {
		room++
	}
	return room
}

// lacking is how many shards the others need to have the least.
func (s spread) lacking(me string) int {
	least, _ := s.share()
	n := 0
	for member, held := range s.held {
		if member != me {
			n += max(0, least-held)
		}
	}
	return n
}

// excess is how many shards a member hands over: what it has above the most,
// and one that it has above the least when another lacks it and none is free.
// Of several that could give that one, the first does.
func (s spread) excess(me string) int {
	least, most := s.share()
	mine := s.held[me]
	if mine > most {
		return mine - most
	}
	if mine <= least || s.free > 0 || s.lacking(me) == 0 {
		return 0
	}
	for member, held := range s.held {
		if held > mine || held == mine && member < me {
			return 0
		}
	}
	return 1
}
