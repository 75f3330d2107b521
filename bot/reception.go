package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"
)

// reception takes interactions from the gateway, gives each a goroutine, and
// sees to it that all are gone before the process is.
type reception struct {
	door      *door
	router    *Router
	log       *slog.Logger
	answering context.Context // what answers are sent in

	// acknowledged asks Discord whether an interaction has been acknowledged.
	acknowledged func(context.Context, *discordgo.Interaction) (bool, error)
	now          func() time.Time
}

// event takes an event of a gateway's. It does not wait. An event that comes
// again may have been answered by another process.
func (p *reception) event(kind string, d json.RawMessage, again bool) {
	if kind != "INTERACTION_CREATE" || !p.door.enter() {
		return
	}
	x := arrive(p.answering, p.router.send, p.router.times)
	x.crew = p.door.crew
	x.crew.run(func() {
		defer p.door.leave()
		defer x.end()
		p.receive(x, d, again)
	})
}

// receive has an interaction answered as soon as there is room.
func (p *reception) receive(x *exchange, d json.RawMessage, again bool) {
	room := p.door.sit(x.cut)
	if room {
		defer p.door.rise()
	}
	in, err := decode(d)
	x.unread = err
	if !room {
		p.router.refuse(p.answering, x, in)
		return
	}
	answer := p.router.answer
	if again {
		answer = p.answerIfOpen
	}
	p.router.dispatch(p.answering, x, in, answer)
}

// answerIfOpen answers an interaction that was delivered to a process that has
// died since, if it can still be answered and that process has not. Most are too
// old, for it took a while until the death was noticed; Discord is not bothered
// with them.
func (p *reception) answerIfOpen(ctx context.Context, x *exchange) (string, error) {
	if made, ok := madeAt(x.in.ID); ok && p.now().Sub(made) > x.times.Acknowledge {
		return late, nil
	}
	if done, err := p.acknowledged(x.timed, x.in.Interaction); err == nil && done {
		return repeated, nil
	}
	return p.router.answer(ctx, x)
}

// close takes no more interactions, and waits until those that were taken are
// answered. Handlers that still run after four fifths of the time are cut off,
// which leaves a fifth to say so.
func (p *reception) close(within time.Duration) {
	p.door.close()
	defer p.door.crew.end()
	if p.door.left(within * 4 / 5) {
		return
	}
	p.router.hurry()
	if !p.door.left(within / 5) {
		p.log.Warn("shutting down with interactions unanswered", "after", within)
	}
}
