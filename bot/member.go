package bot

import (
	"encoding/json"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// decodeMember reads of a server's member who it is and what it may do. When it
// joined, and how it looks, stay empty.
func decodeMember(value []byte) (*discordgo.Member, bool) {
	if string(value) == "null" {
		return nil, true
	}
	member, ok := new(discordgo.Member), isObject(value)
	for name, value := range fields(value) {
		read := true
		switch string(name) {
		case "user":
			member.User, read = decodeUser(value)
		case "nick":
			member.Nick, read = nameOrNull(value)
		case "roles":
			read = json.Unmarshal(value, &member.Roles) == nil
		case "permissions":
			var decimal string
			if decimal, read = textOf(value); read {
				var err error
				member.Permissions, err = strconv.ParseInt(decimal, 10, 64)
				read = err == nil
			}
		}
		ok = ok && read
	}
	return member, ok
}

// decodeUser reads who a person is.
func decodeUser(value []byte) (*discordgo.User, bool) {
	if string(value) == "null" {
		return nil, true
	}
	user, ok := new(discordgo.User), isObject(value)
	for name, value := range fields(value) {
		read := true
		switch string(name) {
		case "id":
			user.ID, read = textOf(value)
		case "username":
			user.Username, read = textOf(value)
		case "global_name":
			user.GlobalName, read = nameOrNull(value)
		case "bot":
			user.Bot = string(value) == "true"
		}
		ok = ok && read
	}
	return user, ok
}

func nameOrNull(value []byte) (string, bool) {
	if string(value) == "null" {
		return "", true
	}
	return textOf(value)
}

func isObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }
