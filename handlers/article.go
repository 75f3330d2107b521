package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/knowledge/article"
	"storybot/knowledge/desk"
	"storybot/knowledge/fetch"
)

// With /article, a moderator adds, removes and restores articles without a
// shell. What is being added is a draft, held in memory under a name that only
// the buttons of its preview know:
//
//	/article add ──▶ preview ──▶ Publish ──▶ in the folder, and a reload
//	(file, address,   │  ▲ │
//	 or a form)  Edit,│  │ └────▶ Discard
//	     keep dropped ▼  │
//	             preview, as changed

func (s Setting) article() Command {
	file := text(fileName, fileDescription)
	file.Type = discordgo.ApplicationCommandOptionAttachment
	parts := map[string]Handler{
		string(addName):     s.moderated("article add", changes, s.add),
		string(removeName):  s.moderated("article remove", changes, s.remove),
		string(restoreName): s.moderated("article restore", changes, s.restore),
	}
	button := func(prefix, action string, run moderatorHandler) Component {
		return Component{Prefix: prefix, Run: s.moderated(action, changes, run), Private: always}
	}
	publish := button("publish", "article publish", s.publish)
	publish.Defer = true
	return Command{
		Definition: forModerators(chat(articleName, articleCommandDescription,
			subcommand(addName, addDescription, file, text(urlName, urlDescription)),
			subcommand(removeName, removeDescription, choosing(articleName, whichArticle)),
			subcommand(restoreName, restoreDescription, choosing(articleName, whichRemoved)))),
		Private:  always,
		Complete: s.completeCuration,
		Run: func(ctx context.Context, in Interaction) (Reply, error) {
			if run := parts[in.Part()]; run != nil {
				return run(ctx, in)
			}
			return Reply{}, Refusal(in.speech().that(oldCommand))
		},
		Components: []Component{
			button("pasted", "article paste", s.takePasted), button("edit", "article edit", s.openEdit),
			button("edited", "article edit", s.takeEdit), button("keepdropped", "article keep dropped", s.keepDropped),
			publish, button("discard", "article discard", s.discard),
		},
	}
}

// choosing is a required option that is completed.
func choosing(name, description phrase) *discordgo.ApplicationCommandOption {
	option := text(name, description)
	option.Required, option.Autocomplete = true, true
	return option
}

// completeCuration proposes the articles that can be removed or restored. What
// was removed is for moderators alone to see.
func (s Setting) completeCuration(ctx context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	switch {
	case s.Desk == nil || s.deny(in, changes) != nil:
		return choices(nil), nil
	case in.Part() == string(removeName):
		return s.completeArticle(ctx, in)
	}
	files, err := s.Desk.Removed()
	if err != nil {
		return nil, err
	}
	_, typed := in.Focused()
	return choices(match(typed, files)), nil
}

// add begins a draft with a file, an address, or a form to paste a text into.
func (s Setting) add(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	say := in.speech()
	address, client := strings.TrimSpace(in.Text("url")), s.Pages
	source := address // also of a file that is attached
	if file := in.Attachment("file"); file != nil {
		row.On = file.Filename
		if file.Size > article.MaxFileSize {
			return Reply{}, say.unusable(fetch.ErrTooBig)
		}
		address, client = file.URL, s.Attachments
	}
	if err := s.closed(say); err != nil {
		return Reply{}, err
	}
	switch {
	case address == "":
		return Reply{Form: true, Message: form(customID("pasted", s.Store.Current(), ""), say.that(pasteTitle),
			field{customID: "text", label: say.that(pasteLabel), placeholder: say.that(pasteHint)})}, nil
	case client == nil:
		return Reply{}, say.unusable(fetch.ErrHost)
	}
	if row.On == "" {
		row.On = address
	}
	// It may take longer than there is without a sign; the client has a limit
	// of its own.
	file, err := client.Get(context.WithoutCancel(ctx), address)
	if err != nil {
		return Reply{}, say.unusable(err)
	}
	return s.begin(say, desk.Draft{Name: file.Name, Content: file.Content, Source: source}, row)
}

// closed says why nothing can be put into the folder, or is nil. It is asked
// before a moderator takes any trouble.
func (s Setting) closed(say speech) error {
	if s.Desk == nil {
		return Refusal(say.that(noFolderSet))
	}
	return say.unwritten(s.Desk.Writable())
}

