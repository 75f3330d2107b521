package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

func (s Setting) sources() Command {
	one := text(articleName, articleDescription)
	one.Autocomplete = true
	return Command{
		Definition: forMembers(chat(sourcesName, sourcesDescription, one, privately())),
		Private:    asked,
		Complete:   s.completeArticle,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			base, say := s.Store.Current(), in.speech()
			named := strings.TrimSpace(in.Text("article"))
			if named == "" {
				return Reply{Message: say.sourcesMessage(base, 1), Private: asked(in)}, nil
			}
			a := articleNamed(base, named)
			if a == nil {
				return Reply{}, Refusal(say.that(unknownArticle))
			}
			return Reply{Message: say.outlineMessage(base, a, 1), Private: asked(in)}, nil
		},
		Components: []Component{
			{Prefix: "sources", Run: s.turnSources},
			{Prefix: "article", Run: s.openOutline, Private: always},
			{Prefix: "outline", Run: s.turnOutline},
		},
	}
}

// articlesAPage is how many articles a page of the list has, which are also
// the options of the menu below it.
const articlesAPage = 10

// sourcesMessage shows a page of the articles, and a menu to open one.
func (say speech) sourcesMessage(base *knowledge.Base, page int) discordgo.InteractionResponseData {
	articles := base.Articles()
	var blocks []string
	for i, a := range articles {
		blocks = append(blocks, fmt.Sprintf("**%d. %s**\n%s\n\n", i+1, linkedTitle(a),
			list(say.byline(citationOf(a)), say.that(wordsCounted, knowledge.Words(a)), say.that(sentencesCounted, len(a.Sentences)))))
	}
	s := newSheet(say.that(sourcesTitle))
	pages := paged(blocks, articlesAPage)
	page = min(max(page, 1), len(pages))
	first := 0
	for _, before := range pages[:page-1] {
		first += len(before)
	}
	var options []discordgo.SelectMenuOption
	for i, block := range pages[page-1] {
		s.add(block, 0)
		a := articles[first+i]
		options = append(options, discordgo.SelectMenuOption{
			Label: optionText(fmt.Sprintf("%d. %s", first+i+1, a.Title)), Value: knowledge.ArticleID(a),
		})
	}
	s.foot(list(say.that(articlesCounted, len(articles)), say.page(page, len(pages)), say.that(storyNow, base.Version())))
	s.menu(customID("article", base, ""), say.that(openArticle), options)
	s.turning(base, "sources", page, len(pages), "")
	return s.message(answeredColour)
}

// linkedTitle is an article's title, a link where it has an address.
func linkedTitle(a *article.Article) string {
	title := brief(a.Title, longestCitation)
	if link := sentenceLink(a.URL, ""); link != "" {
		return "[" + title + "](" + link + ")"
	}
	return title
}

// turnSources turns the list to another page.
func (s Setting) turnSources(_ context.Context, in Interaction) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, _ := pageIn(rest)
	return Reply{Message: in.speech().sourcesMessage(s.Store.Current(), page), Update: true, Private: onPrivate(in)}, nil
}

// openOutline opens the article that was chosen in the menu.
func (s Setting) openOutline(_ context.Context, in Interaction) (Reply, error) {
	if _, _, err := carried(in); err != nil {
		return Reply{}, err
	}
	return s.outline(in, in.Chosen(), 1)
}

// turnOutline turns an outline to another page.
func (s Setting) turnOutline(_ context.Context, in Interaction) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, id := pageIn(rest)
	reply, err := s.outline(in, id, page)
	reply.Update, reply.Private = true, onPrivate(in)
	return reply, err
}

func (s Setting) outline(in Interaction, id string, page int) (Reply, error) {
	base, say := s.Store.Current(), in.speech()
	a := base.ArticleByID(id)
	if a == nil {
		return Reply{}, Refusal(say.that(passageChanged))
	}
	return Reply{Message: say.outlineMessage(base, a, page), Private: true}, nil
}

// outlineMessage shows what an article consists of, paragraph by paragraph, by
// the numbers that citations give, and where it comes from.
func (say speech) outlineMessage(base *knowledge.Base, a *article.Article, page int) discordgo.InteractionResponseData {
	head := linkedTitle(a) + "\n" + list(say.byline(citationOf(a)), say.that(wordsCounted, knowledge.Words(a)),
		say.that(paragraphs, len(a.Paragraphs))) + "\n" + say.origin(a) + "\n"
	var blocks []string
	for _, section := range base.Outline(a) {
		blocks = append(blocks, say.section(section))
	}
	s := newSheet(say.that(outlineTitle))
	pages := paged(append([]string{head}, blocks...), 12)
	page = min(max(page, 1), len(pages))
	for _, block := range pages[page-1] {
		s.add(block, 0)
	}
	s.foot(list(say.page(page, len(pages)), say.that(storyNow, base.Version())))
	s.turning(base, "outline", page, len(pages), knowledge.ArticleID(a))
	return s.message(answeredColour)
}

// origin says where an article is cited from.
func (say speech) origin(a *article.Article) string {
	from := a.URL
	if from == "" {
		from = a.File
	}
	text := "-# " + say.that(citedFrom, brief(from, longestLink)) + "\n"
	if a.After != "" {
		text += "-# " + say.that(retells, brief(a.After, longestCitation)) + "\n"
	}
	return text
}

// section is a paragraph in an outline: its number, how it begins, and the
// names that come up in it for the first time.
func (say speech) section(section knowledge.Section) string {
	const longest, most = 160, 6
	lead, whole := plainCut(section.Lead, longest)
	behind := ""
	if !whole {
		lead, behind = wholeWords(lead), " …"
	}
	if section.Heading {
		return "**" + lead + "**" + behind + "\n"
	}
	text := fmt.Sprintf("**¶ %d** “%s”%s\n", section.Paragraph, lead, behind)
	if len(section.Names) > 0 {
		names := section.Names[:min(len(section.Names), most)]
		text += "-# " + say.that(namesIn, brief(strings.Join(names, ", "), longest)) + "\n"
	}
	return text
}

// wholeWords takes the last word off a text that was cut, if it has several.
func wholeWords(cut string) string {
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		return cut[:at]
	}
	return cut
}
