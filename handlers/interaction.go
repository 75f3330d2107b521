package handlers

import (
	"strings"
	"time"

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
	for _, o := range in.options() {
		if o != nil && o.Focused {
			text, _ = o.Value.(string)
			return o.Name, text
		}
	}
	return "", ""
}

// Part returns the part of the command (its subcommand) that was sent, or "".
func (in Interaction) Part() string {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	if len(data.Options) == 0 || data.Options[0] == nil || data.Options[0].Type != discordgo.ApplicationCommandOptionSubCommand {
		return ""
	}
	return data.Options[0].Name
}

// options are those of the command, or of its part.
func (in Interaction) options() []*discordgo.ApplicationCommandInteractionDataOption {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	if in.Part() != "" {
		return data.Options[0].Options
	}
	return data.Options
}

func (in Interaction) value(option string) any {
	for _, o := range in.options() {
		if o != nil && o.Name == option {
			return o.Value
		}
	}
	return nil
}

// Attachment returns the file that was given for an option, or nil.
func (in Interaction) Attachment(option string) *discordgo.MessageAttachment {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	id, _ := in.value(option).(string)
	if data.Resolved == nil {
		return nil
	}
	return data.Resolved.Attachments[id]
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

// Time returns when the person acted, which the interaction's id tells, or the
// zero time where it has none.
func (in Interaction) Time() time.Time {
	at, err := discordgo.SnowflakeTimestamp(in.ID)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// Field returns what was typed in a field of a form, or "".
func (in Interaction) Field(customID string) string {
	data, _ := in.Data.(discordgo.ModalSubmitInteractionData)
	for _, row := range data.Components {
		row, ok := row.(*discordgo.ActionsRow)
		if !ok || row == nil {
			continue
		}
		for _, field := range row.Components {
			if input, ok := field.(*discordgo.TextInput); ok && input != nil && input.CustomID == customID {
				return input.Value
			}
		}
	}
	return ""
}

// Chosen returns the first value that was chosen in a select menu, or "".
func (in Interaction) Chosen() string {
	data, _ := in.Data.(discordgo.MessageComponentInteractionData)
	if len(data.Values) == 0 {
		return ""
	}
	return data.Values[0]
}

// Target returns the message that a message menu's command was used on, or nil.
func (in Interaction) Target() *discordgo.Message {
	data, _ := in.Data.(discordgo.ApplicationCommandInteractionData)
	if data.Resolved == nil {
		return nil
	}
	return data.Resolved.Messages[data.TargetID]
}

// Sentence is something that package bot says when no handler has written the
// answer.
type Sentence phrase

// The sentences of package bot.
const (
	Apology      = Sentence(apology)      // a handler failed
	TooSlow      = Sentence(tooSlow)      // a handler took too long
	NotShared    = Sentence(notShared)    // the message for the channel was refused
	OldCommand   = Sentence(oldCommand)   // no command has this name
	OldComponent = Sentence(oldComponent) // no component has this prefix
)

// Say says a sentence in the language of whoever acted.
func (in Interaction) Say(s Sentence) string { return in.speech().that(phrase(s)) }
