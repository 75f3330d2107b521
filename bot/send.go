package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/bot/ratelimit"
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

// rest sends requests to the API, and to nowhere else: it does without an
// [http.Client], which would carry the token along a redirect.
type rest struct {
	api, token string
	wire       http.RoundTripper
	again      time.Duration // before a callback that did not arrive is sent again
}

// newRest returns a rest that sends through wire.
func newRest(api, token string, wire http.RoundTripper) rest {
	return rest{api: api, token: token, wire: wire, again: 50 * time.Millisecond}
}

// callbacks is how often a callback is sent at most.
const callbacks = 4

// Callback sends the callback, and sends it again only when it provably did
// not arrive. Where an answer leaves that open (a 5xx, a connection that broke,
// no answer at all) Discord is asked: an interaction has a webhook when it has
// been acknowledged, and none before.
func (r rest) Callback(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	path := "/interactions/" + url.PathEscape(in.ID) + "/" + url.PathEscape(in.Token) + "/callback"
	for n := 1; ; n++ {
		_, err := r.call(ctx, http.MethodPost, path, p)
		if n > 1 && codeOf(err) == alreadyAcknowledged {
			return nil // by the one before
		}
		if !isOpen(err) || n == callbacks {
			return err
		}
		acknowledged, askErr := r.acknowledged(ctx, in)
		if askErr != nil {
			return errors.Join(err, fmt.Errorf("and asking whether it arrived: %w", askErr))
		}
		if acknowledged {
			return nil
		}
		if !interval.Pause(ctx, r.again) {
			return err
		}
	}
}

// isOpen says whether err leaves open if the request took effect.
func isOpen(err error) bool {
	if err == nil || errors.Is(err, ratelimit.ErrNotSent) {
		return false
	}
	if _, limited := errors.AsType[*ratelimit.LimitError](err); limited {
		return false
	}
	code := status(err)
	return code == 0 || code >= http.StatusInternalServerError
}

// acknowledged asks Discord whether it has taken a callback.
func (r rest) acknowledged(ctx context.Context, in *discordgo.Interaction) (bool, error) {
	_, err := r.call(ctx, http.MethodGet, originalOf(in), Payload{})
	switch {
	case err == nil, codeOf(err) == unknownMessage: // a form and choices are no message
		return true, nil
	case codeOf(err) == unknownWebhook:
		return false, nil
	}
	return false, err
}

func (r rest) Edit(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	_, err := r.call(ctx, http.MethodPatch, originalOf(in), p)
	return err
}

func (r rest) FollowUp(ctx context.Context, in *discordgo.Interaction, p Payload) error {
	_, err := r.call(ctx, http.MethodPost, webhookOf(in), p)
	return err
}

func webhookOf(in *discordgo.Interaction) string {
	return "/webhooks/" + url.PathEscape(in.AppID) + "/" + url.PathEscape(in.Token)
}

func originalOf(in *discordgo.Interaction) string { return webhookOf(in) + "/messages/@original" }

// call makes one request and returns the body of its answer. Waiting for its
// turn, and sending it again where that can do no harm, is the transport's
// business.
func (r rest) call(ctx context.Context, method, path string, p Payload) ([]byte, error) {
	text, _, err := r.request(ctx, method, path, p)
	return text, err
}

// request is call, with the headers of the answer.
func (r rest) request(ctx context.Context, method, path string, p Payload) ([]byte, http.Header, error) {
	var body io.Reader
	if p.Body != nil {
		body = bytes.NewReader(p.Body)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.api+path, body)
	if err != nil {
		return nil, nil, plain(err)
	}
	req.Header["Authorization"] = []string{"Bot " + r.token}
	req.Header["User-Agent"] = []string{userAgent}
	if p.Body != nil {
		req.Header["Content-Type"] = []string{p.ContentType}
	}
	answer, err := r.wire.RoundTrip(req)
	if err != nil {
		return nil, nil, plain(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusNoContent {
		return nil, answer.Header, nil
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, nil, err
	}
	switch answer.StatusCode {
	case http.StatusOK, http.StatusCreated:
		return text, answer.Header, nil
	}
	return nil, answer.Header, newStatusError(answer.StatusCode, text)
}

// entry asks where the gateway is.
func (r rest) entry(ctx context.Context) (gateway.Entry, error) {
	body, err := r.call(ctx, http.MethodGet, "/gateway/bot", Payload{})
	if status(err) == http.StatusUnauthorized {
		return gateway.Entry{}, ErrToken
	}
	if err != nil {
		return gateway.Entry{}, fmt.Errorf("asking for the gateway's address: %w", err)
	}
	var entry gateway.Entry
	if err := json.Unmarshal(body, &entry); err != nil {
		return gateway.Entry{}, errors.New("asking for the gateway's address: what answered is not Discord's API")
	}
	return entry, nil
}
