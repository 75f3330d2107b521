package handlers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

func (s Setting) compare() Command {
	topic := text(topicName, topicDescription)
	topic.Required, topic.Autocomplete, topic.MaxLength = true, true, longestTopic
	return Command{
		Definition: forMembers(chat(compareName, compareDescription, topic, privately())),
		Private:    asked,
		Complete:   s.completeTopic,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			return s.comparison(in, in.Text("topic"), 1, asked(in))
		},
		Components: []Component{
			{Prefix: "topic", Run: s.showTopic, Private: always},
			{Prefix: "compare", Run: s.turnComparison},
		},
	}
}

// longestTopic is how long a topic may be to find room in a custom_id beside
// its page.
const longestTopic = 70

// comparison shows a page of how the articles tell of a topic.
func (s Setting) comparison(in Interaction, topic string, page int, private bool) (Reply, error) {
	base, say := s.Store.Current(), in.speech()
	topic = cut(strings.TrimSpace(bare(topic)), longestTopic)
	if topic == "" {
		return Reply{}, Refusal(say.that(emptyTopic))
	}
	found := base.Compare(topic)
	if len(found.Tellings) == 0 {
		return Reply{}, Refusal(say.that(nobodyTells))
	}
	return Reply{Message: say.comparisonMessage(base, found, page), Private: private}, nil
}

// showTopic answers the button of a topic under an answer that there is not.
func (s Setting) showTopic(_ context.Context, in Interaction) (Reply, error) {
	topic, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	return s.comparison(in, topic, 1, true)
}

// turnComparison turns to another page.
func (s Setting) turnComparison(_ context.Context, in Interaction) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, topic := pageIn(rest)
	reply, err := s.comparison(in, topic, page, onPrivate(in))
	reply.Update = true
	return reply, err
}

// comparisonMessage shows a block for each article that tells of the topic,
// and names those that don't.
func (say speech) comparisonMessage(base *knowledge.Base, c knowledge.Comparison, page int) discordgo.InteractionResponseData {
	var blocks []string
	for i := range c.Tellings {
		blocks = append(blocks, say.telling(c, i))
	}
	if len(c.Silent) > 0 {
		blocks = append(blocks, say.silent(c))
	}
	s := newSheet(say.that(compareTitle, plain(c.Topic)))
	pages := paged(blocks, 6)
	page = min(max(page, 1), len(pages))
	for _, block := range pages[page-1] {
		s.add(block, 0)
	}
	silence := ""
	if len(c.Silent) > 0 {
		silence = say.that(silentCounted, len(c.Silent))
	}
	s.foot(list(say.that(articlesCounted, len(c.Tellings)), silence, say.page(page, len(pages)), say.that(storyNow, c.Version)))
	s.turning(base, "compare", page, len(pages), c.Topic)
	return s.message(answeredColour)
}

// telling is what one article says: its title, its quotes, and where they
// differ from another's.
func (say speech) telling(c knowledge.Comparison, at int) string {
	const longest = 700 // of a quote, so that two with their notes find room
	telling := c.Tellings[at]
	cited := citationOf(telling.Article)
	title := brief(cited.Title, longestCitation)
	if link := sentenceLink(cited.URL, telling.Quotes[0].Text); link != "" {
		title = "[" + title + "](" + link + ")"
	}
	block := fmt.Sprintf("**[%d] %s**\n-# %s\n", at+1, title, say.byline(cited))
	for _, q := range telling.Quotes {
		bold, notes := say.differences(q)
		block += say.blockquote(q.Text, bold, fmt.Sprintf("¶ %d", q.Paragraph), longest) + notes
	}
	return block + "\n"
}

// differences returns where a quote differs from another article's, and says
// how.
func (say speech) differences(q knowledge.ComparedQuote) (bold []span, notes string) {
	const most, longest = 3, 60
	for _, d := range q.Differences[:min(len(q.Differences), most)] {
		bold = append(bold, span{d.Start, d.End})
		notes += "-# " + say.that(differs[d.Kind], brief(d.Text, longest), brief(d.Other, longest), fmt.Sprintf("[%d]", d.Telling+1)) + "\n"
	}
	return apart(bold), notes
}

// apart returns spans in order, without those that overlap one before.
func apart(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var kept []span
	for _, s := range spans {
		if n := len(kept); n == 0 || kept[n-1].end <= s.start {
			kept = append(kept, s)
		}
	}
	return kept
}

var differs = map[knowledge.DetailKind]phrase{
	knowledge.Number: numberDiffers, knowledge.Day: dateDiffers, knowledge.Name: nameDiffers,
}

// silent names the articles that say nothing of the topic, the first of them
// when they are many.
func (say speech) silent(c knowledge.Comparison) string {
	const most, longest = 12, 100
	block := "**" + say.that(silentAre) + "**\n"
	for _, a := range c.Silent[:min(len(c.Silent), most)] {
		block += "- " + brief(a.Title, longest) + "\n"
	}
	if more := len(c.Silent) - most; more > 0 {
		block += "- " + say.that(moreCounted, more) + "\n"
	}
	return block
}
