package main

import (
	"fmt"
	"strings"

	"storybot/knowledge"
	"storybot/knowledge/search"
)

// maxShares is how many of a score's parts are shown for a candidate.
const maxShares = 6

// explain writes how the candidates for a question were put in order, and why
// the best was or was not taken to answer.
func (a askCommand) explain(c *console, base *knowledge.Base, question string) error {
	e, quotes := base.Explain(question)
	if a.JSON {
		return writeJSON(c.out, e)
	}
	var text strings.Builder
	for _, word := range e.Asked {
		known := ""
		if !word.Known {
			known = ", not in the story"
		}
		if word.Named {
			known += ", a name"
		}
		fmt.Fprintf(&text, "%s: %.0f %% of the question%s\n", c.style.bold(knowledge.Legible(word.Word)), 100*word.Weight, known)
	}
	if e.ReadAs != "" {
		fmt.Fprintf(&text, "read as: %s\n", knowledge.Legible(e.ReadAs))
	}
	fmt.Fprintf(&text, "expected: %v\n", e.Expects)
	for i, candidate := range e.Candidates {
		fmt.Fprintf(&text, "\n%s", c.style.lines(fmt.Sprintf("%d. > %s", i+1, c.style.quote(quotes[i])), "   > "))
		fmt.Fprintf(&text, "   score %.2f, confidence %.2f: %s\n", candidate.Score, candidate.Confidence, shares(candidate.Shares))
	}
	fmt.Fprintf(&text, "\nconfidence: %s\n%s\n", shares(e.Confidence), c.style.bold(e.Verdict))
	_, err := fmt.Fprint(c.out, text.String())
	return err
}

// shares lists the greatest parts of a score.
func shares(parts []search.FeatureShare) string {
	var list []string
	for _, part := range parts[:min(maxShares, len(parts))] {
		list = append(list, fmt.Sprintf("%s %+.2f", part.Feature, part.Share))
	}
	return strings.Join(list, ", ")
}
