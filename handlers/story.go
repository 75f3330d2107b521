package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/knowledge/library"
)

// story is /story: which story a server follows. It changes no story, so that
// any moderator of the server may use it, whoever may change the stories.
func (all *Stories) story() Command {
	which := text(whichName, whichDescription)
	which.Autocomplete = true
	choose := all.setting.moderated("story", follows, all.chooseStory)
	show := all.setting.moderated("story list", follows, all.showStories)
	return Command{
		Definition: forModerators(chat(storyName, storyDescription, which)),
		Defer:      true, // the story that is chosen is loaded first
		Private:    always,
		Complete:   all.completeStory,
		Run: func(ctx context.Context, in Interaction) (Reply, error) {
			if strings.TrimSpace(in.Text("name")) != "" {
				return choose(ctx, in)
			}
			return show(ctx, in)
		},
		Components: []Component{{Prefix: "stories", Run: all.setting.moderated("story turn", follows, all.turnStories), Private: always}},
	}
}

// completeStory proposes the stories, by title and by name. Which there are is
// for moderators alone to see.
func (all *Stories) completeStory(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	if all.setting.deny(in, follows) != nil {
		return choices(nil), nil
	}
	names := map[string]string{} // by what is shown
	var shown []string
	for _, e := range all.library.Stories() {
		label := labelOf(e)
		names[label] = e.Name
		shown = append(shown, label)
	}
	_, typed := in.Focused()
	offered := []*discordgo.ApplicationCommandOptionChoice{}
	found := match(typed, shown)
	for _, label := range found[:min(len(found), maxOptions)] {
		offered = append(offered, choice(label, names[label]))
	}
	return offered, nil
}

// labelOf is a story as it is listed: its title, and its name where that is
// another.
func labelOf(e library.Entry) string {
	if e.Title == e.Name {
		return e.Name
	}
	return list(e.Title, e.Name)
}

// chooseStory has the server follow another story. One that can't be loaded is
// not chosen.
func (all *Stories) chooseStory(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	say, typed := in.speech(), strings.TrimSpace(in.Text("name"))
	row.On = typed
	entry, found := all.storyNamed(typed)
	if !found {
		return Reply{}, Refusal(say.that(unknownStory))
	}
	row.Story = entry.Name
	reading, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	story, done, err := all.library.Use(reading, entry.Name)
	switch {
	case errors.Is(err, library.ErrNoStory): // it was listed, and has gone since
		return Reply{}, Refusal(say.that(unknownStory))
	case err != nil:
		return Reply{}, all.unusable(say, entry.Name, err)
	}
	defer done()
	before, err := all.servers.Choose(ctx, in.GuildID, entry.Name)
	if err != nil {
		all.setting.Log.ErrorContext(ctx, "a choice is not kept", "err", err)
		return Reply{}, Refusal(say.that(choiceNotKept))
	}
	if before == "" {
		before = all.unless
	}
	row.On = before + " > " + entry.Name
	shown := newSheet(say.that(storiesTitle))
	shown.add(say.that(followsNow, brief(entry.Title, maxOption))+"\n", 0)
	if before != entry.Name {
		shown.add("-# "+say.that(followedBefore, brief(all.library.Title(before), maxOption))+"\n", 0)
	}
	base := story.Store.Current()
	shown.foot(list(say.that(articlesCounted, len(base.Articles())), say.that(sentencesCounted, base.Sentences()), say.that(storyNow, base.Version())))
	return Reply{Message: shown.message(answeredColour), Private: true}, nil
}

// storyNamed returns the story of a name, or of a title, that was typed or
// chosen. It is not guessed at: who mistypes a name is to be asked again.
func (all *Stories) storyNamed(typed string) (library.Entry, bool) {
	if entry, found := all.library.Entry(typed); found {
		return entry, true
	}
	return all.library.Find(func(e library.Entry) bool {
		return fold(e.Name) == fold(typed) || fold(e.Title) == fold(typed) || fold(labelOf(e)) == fold(typed)
	})
}

// storiesAPage is how many stories a page of the list has.
const storiesAPage = 20

func (all *Stories) showStories(ctx context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	return all.storiesPage(ctx, in, 1)
}

func (all *Stories) turnStories(ctx context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, _ := pageIn(rest)
	reply, err := all.storiesPage(ctx, in, page)
	reply.Update = true
	return reply, err
}

// storiesPage says which story the server follows, and shows a page of those
// that there are.
func (all *Stories) storiesPage(ctx context.Context, in Interaction, page int) (Reply, error) {
	say := in.speech()
	followed, err := all.followed(ctx, in)
	if err != nil {
		return Reply{}, err
	}
	var blocks []string
	stories := all.library.Stories()
	for _, e := range stories {
		block := "- " + brief(labelOf(e), longestCitation)
		if e.Name == followed {
			block += " ✓"
		}
		blocks = append(blocks, block+"\n")
	}
	shown := newSheet(say.that(storiesTitle))
	shown.add(say.that(followedNow, brief(all.library.Title(followed), maxOption))+"\n", 0)
	shown.add("-# "+say.that(othersAre, say.that(storyName), say.that(whichName))+"\n\n", 0)
	pages := paged(blocks, storiesAPage)
	page = min(max(page, 1), len(pages))
	for _, block := range pages[page-1] {
		shown.add(block, 0)
	}
	shown.foot(list(say.that(storiesCounted, len(stories)), say.page(page, len(pages))))
	noStory := new(knowledge.Base) // which its buttons are about
	shown.turning(noStory, "stories", page, len(pages), "")
	return Reply{Message: shown.message(answeredColour), Private: true}, nil
}
