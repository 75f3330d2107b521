package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"
)

// reception takes interactions from the gateway, gives each a goroutine, and
// sees to it that all are gone before the process is.
type reception struct {
	door      *door
	router    *Router
	log       *slog.Logger
	answering context.Context // what answers are sent in
}

// event takes an event of the gateway's. It does not wait.
func (p *reception) event(kind string, d json.RawMessage) {
	if kind != "INTERACTION_CREATE" || !p.door.enter() {
		return
	}
	x := arrive(p.answering, p.router.send, p.router.times)
	x.crew = p.door.crew
	x.crew.run(func() {
		defer p.door.leave()
		defer x.end()
		p.receive(x, d)
	})
}

// receive has an interaction answered as soon as there is room.
func (p *reception) receive(x *exchange, d json.RawMessage) {
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
	p.router.dispatch(p.answering, x, in, p.router.answer)
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