// takePasted begins a draft with what was typed into the form.
func (s Setting) takePasted(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	if _, _, err := carried(in); err != nil {
		return Reply{}, err
	}
	if err := s.closed(in.speech()); err != nil {
		return Reply{}, err
	}
	return s.begin(in.speech(), desk.Draft{Content: []byte(in.Field("text"))}, row)
}

// begin holds a draft and shows it.
func (s Setting) begin(say speech, draft desk.Draft, row *audit.Row) (Reply, error) {
	a, err := draft.Read()
	if err != nil {
		return Reply{}, say.unusable(err)
	}
	row.On = list(row.On, a.Title)
	return Reply{Message: s.preview(say, s.drafts.Hold(draft), draft, a), Private: true}, nil
}

// draft returns the draft that a button is about, and what was understood of
// it.
func (s Setting) draft(in Interaction) (id string, draft desk.Draft, a *article.Article, err error) {
	say := in.speech()
	if id, _, err = carried(in); err != nil {
		return "", desk.Draft{}, nil, err
	}
	draft, held := s.drafts.Get(id)
	if !held || s.Desk == nil {
		return "", desk.Draft{}, nil, Refusal(say.that(draftGone))
	}
	if a, err = draft.Read(); err != nil {
		return "", desk.Draft{}, nil, say.unusable(err)
	}
	return id, draft, a, nil
}

// openEdit opens a form with what is known of the article.
func (s Setting) openEdit(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	id, _, a, err := s.draft(in)
	if err != nil {
		return Reply{}, err
	}
	row.On = a.Title
	say := in.speech()
	known := knownOf(a)
	line := func(customID string, label phrase, value string) field {
		return field{customID: customID, label: say.that(label), value: value, line: true}
	}
	return Reply{Form: true, Message: form(customID("edited", s.Store.Current(), id), say.that(editButton),
		line("title", titleLabel, known.Title), line("author", authorLabel, known.Author), line("publisher", publisherLabel, known.Publisher),
		line("published", publishedLabel, known.Published), line("url", urlLabel, known.URL))}, nil
}

// knownOf is what is known of an article, as the form shows it.
func knownOf(a *article.Article) desk.Fields {
	fields := desk.Fields{Title: a.Title, Author: a.Author, Publisher: a.Publisher, URL: a.URL}
	if a.Published.Known() {
		fields.Published = a.Published.String()
	}
	for _, text := range []*string{&fields.Title, &fields.Author, &fields.Publisher, &fields.Published, &fields.URL} {
		*text = cut(*text, maxLine)
	}
	return fields
}

// takeEdit takes what was changed in the form. What stands there as it was
// shown says nothing new; what can't be taken is said above the preview, and
// costs the moderator nothing else of what was typed.
func (s Setting) takeEdit(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	id, draft, a, err := s.draft(in)
	if err != nil {
		return Reply{}, err
	}
	say := in.speech()
	known := knownOf(a)
	var notes []string
	for _, f := range []struct {
		customID string
		label    phrase
		was      string
		said     *string
	}{
		{"title", titleLabel, known.Title, &draft.Fields.Title}, {"author", authorLabel, known.Author, &draft.Fields.Author},
		{"publisher", publisherLabel, known.Publisher, &draft.Fields.Publisher}, {"published", dateLabel, known.Published, &draft.Fields.Published},
		{"url", urlLabel, known.URL, &draft.Fields.URL},
	} {
		typed := strings.TrimSpace(in.Field(f.customID))
		if typed == f.was {
			continue
		}
		before := *f.said
		*f.said = typed
		read, err := draft.Read()
		switch {
		case err != nil:
			*f.said = before
			notes = append(notes, say.that(notTaken, say.that(f.label), say.misfit(f.customID, err)))
		case typed == "" && known == knownOf(read):
			notes = append(notes, say.that(notTaken, say.that(f.label), say.that(notEmptied)))
		default:
			a, known = read, knownOf(read)
		}
	}
	row.On = a.Title
	if len(notes) > 0 {
		row.Result, row.Why = audit.Refused, strings.ReplaceAll(strings.Join(notes, " "), "**", "")
	}
	s.drafts.Put(id, draft)
	return Reply{Message: s.preview(say, id, draft, a, notes...), Update: true, Private: true}, nil
}

