package discordtest

import (
	"maps"
	"slices"
	"strconv"
)

// The builders in this file write an interaction as Discord sends it, in a
// guild and by a plain member. Each returns a new map, which a test may change
// before it sends it; [Server.Send] adds what only the server knows.

// Opt is one option that was given to a command.
type Opt map[string]any

// StringOpt is an option with text.
func StringOpt(name, value string) Opt { return Opt{"name": name, "type": 3, "value": value} }

// BoolOpt is an option that is true or false.
func BoolOpt(name string, v bool) Opt { return Opt{"name": name, "type": 5, "value": v} }

// Command is a person who sends a slash command.
func Command(name string, options ...Opt) map[string]any {
	return inGuild(kindCommand, map[string]any{
		"name":     name,
		"type":     1,
		"guild_id": GuildID,
		"options":  append([]Opt{}, options...),
	})
}

// Autocomplete is a person who is typing in an option of a slash command: text
// stands in the option named focused so far.
func Autocomplete(name string, focused string, text string) map[string]any {
	typed := StringOpt(focused, text)
	typed["focused"] = true
	i := Command(name, typed)
	i["type"] = kindAutocomplete
	return i
}

// Button is a person who presses a button of a message. A nil message stands
// for one with that button and nothing else.
func Button(customID string, message map[string]any) map[string]any {
	if message == nil {
		button := map[string]any{"type": 2, "id": 2, "style": 2, "label": customID, "custom_id": customID}
		row := map[string]any{"type": 1, "id": 1, "components": []any{button}}
		message = map[string]any{"components": []any{row}}
	}
	i := inGuild(kindComponent, map[string]any{"custom_id": customID, "component_type": 2, "id": 2})
	i["message"] = message
	return i
}

// Form is a person who sends a form (modal) off; fields holds what was typed,
// by the custom_id of the field.
func Form(customID string, fields map[string]string) map[string]any {
	rows := []any{}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		id := 2*len(rows) + 1
		input := map[string]any{"type": 4, "id": id + 1, "custom_id": field, "value": fields[field]}
		rows = append(rows, map[string]any{"type": 1, "id": id, "components": []any{input}})
	}
	return inGuild(kindForm, map[string]any{"custom_id": customID, "components": rows})
}

// Permissions are bits, sent as a decimal number in a string.
const (
	manageMessages = 1 << 13
	// What a plain member may do: add reactions, view the channel, send
	// messages, embed links, attach files, read the history, use commands.
	memberMay = 1<<6 | 1<<10 | 1<<11 | 1<<14 | 1<<15 | 1<<16 | 1<<31
	botMay    = memberMay | manageMessages
)

// AsModerator returns the interaction with a member who may manage messages.
// In a DM there is no member, and nothing changes.
func AsModerator(i map[string]any) map[string]any {
	i = maps.Clone(i)
	member, inGuild := i["member"].(map[string]any)
	if !inGuild {
		return i
	}
	member = maps.Clone(member)
	had, _ := member["permissions"].(string)
	member["permissions"] = permissions(parseID(had) | manageMessages)
	i["member"] = member
	return i
}

// InDM returns the interaction as it is sent from a direct message with the
// bot: a user in place of the member, and no guild.
func InDM(i map[string]any) map[string]any {
	i = maps.Clone(i)
	if user := whoActed(i); user != nil {
		i["user"] = user
	}
	for _, key := range []string{"member", "guild", "guild_id", "guild_locale"} {
		delete(i, key)
	}
	if data, isMap := i["data"].(map[string]any); isMap {
		data = maps.Clone(data)
		delete(data, "guild_id")
		i["data"] = data
	}
	maps.Copy(i, dmPlace())
	return i
}

func inGuild(kind int, data map[string]any) map[string]any {
	i := guildPlace()
	i["type"] = kind
	i["data"] = data
	return i
}

// guildPlace is what every interaction in a guild carries.
func guildPlace() map[string]any {
	return map[string]any{
		"guild_id":     GuildID,
		"guild":        map[string]any{"id": GuildID, "locale": "en-US", "features": []any{}},
		"guild_locale": "en-US",
		"channel_id":   ChannelID,
		"channel": map[string]any{
			"id": ChannelID, "type": 0, "guild_id": GuildID, "name": "general", "flags": 0,
			"permissions": permissions(memberMay), "position": 0, "nsfw": false, "topic": nil,
			"parent_id": nil, "last_message_id": nil, "rate_limit_per_user": 0,
		},
		"member":                         plainMember(),
		"context":                        0,
		"authorizing_integration_owners": map[string]any{"0": GuildID},
		"app_permissions":                permissions(botMay),
	}
}

// dmPlace is what every interaction in a direct message with the bot carries.
func dmPlace() map[string]any {
	return map[string]any{
		"channel_id": DMChannelID,
		"channel": map[string]any{
			"id": DMChannelID, "type": 1, "flags": 0, "last_message_id": nil,
			"recipients": []any{person()},
		},
		"context":                        1,
		"authorizing_integration_owners": map[string]any{"0": "0"},
		"app_permissions":                permissions(botMay),
	}
}

func plainMember() map[string]any {
	return map[string]any{
		"user": person(), "permissions": permissions(memberMay), "roles": []any{}, "nick": nil,
		"avatar": nil, "joined_at": "2024-01-01T00:00:00.000000+00:00", "premium_since": nil,
		"pending": false, "deaf": false, "mute": false, "flags": 0,
		"communication_disabled_until": nil, "unusual_dm_activity_until": nil,
	}
}

func person() map[string]any {
	return map[string]any{
		"id": UserID, "username": "reader", "global_name": "Reader", "discriminator": "0",
		"avatar": nil, "avatar_decoration_data": nil, "public_flags": 0,
	}
}

func permissions(bits uint64) string { return strconv.FormatUint(bits, 10) }
