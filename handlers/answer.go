package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
)

// maxShown is how many quotes an answer shows at first; the rest is behind the
// button More.
const maxShown = 3

// shownFirst is the order in which quotes are shown.
var shownFirst = []knowledge.Relation{knowledge.Best, knowledge.Agrees, knowledge.Differs, knowledge.More}

func byRelation(a, b knowledge.Quote) int {
	return slices.Index(shownFirst, a.Relation) - slices.Index(shownFirst, b.Relation)
}

// answerMessage shows an answer: each quote in its own block with a number,
// under them what the numbers stand for, and how sure it is.
func (say speech) answerMessage(base *knowledge.Base, answer knowledge.Answer, private bool) discordgo.InteractionResponseData {
	s := newSheet("")
	s.add(question(answer.Question), 0)
	say.addAnswer(s, base, answer, private)
	s.voting(base, answer)
	return s.message(answeredColour)
}

// question is a question as it stands above its answer.
func question(asked string) string {
	const longest = 300
	return "**" + brief(strings.TrimSpace(asked), longest) + "**\n"
}

// addAnswer adds to a sheet what was found.
func (say speech) addAnswer(s *sheet, base *knowledge.Base, answer knowledge.Answer, private bool) {
	if answer.ReadAs != "" {
		const longest = 300
		s.add("-# "+say.with(readAs, brief(answer.ReadAs, longest))+"\n", 0)
	}
	if t, ok := tongueOf(answer.Question); ok && t != english {
		s.add("-# "+speechIn(t).that(onlyNames)+"\n", 0)
	}
	quotes := answer.Quotes
	if !slices.IsSortedFunc(quotes, byRelation) {
		quotes = slices.Clone(quotes)
		slices.SortStableFunc(quotes, byRelation)
	}
	shown := say.addQuotes(s, quotes[:min(len(quotes), maxShown)], 1)
	s.foot(list(say.with(sure, answer.Percent()), say.agreement(quotes), say.with(storyNow, answer.Version)))
	say.addButtons(s, base, 1, quotes[:shown], quotes[shown:], private)
}

// addQuotes adds quotes and their citations, numbered from first, and returns
// how many there was room for.
func (say speech) addQuotes(s *sheet, quotes []knowledge.Quote, first int) int {
	citations, size, shown := "\n", 1, 0
	for i, q := range quotes {
		number := "[" + strconv.Itoa(first+i) + "]"
		cited := number + " " + say.citation(q.Citation, q.Text) + "\n" + say.elsewhere(q.AlsoIn)
		size += length(cited)
		if !s.add("\n"+say.quoteBlock(q, number), size) {
			break
		}
		citations += cited
		shown++
	}
	s.add(citations, 0)
	return shown
}

// quoteBlock is a quote with what is said of it: whether it agrees, and the
// sentence before where it needs that one.
func (say speech) quoteBlock(q knowledge.Quote, number string) string {
	const longest = 300
	above := ""
	switch q.Relation {
	case knowledge.Agrees:
		above = "-# " + say.that(agreesLine) + "\n"
	case knowledge.Differs:
		above = "-# " + say.that(differsLine) + "\n"
	}
	if q.Context != "" {
		before, whole := plainCut(q.Context, longest)
		if !whole {
			before += "…"
		}
		above += "> -# " + say.with(beforeIt, before) + "\n"
	}
	return above + say.blockquote(q.Text, highlight(q), number, longestQuote)
}

// elsewhere names the other articles that have the same sentence.
func (say speech) elsewhere(also []knowledge.Citation) string {
	const most, longest = 3, 100
	if len(also) == 0 {
		return ""
	}
	var titles []string
	for _, c := range also[:min(len(also), most)] {
		titles = append(titles, brief(c.Title, longest))
	}
	if more := len(also) - most; more > 0 {
		titles = append(titles, say.that(moreCounted, more))
	}
	return "-# " + say.with(alsoIn, list(titles...)) + "\n"
}

// agreement says how many other articles agree with the answer and how many
// differ.
func (say speech) agreement(quotes []knowledge.Quote) string {
	count := func(relation knowledge.Relation, said phrase) string {
		articles := 0
		for i, q := range quotes {
			same := func(before knowledge.Quote) bool { return before.Relation == relation && before.Article == q.Article }
			if q.Relation == relation && !slices.ContainsFunc(quotes[:i], same) {
				articles++
			}
		}
		if articles == 0 {
			return ""
		}
		return say.that(said, articles)
	}
	return list(count(knowledge.Agrees, agreeCounted), count(knowledge.Differs, differCounted))
}

// addButtons adds the buttons under quotes: their paragraphs, the quotes that
// are not shown yet, and, where only one person sees them, sharing.
func (say speech) addButtons(s *sheet, base *knowledge.Base, first int, shown, rest []knowledge.Quote, private bool) {
	row := []press{{label: say.that(contextButton), customID: references("context", base, first, shown)}}
	if len(rest) > 0 {
		row = append(row, press{label: say.that(moreButton), customID: references("more", base, first+len(shown), rest)})
	}
	if private {
		row = append(row, press{label: say.that(shareButton), customID: references("share", base, first, shown)})
	}
	s.buttons(row...)
}
