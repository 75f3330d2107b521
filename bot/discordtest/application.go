package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The routes that tell a bot about itself, and those that register its
// commands.

func (s *Server) getGateway(call) answer {
	return ok(map[string]any{"url": s.gatewayURL()})
}

func (s *Server) getGatewayBot(call) answer {
	return ok(map[string]any{
		"url":    s.gatewayURL(),
		"shards": s.shards,
		"session_start_limit": map[string]any{
			"total":           s.starts,
			"remaining":       max(0, s.starts-s.identifies),
			"reset_after":     s.startsReset.Milliseconds(),
			"max_concurrency": s.buckets,
		},
	})
}

func (s *Server) getUser(call) answer {
	user := s.botUser()
	user["verified"] = true
	user["mfa_enabled"] = true
	user["locale"] = "en-US"
	user["email"] = nil
	return ok(user)
}

// botUser is the bot as the author of a message.
func (s *Server) botUser() map[string]any {
	return map[string]any{
		"id":            s.applicationID,
		"username":      "storybot",
		"global_name":   nil,
		"discriminator": "0001",
		"avatar":        nil,
		"bot":           true,
		"flags":         0,
		"public_flags":  0,
	}
}

func (s *Server) getApplication(call) answer {
	return ok(map[string]any{
		"id":                      s.applicationID,
		"name":                    "storybot",
		"icon":                    nil,
		"description":             "",
		"summary":                 "",
		"bot":                     s.botUser(),
		"bot_public":              true,
		"bot_require_code_grant":  false,
		"verify_key":              strings.Repeat("0", 64),
		"owner":                   person(),
		"team":                    nil,
		"flags":                   0,
		"approximate_guild_count": 1,
	})
}

// A command is an application command as it was registered.
type command struct {
	id   string
	name string
	kind int // 1 slash command, 2 on a user, 3 on a message
	echo json.RawMessage
}

func (s *Server) getCommands(c call) answer {
	if c.part["app"] != s.applicationID {
		return notYours
	}
	return ok(echoes(s.commands[c.part["guild"]]))
}

// putCommands overwrites the commands of a guild, or the global ones. A
// command that was there before keeps its id.
func (s *Server) putCommands(c call) answer {
	if c.part["app"] != s.applicationID {
		return notYours
	}
	var definitions []map[string]json.RawMessage
	if err := json.Unmarshal(c.Body, &definitions); err != nil {
		return refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON: "+err.Error())
	}
	if definitions == nil {
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: an array of commands is required, not null")
	}
	guild := c.part["guild"]
	var registered []command
	for i, definition := range definitions {
		next, err := s.register(definition, guild)
		if err == nil && slices.ContainsFunc(registered, next.same) {
			err = fmt.Errorf("application command names must be unique, %q is not", next.name)
		}
		if err != nil {
			return refuse(http.StatusBadRequest, 50035, fmt.Sprintf("Invalid Form Body: %d: %v", i, err))
		}
		registered = append(registered, next)
	}
	s.commands[guild] = registered
	return ok(echoes(registered))
}

var notYours = refuse(http.StatusForbidden, 20012,
	"You are not authorized to perform this action on this application")

// register makes a command of its definition. It does not store it.
func (s *Server) register(definition map[string]json.RawMessage, guild string) (command, error) {
	next := command{kind: 1}
	if err := json.Unmarshal(definition["name"], &next.name); err != nil || next.name == "" {
		return command{}, errors.New("name: this field is required")
	}
	if kind, given := definition["type"]; given {
		if err := json.Unmarshal(kind, &next.kind); err != nil {
			return command{}, fmt.Errorf("type: %w", err)
		}
	}
	next.id = s.nextID()
	if i := slices.IndexFunc(s.commands[guild], next.same); i >= 0 {
		next.id = s.commands[guild][i].id
	}
	echo := make(map[string]any)
	for key, value := range definition {
		echo[key] = value
	}
	echo["id"] = next.id
	echo["type"] = next.kind
	echo["application_id"] = s.applicationID
	echo["version"] = s.nextID()
	if guild != "" {
		echo["guild_id"] = guild
	}
	next.echo = asJSON(echo)
	return next, nil
}

func (c command) same(other command) bool { return c.name == other.name && c.kind == other.kind }

func echoes(commands []command) []json.RawMessage {
	all := make([]json.RawMessage, len(commands))
	for i, c := range commands {
		all[i] = c.echo
	}
	return all
}
