package bot

import (
	"encoding/json"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// readMember reads of a server's member who it is and what it may do. When it
// joined, and how it looks, stay empty.
func readMember(into **discordgo.Member, value []byte) bool {
	if string(value) == "null" {
		return true
	}
	member := new(discordgo.Member)
	*into = member
	return readFields(value, func(name, value []byte) bool {
		switch string(name) {
		case "user":
			return readUser(&member.User, value)
		case "nick":
			return readText(&member.Nick, value)
		case "roles":
			return json.Unmarshal(value, &member.Roles) == nil
		case "permissions":
			var decimal string
			if !readText(&decimal, value) {
				return false
			}
			var err error
			member.Permissions, err = strconv.ParseInt(decimal, 10, 64)
			return err == nil
		}
		return true
	})
}

// readUser reads who a person is.
func readUser(into **discordgo.User, value []byte) bool {
	if string(value) == "null" {
		return true
	}
	user := new(discordgo.User)
	*into = user
	return readFields(value, func(name, value []byte) bool {
		switch string(name) {
		case "id":
			return readText(&user.ID, value)
		case "username":
			return readText(&user.Username, value)
		case "global_name":
			return readText(&user.GlobalName, value)
		case "bot":
			return json.Unmarshal(value, &user.Bot) == nil
		}
		return true
	})
}
