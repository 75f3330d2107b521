package handlers

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Interaction is one thing that a person did: sent a command, typed in an
// option, pressed a button. Its accessors answer with a zero value where
// discordgo's own would panic.
type Interaction struct {
	*discordgo.Interaction
}

// Command returns the name of the command, or "" for a component or a form.
func (in Interaction) Command() string {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	return data.Name
}

// Text returns the text that was given for an option, or "".
func (in Interaction) Text(option string) string {
	text, _ := in.value(option).(string)
	return text
}

// Bool returns whether an option was given as true.
func (in Interaction) Bool(option string) bool {
	yes, _ := in.value(option).(bool)
	return yes
}

// Focused returns the name of the option that is being typed and what stands
// in it so far.
func (in Interaction) Focused() (option, text string) {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	for _, o := range data.Options {
		if o != nil && o.Focused {
			text, _ = o.Value.(string)
			return o.Name, text
		}
	}
	return "", ""
}

func (in Interaction) value(option string) any {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	for _, o := range data.Options {
		if o != nil && o.Name == option {
			return o.Value
		}
	}
	return nil
}

// CustomID returns the custom_id of the component or form, or "".
func (in Interaction) CustomID() string {
	switch data := in.Data.(type) {
	case discordgo.MessageComponentInteractionData:
		return data.CustomID
	case discordgo.ModalSubmitInteractionData:
		return data.CustomID
	}
	return ""
}

// State returns what a component carries behind its prefix: the custom_id
// after the first colon.
func (in Interaction) State() string {
	_, state, _ := strings.Cut(in.CustomID(), ":")
	return state
}

// Person returns the id of whoever acted, or "" where Discord sent none.
func (in Interaction) Person() string {
	switch {
	case in.Member != nil && in.Member.User != nil:
		return in.Member.User.ID
	case in.User != nil:
		return in.User.ID
	}
	return ""
}
