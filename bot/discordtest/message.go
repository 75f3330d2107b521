package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// A message is a message object as Discord sends it, in JSON's terms.
type message map[string]any

const (
	flagEphemeral = 1 << 6 // shown to one person alone
	flagLoading   = 1 << 7 // "thinking…"
)

func (m message) flags() int {
	switch flags := m["flags"].(type) {
	case int:
		return flags
	case float64:
		return int(flags)
	}
	return 0
}

func (m message) flag(f int) bool { return m.flags()&f != 0 }

func (m message) setFlag(f int, on bool) {
	flags := m.flags() &^ f
	if on {
		flags |= f
	}
	m["flags"] = flags
}

// say makes a message in reply to an interaction and returns its id.
func (s *Server) say(i *interaction, data map[string]any, files []File) string {
	m := s.emptyMessage()
	id := m["id"].(string)
	m["channel_id"] = i.from["channel_id"]
	m["webhook_id"] = s.applicationID
	if i.kind == kindCommand {
		m["type"] = 20 // sent by a slash command
	}
	m["interaction_metadata"] = map[string]any{
		"id":                             i.id,
		"type":                           i.kind,
		"user":                           whoActed(i.from),
		"authorizing_integration_owners": i.from["authorizing_integration_owners"],
	}
	fill(m, data)
	m["attachments"] = s.attach(nil, files)
	i.messages[id] = m
	return id
}

// emptyMessage is a message of the bot that says nothing yet.
func (s *Server) emptyMessage() message {
	return message{
		"id":               s.nextID(),
		"type":             0,
		"channel_id":       ChannelID,
		"application_id":   s.applicationID,
		"author":           s.botUser(),
		"content":          "",
		"embeds":           []any{},
		"components":       []any{},
		"attachments":      []any{},
		"mentions":         []any{},
		"mention_roles":    []any{},
		"mention_everyone": false,
		"pinned":           false,
		"tts":              false,
		"flags":            0,
		"timestamp":        timestamp(s.now()),
		"edited_timestamp": nil,
	}
}

// edit changes a message: what data names is replaced, the rest stays.
func (s *Server) edit(m message, data map[string]any, files []File) {
	had, _ := m["attachments"].([]any)
	if named, given := data["attachments"].([]any); given {
		had = slices.DeleteFunc(slices.Clone(had), func(a any) bool { return !slices.ContainsFunc(named, sameID(a)) })
	}
	private := m.flag(flagEphemeral) // which no edit can change
	fill(m, data)
	m["attachments"] = s.attach(had, files)
	m["edited_timestamp"] = timestamp(s.now())
	m.setFlag(flagEphemeral, private)
	m.setFlag(flagLoading, false)
}

// fill copies into m what a person sees of data.
func fill(m message, data map[string]any) {
	for _, key := range []string{"content", "embeds", "components", "tts"} {
		if value, given := data[key]; given && value != nil {
			m[key] = value
		}
	}
	if flags, given := data["flags"].(float64); given {
		m["flags"] = int(flags)
	}
}

// attach returns the attachments had, and one for each file.
func (s *Server) attach(had []any, files []File) []any {
	all := append([]any{}, had...)
	for _, f := range files {
		id := s.nextID()
		address := "http://" + s.listener.Addr().String() + "/attachments/" + id + "/" + f.Name
		all = append(all, map[string]any{
			"id":           id,
			"filename":     f.Name,
			"content_type": f.ContentType,
			"size":         len(f.Data),
			"url":          address,
			"proxy_url":    address,
		})
	}
	return all
}

func sameID(a any) func(any) bool {
	return func(b any) bool {
		left, _ := a.(map[string]any)
		right, _ := b.(map[string]any)
		return left["id"] == right["id"]
	}
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }

// onWebhook leads a request through an interaction's webhook: there is none
// before the callback, and none when the token has run out.
func onWebhook(serve func(*Server, *interaction, call) answer) func(*Server, call) answer {
	return func(s *Server, c call) answer {
		i := s.interactions[c.part["token"]]
		switch {
		case i == nil || !i.answered || c.part["app"] != s.applicationID:
			return refuse(http.StatusNotFound, 10015, "Unknown Webhook")
		case c.At.Sub(i.delivered) > webhookWindow:
			return refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
		}
		return serve(s, i, c)
	}
}

var unknownMessage = refuse(http.StatusNotFound, 10008, "Unknown Message")

// find returns the message that a request names, by id or as @original.
func (i *interaction) find(c call) (message, bool) {
	m, found := i.messages[i.messageID(c)]
	return m, found
}

func (i *interaction) messageID(c call) string {
	if id := c.part["message"]; id != "@original" {
		return id
	}
	return i.original
}

// postMessage sends a further message. The first one after a deferral becomes
// the message that was promised.
func (s *Server) postMessage(i *interaction, c call) answer {
	data, refusal, fine := messageData(c)
	switch {
	case !fine:
		return refusal
	case saysNothing(data, c.Files):
		return emptyMessageRefused
	}
	if promised := i.messages[i.original]; promised.flag(flagLoading) {
		s.edit(promised, data, c.Files)
		return ok(promised)
	}
	return ok(i.messages[s.say(i, data, c.Files)])
}

// postToChannel sends a message to the channel, which is the only one that
// there is.
func (s *Server) postToChannel(c call) answer {
	data, refusal, fine := messageData(c)
	switch {
	case c.part["channel"] != ChannelID:
		return refuse(http.StatusNotFound, 10003, "Unknown Channel")
	case !fine:
		return refusal
	case saysNothing(data, c.Files):
		return emptyMessageRefused
	}
	m := s.emptyMessage()
	fill(m, data)
	m["attachments"] = s.attach(nil, c.Files)
	return ok(m)
}

func (s *Server) getMessage(i *interaction, c call) answer {
	m, found := i.find(c)
	if !found {
		return unknownMessage
	}
	return ok(m)
}

func (s *Server) patchMessage(i *interaction, c call) answer {
	m, found := i.find(c)
	if !found {
		return unknownMessage
	}
	data, refusal, fine := messageData(c)
	if !fine {
		return refusal
	}
	s.edit(m, data, c.Files)
	return ok(m)
}

func (s *Server) deleteMessage(i *interaction, c call) answer {
	if _, found := i.find(c); !found {
		return unknownMessage
	}
	delete(i.messages, i.messageID(c))
	return noContent
}

// messageData returns a request's message, or how to refuse it. A form with
// files may do without one.
func messageData(c call) (data map[string]any, refusal answer, fine bool) {
	if len(c.Body) == 0 && len(c.Files) > 0 {
		return nil, answer{}, true
	}
	if err := json.Unmarshal(c.Body, &data); err != nil {
		return nil, refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON: "+err.Error()), false
	}
	return data, answer{}, true
}

var emptyMessageRefused = refuse(http.StatusBadRequest, 50006, "Cannot send an empty message")

// saysNothing says whether a new message would have nothing to show.
func saysNothing(data map[string]any, files []File) bool {
	content, _ := data["content"].(string)
	embeds, _ := data["embeds"].([]any)
	components, _ := data["components"].([]any)
	return content == "" && len(embeds)+len(components)+len(files) == 0
}

// whoActed returns the user of an interaction, in a guild or in a DM.
func whoActed(i map[string]any) any {
	if member, inGuild := i["member"].(map[string]any); inGuild {
		return member["user"]
	}
	return i["user"]
}
