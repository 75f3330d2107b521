package handlers

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/dates"
)

// verbs finds what fmt fills in, and bold what is in bold.
var (
	verbs = regexp.MustCompile(`%(\[\d+\])?[a-z%]`)
	bold  = regexp.MustCompile(`\*\*|` + "`")
)

// TestCatalogue holds every phrase in every language against the English one:
// it is there, fills in the same, and is not so long that it would not fit
// where the English does.
func TestCatalogue(t *testing.T) {
	check := func(key phrase, in tongue, text, original string) {
		sorted := func(re *regexp.Regexp, text string) string {
			found := re.FindAllString(text, -1)
			slices.Sort(found)
			return strings.Join(found, " ")
		}
		switch {
		case strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text:
			t.Errorf("%q in language %d: %q is empty, or has white space at its ends", key, in, text)
		case sorted(verbs, text) != sorted(verbs, original):
			t.Errorf("%q in language %d: %q does not fill in the same", key, in, text)
		case sorted(bold, text) != sorted(bold, original):
			t.Errorf("%q in language %d: %q is not as bold", key, in, text)
		case length(text) > 2*length(original)+20:
			t.Errorf("%q in language %d: %q is %d characters, the English %d", key, in, text, length(text), length(original))
		}
	}
	seen := map[phrase]bool{}
	for _, table := range translated {
		for key, in := range table {
			if seen[key] {
				t.Errorf("%q is in two tables", key)
			}
			seen[key] = true
			for i, text := range []string{string(key), in.german, in.french, in.spanish, in.russian} {
				check(key, tongue(i), text, string(key))
			}
		}
	}
	for key, in := range counted {
		if in.english.many != string(key) {
			t.Errorf("%q is not the English for many, %q", key, in.english.many)
		}
		for i, f := range []forms{in.english, in.german, in.french, in.spanish, in.russian} {
			for _, text := range []string{f.one, f.many} {
				check(key, tongue(i), text, string(key))
			}
			if (f.few != "") != (tongue(i) == russian) {
				t.Errorf("%q in language %d has %q for few", key, i, f.few)
			}
		}
		check(key, russian, in.russian.few, string(key))
	}
}

