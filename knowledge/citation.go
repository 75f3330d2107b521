package knowledge

import (
	"fmt"
	"strings"

	"storybot/knowledge/article"
)

// String is the citation as a person reads it: the title, who wrote it, when,
// and the paragraph.
func (c Citation) String() string {
	return fmt.Sprintf("%s · %s · ¶ %d", c.Title, byline(c), c.Paragraph)
}

// Byline says who wrote an article and when, and whose report it retells.
func Byline(a *article.Article) string {
	return byline(cite(a, article.Sentence{}))
}

func byline(c Citation) string {
	var parts []string
	author := c.Author
	if c.After != "" {
		author = strings.TrimPrefix(author+", after "+c.After, ", ")
	}
	for _, part := range []string{author, c.Publisher, c.Published.Words()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// Percent is how sure the answer is, such as "93 %". It never says 100 %.
func (a Answer) Percent() string {
	return fmt.Sprintf("%d %%", min(99, int(100*a.Confidence)))
}

// Agreement says whether other articles answer the same, as in "; 2 articles
// agree, 1 differs", or "".
func (a Answer) Agreement() string {
	agree, differ := 1, 0
	for _, q := range a.Quotes {
		switch q.Relation {
		case Agrees:
			agree++
		case Differs:
			differ++
		}
	}
	switch {
	case agree > 1 && differ > 0:
		return fmt.Sprintf("; %d articles agree, %d tells it otherwise", agree, differ)
	case agree > 1:
		return fmt.Sprintf("; %d articles agree", agree)
	case differ > 0:
		return fmt.Sprintf("; %d tells it otherwise", differ)
	}
	return ""
}
