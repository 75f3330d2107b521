package bot

import (
	"bytes"
	"encoding/json"
	"iter"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// An interaction comes with more than it says: the channel, the server, the
// permissions of all who take part. Reading it all, and discordgo reads it
// three times over, would be a sixth of what an answer costs. So the object is
// taken apart into its fields, and those alone are read that say who does what,
// where and with which words.

// decodeFields reads an interaction, and says whether all went well. What
// discordgo has besides stays empty: the permissions of the bot, entitlements,
// who installed it, the server's language, and what of a person is no name and
// no right.
func decodeFields(d json.RawMessage) (in *discordgo.Interaction, ok bool) {
	defer func() {
		if recover() != nil { // discordgo's, over components
			ok = false
		}
	}()
	in = new(discordgo.Interaction)
	var data json.RawMessage
	ok = readFields(d, func(name, value []byte) bool {
		switch string(name) {
		case "id":
			return readText(&in.ID, value)
		case "application_id":
			return readText(&in.AppID, value)
		case "token":
			return readText(&in.Token, value)
		case "guild_id":
			return readText(&in.GuildID, value)
		case "channel_id":
			return readText(&in.ChannelID, value)
		case "locale":
			return readText(&in.Locale, value)
		case "type":
			return readKind(&in.Type, value)
		case "message":
			return json.Unmarshal(value, &in.Message) == nil
		case "member":
			return readMember(&in.Member, value)
		case "user":
			return readUser(&in.User, value)
		case "data":
			data = value
		}
		return true
	})
	return in, ok && decodeData(in, data)
}

// decodeData reads what an interaction of its type is about.
func decodeData(in *discordgo.Interaction, data json.RawMessage) bool {
	switch in.Type {
	case discordgo.InteractionApplicationCommand, discordgo.InteractionApplicationCommandAutocomplete:
		return decodeCommand(in, data)
	case discordgo.InteractionMessageComponent:
		return dataAs[discordgo.MessageComponentInteractionData](in, data)
	case discordgo.InteractionModalSubmit:
		return dataAs[discordgo.ModalSubmitInteractionData](in, data)
	}
	return false
}

func decodeCommand(in *discordgo.Interaction, data json.RawMessage) bool {
	var command discordgo.ApplicationCommandInteractionData
	ok := readFields(data, func(name, value []byte) bool {
		switch string(name) {
		case "id":
			return readText(&command.ID, value)
		case "name":
			return readText(&command.Name, value)
		case "target_id":
			return readText(&command.TargetID, value)
		case "type":
			return readKind(&command.CommandType, value)
		case "resolved":
			return json.Unmarshal(value, &command.Resolved) == nil
		case "options":
			return json.Unmarshal(value, &command.Options) == nil
		}
		return true
	})
	in.Data = command
	return ok
}

func dataAs[T discordgo.InteractionData](in *discordgo.Interaction, data json.RawMessage) bool {
	var read T
	if json.Unmarshal(data, &read) != nil {
		return false
	}
	in.Data = read
	return true
}

// readFields reads the fields of a JSON object, and says whether it is one and all
// could be read.
func readFields(object []byte, read func(name, value []byte) bool) bool {
	ok := bytes.HasPrefix(bytes.TrimLeft(object, space), []byte("{"))
	for name, value := range fields(object) {
		ok = read(name, value) && ok
	}
	return ok
}

// readText reads a JSON string. Nothing is read of null, as json.Unmarshal does it.
func readText[T ~string](into *T, value []byte) bool {
	if len(value) >= 2 && value[0] == '"' && !bytes.ContainsFunc(value, needsReading) {
		*into = T(value[1 : len(value)-1])
		return true
	}
	return json.Unmarshal(value, into) == nil
}

// readKind reads one of the small numbers by which Discord tells kinds apart.
func readKind[T ~uint8](into *T, value []byte) bool {
	kind, err := strconv.ParseUint(string(value), 10, 8)
	*into = T(kind)
	return err == nil
}

// needsReading says whether a character of a JSON string may stand for another.
func needsReading(r rune) bool { return r == '\\' || r < ' ' || r > '~' }

// fields are the names and values of a JSON object. That it is JSON is not
// checked: it was, when the payload was read that it is part of. Of what is
// not, there may be fewer fields, and values that are no JSON either.
func fields(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		rest, ok := bytes.CutPrefix(bytes.TrimLeft(object, space), []byte("{"))
		for ok {
			if rest = bytes.TrimLeft(rest, space+","); len(rest) == 0 || rest[0] != '"' {
				return
			}
			name := rest[:stringEnd(rest)]
			rest, ok = bytes.CutPrefix(bytes.TrimLeft(rest[len(name):], space), []byte(":"))
			rest = bytes.TrimLeft(rest, space)
			value := rest[:valueEnd(rest)]
			rest = rest[len(value):]
			if !ok || len(name) < 2 || !yield(name[1:len(name)-1], bytes.TrimRight(value, space)) {
				return
			}
		}
	}
}

const space = " \t\r\n"

// stringEnd returns the length of the JSON string that text begins with.
func stringEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// valueEnd returns the length of the JSON value that text begins with.
func valueEnd(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += stringEnd(text[i:]) - 1
		case '{', '[':
			depth++
		case ',':
			if depth == 0 {
				return i
			}
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return len(text)
}
