package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"storybot/knowledge/dates"
)

// What the bot itself says, it says in five languages. A [phrase] is the
// English for it, and the key under which the catalogue has the others. All of
// them are in the files phrases_*.go: those with a number in them, whose form
// depends on it, in the table counted, the others in the table translated,
// where a translation that is missing does not compile.

// phrase is something that the bot says, in English, with the verbs of package
// fmt.
type phrase string

// translation is a phrase in the other languages.
type translation struct{ german, french, spanish, russian string }

// forms are a phrase for one, for few (as Russian has it: 2, 3, 4, 22, …) and
// for many. Few is empty where the language does not tell it from many. The
// number is the first argument.
type forms struct{ one, few, many string }

// plurals are the forms of a phrase in all languages.
type plurals struct{ english, german, french, spanish, russian forms }

// tongue is a language that the bot speaks.
type tongue int

const (
	english tongue = iota
	german
	french
	spanish
	russian
)

// tags are the languages as the catalogue has them, by tongue.
var tags = [...]language.Tag{language.English, language.German, language.French, language.Spanish, language.Russian}

// locales are Discord's names for the languages, but for English, in which
// everything is said that is not translated.
var locales = map[discordgo.Locale]tongue{
	discordgo.German: german, discordgo.French: french, discordgo.Russian: russian,
	discordgo.SpanishES: spanish, discordgo.SpanishLATAM: spanish,
}

// catalogue has every phrase in every language.
var catalogue = newCatalogue()

func newCatalogue() *catalog.Builder {
	all := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, table := range translated {
		for p, t := range table {
			for i, text := range []string{string(p), t.german, t.french, t.spanish, t.russian} {
				if err := all.SetString(tags[i], string(p), text); err != nil {
					panic(err) // a table that is compiled in, and that a test reads whole
				}
			}
		}
	}
	for p, t := range counted {
		for i, f := range []forms{t.english, t.german, t.french, t.spanish, t.russian} {
			cases := []any{plural.One, f.one}
			if f.few != "" {
				cases = append(cases, plural.Few, f.few)
			}
			cases = append(cases, plural.Other, f.many)
			if err := all.Set(tags[i], string(p), plural.Selectf(1, "%d", cases...)); err != nil {
				panic(err)
			}
		}
	}
	return all
}

// speech says phrases in one language.
type speech struct {
	tongue  tongue
	printer *message.Printer
	few     map[phrase][few]string // the counted phrases that have nothing but a small number in them
}

// few is the number from which on a counted phrase is made anew each time.
const few = 6

func speechIn(t tongue) speech { return speeches[t] }

// speeches are made once. A printer is not changed by printing, so many may
// print with it at once.
var speeches = func() (all [len(tags)]speech) {
	for t, tag := range tags {
		all[t] = speech{tongue(t), message.NewPrinter(tag, message.Catalog(catalogue)), map[phrase][few]string{}}
		for p := range counted {
			if strings.Count(string(p), "%") > 1 {
				continue
			}
			var said [few]string
			for n := range said {
				said[n] = all[t].printer.Sprintf(string(p), n)
			}
			all[t].few[p] = said
		}
	}
	return all
}()

// speech returns the language of whoever acted: English where the bot does not
// speak it.
func (in Interaction) speech() speech {
	if in.Interaction == nil {
		return speechIn(english)
	}
	return speechIn(locales[in.Locale])
}

// that says a phrase. Whole numbers among the arguments are written as the
// language does, and only they need the catalogue, which is slow.
func (say speech) that(p phrase, args ...any) string {
	isText := func(arg any) bool { _, is := arg.(string); return is }
	text, fixed := say.tongue.fixed(p)
	for _, arg := range args {
		fixed = fixed && isText(arg)
	}
	switch {
	case !fixed:
		if said, ok := say.fewOf(p, args); ok {
			return said
		}
		return say.printer.Sprintf(string(p), args...)
	case len(args) == 0:
		return text
	}
	return fmt.Sprintf(text, args...)
}

