package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

// The buttons under an answer. Each carries the quotes that it is about. When
// the story has been read anew since, those that still stand there are shown,
// and for the others it is said that they don't.

// passages returns the quotes that a pressed button carries, and a note where
// some are gone. A [Refusal] says that all are.
func (s Setting) passages(in Interaction) (base *knowledge.Base, found []quoted, note string, err error) {
	rest, _, err := carried(in)
	if err != nil {
		return nil, nil, "", err
	}
	base, say := s.Store.Current(), in.speech()
	found, missing := recalled(base, rest)
	switch {
	case len(found) == 0 && missing == 0:
		return nil, nil, "", Refusal(say.that(oldButton))
	case len(found) == 0:
		return nil, nil, "", Refusal(say.that(passageChanged))
	case missing > 0:
		note = say.that(someChanged) + "\n"
	}
	return base, found, note, nil
}

// showContext shows the paragraph around each quote.
func (s Setting) showContext(_ context.Context, in Interaction) (Reply, error) {
	base, found, note, err := s.passages(in)
	if err != nil {
		return Reply{}, err
	}
	say := in.speech()
	shown := newSheet(say.that(contextTitle))
	shown.add(note, 0)
	n := 0
	for n < len(found) {
		q := found[n]
		if !shown.add(fmt.Sprintf("[%d] %s\n%s\n", q.number, say.citation(q.quote.Citation, q.quote.Text), say.surroundings(q)), 0) {
			break
		}
		n++
	}
	if rest := found[n:]; len(rest) > 0 {
		shown.buttons(press{label: say.that(moreButton), customID: references("context", base, rest[0].number, quotesOf(rest))})
	}
	shown.foot(say.that(storyNow, base.Version()))
	return Reply{Message: shown.message(answeredColour), Private: true}, nil
}

// surroundings is a passage's paragraph with the quote in bold. Where that is
// too long, what stands before or behind is cut away from the quote on, and
// the cuts are shown.
func (say speech) surroundings(q quoted) string {
	const around = 350
	before, after := strings.TrimSpace(bare(q.before)), strings.TrimSpace(bare(q.after))
	text := ""
	if before != "" {
		kept, whole := lastOf(before, around)
		if !whole {
			text += "…\n"
		}
		text += "> " + plain(kept) + "\n"
	}
	text += say.blockquote(q.quote.Text, []span{{0, len(q.quote.Text)}}, "", longestQuote)
	if after != "" {
		kept, whole := plainCut(after, around)
		text += "> " + kept + "\n"
		if !whole {
			text += "…\n"
		}
	}
	return text
}

// lastOf returns the end of a text, from the beginning of a word on, that is no
// longer than most, and whether that is all of it.
func lastOf(text string, most int) (string, bool) {
	if length(text) <= most {
		return text, true
	}
	words := strings.Fields(text)
	kept := ""
	for i := len(words) - 1; i >= 0 && length(words[i]+" "+kept) <= most; i-- {
		kept = strings.TrimSpace(words[i] + " " + kept)
	}
	return kept, false
}

// showMore shows the quotes that the answer had no room for.
func (s Setting) showMore(_ context.Context, in Interaction) (Reply, error) {
	base, found, note, err := s.passages(in)
	if err != nil {
		return Reply{}, err
	}
	say := in.speech()
	shown := newSheet(say.that(moreTitle))
	shown.add(note, 0)
	quotes, first := quotesOf(found), found[0].number
	n := say.addQuotes(shown, quotes, first)
	shown.foot(say.that(storyNow, base.Version()))
	say.addButtons(shown, base, first, quotes[:n], quotes[n:], true)
	return Reply{Message: shown.message(answeredColour), Private: true}, nil
}

func quotesOf(found []quoted) []knowledge.Quote {
	var quotes []knowledge.Quote
	for _, q := range found {
		quotes = append(quotes, q.quote)
	}
	return quotes
}

// share posts the private answer that the button hangs on to the channel, and
// takes the button off. Only what still stands in the articles is shared.
func (s Setting) share(_ context.Context, in Interaction) (Reply, error) {
	_, _, note, err := s.passages(in)
	if err != nil {
		return Reply{}, err
	}
	say := in.speech()
	switch {
	case note != "":
		return Reply{}, Refusal(say.that(passageChanged))
	case in.Message == nil || len(in.Message.Embeds) == 0 || in.Message.Embeds[0] == nil:
		return Reply{}, Refusal(say.that(nothingToShare))
	}
	shared := again(in.Message)
	public := shared
	public.Content = say.that(sharedBy, "<@"+in.Person()+">")
	return Reply{Message: shared, Update: true, Private: true, Channel: &public}, nil
}

// again returns a message of the bot as it was sent, without the button that
// shares it.
func again(m *discordgo.Message) discordgo.InteractionResponseData {
	sent := m.Embeds[0]
	s := newSheet(sent.Title)
	s.add(cut(sent.Description, maxDescription), 0)
	if sent.Footer != nil {
		s.foot(sent.Footer.Text)
	}
	for _, row := range m.Components {
		var presses []press
		if row, ok := row.(*discordgo.ActionsRow); ok && row != nil {
			for _, c := range row.Components {
				if b, ok := c.(*discordgo.Button); ok && b != nil && !strings.HasPrefix(b.CustomID, "share:") {
					presses = append(presses, press{b.Label, b.CustomID, b.Disabled})
				}
			}
		}
		s.buttons(presses...)
	}
	return s.message(colour(sent.Color))
}
