package bot

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// decode reads an interaction, as much of it as can be read. discordgo gives up
// on all of it for one component of a kind that it does not know, or for data
// that is missing; but the person waits all the same. So what cannot be read is
// left out, and read again:
//
//  1. what handlers ask for, field by field, which is what nearly always does;
//  2. all of it;
//  3. without the components of the message that it hangs on, and of a form;
//  4. its id, token and type only, which is enough to answer with an apology.
//
// The error says what was wrong, also where the rest could be read.
func decode(d json.RawMessage) (*discordgo.Interaction, error) {
	if in, ok := decodeFields(d); ok {
		return in, nil
	}
	in := new(discordgo.Interaction)
	whole := unmarshal(d, in)
	if whole == nil {
		return in, nil
	}
	in = new(discordgo.Interaction)
	if unmarshal(withoutComponents(d), in) == nil {
		return in, whole
	}
	var least struct {
		ID            string                    `json:"id"`
		Token         string                    `json:"token"`
		ApplicationID string                    `json:"application_id"`
		Type          discordgo.InteractionType `json:"type"`
	}
	if err := json.Unmarshal(d, &least); err != nil {
		return &discordgo.Interaction{}, errors.Join(whole, err)
	}
	return &discordgo.Interaction{
		ID: least.ID, Token: least.Token, AppID: least.ApplicationID, Type: least.Type,
	}, whole
}

// unmarshal is json.Unmarshal, with a panic of discordgo's as an error.
func unmarshal(d json.RawMessage, in *discordgo.Interaction) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("reading an interaction: panic: %v", value)
		}
	}()
	return json.Unmarshal(d, in)
}

// withoutComponents returns an interaction without the components that
// discordgo may not know.
func withoutComponents(d json.RawMessage) json.RawMessage {
	without := func(d json.RawMessage, drop string) json.RawMessage {
		var object map[string]json.RawMessage
		if json.Unmarshal(d, &object) != nil || object == nil {
			return d
		}
		delete(object, drop)
		text, _ := json.Marshal(object) // what was just read can be written
		return text
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(d, &object) != nil {
		return d
	}
	for _, part := range []string{"message", "data"} {
		if object[part] != nil {
			object[part] = without(object[part], "components")
		}
	}
	text, _ := json.Marshal(object)
	return text
}
