package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// A handler runs on a goroutine of its own, so that it cannot hold up the
// acknowledgement: one that has not replied in time is deferred in its place,
// and its reply, when it comes, goes where the deferral stands.
//
//	arrival ────────────────── Answer ───────────── Acknowledge
//	   │  handler runs           │  its context is done, and
//	   │                         │  the interaction is deferred
//	   └─ reply: callback        └─ reply: edit

// result is what a handler returns.
type result[T any] struct {
	value T
	err   error
}

// begin runs f on a goroutine of a crew's. A panic is an error.
func begin[T any](crew *crew, f func() (T, error)) <-chan result[T] {
	done := make(chan result[T], 1) // whoever waits may have left
	crew.run(func() {
		var r result[T]
		defer func() {
			if value := recover(); value != nil {
				r.err = &panicError{value, debug.Stack()}
			}
			done <- r
		}()
		r.value, r.err = f()
	})
	return done
}

// errRestart is the cause of a handler's end at a shutdown.
var errRestart = errors.New("shutting down")

// perform answers a command, a component or a form.
func (r *Router) perform(ctx context.Context, x *exchange, a action) (string, error) {
	private := a.private != nil && a.private(x.in)
	limited, cancel := x.cut, x.endCut
	if a.defers {
		if err := x.postpone(private); err != nil {
			return undelivered, errors.Join(err, x.tell(ctx, apology))
		}
		limited, cancel = context.WithTimeout(ctx, r.times.Deferred)
		defer cancel()
	}
	done := begin(x.crew, func() (handlers.Reply, error) { return a.run(limited, x.in) })
	if !a.defers {
		select {
		case reply := <-done:
			return r.conclude(ctx, x, reply, private)
		case <-limited.Done():
		case <-r.hurried:
		}
		if err := x.postpone(private); err != nil {
			return undelivered, errors.Join(err, x.tell(ctx, apology))
		}
	}
	return r.conclude(ctx, x, r.await(done, cancel), private)
}

// await waits for a handler's reply, as long as there is a place for it.
func (r *Router) await(done <-chan result[handlers.Reply], cancel func()) result[handlers.Reply] {
	late := time.NewTimer(r.times.Deferred)
	defer late.Stop()
	select {
	case reply := <-done:
		return reply
	case <-late.C:
		return result[handlers.Reply]{err: context.DeadlineExceeded}
	case <-r.hurried:
	}
	cancel()
	return result[handlers.Reply]{err: errRestart}
}

// conclude sends what a handler returned, or says why there is nothing to send.
func (r *Router) conclude(ctx context.Context, x *exchange, reply result[handlers.Reply], private bool) (string, error) {
	err := reply.err
	if sentence, ok := handlers.RefusalText(err); ok {
		return refused, x.tell(ctx, sentence)
	}
	if err != nil {
		outcome, sentence := failed, apology
		switch _, panic := errors.AsType[*panicError](err); {
		case panic:
			outcome = panicked
		case errors.Is(err, errRestart):
			sentence = restarting
		case errors.Is(err, context.DeadlineExceeded):
			sentence = tooSlow
		}
		return outcome, errors.Join(err, x.tell(ctx, sentence))
	}
	if err := x.deliver(ctx, reply.value, private); err != nil {
		return undelivered, errors.Join(err, x.tell(ctx, apology))
	}
	if reply.value.NotSaid {
		r.watch.abstention()
	}
	return answered, nil
}

// complete answers an autocomplete, if need be with no choices: it cannot be
// deferred.
func (r *Router) complete(x *exchange, complete handlers.Completer) (string, error) {
	if complete == nil {
		return unknown, x.propose(nil)
	}
	done := begin(x.crew, func() ([]*discordgo.ApplicationCommandOptionChoice, error) { return complete(x.cut, x.in) })
	choices := result[[]*discordgo.ApplicationCommandOptionChoice]{err: context.DeadlineExceeded}
	select {
	case choices = <-done:
	case <-x.cut.Done():
	case <-r.hurried:
	}
	if err := choices.err; err != nil {
		outcome := failed
		if _, panic := errors.AsType[*panicError](err); panic {
			outcome = panicked
		}
		return outcome, errors.Join(err, x.propose(nil))
	}
	if err := x.propose(choices.value); err != nil {
		return undelivered, errors.Join(err, x.propose(nil))
	}
	return answered, nil
}

// A panicError is a panic of a handler's, with where it came from.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }
