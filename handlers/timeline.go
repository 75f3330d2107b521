package handlers

import (
	"bytes"
	"context"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/export"
	"storybot/knowledge/picture"
)

func (s Setting) timeline() Command {
	about, from, to := text(aboutName, mentionsDescription), text(fromName, fromDescription), text(toName, toDescription)
	about.NameLocalizations = localized(topicName) // "about" as a command's name is about the bot
	for _, option := range []*discordgo.ApplicationCommandOption{about, from, to} {
		option.Autocomplete, option.MaxLength = true, maxOption
	}
	return Command{
		Definition: forMembers(chat(timelineName, timelineDescription, about, from, to, privately())),
		Private:    asked,
		Complete:   s.completePart,
		Run: func(_ context.Context, in Interaction) (Reply, error) {
			base, say := s.Store.Current(), in.speech()
			period, err := say.periodAsked(in, base)
			if err != nil {
				return Reply{}, err
			}
			return Reply{Message: say.timelineMessage(base, part{period: period, page: 1}), Private: asked(in)}, nil
		},
		Components: []Component{
			{Prefix: "timeline", Run: s.turnTimeline},
			{Prefix: "picture", Run: s.postPicture, Private: always, Defer: true},
			{Prefix: "download", Run: s.download, Private: always},
		},
	}
}

// timelineMessage shows a page of the events that are asked for, in the order
// of their dates.
func (say speech) timelineMessage(base *knowledge.Base, p part) discordgo.InteractionResponseData {
	events := base.Timeline(p.period)
	s := newSheet(say.timelineTitle(p.period))
	s.add(p.note, 0)
	if bounds := say.bounds(p.period); bounds != "" {
		s.add("-# "+bounds+"\n", 0)
	}
	if len(events) == 0 {
		s.add(say.nothingDated(p.period), 0)
		s.foot(say.that(storyNow, base.Version()))
		return s.message(plainColour)
	}
	w := say.writerOf(base)
	entries := w.entries(events)
	pages := w.deal(entries)
	page := min(max(p.page, 1), len(pages))
	s.add(w.page(pages[page-1]), 0)
	s.foot(list(say.that(datesShown, headings(entries), headings(pages[page-1])), say.that(eventsCounted, len(events)),
		say.page(page, len(pages)), say.that(storyNow, base.Version())))
	shown := shownPart(base, p.period)
	s.buttons(append(turns(base, "timeline", page, len(pages), shown),
		press{label: say.that(pictureButton), customID: onPage("picture", base, 1, shown)})...)
	s.menu(onPage("download", base, 1, shown), say.that(downloadMenu), downloads())
	return s.message(answeredColour)
}

// timelineTitle names what the timeline is about; [aboutIn] reads it.
func (say speech) timelineTitle(period knowledge.Period) string {
	return list(say.that(timelineTitle), plain(period.About))
}

// nothingDated says that there is nothing to show.
func (say speech) nothingDated(period knowledge.Period) string {
	if period == (knowledge.Period{}) {
		return say.that(noDates)
	}
	return say.that(noDateFits)
}

// turnTimeline turns to another page.
func (s Setting) turnTimeline(_ context.Context, in Interaction) (Reply, error) {
	base := s.Store.Current()
	p, err := carriedPart(in, base)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Message: in.speech().timelineMessage(base, p), Update: true, Private: onPrivate(in)}, nil
}

// postPicture posts the timeline as a picture, dark as Discord mostly is. That
// takes long enough to be deferred.
func (s Setting) postPicture(_ context.Context, in Interaction) (Reply, error) {
	base, say := s.Store.Current(), in.speech()
	p, err := carriedPart(in, base)
	if err != nil {
		return Reply{}, err
	}
	events := base.Timeline(p.period)
	if len(events) == 0 {
		return Reply{}, Refusal(say.nothingDated(p.period))
	}
	var drawn bytes.Buffer
	if err := picture.Draw(&drawn, events, picture.Dark); err != nil {
		return Reply{}, err
	}
	left := ""
	if len(events) > picture.MaxEvents {
		left = "-# " + say.that(mostReported) + "\n"
	}
	message := fileMessage(say.caption(base, p, len(events))+left, &discordgo.File{
		Name: "timeline.png", ContentType: "image/png", Reader: Described{&drawn, picture.AltText(events)},
	})
	return Reply{Message: message, Private: true}, nil
}

// download posts the timeline as a file in the format that was chosen.
func (s Setting) download(_ context.Context, in Interaction) (Reply, error) {
	base, say := s.Store.Current(), in.speech()
	p, err := carriedPart(in, base)
	if err != nil {
		return Reply{}, err
	}
	format, known := export.Named(in.Chosen())
	if !known {
		return Reply{}, Refusal(say.that(oldButton))
	}
	events := base.Timeline(p.period)
	if len(events) == 0 {
		return Reply{}, Refusal(say.nothingDated(p.period))
	}
	var file bytes.Buffer
	if err := format.Write(&file, events, export.Setting{Now: in.Time(), Look: picture.Dark}); err != nil {
		return Reply{}, err
	}
	if file.Len() > maxFile {
		return Reply{}, Refusal(say.that(fileTooLarge))
	}
	message := fileMessage(say.caption(base, p, len(events)), &discordgo.File{
		Name: "timeline" + format.Extension, ContentType: format.MIME, Reader: &file,
	})
	return Reply{Message: message, Private: true}, nil
}

// downloads are the formats to choose from. The picture has its own button.
func downloads() []discordgo.SelectMenuOption {
	var options []discordgo.SelectMenuOption
	for _, format := range export.Formats() {
		if !format.Binary {
			options = append(options, discordgo.SelectMenuOption{Label: format.Title + " (" + format.Extension + ")", Value: format.Name})
		}
	}
	return options
}

// caption says above a file what it holds.
func (say speech) caption(base *knowledge.Base, p part, events int) string {
	return "**" + say.timelineTitle(p.period) + "**\n" + p.note +
		"-# " + list(say.bounds(p.period), say.that(eventsCounted, events), say.that(storyNow, base.Version())) + "\n"
}
