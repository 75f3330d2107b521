package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// An interaction is answered in two steps. Its callback is the
// acknowledgement: one, within 3 seconds. The callback opens a webhook, named
// by the interaction's token, through which the answer is changed and further
// messages are sent for 15 minutes; see message.go.

const (
	callbackWindow = 3 * time.Second
	webhookWindow  = 15 * time.Minute
)

// What an interaction may be, as numbered by Discord.
const (
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindForm         = 5
)

// What a callback may do, as numbered by Discord.
const (
	replyMessage       = 4 // say something
	replyDeferred      = 5 // "thinking…", something will be said
	replyDeferredQuiet = 6 // the message with the component will change
	replyUpdate        = 7 // change the message with the component
	replyChoices       = 8 // propose choices
	replyForm          = 9 // open a form
)

// accepted says which callbacks each kind of interaction takes.
var accepted = map[int][]int{
	kindCommand:      {replyMessage, replyDeferred, replyForm},
	kindComponent:    {replyMessage, replyDeferred, replyDeferredQuiet, replyUpdate, replyForm},
	kindAutocomplete: {replyChoices},
	kindForm:         {replyMessage, replyDeferred, replyDeferredQuiet, replyUpdate},
}

// An interaction is one that was delivered, and what became of it.
type interaction struct {
	id          string
	kind        int
	from        map[string]any // as it was delivered
	delivered   time.Time
	live        bool // a connection was there to take it at once
	answered    bool
	answeredAt  time.Time
	again, late int    // callbacks after the one that was taken, and after the window
	original    string // id of the message that @original stands for, or ""
	messages    map[string]message
}

// reply is the body of a callback.
type reply struct {
	Type int            `json:"type"`
	Data map[string]any `json:"data"`
}

func (s *Server) postCallback(c call) answer {
	i := s.interactions[c.part["token"]]
	unknown := refuse(http.StatusNotFound, 10062, "Unknown interaction")
	switch {
	case i == nil || i.id != c.part["id"]:
		return unknown
	case i.answered:
		i.again++
		return refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	case c.At.Sub(i.delivered) > callbackWindow:
		i.late++
		return unknown
	}
	var r reply
	if err := json.Unmarshal(c.Body, &r); err != nil {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON: "+err.Error())
	}
	if !slices.Contains(accepted[i.kind], r.Type) {
		return refuse(http.StatusBadRequest, 50035, fmt.Sprintf(
			"Invalid Form Body: type: an interaction of type %d takes a callback of one of %v, not %d",
			i.kind, accepted[i.kind], r.Type))
	}
	if r.Type == replyMessage && saysNothing(r.Data, c.Files) {
		return emptyMessageRefused
	}
	i.answered, i.answeredAt = true, c.At
	s.carryOut(i, r, c.Files)
	if c.Query.Get("with_response") == "true" {
		return ok(i.outcome(r))
	}
	return noContent
}

// carryOut does what a callback says: it makes or changes the message that
// @original stands for from now on.
func (s *Server) carryOut(i *interaction, r reply, files []File) {
	switch r.Type {
	case replyMessage:
		i.original = s.say(i, r.Data, files)
	case replyDeferred:
		i.original = s.say(i, r.Data, files)
		i.messages[i.original].setFlag(flagLoading, true)
	case replyDeferredQuiet, replyUpdate:
		pressed, hangsOn := i.from["message"].(map[string]any)
		if !hangsOn {
			return
		}
		i.original, _ = pressed["id"].(string)
		i.messages[i.original] = message(pressed)
		if r.Type == replyUpdate {
			s.edit(i.messages[i.original], r.Data, files)
		}
	}
}

// outcome is what a callback with ?with_response=true is answered with.
func (i *interaction) outcome(r reply) map[string]any {
	resource := map[string]any{"type": r.Type}
	about := map[string]any{"id": i.id, "type": i.kind}
	if m, made := i.messages[i.original]; made {
		resource["message"] = m
		about["response_message_id"] = i.original
		about["response_message_ephemeral"] = m.flag(flagEphemeral)
		about["response_message_loading"] = m.flag(flagLoading)
	}
	return map[string]any{"interaction": about, "resource": resource}
}
