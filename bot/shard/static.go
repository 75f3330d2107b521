package shard

import (
	"context"
	"sync"
	"sync/atomic"

	"storybot/bot/gateway"
)

// Static runs the shards that it is told. That no other process runs them is
// the business of whoever tells. The zero value is the one connection of a bot
// without shards.
type Static struct {
	// Numbers are the shards, of Count. None means all there are.
	Numbers []int
	Count   int
	// Sessions are those that the process before has left, by shard.
	Sessions map[int]gateway.Session
	// Leave is given each session at the end, one after another. Nil is fine.
	Leave func(gateway.Shard, gateway.Session)
	// Kept, if there is one, is where further sessions are left and found.
	Kept *Kept

	opened atomic.Bool
}

// Run implements Assignment.
func (s *Static) Run(ctx context.Context, bot Bot) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	connections := make(map[gateway.Shard]Connection)
	sessions := s.sessions(ctx)
	for _, shard := range s.shards() {
		session := sessions[shard.Number]
		connections[shard] = bot.Open(Turn{Shard: shard, Session: session, Held: func() bool { return true }})
	}
	s.opened.Store(true)
	ended := make(chan error, len(connections))
	var running sync.WaitGroup
	for _, connection := range connections {
		running.Go(func() {
			err := connection.Run(ctx)
			if err != nil {
				stop() // the others would only hide that it is gone
			}
			ended <- err
		})
	}
	running.Wait()
	s.leave(connections)
	for range connections {
		if err := <-ended; err != nil {
			return err // the first is why
		}
	}
	return nil
}

// sessions are those that were left, wherever that was.
func (s *Static) sessions(ctx context.Context) map[int]gateway.Session {
	ctx, cancel := context.WithTimeout(ctx, keeping)
	defer cancel()
	sessions := make(map[int]gateway.Session)
	for _, shard := range s.shards() {
		session, ok := s.Sessions[shard.Number]
		if !ok {
			session = s.Kept.take(ctx, shard)
		}
		sessions[shard.Number] = session
	}
	return sessions
}

// leave leaves the sessions.
func (s *Static) leave(connections map[gateway.Shard]Connection) {
	// The process is about to end, and what would end this with it has ended.
	ctx, cancel := context.WithTimeout(context.Background(), keeping)
	defer cancel()
	for shard, connection := range connections {
		session := connection.Session()
		if session.ID == "" {
			continue
		}
		s.Kept.leave(ctx, shard, session)
		if s.Leave != nil {
			s.Leave(shard, session)
		}
	}
}

// shards are the shards that are run.
func (s *Static) shards() []gateway.Shard {
	count := max(1, s.Count)
	var all []gateway.Shard
	for _, n := range s.Numbers {
		all = append(all, gateway.Shard{Number: n, Count: count})
	}
	for n := 0; n < count && len(s.Numbers) == 0; n++ {
		all = append(all, gateway.Shard{Number: n, Count: count})
	}
	return all
}

// Ready implements Assignment.
func (s *Static) Ready() bool { return s.opened.Load() }
