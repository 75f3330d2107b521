package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"
)

// A Sender carries answers to Discord. Its errors never hold a token.
type Sender interface {
	// Callback acknowledges the interaction. An error that is ErrRefused
	// means that it has not been acknowledged, and can be tried again; after
	// any other it may or may not have been.
	Callback(ctx context.Context, in *discordgo.Interaction, p Payload) error
	// Edit replaces the message with which the interaction was acknowledged.
	// ErrRefused means that it is as it was.
	Edit(ctx context.Context, in *discordgo.Interaction, p Payload) error
	// FollowUp sends one more message. ErrRefused means that it did not.
	FollowUp(ctx context.Context, in *discordgo.Interaction, p Payload) error
}

// ErrRefused says that Discord understood a request and found fault with what
// it carries, and that the request has had no effect.
var ErrRefused = errors.New("refused")

// Payload is the body of a request.
type Payload struct {
	ContentType string
	Body        []byte
}

// rest sends through a discordgo session.
type rest struct {
	session *discordgo.Session
}

func (r rest) Callback(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	_, err := r.call(ctx, http.MethodPost, discordgo.EndpointInteractionResponse(in.ID, in.Token), p)
	return err
}

func (r rest) Edit(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	_, err := r.call(ctx, http.MethodPatch, discordgo.EndpointInteractionResponseActions(in.AppID, in.Token), p)
	return err
}

func (r rest) FollowUp(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	_, err := r.call(ctx, http.MethodPost, discordgo.EndpointFollowupMessage(in.AppID, in.Token), p)
	return err
}

// call makes one request and returns the body of its answer. While Discord
// says that there have been too many requests, it waits as long as Discord
// says, and asks again.
//
// Each request has a rate limiter of its own. A session's remembers every
// address for ever, and an interaction's address is never used again; it also
// sleeps without regard for ctx. Little is lost: answers to interactions are
// not under the bot's common limit, and what is asked at the start is asked
// once.
func (r rest) call(ctx context.Context, method, address string, p Payload) ([]byte, error) {
	for {
		bucket := discordgo.NewRatelimiter().LockBucket(address)
		body, err := r.session.RequestWithLockedBucket(method, address, p.ContentType, p.Body, bucket, 0,
			discordgo.WithContext(ctx), discordgo.WithRestRetries(0))
		limit, limited := errors.AsType[*discordgo.RateLimitError](err)
		if !limited {
			return body, plain(err)
		}
		if !pause(ctx, limit.RetryAfter) {
			return nil, fmt.Errorf("too many requests, and Discord asks to wait for %v: %w", limit.RetryAfter, ctx.Err())
		}
	}
}

// A statusError is an answer from Discord that is not a success.
type statusError struct {
	status int    // of HTTP
	code   int    // Discord's own; 0 when there is none
	text   string // what Discord says of it
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("answer %d %s", e.status, http.StatusText(e.status))
	if e.text != "" {
		text += fmt.Sprintf(": %s (code %d)", e.text, e.code)
	}
	return text
}

// alreadyAcknowledged is Discord's code for a second callback.
const alreadyAcknowledged = 40060

// Is makes the statuses that say that the request itself is at fault
// [ErrRefused].
func (e *statusError) Is(target error) bool {
	if target != ErrRefused || e.code == alreadyAcknowledged {
		return false
	}
	return e.status == http.StatusBadRequest || e.status == http.StatusRequestEntityTooLarge
}

// status returns the HTTP status of the answer behind err, or 0.
func status(err error) int {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.status
	}
	return 0
}

// plain returns an error of discordgo's without what should not be logged: the
// address of a request, which has the interaction's token in it, and an answer
// of whatever length.
func plain(err error) error {
	if answer, ok := errors.AsType[*discordgo.RESTError](err); ok {
		e := &statusError{status: answer.Response.StatusCode}
		if answer.Message != nil {
			e.code, e.text = answer.Message.Code, answer.Message.Message+faults(answer.ResponseBody)
		}
		return e
	}
	if request, ok := errors.AsType[*url.Error](err); ok {
		return request.Err
	}
	return err
}

// faults returns which fields Discord found fault with, for the log.
func faults(answer []byte) string {
	const most = 400
	var body struct {
		Errors json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(answer, &body) != nil || len(body.Errors) == 0 {
		return ""
	}
	return " " + cut(string(body.Errors), most)
}
