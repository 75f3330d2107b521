package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/dates"
	"storybot/knowledge/story"
)

// TestTimelineOfALongAbout has a filter that finds no room in a custom_id.
func TestTimelineOfALongAbout(t *testing.T) {
	about := "House · number: on *Street* was " + strings.Repeat("the ", 17)
	setting := newSetting(t, chronicle(120))
	shown := mustRun(t, setting, member(0, "timeline", option("about", about), option("from", "2017-02"), private()))
	text := reading(shown)
	if !strings.Contains(text, "## Timeline · House · number: on *Street* was the the") || !strings.Contains(text, "from February 2017\n") {
		t.Fatalf("the first page:\n%s", text)
	}
	next, _ := turned(t, setting, shown, "▶")
	if !strings.Contains(reading(next), "page 2 of ") || next.Message.Embeds[0].Title != shown.Message.Embeds[0].Title || !next.Private {
		t.Errorf("the second page:\n%s", reading(next))
	}
	bare := received(shown.Message, true)
	bare.Embeds = nil // a moderator can take embeds off
	if _, err := run(t, setting, pressed(t, bare, "picture:")); err == nil || !strings.Contains(err.Error(), "send the command again") {
		t.Errorf("the picture of nobody knows what: %v", err)
	}
}

func TestPartsAreCarried(t *testing.T) {
	base := newSetting(t, story.Articles()).Store.Current()
	anyDate := rapid.Custom(func(t *rapid.T) dates.Date {
		day := dates.OfDay(rapid.IntRange(1000, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		return day.To(dates.Precision(rapid.IntRange(int(dates.Unknown), int(dates.Day)).Draw(t, "precision")))
	})
	rapid.Check(t, func(t *rapid.T) {
		about := strings.TrimSpace(bare(rapid.OneOf(rapid.String(), rapid.StringMatching(`[-+.a-z:·*_\\]{0,120}`)).Draw(t, "about")))
		want := knowledge.Period{About: cut(about, maxOption), From: anyDate.Draw(t, "from"), To: anyDate.Draw(t, "to")}
		want.About = strings.TrimSpace(want.About)
		page := rapid.IntRange(0, 9999).Draw(t, "page")
		id := onPage("download", base, page, shownPart(base, want))
		title := newSheet(speechIn(russian).timelineTitle(want)).title
		got, err := carriedPart(pressing(id, &discordgo.Message{Embeds: []*discordgo.MessageEmbed{{Title: title}}}), base)
		if err != nil || got.period != want || got.page != page || got.note != "" || length(id) > maxCustomID {
			t.Fatalf("%q with the title %q carries %+v, %v; want %+v", id, title, got, err, want)
		}
	})
}

func TestDatesThatAreOffered(t *testing.T) {
	complete := func(s Setting, locale discordgo.Locale, focused, typed string) []string {
		o := option(focused, typed)
		o.Focused = true
		offered, err := command(t, s, "timeline").Complete(context.Background(), member(0, "timeline", o).in(locale))
		if err != nil || offered == nil || len(offered) > maxOptions {
			t.Fatalf("%q completes to %v, %v", typed, offered, err)
		}
		texts := []string{}
		for _, c := range offered {
			texts = append(texts, fmt.Sprintf("%s = %s", c.Name, c.Value))
		}
		return texts
	}
	of := newSetting(t, story.Articles())
	for _, test := range []struct {
		setting       Setting
		locale        discordgo.Locale
		option, typed string
		want          []string // the first
	}{
		{of, "en-US", "about", "switz", []string{"Switzerland = Switzerland"}},
		{of, "en-US", "from", "", []string{"May 2018 = 2018-05", "June 2018 = 2018-06", "13 June 2018 = 2018-06-13"}},
		{of, "ru", "to", " ", []string{"май 2018 г. = 2018-05", "июнь 2018 г. = 2018-06", "13 июня 2018 г. = 2018-06-13"}},
		{of, "en-US", "from", "june", []string{"June 2018 = 2018-06"}},
		{of, "de", "from", "13. jun", []string{"13. Juni 2018 = 2018-06-13"}},
		{of, "fr", "from", "été 2018", []string{"été 2018 = 2018-SU"}},
		{of, "en-US", "to", "last spring", []string{"spring 2018 = 2018-SP"}},
		{of, "es-ES", "to", "2016-02", []string{"febrero de 2016 = 2016-02"}},
		{of, "en-US", "to", "zzzz", []string{}},
		{newSetting(t, chronicle(30)), "en-US", "from", "", []string{"January 2017 = 2017-01"}},
		{newSetting(t, fstest.MapFS{"a.md": articleFile("# The bridge\n\nIt stands, and that is all.\n")}), "en-US", "from", "", []string{}},
	} {
		got := complete(test.setting, test.locale, test.option, test.typed)
		if len(got) < len(test.want) || !slices.Equal(got[:len(test.want)], test.want) || len(test.want) == 0 && len(got) > 0 {
			t.Errorf("%s %q in %s completes to %q, want %q first", test.option, test.typed, test.locale, got, test.want)
		}
	}
}

// TestADateIsReadAsItIsShown: what is shown for a date can be typed.
func TestADateIsReadAsItIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := dates.OfDay(rapid.IntRange(1850, 2100).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		date := day.To(rapid.SampledFrom([]dates.Precision{dates.Year, dates.Season, dates.Month, dates.Day}).Draw(t, "precision"))
		say := speechIn(tongue(rapid.IntRange(int(english), int(russian)).Draw(t, "language")))
		if got, ok := say.typed(say.date(date), dates.OfDay(2018, time.June, 16)); !ok || got != date {
			t.Errorf("%q is read as %s, want %s", say.date(date), got, date)
		}
	})
}
