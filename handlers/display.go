package handlers

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

// colour is the edge of every embed: Discord's own green for what was
// answered, grey for what was not.
const (
	answeredColour = 0x57F287
	plainColour    = 0x99AAB5
)

// maxDescription is the longest text that Discord takes in an embed, in
// characters.
const maxDescription = 4096

// plain returns an article's text as it may stand in a message: legible, and
// with every character that Discord's Markdown, mentions, links or emoji could
// act on escaped.
func plain(text string) string {
	escaped := acting.ReplaceAllString(knowledge.Legible(text), `\$0`)
	return listItem.ReplaceAllString(escaped, `$1\$2`)
}

var (
	acting   = regexp.MustCompile("[\\\\*_~`|<>\\[\\]()#@:]")
	listItem = regexp.MustCompile(`^(\s*\d*)([-+.])`)
)

// composition is an embed's text, put together from paragraphs until Discord's
// limit is reached.
type composition struct {
	text strings.Builder
	size int // in characters
}

// add appends a paragraph whole, unless it would pass the limit; room is kept
// for so many characters more. It reports whether it did.
func (c *composition) add(paragraph string, room int) bool {
	size := utf8.RuneCountInString(paragraph)
	if c.size+size+room > maxDescription {
		return false
	}
	c.text.WriteString(paragraph)
	c.size += size
	return true
}

// blockquote is a quote in a block of its own, with what stands behind it. One
// that is too long for any message is cut, and the cut is shown outside of it.
func blockquote(quote knowledge.Quote, behind string) string {
	const longest = 1500
	text := []rune(knowledge.Legible(quote.Text))
	if len(text) <= longest {
		return fmt.Sprintf("> %s %s\n", emphasised(quote), behind)
	}
	return fmt.Sprintf("> %s\n… (the sentence goes on) %s\n", plain(string(text[:longest])), behind)
}

// emphasised is a quote with the part that answers in bold.
func emphasised(q knowledge.Quote) string {
	before, after, found := strings.Cut(q.Text, q.Highlight)
	if q.Highlight == "" || !found {
		return plain(q.Text)
	}
	return plain(before) + "**" + plain(q.Highlight) + "**" + plain(after)
}

// embed makes a message of one embed.
func embed(title, description, footer string, colour int) discordgo.InteractionResponseData {
	e := &discordgo.MessageEmbed{Title: title, Description: description, Color: colour}
	if footer != "" {
		e.Footer = &discordgo.MessageEmbedFooter{Text: footer}
	}
	return discordgo.InteractionResponseData{Embeds: []*discordgo.MessageEmbed{e}}
}

// counted is a number and its noun: "1 article", "2 articles".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
