package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// part is the part of the timeline that a message shows: what it is about,
// from when to when, and which page of that. Its buttons carry it as
//
//	timeline:1:f1b8b3:2:2018-05:2018-06-13:Kaspersky Lab
//
// Where there is no room for what it is about, the last field is left out, and
// the title of the message that the button hangs on is read in its place.
type part struct {
	period knowledge.Period
	page   int
	note   string // that the story has been read anew since; or ""
}

// periodAsked returns what a person has asked for. A [Refusal] says which date
// can't be read.
func (say speech) periodAsked(in Interaction, base *knowledge.Base) (knowledge.Period, error) {
	period := knowledge.Period{About: cut(strings.TrimSpace(bare(in.Text("about"))), maxOption)}
	for _, option := range []phrase{fromName, toName} {
		typed := strings.TrimSpace(bare(in.Text(string(option))))
		if typed == "" {
			continue
		}
		date, ok := say.typed(typed, base.Latest())
		if !ok {
			return period, Refusal(say.that(notADate, brief(typed, maxOption)))
		}
		if option == fromName {
			period.From = date
		} else {
			period.To = date
		}
	}
	if from, to := period.From, period.To; from.Known() && to.Known() && !from.Time().Before(to.End()) {
		return period, Refusal(say.that(backwards, say.date(from), say.date(to)))
	}
	return period, nil
}

// bounds says from when to when, or "".
func (say speech) bounds(period knowledge.Period) string {
	from, to := period.From, period.To
	switch {
	case from == to && !from.Known():
		return ""
	case from == to:
		return say.date(from)
	case !to.Known():
		return say.that(sinceDate, say.date(from))
	case !from.Known():
		return say.that(untilDate, say.date(to))
	}
	return say.that(firstOf, say.date(from), say.date(to))
}

// shownPart is a period as a custom_id carries it behind the page.
func shownPart(base *knowledge.Base, period knowledge.Period) string {
	const pages = "10000:"
	shown := period.From.String() + ":" + period.To.String()
	if whole := shown + ":" + period.About; length(pages+whole) <= roomIn("timeline", base) {
		return whole
	}
	return shown
}

// carriedPart reads the part that a pressed button carries. A [Refusal] says
// that it is of another version of the bot.
func carriedPart(in Interaction, base *knowledge.Base) (part, error) {
	rest, story, err := carried(in)
	if err != nil {
		return part{}, err
	}
	say := in.speech()
	page, shown := pageIn(rest)
	fields := strings.SplitN(shown, ":", 3)
	if len(fields) == 2 {
		if about, ok := aboutIn(in.Message); ok {
			fields = append(fields, about)
		}
	}
	p := part{page: page}
	if len(fields) < 3 || p.period.From.UnmarshalText([]byte(fields[0])) != nil || p.period.To.UnmarshalText([]byte(fields[1])) != nil {
		return part{}, Refusal(say.that(oldButton))
	}
	p.period.About = fields[2]
	if story != base.Version() {
		p.note = say.that(readAnew) + "\n"
	}
	return p, nil
}

// aboutIn reads in the title of a message what its timeline is about.
func aboutIn(m *discordgo.Message) (string, bool) {
	if m == nil || len(m.Embeds) == 0 || m.Embeds[0] == nil {
		return "", false
	}
	_, about, ok := strings.Cut(m.Embeds[0].Title, separator)
	return escaped.ReplaceAllString(about, "$1"), ok
}

// escaped finds what [plain] has escaped.
var escaped = regexp.MustCompile(`\\(.)`)

// completePart proposes names of the story, or its dates.
func (s Setting) completePart(_ context.Context, in Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	option, typed := in.Focused()
	base, say := s.Store.Current(), in.speech()
	if option == "about" {
		return choices(match(typed, base.Topics())), nil
	}
	known := datesToOffer(base.Timeline(knowledge.Period{}), strings.TrimSpace(typed) == "")
	values := map[string]string{} // by what is shown
	var names []string
	for _, date := range known {
		names = append(names, say.date(date))
		values[say.date(date)] = date.String()
	}
	names = match(typed, names)
	if date, ok := say.typed(typed, base.Latest()); ok { // how it is read comes first
		name := say.date(date)
		names = slices.Insert(slices.DeleteFunc(names, func(n string) bool { return n == name }), 0, name)
		values[name] = date.String()
	}
	offered := []*discordgo.ApplicationCommandOptionChoice{}
	for _, name := range names[:min(len(names), maxOptions)] {
		offered = append(offered, choice(name, values[name]))
	}
	return offered, nil
}

// datesToOffer returns the dates of events, with the months and years that they
// lie in. The few of them that give an overview of all are their days and
// months, or, where these are more than Discord shows, their months, or years.
func datesToOffer(events []knowledge.Event, few bool) []dates.Date {
	at := func(precisions ...dates.Precision) []dates.Date {
		var all []dates.Date
		for _, e := range events {
			for _, p := range precisions {
				all = append(all, e.Date.To(p))
			}
		}
		slices.SortFunc(all, dates.Date.Compare)
		return slices.Compact(all)
	}
	if !few {
		return at(dates.Year, dates.Month, dates.Day)
	}
	overview := at(dates.Month, dates.Day)
	for _, p := range []dates.Precision{dates.Month, dates.Year, dates.Decade, dates.Century} {
		if len(overview) > maxOptions {
			overview = at(p)
		}
	}
	return overview
}

// typed reads a date that a person typed, in English or in the person's
// language, against the story's latest.
func (say speech) typed(words string, latest dates.Date) (dates.Date, bool) {
	for _, words := range []string{words, say.inEnglish(words)} {
		if date, err := dates.Typed(words, latest); err == nil {
			return date.To(dates.Day), true
		}
	}
	return dates.Date{}, false
}

// inEnglish puts the words of a date, such as "13. Juni 2018", into English.
func (say speech) inEnglish(words string) string {
	var put []string
	for _, word := range strings.Fields(fold(words)) {
		name := func(own string) bool { return fold(own) == word }
		switch month, season := slices.IndexFunc(months[say.tongue], name), slices.IndexFunc(seasons[say.tongue], name); {
		case say.tongue == russian && slices.ContainsFunc(russianMonths, name):
			put = append(put, months[english][slices.IndexFunc(russianMonths, name)])
		case month >= 0:
			put = append(put, months[english][month])
		case season >= 0:
			put = append(put, seasons[english][season])
		case !slices.Contains(besideDates[say.tongue], word):
			put = append(put, ordinalDay.ReplaceAllString(word, "$1"))
		}
	}
	return strings.Join(put, " ")
}

// ordinalDay is the number of a day as German, French or Spanish writes it.
var ordinalDay = regexp.MustCompile(`^(\d+)(?:\.|er|º|o)$`)

// besideDates are words that stand beside a date, without accents.
var besideDates = map[tongue][]string{
	german:  strings.Fields("am im ab seit bis der den"),
	french:  strings.Fields("le en du de au depuis jusqu'au jusqu’au"),
	spanish: strings.Fields("el en del de desde hasta"),
	russian: strings.Fields("в с по до г г. года"),
}
