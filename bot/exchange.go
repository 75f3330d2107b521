package bot

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// exchange is one interaction on its way to an answer.
//
//	                 say, form                        nothing more can be
//	unanswered ───────────────────────────▶ settled   said in its place
//	     │ deferral                            ▲
//	     └───────────▶ deferred ───────────────┘
//	                                say
//
// Discord takes one acknowledgement. When it refuses one, or the message in an
// edit, as malformed, the exchange stays where it is, so that an apology can be
// made. When it is not known whether Discord has taken it, the exchange is
// settled: better no answer than two.
//
// The time for the acknowledgement runs from the interaction's arrival, on a
// timer of its own, and no clock has a say in it.
type exchange struct {
	in     handlers.Interaction
	unread error // why in is not all that was sent; for the log
	send   Sender
	stage  stage
	times  Times
	crew   *crew // whose goroutines handlers run on

	came             time.Time       // by the machine's own clock, which only goes forward
	cut              context.Context // done when a handler has had its time
	timed            context.Context // done when it is too late to acknowledge
	endCut, endTimed context.CancelFunc
	acked            time.Duration // from arrival to the acknowledgement, 0 before
}

// arrive begins an exchange, and its timers. The interaction is set later.
func arrive(ctx context.Context, send Sender, times Times) *exchange {
	x := &exchange{send: send, times: times, came: time.Now()}
	x.timed, x.endTimed = context.WithDeadline(ctx, x.came.Add(times.Acknowledge))
	x.cut, x.endCut = context.WithDeadline(x.timed, x.came.Add(times.Answer))
	return x
}

// end stops the exchange's timers.
func (x *exchange) end() {
	x.endCut()
	x.endTimed()
}

type stage int

const (
	unanswered stage = iota
	deferred
	settled
)

// deliver gives a handler's reply to the person, and what is for the channel
// to the channel.
func (x *exchange) deliver(ctx context.Context, reply handlers.Reply, private bool) error {
	var err error
	switch {
	case reply.Form && x.stage == deferred:
		return errors.New("a form cannot be opened by what defers: its reply is a message already")
	case reply.Form:
		err = x.callback(callback{discordgo.InteractionResponseModal, newForm(reply.Message)}, nil, settled)
	case reply.Update && x.stage == unanswered && x.in.Message != nil:
		err = x.callback(callback{discordgo.InteractionResponseUpdateMessage, newMessage(reply.Message, 0)},
			reply.Message.Files, settled)
	default:
		err = x.say(ctx, reply.Message, private || reply.Private)
	}
	if err != nil || reply.Channel == nil {
		return err
	}
	if err := x.followUp(ctx, *reply.Channel, false); err != nil {
		sorry := x.followUp(ctx, discordgo.InteractionResponseData{Content: notShared}, true)
		return errors.Join(err, sorry)
	}
	return nil
}

// say answers with a message, in whichever way is still open. Once an
// exchange is deferred, who sees the answer is settled, and private has no say
// in it.
func (x *exchange) say(ctx context.Context, data discordgo.InteractionResponseData, private bool) error {
	switch x.stage {
	case unanswered:
		m := newMessage(data, flagsFor(private))
		return x.callback(callback{discordgo.InteractionResponseChannelMessageWithSource, m}, data.Files, settled)
	case deferred:
		return x.edit(ctx, data)
	}
	return nil
}

// tell answers the person who acted with a sentence of ours.
func (x *exchange) tell(ctx context.Context, sentence string) error {
	if x.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return x.propose(nil) // there is no room for a sentence
	}
	return x.say(ctx, discordgo.InteractionResponseData{Content: sentence}, true)
}

// propose answers an autocomplete.
func (x *exchange) propose(choices []*discordgo.ApplicationCommandOptionChoice) error {
	if x.stage != unanswered {
		return nil
	}
	return x.callback(callback{discordgo.InteractionApplicationCommandAutocompleteResult, newProposals(choices)}, nil, settled)
}

// postpone acknowledges the interaction with the promise of a message. For a
// component too, that is a new message, and not the one it hangs on.
func (x *exchange) postpone(private bool) error {
	return x.callback(callback{
		discordgo.InteractionResponseDeferredChannelMessageWithSource,
		deferral{flagsFor(private)},
	}, nil, deferred)
}

// callback acknowledges the interaction, which brings the exchange to next.
func (x *exchange) callback(c callback, files []*discordgo.File, next stage) error {
	payload, err := filesPayload(c, files)
	if err != nil {
		return err
	}
	err = x.send.Callback(x.timed, x.in.Interaction, payload)
	switch {
	case err == nil:
		x.stage = next
		x.acked = time.Since(x.came)
	case !errors.Is(err, ErrRefused):
		x.stage = settled
	}
	return err
}

// edit puts a message where the deferral stands.
func (x *exchange) edit(ctx context.Context, data discordgo.InteractionResponseData) error {
	payload, err := filesPayload(newMessage(data, 0), data.Files)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, x.times.Send)
	defer cancel()
	err = x.send.Edit(ctx, x.in.Interaction, payload)
	if !errors.Is(err, ErrRefused) {
		x.stage = settled
	}
	return err
}

// followUp sends one more message.
func (x *exchange) followUp(ctx context.Context, data discordgo.InteractionResponseData, private bool) error {
	payload, err := filesPayload(newMessage(data, flagsFor(private)), data.Files)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, x.times.Send)
	defer cancel()
	return x.send.FollowUp(ctx, x.in.Interaction, payload)
}