// misfit says why a field can't be what was typed.
func (say speech) misfit(customID string, err error) string {
	if customID == "published" {
		return say.that(badDate)
	}
	return say.unusable(err).Error()
}

// keepDropped keeps the lines that would be dropped.
func (s Setting) keepDropped(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	id, draft, _, err := s.draft(in)
	if err != nil {
		return Reply{}, err
	}
	draft.KeepDropped = true
	a, err := draft.Read()
	if err != nil {
		return Reply{}, in.speech().unusable(err)
	}
	row.On = a.Title
	s.drafts.Put(id, draft)
	return Reply{Message: s.preview(in.speech(), id, draft, a), Update: true, Private: true}, nil
}

// discard lets a draft go.
func (s Setting) discard(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	id, _, a, err := s.draft(in)
	if err != nil {
		return Reply{}, err
	}
	row.On = a.Title
	s.drafts.Take(id)
	shown := newSheet(in.speech().that(discarded))
	shown.add(brief(a.Title, longestCitation), 0)
	return Reply{Message: shown.message(plainColour), Update: true, Private: true}, nil
}

// publish puts a draft into the folder, and reloads.
func (s Setting) publish(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	id, _, _, err := s.draft(in)
	if err != nil {
		return Reply{}, err
	}
	draft, held := s.drafts.Take(id)
	if !held {
		return Reply{}, Refusal(in.speech().that(draftGone)) // another was faster
	}
	reply, err := s.curated(ctx, in, row, publishedTitle, func() (err error) {
		row.On, err = s.Desk.Publish(draft)
		return err
	})
	if err != nil {
		s.drafts.Put(id, draft) // for another attempt
	}
	return reply, err
}

// curated changes the folder, and reloads.
func (s Setting) curated(ctx context.Context, in Interaction, row *audit.Row, title phrase, change func() error) (Reply, error) {
	on := row.On
	var failed error // of the last attempt to change it
	reply, err := s.changed(ctx, in, row, title, knowledge.Changing(func() error {
		failed = change()
		return failed
	}))
	if failed != nil && !errors.Is(failed, knowledge.ErrUnsaved) {
		row.On = on
		return Reply{}, in.speech().unwritten(failed)
	}
	return reply, err
}

// remove takes an article out of the folder, and reloads.
func (s Setting) remove(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	say := in.speech()
	row.On = in.Text("article")
	if s.Desk == nil {
		return Reply{}, Refusal(say.that(noFolderSet))
	}
	a := articleNamed(s.Store.Current(), strings.TrimSpace(row.On))
	if a == nil || strings.TrimSpace(row.On) == "" {
		return Reply{}, Refusal(say.that(unknownArticle))
	}
	row.On = a.File
	if len(s.Store.Current().Articles()) == 1 {
		return Reply{}, Refusal(say.that(onlyArticle)) // without any, the bot could not start again
	}
	reply, err := s.curated(ctx, in, row, removedTitle, func() error { return s.Desk.Remove(a.File) })
	if errors.Is(err, desk.ErrNoArticle) {
		return Reply{}, Refusal(say.that(unknownArticle))
	}
	return reply, err
}

// restore puts an article back that was removed, and reloads.
func (s Setting) restore(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	say := in.speech()
	row.On = in.Text("article")
	if s.Desk == nil {
		return Reply{}, Refusal(say.that(noFolderSet))
	}
	files, err := s.Desk.Removed()
	if err != nil {
		return Reply{}, err
	}
	// A path may be longer than a choice can be.
	file := row.On
	for _, removed := range files {
		if choice(removed, removed).Value == row.On {
			file = removed
		}
	}
	row.On = file
	reply, err := s.curated(ctx, in, row, restoredTitle, func() error { return s.Desk.Restore(file) })
	switch {
	case errors.Is(err, desk.ErrNoArticle):
		return Reply{}, Refusal(say.that(notRemoved))
	case errors.Is(err, desk.ErrTaken):
		return Reply{}, Refusal(say.that(placeTaken))
	}
	return reply, err
}