// fewOf says a counted phrase of a small number and nothing else.
func (say speech) fewOf(p phrase, args []any) (string, bool) {
	if len(args) != 1 {
		return "", false
	}
	n, counts := args[0].(int)
	said, made := say.few[p]
	if !counts || !made || n < 0 || n >= few {
		return "", false
	}
	return said[n], true
}

// with says a phrase that has one text in it, and no number.
func (say speech) with(p phrase, text string) string {
	said, _ := say.tongue.fixed(p)
	before, after, _ := strings.Cut(said, "%s")
	return before + text + after
}

// fixed returns what a phrase is in a language, and whether it is always that:
// a counted one is not.
func (t tongue) fixed(p phrase) (string, bool) {
	if _, counts := counted[p]; counts {
		return "", false
	}
	if t == english {
		return string(p), true
	}
	for _, table := range translated {
		if said, ok := table[p]; ok {
			return said.in(t), true
		}
	}
	return string(p), true
}

// in returns the translation into a language that is not English.
func (said translation) in(t tongue) string {
	return [...]string{german: said.german, french: said.french, spanish: said.spanish, russian: said.russian}[t]
}

// list joins what was said, leaving out what is empty.
func list(said ...string) string {
	var room [4]string
	parts := room[:0]
	for _, text := range said {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, separator)
}

const separator = " · "

// localized returns a phrase in all languages but English, as Discord takes it
// for a command.
func localized(p phrase) map[discordgo.Locale]string {
	all := make(map[discordgo.Locale]string, len(locales))
	for locale, t := range locales {
		all[locale] = speechIn(t).that(p)
	}
	return all
}

// date says a date as precisely as it is known, without its time of day.
func (say speech) date(d dates.Date) string {
	if !d.Known() {
		return say.that(undated)
	}
	if say.tongue == english {
		return d.Words()
	}
	year := d.Time().Format("2006")
	switch d.Precision {
	case dates.Century:
		return say.that(centuryOf, say.century(d.Year/100+1))
	case dates.Decade:
		return say.that(decadeOf, strconv.Itoa(d.Year))
	case dates.Year:
		return year
	case dates.Half:
		return say.that(halves[(d.Month-1)/6], year)
	case dates.Season:
		return say.that(monthOf, seasons[say.tongue][d.Month/3-1], year)
	case dates.Quarter:
		return say.that(quarters[(d.Month-1)/3], year)
	case dates.Month:
		return say.that(monthOf, months[say.tongue][d.Month-1], year)
	case dates.Week:
		return say.that(weekOf, say.date(dates.OfTime(d.Time())))
	}
	month := months[say.tongue][d.Month-1]
	if say.tongue == russian {
		month = russianMonths[d.Month-1]
	}
	return say.that(dayOf, d.Time().Format("2"), month, year)
}

// century says which century, in Roman numerals where the language does.
func (say speech) century(n int) string {
	if say.tongue == german {
		return strconv.Itoa(n)
	}
	numeral := strings.Repeat("X", n/10)
	return numeral + []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}[n%10]
}

// period says a date, or from which to which, as [knowledge.Event.When] does
// in English.
func (say speech) period(from, to dates.Date) string {
	switch {
	case !to.Known() || to.Compare(from) <= 0 || to == from.Last():
		return say.date(from)
	case from.Precision == dates.Day && to.Precision == dates.Day && from.To(dates.Month) == to.To(dates.Month):
		return say.that(daysOf, from.Day, say.date(to))
	}
	return say.that(firstOf, say.date(from), say.date(to))
}

// months are the months' names by tongue, as they stand beside a year.
var months = map[tongue][]string{
	english: strings.Fields("January February March April May June July August September October November December"),
	german:  strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
	french:  strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
	spanish: strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
	russian: strings.Fields("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
}

// seasons are the seasons' names by tongue, from spring on.
var seasons = map[tongue][]string{
	english: strings.Fields("spring summer autumn winter"),
	german:  strings.Fields("Frühling Sommer Herbst Winter"),
	french:  strings.Fields("printemps été automne hiver"),
	spanish: strings.Fields("primavera verano otoño invierno"),
	russian: strings.Fields("весна лето осень зима"),
}

// russianMonths are the months as they stand behind a day.
var russianMonths = strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
