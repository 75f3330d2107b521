package timeline

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"

	"storybot/knowledge/dates"
)

// Filter says which rows are asked for. Its zero value asks for all.
type Filter struct {
	About    string     // words that one of the row's quotes holds, in any form
	From, To dates.Date // the first and the last date; unknown for no bound
}

// Select returns the rows that a filter asks for, in their order. A row whose
// date reaches into the time asked for is one of them.
func (f Filter) Select(rows []Row) []Row {
	about := stems(f.About)
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
		end := r.Date.End()
		if r.End.Known() {
			end = r.End.End()
		}
		early := f.From.Known() && !end.After(f.From.Time())
		late := f.To.Known() && !r.Date.Time().Before(f.To.End())
		return early || late || !r.tellsOf(about)
	})
}

func (r Row) tellsOf(about []string) bool {
	return len(about) == 0 || slices.ContainsFunc(r.Quotes, func(q Quote) bool {
		has := stems(q.Text)
		return !slices.ContainsFunc(about, func(stem string) bool { return !slices.Contains(has, stem) })
	})
}

// stems returns the stems of a text's words, but for words such as "the".
func stems(text string) []string {
	var all []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !english.IsStopWord(word) {
			all = append(all, english.Stem(word, false))
		}
	}
	return all
}

// Top cuts a timeline to its n most important rows, still in their order, and
// returns how many it left out. A row is the more important the more articles
// tell of it, and then the more quotes do.
func Top(rows []Row, n int) (kept []Row, left int) {
	if n >= len(rows) {
		return rows, 0
	}
	byImportance := make([]int, len(rows))
	for i := range rows {
		byImportance[i] = i
	}
	slices.SortStableFunc(byImportance, func(a, b int) int {
		return cmp.Or(cmp.Compare(rows[b].Articles(), rows[a].Articles()), cmp.Compare(len(rows[b].Quotes), len(rows[a].Quotes)))
	})
	top := byImportance[:max(n, 0)]
	slices.Sort(top)
	for _, i := range top {
		kept = append(kept, rows[i])
	}
	return kept, len(rows) - len(top)
}

// Topics returns the names that the rows tell of, such as "European Parliament",
// those of most rows first.
func Topics(rows []Row) []string {
	told := make(map[string]int)
	for _, r := range rows {
		seen := make(map[string]bool)
		for _, q := range r.Quotes {
			for _, name := range names(q.Text) {
				if !seen[name] {
					seen[name] = true
					told[name]++
				}
			}
		}
	}
	topics := make([]string, 0, len(told))
	for name := range told {
		topics = append(topics, name)
	}
	slices.SortFunc(topics, func(a, b string) int { return cmp.Or(cmp.Compare(told[b], told[a]), cmp.Compare(a, b)) })
	return topics
}

// names returns the runs of words with a capital, without dates, and without a
// single word that opens the text, which has a capital whatever it is.
func names(text string) []string {
	var all, run []string
	opens := false
	end := func() {
		if len(run) > 1 || len(run) == 1 && !opens && len(run[0]) > 1 {
			all = append(all, strings.Join(run, " "))
		}
		run = nil
	}
	for i, field := range strings.Fields(text) {
		word := strings.TrimLeft(field, `"'“‘(`)
		bare := strings.TrimRight(word, `"'”’).,:;!?…`)
		bare = strings.TrimSuffix(strings.TrimSuffix(bare, "'s"), "’s")
		first, _ := utf8.DecodeRuneInString(bare)
		switch {
		case !unicode.IsUpper(first) || isDate(bare):
			end()
			continue
		case len(run) == 0 && english.IsStopWord(strings.ToLower(bare)):
			continue
		case len(run) == 0:
			opens = i == 0
		}
		run = append(run, bare)
		if bare != word {
			end()
		}
	}
	end()
	return all
}

func isDate(word string) bool {
	_, err := dates.Typed(word, dates.OfDay(2000, time.January, 1))
	return err == nil
}