// TestWhatIsShortIsShort holds the phrases that have little room against it.
func TestWhatIsShortIsShort(t *testing.T) {
	for _, limit := range []struct {
		most    int
		phrases []phrase
	}{
		{32, []phrase{askName, timelineName, compareName, sourcesName, aboutName, helpName, reloadName, checkName, questionName, privateName, topicName, articleName, fromName, toName,
			dryRunName, rollbackName, addName, removeName, restoreName, fileName, urlName, gapsName, listName, testName}},
		{100, []phrase{askDescription, timelineDescription, compareDescription, sourcesDescription, aboutDescription, helpDescription, reloadDescription,
			questionDescription, privateDescription, topicDescription, articleDescription, mentionsDescription, fromDescription, toDescription, dryRunDescription, rollbackDescription,
			articleCommandDescription, addDescription, removeDescription, restoreDescription, fileDescription, urlDescription,
			whichArticle, whichRemoved, gapsDescription, listDescription, testDescription}},
		{24, []phrase{contextButton, moreButton, shareButton, rewordButton, pictureButton, editButton, keepDroppedButton, publishButton, discardButton, downloadButton}},
		{maxFormTitle, []phrase{rewordButton, questionDescription, pasteTitle, pasteLabel, titleLabel, authorLabel, publisherLabel, publishedLabel, urlLabel}},
		{maxPlaceholder, []phrase{openArticle, downloadMenu, markCovered, pasteHint}},
		{120, []phrase{readAnew}},
	} {
		for _, p := range limit.phrases {
			for in := english; in <= russian; in++ {
				if text := speechIn(in).that(p); length(text) > limit.most {
					t.Errorf("%q in language %d: %q is longer than %d", p, in, text, limit.most)
				}
			}
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, test := range []struct {
		in   tongue
		n    int
		want string
	}{
		{english, 1, "1 article"}, {english, 0, "0 articles"}, {english, 12345, "12,345 articles"},
		{german, 1, "1 Artikel"}, {german, 12345, "12.345 Artikel"},
		{french, 0, "0 article"}, {french, 2, "2 articles"},
		{spanish, 1, "1 artículo"}, {spanish, 21, "21 artículos"},
		{russian, 1, "1 статья"}, {russian, 3, "3 статьи"}, {russian, 5, "5 статей"}, {russian, 11, "11 статей"}, {russian, 21, "21 статья"}, {russian, 22, "22 статьи"},
	} {
		if got := speechIn(test.in).that(articlesCounted, test.n); got != test.want {
			t.Errorf("%d in language %d: %q, want %q", test.n, test.in, got, test.want)
		}
	}
}

func TestDates(t *testing.T) {
	june, december := dates.OfDay(2018, time.June, 16), dates.OfDay(2018, time.December, 3)
	for d, want := range map[dates.Date][]string{
		{}:                                  {"undated", "ohne Datum", "sans date", "sin fecha", "без даты"},
		dates.OfDay(2018, time.June, 16):    {"16 June 2018", "16. Juni 2018", "16 juin 2018", "16 de junio de 2018", "16 июня 2018 г."},
		dates.OfMonth(2018, time.March):     {"March 2018", "März 2018", "mars 2018", "marzo de 2018", "март 2018 г."},
		{Year: 2018, Precision: dates.Year}: {"2018", "2018", "2018", "2018", "2018"},
		{Year: 2018, Month: time.June, Day: 16, Hour: 10, Minute: 38, Precision: dates.Minute}: {"16 June 2018", "16. Juni 2018", "16 juin 2018", "16 de junio de 2018", "16 июня 2018 г."},
		dates.OfYear(1999).To(dates.Century):                                                   {"the 20th century", "20. Jahrhundert", "XXe siècle", "siglo XX", "XX век"},
		dates.OfYear(2018).To(dates.Decade):                                                    {"the 2010s", "2010er-Jahre", "années 2010", "década de 2010", "2010-е годы"},
		june.To(dates.Half):                                                                    {"the 1st half of 2018", "1. Halbjahr 2018", "1er semestre 2018", "1.er semestre de 2018", "1-е полугодие 2018 г."},
		december.To(dates.Half):                                                                {"the 2nd half of 2018", "2. Halbjahr 2018", "2e semestre 2018", "2.º semestre de 2018", "2-е полугодие 2018 г."},
		june.To(dates.Season):                                                                  {"summer 2018", "Sommer 2018", "été 2018", "verano de 2018", "лето 2018 г."},
		december.To(dates.Season):                                                              {"winter 2018", "Winter 2018", "hiver 2018", "invierno de 2018", "зима 2018 г."},
		june.To(dates.Quarter):                                                                 {"the 2nd quarter of 2018", "2. Quartal 2018", "2e trimestre 2018", "2.º trimestre de 2018", "2-й квартал 2018 г."},
		december.To(dates.Quarter):                                                             {"the 4th quarter of 2018", "4. Quartal 2018", "4e trimestre 2018", "4.º trimestre de 2018", "4-й квартал 2018 г."},
		june.To(dates.Week):                                                                    {"the week of 11 June 2018", "Woche ab 11. Juni 2018", "semaine du 11 juin 2018", "semana del 11 de junio de 2018", "неделя с 11 июня 2018 г."},
		dates.OfDay(2018, time.August, 1):                                                      {"1 August 2018", "1. August 2018", "1 août 2018", "1 de agosto de 2018", "1 августа 2018 г."},
	} {
		for in := english; in <= russian; in++ {
			if got := speechIn(in).date(d); got != want[in] {
				t.Errorf("%v in language %d: %q, want %q", d, in, got, want[in])
			}
		}
	}
}

func TestPeriods(t *testing.T) {
	june := dates.OfDay(2018, time.June, 13)
	for _, test := range []struct {
		from, to dates.Date
		want     []string
	}{
		{june, dates.Date{}, []string{"13 June 2018", "13. Juni 2018", "13 juin 2018", "13 de junio de 2018", "13 июня 2018 г."}},
		{june, dates.OfDay(2018, time.June, 15), []string{"13 to 15 June 2018", "13. bis 15. Juni 2018", "13 au 15 juin 2018", "13 al 15 de junio de 2018", "13 — 15 июня 2018 г."}},
		{dates.OfMonth(2018, time.May), dates.OfMonth(2018, time.July), []string{"May 2018 to July 2018", "Mai 2018 bis Juli 2018", "mai 2018 à juillet 2018", "mayo de 2018 a julio de 2018", "май 2018 г. — июль 2018 г."}},
		{june.To(dates.Week), dates.OfDay(2018, time.June, 17), []string{"the week of 11 June 2018", "Woche ab 11. Juni 2018", "semaine du 11 juin 2018", "semana del 11 de junio de 2018", "неделя с 11 июня 2018 г."}},
	} {
		for in := english; in <= russian; in++ {
			if got := speechIn(in).period(test.from, test.to); got != test.want[in] {
				t.Errorf("%v to %v in language %d: %q, want %q", test.from, test.to, in, got, test.want[in])
			}
		}
		if got := (knowledge.Event{Date: test.from, End: test.to}).When(); got != test.want[english] {
			t.Errorf("%v to %v is %q for knowledge, %q here", test.from, test.to, got, test.want[english])
		}
	}
}

func TestLocales(t *testing.T) {
	for locale, want := range map[discordgo.Locale]string{
		"en-US": "Context", "en-GB": "Context", "de": "Kontext", "fr": "Contexte", "es-ES": "Contexto", "es-419": "Contexto",
		"ru": "Контекст", "uk": "Context", "": "Context", "tlh": "Context",
	} {
		if got := member(0, "ask").in(locale).speech().that(contextButton); got != want {
			t.Errorf("%q says %q, want %q", locale, got, want)
		}
	}
	if got := (Interaction{}).Say(Apology); got != string(apology) {
		t.Errorf("to nobody is said %q", got)
	}
	if got := member(0, "ask").in("de").Say(TooSlow); !strings.HasPrefix(got, "Entschuldigung") {
		t.Errorf("in German is said %q", got)
	}
}

// TestNamesAreTheirOwn holds that no two commands, and no two options of one,
// have the same name in any language.
func TestNamesAreTheirOwn(t *testing.T) {
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	for in := english; in <= russian; in++ {
		taken := map[string]bool{}
		for _, c := range Commands(newSetting(t, bridge())) {
			translated := speechIn(in).that(phrase(c.Definition.Name))
			if taken[translated] {
				t.Errorf("two commands are named %s in language %d", translated, in)
			}
			taken[translated] = true
			if c.Definition.Type == discordgo.ChatApplicationCommand && (!name.MatchString(translated) || strings.ToLower(translated) != translated) {
				t.Errorf("%q is no name for a command", translated)
			}
			lists := [][]*discordgo.ApplicationCommandOption{c.Definition.Options}
			for _, part := range c.Definition.Options {
				lists = append(lists, part.Options)
			}
			for _, list := range lists {
				options := map[string]bool{}
				for _, o := range list {
					translated := speechIn(in).that(phrase(o.Name))
					if options[translated] || !name.MatchString(translated) || strings.ToLower(translated) != translated {
						t.Errorf("%q is no name for an option of %s, or is one twice", translated, c.Definition.Name)
					}
					options[translated] = true
				}
			}
		}
	}
}

// TestWhatIsSaidAtOnce holds the short ways of saying a phrase against the long
// one.
func TestWhatIsSaidAtOnce(t *testing.T) {
	for tongue := range tags {
		say := speeches[tongue]
		for p := range counted {
			for n := range few + 2 {
				if p == datesShown {
					continue
				}
				if got, want := say.that(p, n), say.printer.Sprintf(string(p), n); got != want {
					t.Errorf("%q of %d is %q, want %q", p, n, got, want)
				}
			}
		}
		for _, p := range []phrase{readAs, sure, storyNow, afterReport, beforeIt, alsoIn} {
			if got, want := say.with(p, "97 %"), say.that(p, "97 %"); got != want {
				t.Errorf("%q is %q, want %q", p, got, want)
			}
		}
	}
}
