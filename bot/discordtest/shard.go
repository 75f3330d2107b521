package discordtest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"
)

// A bot in many guilds connects once for each shard. A guild belongs to the
// shard whose number is the guild's id, without its lower 22 bits, divided by
// the number of shards, the remainder; and there its events go.

// WithShards sets how many shards the stand-in recommends. The default is 1. It
// takes any number.
func WithShards(n int) Option {
	return func(s *Server) { s.shards = n }
}

// WithGuilds puts the bot into so many guilds, which READY lists; their ids are
// those that [Guild] returns. The default is the one of GuildID.
func WithGuilds(n int) Option {
	return func(s *Server) { s.guilds = n }
}

// WithMaxConcurrency sets how many sessions may be started at once, and has the
// stand-in hold the bot to it: in each of so many buckets, a shard's being the
// remainder of its number, it takes an IDENTIFY in five seconds, and answers
// one that comes sooner with operation 9. By default it recommends 1, and takes
// any.
func WithMaxConcurrency(n int) Option {
	return func(s *Server) { s.buckets, s.every = n, cmp.Or(s.every, 5*time.Second) }
}

// WithIdentifyEvery is [WithMaxConcurrency] of another time than five seconds.
func WithIdentifyEvery(n int, every time.Duration) Option {
	return func(s *Server) { s.buckets, s.every = n, every }
}

// Guild returns the id of the i-th guild that the bot is in, from 0 on, which
// has GuildID. Guilds that follow each other belong to shards that do.
func Guild(i int) string {
	return strconv.FormatUint(parseID(GuildID)+uint64(i)<<22, 10)
}

// ShardOf returns the number of the shard that a guild belongs to, of so many.
func ShardOf(guildID string, shards int) int {
	return int(parseID(guildID) >> 22 % uint64(shards))
}

// InGuild returns the interaction as it is sent from another guild. One in a
// direct message stays there.
func InGuild(i map[string]any, guildID string) map[string]any {
	i = maps.Clone(i)
	if i["guild_id"] == nil {
		return i
	}
	i["guild_id"] = guildID
	i["authorizing_integration_owners"] = map[string]any{"0": guildID}
	for key, idKey := range map[string]string{"guild": "id", "channel": "guild_id", "data": "guild_id"} {
		if part, isMap := i[key].(map[string]any); isMap && part[idKey] != nil {
			part = maps.Clone(part)
			part[idKey] = guildID
			i[key] = part
		}
	}
	return i
}

// Held tells who holds a shard.
type Held struct {
	Shard, Of int // its number, and how many shards the connection says there are
	// Now is how many connections hold it: they have a session for it, begun or
	// resumed. Most is how many there ever were at one moment.
	Now, Most int
	// Seized is how often a connection resumed a session that another still had.
	Seized int
}

// Held returns, in order, each shard that was ever held, as it is now.
func (s *Server) Held() []Held {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Held
	for _, h := range s.held {
		all = append(all, *h)
	}
	slices.SortFunc(all, func(a, b Held) int { return cmp.Or(a.Of-b.Of, a.Shard-b.Shard) })
	return all
}

// TooSoon returns how many IDENTIFYs came sooner than [WithMaxConcurrency]
// allows.
func (s *Server) TooSoon() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tooSoon
}

// hold counts a connection that takes a shard, or with -1 loses it. The caller
// holds s.mu.
func (s *Server) hold(shard [2]int, n int) {
	h := s.held[shard]
	if h == nil {
		h = &Held{Shard: shard[0], Of: shard[1]}
		s.held[shard] = h
	}
	h.Now += n
	h.Most = max(h.Most, h.Now)
}

// isTooSoon says whether an IDENTIFY for a shard comes too soon after the last
// in its bucket, which else it is the last of now. One that comes a tenth of the
// time too soon was held up less on its way than the one before. The caller
// holds s.mu.
func (s *Server) isTooSoon(shard int) bool {
	bucket, now := shard%s.buckets, s.now()
	last, any := s.identified[bucket]
	if any && now.Sub(last) < s.every*9/10 {
		return true
	}
	s.identified[bucket] = now
	return false
}

// forgetLost forgets the sessions of a shard that have no connection, which is
// what a new session for it means. The caller holds s.mu.
func (s *Server) forgetLost(shard [2]int) {
	maps.DeleteFunc(s.sessions, func(_ string, each *session) bool { return each.shard == shard && each.conn == nil })
}

// guildsOf is what READY says of a session's guilds.
func (s *Server) guildsOf(begun *session) []any {
	all := []any{}
	for i := range max(1, s.guilds) {
		if id := Guild(i); begun.serves(parseID(id)) {
			all = append(all, map[string]any{"id": id, "unavailable": true})
		}
	}
	return all
}
