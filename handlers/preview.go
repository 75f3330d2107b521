package handlers

import (
	"errors"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/desk"
	"storybot/knowledge/fetch"
)

// preview shows what was understood of a draft, with what can be done with it.
// Notes on what was done last stand above.
func (s Setting) preview(say speech, id string, draft desk.Draft, a *article.Article, notes ...string) discordgo.InteractionResponseData {
	const longest, beginnings, room = 200, 3, 60
	shown := newSheet(say.that(previewTitle))
	for _, note := range notes {
		shown.add(note+"\n\n", 0)
	}
	shown.add("**"+brief(a.Title, longestCitation)+"**\n"+say.byline(citationOf(a))+"\n", 0)
	if a.URL != "" {
		shown.add("-# "+brief(a.URL, longestLink)+"\n", 0)
	}
	shown.add(list(say.that(sentencesCounted, len(a.Sentences)), say.that(wordsCounted, knowledge.Words(a)))+"\n\n", 0)
	for _, sentence := range a.Sentences[:min(len(a.Sentences), beginnings)] {
		shown.add("> "+brief(a.Sentence(sentence), longest)+"\n", 0)
	}
	for _, warning := range a.Warnings {
		shown.add(say.that(warned, brief(warning, longest))+"\n", room)
	}
	if len(a.Dropped) > 0 {
		shown.add("\n"+say.that(droppedAre)+"\n", room)
	}
	for i, d := range a.Dropped {
		line := "-# " + say.that(lineOf, strconv.Itoa(d.Line)) + " (" + brief(d.Rule, longest) + "): " + brief(d.Text, longest) + "\n"
		if !shown.add(line, room) {
			shown.add("-# "+say.that(moreCounted, len(a.Dropped)-i)+"\n", 0)
			break
		}
	}
	base := s.Store.Current()
	row := []press{{label: say.that(editButton), customID: customID("edit", base, id)}}
	if len(a.Dropped) > 0 && !draft.KeepDropped {
		row = append(row, press{label: say.that(keepDroppedButton), customID: customID("keepdropped", base, id)})
	}
	shown.buttons(append(row,
		press{label: say.that(publishButton), customID: customID("publish", base, id)},
		press{label: say.that(discardButton), customID: customID("discard", base, id)})...)
	return shown.message(plainColour)
}

// unwritten says plainly that the folder can't be written, where that is the
// error.
func (say speech) unwritten(err error) error {
	if desk.ReadOnly(err) {
		return Refusal(say.that(cantWrite))
	}
	return err
}

// unusable says why nothing can be made of what a moderator brings. What the
// matter is with a file is said in English, as on the command line.
func (say speech) unusable(err error) error {
	for _, known := range []struct {
		err  error
		says phrase
	}{
		{fetch.ErrURL, notAnAddress}, {desk.ErrURL, notAnAddress}, {fetch.ErrHost, hostNotListed},
		{fetch.ErrAddress, addressNotPublic}, {fetch.ErrRedirect, leadsElsewhere}, {fetch.ErrStatus, notGiven},
		{fetch.ErrType, notReadKind}, {article.ErrUnsupported, notReadKind}, {fetch.ErrTooBig, fileTooBig}, {article.ErrTooBig, fileTooBig},
		{fetch.ErrSlow, hostTooSlow}, {fetch.ErrDamaged, cameDamaged}, {article.ErrEmpty, noTextInIt}, {article.ErrNoText, noTextInIt},
	} {
		if errors.Is(err, known.err) {
			return Refusal(say.that(known.says))
		}
	}
	return Refusal(say.that(notUsable, brief(err.Error(), longestCitation)))
}
