package bot

import (
	"encoding/json"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// callback is the body with which an interaction is acknowledged.
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// message is a message as Discord is sent it. It differs from discordgo's in
// that every list is there, empty or not, and so replaces what was there
// before; and in that it cannot ping anyone.
type message struct {
	Content         string                    `json:"content"`
	Embeds          []*discordgo.MessageEmbed `json:"embeds"`
	Components      []any                     `json:"components"`
	Attachments     []attachment              `json:"attachments"`
	AllowedMentions mentions                  `json:"allowed_mentions"`
	Poll            *discordgo.Poll           `json:"poll,omitempty"`
	TTS             bool                      `json:"tts,omitempty"`
	Flags           discordgo.MessageFlags    `json:"flags,omitempty"`
}

// attachment is a file that the message has once it is sent: one that it had
// already, by its id, or one of those sent along, by its number.
type attachment struct {
	ID       string `json:"id"`
	Filename string `json:"filename"`
	// Description is read to those who can't see the file.
	Description string `json:"description,omitempty"`
}

// longestAlt is how many characters Discord takes to describe a file.
const longestAlt = 1024

// mentions says whom a message may ping.
type mentions struct {
	Parse []string `json:"parse"`
}

// newMessage returns the message in data.
func newMessage(data discordgo.InteractionResponseData, flags discordgo.MessageFlags) message {
	m := message{
		Content:         data.Content,
		Embeds:          orEmpty(data.Embeds),
		Components:      written(data.Components),
		Attachments:     []attachment{},
		AllowedMentions: mentions{Parse: []string{}},
		Poll:            data.Poll,
		TTS:             data.TTS,
		Flags:           flags,
	}
	if data.Attachments != nil {
		for _, kept := range *data.Attachments {
			m.Attachments = append(m.Attachments, attachment{ID: kept.ID, Filename: kept.Filename})
		}
	}
	for i, file := range data.Files {
		described, _ := file.Reader.(handlers.Described)
		m.Attachments = append(m.Attachments, attachment{
			ID: strconv.Itoa(i), Filename: file.Name, Description: cut(described.AltText, longestAlt),
		})
	}
	return m
}

// row and button are discordgo's, with their types, and without its MarshalJSON,
// which has each of them written twice and checked by whatever holds it.
type (
	row struct {
		Type       discordgo.ComponentType `json:"type"`
		ID         int                     `json:"id,omitempty"`
		Components []any                   `json:"components"`
	}
	plainButton discordgo.Button
	button      struct {
		Type discordgo.ComponentType `json:"type"`
		plainButton
	}
)

// written returns components as they are written: rows and buttons as above, all
// others as they are.
func written(components []discordgo.MessageComponent) []any {
	all := make([]any, len(components))
	for i, c := range components {
		switch c := c.(type) {
		case discordgo.ActionsRow:
			all[i] = row{c.Type(), c.ID, written(c.Components)}
		case discordgo.Button:
			if c.Style == 0 {
				c.Style = discordgo.PrimaryButton
			}
			all[i] = button{c.Type(), plainButton(c)}
		default:
			all[i] = c
		}
	}
	return all
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// form is a form (modal) as Discord is sent it.
type form struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

func newForm(data discordgo.InteractionResponseData) form {
	return form{CustomID: data.CustomID, Title: data.Title, Components: orEmpty(data.Components)}
}

// deferral is what is said of a reply that follows: who will see it.
type deferral struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

// proposals are the answer to an autocomplete. discordgo leaves an empty list
// out, and then Discord shows an error in place of "no options match".
type proposals struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

// newProposals returns the first choices, cut to what Discord takes.
func newProposals(choices []*discordgo.ApplicationCommandOptionChoice) proposals {
	const mostChoices, longest = 25, 100
	p := proposals{Choices: []*discordgo.ApplicationCommandOptionChoice{}}
	for _, choice := range choices {
		if len(p.Choices) == mostChoices {
			break
		}
		if choice == nil || choice.Name == "" {
			continue // Discord would refuse all of them for it
		}
		short := &discordgo.ApplicationCommandOptionChoice{
			Name:  cut(choice.Name, longest),
			Value: choice.Value,
		}
		if text, ok := choice.Value.(string); ok {
			short.Value = cut(text, longest)
		}
		for locale, name := range choice.NameLocalizations {
			if short.NameLocalizations == nil {
				short.NameLocalizations = map[discordgo.Locale]string{}
			}
			short.NameLocalizations[locale] = cut(name, longest)
		}
		p.Choices = append(p.Choices, short)
	}
	return p
}

// cut returns the first most characters of s.
func cut(s string, most int) string {
	for i := range s {
		if most == 0 {
			return s[:i]
		}
		most--
	}
	return s
}

// jsonPayload returns v as the body of a request.
func jsonPayload(v any) (Payload, error) {
	body, err := json.Marshal(v)
	return Payload{ContentType: "application/json", Body: body}, err
}

// filesPayload returns v with files beside it.
func filesPayload(v any, files []*discordgo.File) (Payload, error) {
	if len(files) == 0 {
		return jsonPayload(v)
	}
	contentType, body, err := discordgo.MultipartBodyWithJSON(v, files)
	return Payload{ContentType: contentType, Body: body}, err
}

// flagsFor returns the flags that show a message to the asker alone, or to all.
func flagsFor(private bool) discordgo.MessageFlags {
	if private {
		return discordgo.MessageFlagsEphemeral
	}
	return 0
}
