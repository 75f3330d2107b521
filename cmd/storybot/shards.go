package main

import (
	"fmt"
	"log/slog"
	"os"

	"storybot/bot/gateway"
	"storybot/bot/shard"
)

// assignShards returns which shards the bot runs here, as SHARDS has it, and what
// they share the leave to begin sessions by. The session of a bot without shards
// outlives the process in a file, and those of shards in the store.
func assignShards(plan shard.Plan, s state, log *slog.Logger) (shard.Assignment, *shard.Slots) {
	switch {
	case plan.Auto:
		if s.cluster == nil {
			log.Info("SHARDS=auto has nobody to share with: the store is this process's own, so it runs them all")
		}
		return &shard.Leased{Store: s.store, Name: processName(), Log: log}, shard.NewSlots(s.store, log)
	case plan.Count > 0:
		return &shard.Static{
			Numbers: plan.Numbers, Count: plan.Count, Kept: &shard.Kept{Store: s.store, Log: log},
		}, shard.NewSlots(s.store, log)
	}
	one := &shard.Static{Leave: func(_ gateway.Shard, left gateway.Session) {
		if err := leaveSession(s.dir, left); err != nil {
			log.Warn("the next process cannot resume", "err", err)
		}
	}}
	if s.session.ID != "" {
		one.Sessions = map[int]gateway.Session{0: s.session}
	}
	return one, nil
}

// examined is what an examination has to know of the plan.
func examined(plan shard.Plan) shard.Assignment {
	if plan.Auto {
		return new(shard.Leased)
	}
	return &shard.Static{Numbers: plan.Numbers, Count: plan.Count}
}

// processName tells people which process this is.
func processName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s:%d", host, os.Getpid())
}
