package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"storybot/knowledge"
)

// paged deals blocks out to pages, in their order: as many as a message holds,
// and no more than most of them. There is at least one page.
func paged(blocks []string, most int) [][]string {
	pages := [][]string{nil}
	size := 0
	for _, block := range blocks {
		last := len(pages) - 1
		if n := len(pages[last]); n > 0 && (n == most || size+length(block) > maxDescription) {
			pages, size = append(pages, nil), 0
			last++
		}
		pages[last] = append(pages[last], block)
		size += length(block)
	}
	return pages
}

// turning adds the buttons that turn pages, if there are several. What they
// show is carried behind the page.
func (s *sheet) turning(base *knowledge.Base, prefix string, page, pages int, shown string) {
	s.buttons(turns(base, prefix, page, pages, shown)...)
}

// turns are the buttons that turn pages, or none for one page.
func turns(base *knowledge.Base, prefix string, page, pages int, shown string) []press {
	if pages < 2 {
		return nil
	}
	return []press{
		{label: "◀", customID: onPage(prefix, base, page-1, shown), disabled: page == 1},
		{label: "▶", customID: onPage(prefix, base, page+1, shown), disabled: page == pages},
	}
}

// onPage returns a custom_id that carries a page and what it is of.
func onPage(prefix string, base *knowledge.Base, page int, shown string) string {
	return customID(prefix, base, fmt.Sprintf("%d:%s", page, shown))
}

// pageIn returns the page and what it is of from a custom_id's rest. A page
// that cannot be read is the first.
func pageIn(rest string) (page int, shown string) {
	number, shown, _ := strings.Cut(rest, ":")
	page, err := strconv.Atoi(number)
	if err != nil {
		page = 1
	}
	return page, shown
}

// page says which page it is, if there are several.
func (say speech) page(page, pages int) string {
	if pages < 2 {
		return ""
	}
	return say.that(pageOf, strconv.Itoa(page), strconv.Itoa(pages))
}
