package discordtest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// Delivered names an interaction that was sent to the bot.
type Delivered struct {
	ID    string
	Token string
}

// Send delivers an interaction as INTERACTION_CREATE. What the map lacks is
// filled in: id, token, application_id and version, the locale, the place and
// the person (of a guild, unless it has a user and no member), the command's
// id, and what is missing in the message of a component. The map itself stays
// as it is, and may be sent again.
//
// The three seconds for the callback run from now on. It goes where
// [Server.SendRaw] says; with no session there is [ErrNoSession].
func (s *Server) Send(i map[string]any) (Delivered, error) {
	from, err := inJSONTerms(i)
	if err != nil {
		return Delivered{}, fmt.Errorf("discordtest: send interaction: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.complete(from)
	sent := &interaction{from: from, delivered: s.now(), messages: make(map[string]message)}
	sent.id, _ = from["id"].(string)
	kind, _ := from["type"].(float64)
	sent.kind = int(kind)
	token, _ := from["token"].(string)
	if sent.id == "" || token == "" || accepted[sent.kind] == nil {
		return Delivered{}, errors.New("discordtest: send interaction: give it a type from 2 to 5, and strings (or nothing) as id and token")
	}
	if sent.live, err = s.deliver("INTERACTION_CREATE", asJSON(from)); err != nil {
		return Delivered{}, err
	}
	if before := s.interactions[token]; before == nil || before.id != sent.id {
		s.interactions[token] = sent // else it is the same, delivered again
	}
	return Delivered{ID: sent.id, Token: token}, nil
}

// inJSONTerms returns a deep copy, as if it had been sent as JSON: numbers are
// float64, lists []any. That way a test's map and one that was received look
// alike.
func inJSONTerms(i map[string]any) (map[string]any, error) {
	text, err := json.Marshal(i)
	if err != nil {
		return nil, err
	}
	from := make(map[string]any)
	return from, json.Unmarshal(text, &from)
}

// complete fills in what an interaction lacks. The caller holds s.mu.
func (s *Server) complete(i map[string]any) {
	id := s.nextID()
	fillMissing(i, map[string]any{
		"id":                    id,
		"token":                 base64.RawURLEncoding.EncodeToString([]byte("interaction:" + id + ":discordtest")),
		"application_id":        s.applicationID,
		"version":               1,
		"locale":                "en-US",
		"entitlements":          []any{},
		"entitlement_sku_ids":   []any{},
		"attachment_size_limit": maxBody,
	})
	if i["user"] != nil && i["member"] == nil {
		fillMissing(i, dmPlace())
	} else {
		fillMissing(i, guildPlace())
	}
	if pressed, hangsOn := i["message"].(map[string]any); hangsOn {
		fillMissing(pressed, map[string]any{"channel_id": i["channel_id"]})
		fillMissing(pressed, s.emptyMessage())
	}
	if data, isMap := i["data"].(map[string]any); isMap && data["name"] != nil {
		guild, _ := i["guild_id"].(string)
		fillMissing(data, map[string]any{"id": s.commandID(data["name"], guild)})
	}
}

// commandID returns the id that a command was registered with, or a new one.
func (s *Server) commandID(name any, guild string) string {
	for _, place := range []string{guild, ""} {
		for _, c := range s.commands[place] {
			if c.name == name {
				return c.id
			}
		}
	}
	return s.nextID()
}

// fillMissing copies the entries of from that i does not have.
func fillMissing(i, from map[string]any) {
	missing := maps.Clone(from)
	maps.DeleteFunc(missing, func(key string, _ any) bool {
		_, has := i[key]
		return has
	})
	maps.Copy(i, missing)
}
