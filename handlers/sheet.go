package handlers

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"github.com/rivo/uniseg"
)

// Every message of the bot is a sheet: one embed with rows of buttons below.
//
// It is an embed, and not Components V2, because of the requests that
// discordgo v0.29.0 can make. A message is V2 from its first acknowledgement
// on, by a flag that can be set only then. A reply that is deferred is
// acknowledged as an ordinary one, and Discord refuses to edit it into V2; so a
// bot that defers, as /reload does, would need both looks. Embeds do all that
// is needed here: quotes in blocks, links, small print, a coloured edge.
//
// A sheet holds Discord's limits by construction: what would pass one is cut,
// or is not taken and reported. No other place in this package makes an embed,
// a button, a menu or a form.

// Discord's limits, in characters unless another unit is named.
const (
	maxTitle       = 256
	maxDescription = 4096
	// maxFooter is less than Discord's 2,048, so that an embed, which has no
	// fields here, stays below 6,000 in all.
	maxFooter      = 1000
	maxContent     = 2000
	maxRows        = 5 // of a message
	maxButtons     = 5 // of a row
	maxLabel       = 80
	maxCustomID    = 100 - markLength // which leaves room for the story's mark
	maxOptions     = 25               // of a menu, and choices of an autocomplete
	maxOption      = 100
	maxPlaceholder = 100
	maxFormTitle   = 45
	maxFile        = 10_000_000 // bytes; Discord's 10 MiB less what is around it
)

// colour is the edge of an embed: Discord's own green for what was answered,
// grey for what was not.
type colour int

const (
	answeredColour colour = 0x57F287
	plainColour    colour = 0x99AAB5
)

// sheet is a message that is being put together from the top.
type sheet struct {
	title, footer string
	body          strings.Builder
	size          int // of the body
	rows          []discordgo.MessageComponent
	used          []string // custom_ids, which must be unique
}

// usualBody is the size, in bytes, of the body of an answer of middle length.
const usualBody = 1024

// newSheet returns a sheet with a title, which may be empty.
func newSheet(title string) *sheet {
	s := &sheet{title: shortened(title, maxTitle)}
	s.body.Grow(usualBody)
	return s
}

// add appends a text whole, if it fits and leaves so much room for others. It
// reports whether it did.
func (s *sheet) add(text string, room int) bool {
	n := length(text)
	if s.size+n+room > maxDescription {
		return false
	}
	s.body.WriteString(text)
	s.size += n
	return true
}

// foot sets the small print below the text. Discord shows it as it is, without
// Markdown.
func (s *sheet) foot(text string) { s.footer = shortened(text, maxFooter) }

// press is a button: what it says, and what it carries.
type press struct {
	label, customID string
	disabled        bool
}

// buttons adds a row of buttons. A second one with the same custom_id, one
// without label, and any past the fifth is left out.
func (s *sheet) buttons(presses ...press) {
	row := discordgo.ActionsRow{Components: make([]discordgo.MessageComponent, 0, min(len(presses), maxButtons))}
	for _, p := range presses {
		if p.label == "" || p.customID == "" || len(row.Components) == maxButtons || !s.takes(p.customID) {
			continue
		}
		row.Components = append(row.Components, discordgo.Button{
			Label: shortened(p.label, maxLabel), Style: discordgo.SecondaryButton, CustomID: p.customID, Disabled: p.disabled,
		})
	}
	s.addRow(row)
}

// menu adds a select menu, with as many of the options as it holds. Values are
// to be unique.
func (s *sheet) menu(customID, placeholder string, options []discordgo.SelectMenuOption) {
	menu := discordgo.SelectMenu{CustomID: customID, Placeholder: shortened(placeholder, maxPlaceholder)}
	for _, o := range options[:min(len(options), maxOptions)] {
		o.Label, o.Description = shortened(o.Label, maxOption), shortened(o.Description, maxOption)
		menu.Options = append(menu.Options, o)
	}
	if len(menu.Options) > 0 && s.takes(customID) {
		s.addRow(discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu}})
	}
}

func (s *sheet) addRow(row discordgo.ActionsRow) {
	if len(row.Components) > 0 && len(s.rows) < maxRows {
		s.rows = append(s.rows, row)
	}
}

// takes reports whether a custom_id may be used, and marks it as used.
func (s *sheet) takes(customID string) bool {
	if slices.Contains(s.used, customID) || length(customID) > maxCustomID {
		return false
	}
	s.used = append(s.used, customID)
	return true
}

// message returns what has been put together.
func (s *sheet) message(edge colour) discordgo.InteractionResponseData {
	embed := &discordgo.MessageEmbed{
		Title: s.title, Description: strings.TrimSpace(s.body.String()), Color: int(edge),
	}
	if s.footer != "" {
		embed.Footer = &discordgo.MessageEmbedFooter{Text: s.footer}
	}
	return discordgo.InteractionResponseData{Embeds: []*discordgo.MessageEmbed{embed}, Components: s.rows}
}

// fileMessage returns a message with a file, and with a text above it, which
// may be Markdown.
func fileMessage(text string, file *discordgo.File) discordgo.InteractionResponseData {
	return discordgo.InteractionResponseData{Content: shortened(strings.TrimSpace(text), maxContent), Files: []*discordgo.File{file}}
}

// field is a field of a form.
type field struct {
	customID, label, placeholder string
	value                        string // what stands in it already
	line                         bool   // it is of one line, and may stay empty
}

// Discord lets one type so much into a field, and keeps a line within less.
const (
	maxTyped = 4000
	maxLine  = 500
)

// form returns a form (modal) with up to five fields.
func form(customID, title string, fields ...field) discordgo.InteractionResponseData {
	shown := discordgo.InteractionResponseData{CustomID: customID, Title: shortened(title, maxFormTitle)}
	for _, f := range fields {
		input := discordgo.TextInput{
			CustomID: f.customID, Label: shortened(f.label, maxFormTitle), Style: discordgo.TextInputParagraph,
			Placeholder: shortened(f.placeholder, maxPlaceholder), Required: true, MaxLength: maxTyped,
		}
		if f.line {
			input.Style, input.Required, input.MaxLength = discordgo.TextInputShort, false, maxLine
			input.Value = cut(f.value, maxLine)
		}
		shown.Components = append(shown.Components, discordgo.ActionsRow{Components: []discordgo.MessageComponent{input}})
	}
	return shown
}

// length is how long a text is for Discord. It counts in UTF-16, which is
// never less than the characters that its API description counts.
func length(text string) int {
	const fourBytes = 0xF0 // and up, begin a character that is two in UTF-16
	ascii := 0
	for ascii < len(text) && text[ascii] < utf8.RuneSelf {
		ascii++
	}
	n := ascii + utf8.RuneCountInString(text[ascii:])
	for i := ascii; i < len(text); i++ {
		if text[i] >= fourBytes {
			n++
		}
	}
	return n
}

// cut returns as much of the beginning of a text as is no longer than most,
// without breaking what a person sees as one character. One that alone is
// longer is left out.
func cut(text string, most int) string {
	if length(text) <= most {
		return text
	}
	size, end := 0, 0
	for clusters := uniseg.NewGraphemes(text); clusters.Next(); {
		if size += length(clusters.Str()); size > most {
			return text[:end]
		}
		_, end = clusters.Positions()
	}
	return text
}

// shortened cuts a text that is not a quote, and shows that it did.
func shortened(text string, most int) string {
	if length(text) <= most {
		return text
	}
	return strings.TrimRight(cut(text, most-1), " ") + "…"
}
