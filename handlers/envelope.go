package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Where there are several stories, a component carries which one it is about, as
// a mark behind the version of the Base (see state.go):
//
//	more:1:f1b8b3.k3ZqA_:2hT0_qLwAAAA7mQk…
//
// and every message has the story's name at its end: in the small print of an
// embed, or in a last line.

// markLength is how many characters a mark takes in a custom_id.
const markLength = len(".k3ZqA_")

// markOf returns the mark of a story: 36 bits of a hash of its name, so that it
// is short, whatever the name is, and the same after a restart.
func markOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:markLength-1]
}

// unmarked returns the interaction without the mark on its component, and the
// mark; "" where there is none.
func (in Interaction) unmarked() (Interaction, string) {
	fields := strings.SplitN(in.CustomID(), ":", 4)
	if len(fields) < 4 {
		return in, ""
	}
	version, mark, marked := strings.Cut(fields[2], ".")
	if !marked {
		return in, ""
	}
	fields[2] = version
	plain := *in.Interaction
	switch data := in.Data.(type) {
	case discordgo.MessageComponentInteractionData:
		data.CustomID = strings.Join(fields, ":")
		plain.Data = data
	case discordgo.ModalSubmitInteractionData:
		data.CustomID = strings.Join(fields, ":")
		plain.Data = data
	}
	return Interaction{&plain}, mark
}

// envelope is what stands around the replies of one story.
type envelope struct {
	mark  string
	title string // the story's
	print string // the signature in small print
	line  string // and in Markdown
}

func (all *Stories) envelopeOf(say speech, name string) envelope {
	title := strings.TrimSpace(bare(all.library.Title(name)))
	return envelope{markOf(name), title, say.that(storyNamed, title), "\n-# " + say.that(storyNamed, plain(title))}
}

// reply puts a reply into the envelope.
func (e envelope) reply(r Reply) Reply {
	if r.Form {
		r.Message.CustomID = e.marked(r.Message.CustomID)
		return r
	}
	r.Message = e.message(r.Message)
	if r.Channel != nil {
		channel := e.message(*r.Channel)
		r.Channel = &channel
	}
	return r
}

// message signs a message and marks its components. One that was signed before,
// as one that is shared, stays as it is.
func (e envelope) message(m discordgo.InteractionResponseData) discordgo.InteractionResponseData {
	var rows []discordgo.MessageComponent
	for _, row := range m.Components {
		rows = append(rows, e.row(row))
	}
	m.Components = rows
	if len(m.Embeds) == 0 {
		m.Content = e.text(m.Content)
		return m
	}
	signed := *m.Embeds[0]
	footer := ""
	if signed.Footer != nil {
		footer = signed.Footer.Text
	}
	if !e.signs(footer) {
		footer = list(shortened(footer, maxFooter-length(separator+e.print)), e.print)
	}
	signed.Footer = &discordgo.MessageEmbedFooter{Text: footer}
	m.Embeds = append([]*discordgo.MessageEmbed{&signed}, m.Embeds[1:]...)
	return m
}

// text signs a text, if there is one, and room.
func (e envelope) text(text string) string {
	if text == "" || length(text)+length(e.line) > maxContent {
		return text
	}
	return strings.TrimRight(text, "\n") + e.line
}

// signs reports whether small print ends in the story's signature, in any
// language.
func (e envelope) signs(footer string) bool {
	if !strings.HasSuffix(footer, e.title) {
		return false
	}
	for t := range tags {
		if strings.HasSuffix(footer, speechIn(tongue(t)).that(storyNamed, e.title)) {
			return true
		}
	}
	return false
}

// row marks the components of a row.
func (e envelope) row(row discordgo.MessageComponent) discordgo.MessageComponent {
	shown, ok := row.(discordgo.ActionsRow)
	if !ok {
		return row
	}
	var components []discordgo.MessageComponent
	for _, c := range shown.Components {
		switch c := c.(type) {
		case discordgo.Button:
			c.CustomID = e.marked(c.CustomID)
			components = append(components, c)
		case discordgo.SelectMenu:
			c.CustomID = e.marked(c.CustomID)
			components = append(components, c)
		default:
			components = append(components, c)
		}
	}
	shown.Components = components
	return shown
}

// marked returns a custom_id with the story's mark, unless it has one.
func (e envelope) marked(customID string) string {
	fields := strings.SplitN(customID, ":", 4)
	if len(fields) < 4 || strings.Contains(fields[2], ".") {
		return customID
	}
	fields[2] += "." + e.mark
	return strings.Join(fields, ":")
}
