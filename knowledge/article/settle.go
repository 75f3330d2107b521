package article

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"storybot/knowledge/dates"
)

// Settle finds out from all articles of a folder what one alone can't tell. It
// changes the articles, so it is called once, before anyone else sees them:
//
//   - A date of publication such as 05/06/2018 is read with the day or the month
//     first as the folder's other dates in numbers are, those of the same
//     publisher before all; and where there are none, as the day that is nearer
//     to the other articles. A warning says which it was.
//   - A line that is the title of another article is a link to it, and dropped,
//     unless it is a whole sentence.
func Settle(articles []*Article) {
	for _, a := range articles {
		if a.numeric.ambiguous() {
			a.settleDate(articles)
		}
	}
	titles := make(map[string]string)
	for _, a := range articles {
		titles[strings.ToLower(fold(a.Title))] = a.File
	}
	for _, a := range articles {
		a.dropHeadlines(titles)
	}
}

func (a *Article) settleDate(articles []*Article) {
	monthFirst, because := monthFirstAmong(articles, a.Publisher)
	if because == "" {
		monthFirst, because = a.nearerWithMonthFirst(articles)
	}
	if because == "" {
		return
	}
	order := "the day first"
	a.Published = a.numeric.dayFirst
	if monthFirst {
		order, a.Published = "the month first", a.numeric.monthFirst
	}
	warning := fmt.Sprintf("%s was read as %s, %s, as %s", a.numeric.text, a.Published.Words(), order, because)
	if n := a.numeric.settled; n > 0 {
		a.Warnings[n-1] = warning
		return
	}
	a.warn(warning)
	a.numeric.settled = len(a.Warnings)
}

// monthFirstAmong counts the dates in numbers that say by themselves which
// number is the day. It gives no reason where they are none, or even.
func monthFirstAmong(articles []*Article, publisher string) (monthFirst bool, because string) {
	count := func(of func(*Article) bool) int {
		votes := 0
		for _, a := range articles {
			switch n := a.numeric; {
			case n.text == "" || n.dayFirst.Known() == n.monthFirst.Known() || !of(a):
			case n.monthFirst.Known():
				votes++
			default:
				votes--
			}
		}
		return votes
	}
	same := func(a *Article) bool { return publisher != "" && strings.EqualFold(a.Publisher, publisher) }
	if votes := count(same); votes != 0 {
		return votes > 0, "in the other articles of " + publisher
	}
	if votes := count(func(*Article) bool { return true }); votes != 0 {
		return votes > 0, "in the other articles of the folder"
	}
	return false, ""
}

// nearerWithMonthFirst asks which day is nearer to that of any other article.
func (a *Article) nearerWithMonthFirst(articles []*Article) (monthFirst bool, because string) {
	distance := func(d dates.Date) time.Duration {
		nearest := time.Duration(-1)
		for _, other := range articles {
			if other == a || other.numeric.ambiguous() || other.Published.Precision < dates.Day {
				continue
			}
			if far := other.Published.Time().Sub(d.Time()).Abs(); nearest < 0 || far < nearest {
				nearest = far
			}
		}
		return nearest
	}
	day, month := distance(a.numeric.dayFirst), distance(a.numeric.monthFirst)
	if day == month {
		return false, ""
	}
	return month < day, "that is nearer to the other articles"
}

// listNumber is what a numbered list puts before a headline.
var listNumber = regexp.MustCompile(`^(?:\d{1,2}[.)]|[•*-]) `)

// dropHeadlines drops the paragraphs that are titles of other articles.
func (a *Article) dropHeadlines(titles map[string]string) {
	a.removeParagraphs(func(p Paragraph) bool {
		text := fold(a.Text[p.Start:p.End])
		file, ok := titles[strings.ToLower(listNumber.ReplaceAllString(text, ""))]
		if !ok || file == a.File || endsInStop(text) {
			return false
		}
		a.Dropped = append(a.Dropped, Dropped{p.Line, a.Text[p.Start:p.End], ruleRelated})
		return true
	})
	slices.SortStableFunc(a.Dropped, func(x, y Dropped) int { return x.Line - y.Line })
}
