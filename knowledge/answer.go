package knowledge

import (
	"slices"
	"strings"
	"unicode"

	"storybot/knowledge/article"
	"storybot/knowledge/dates"
	"storybot/knowledge/search"
)

// Answer is what the articles say to a question.
type Answer struct {
	Question   string  `json:"question"`
	Answered   bool    `json:"answered"`
	Confidence float64 `json:"confidence"` // 0 to 1, of the first quote
	Version    string  `json:"version"`    // of the Base that answered
	ReadAs     string  `json:"read_as"`    // the question with its typing errors mended, or ""
	Quotes     []Quote `json:"quotes"`     // the best first; none when not answered
	// Suggestions are topics near the question that the articles do cover.
	Suggestions []string `json:"suggestions"`
	// Refusal says why there is no answer; "" when there is one.
	Refusal Refusal `json:"refusal"`
}

// Refusal is a reason not to answer.
type Refusal string

// The reasons not to answer.
const (
	NotSaid       Refusal = "not said"       // the articles don't say
	NothingAsked  Refusal = "nothing asked"  // the question is empty
	NoWords       Refusal = "no words"       // only punctuation, symbols or emoji
	TooCommon     Refusal = "too common"     // only words such as "what is it"
	OtherAlphabet Refusal = "other alphabet" // the story is in English
)

// Sentence says the reason to a person, and what to do about it.
func (r Refusal) Sentence() string {
	switch r {
	case NothingAsked:
		return "The question is empty: ask about something in the story."
	case NoWords:
		return "There are no words in the question: ask about something in the story."
	case TooCommon:
		return "The question has only words that stand everywhere: name who or what you ask about."
	case OtherAlphabet:
		return "The story is in English: ask in English, please."
	}
	return "The articles don't say."
}

// Relation says how a quote stands to the question.
type Relation string

// The relations of a quote.
const (
	Best    Relation = "best"    // the sentence most likely to answer
	Agrees  Relation = "agrees"  // another article answers the same
	Differs Relation = "differs" // another article answers differently
	More    Relation = "more"    // also above the threshold
)

// Citation says where a sentence stands.
type Citation struct {
	Article   string     `json:"article"` // the file's path within the folder
	Title     string     `json:"title"`
	Author    string     `json:"author"`
	Publisher string     `json:"publisher"`
	After     string     `json:"after"` // the report whose facts the article retells, or ""
	Published dates.Date `json:"published"`
	URL       string     `json:"url"`
	Paragraph int        `json:"paragraph"` // counted from 1
	Start     int        `json:"start"`     // byte offsets into the article's stored text
	End       int        `json:"end"`
}

// Quote is a sentence to the letter: the stored text of its article, from
// Start to End, is Text.
type Quote struct {
	Text      string   `json:"text"`
	Highlight string   `json:"highlight"` // the part of Text that answers, or ""
	Relation  Relation `json:"relation"`
	Context   string   `json:"context"` // the sentence before, where Text needs it, or ""
	// AlsoIn is where the same sentence stands in other articles, or nearly
	// the same in articles that nearly repeat this one.
	AlsoIn []Citation `json:"also_in"`
	Citation
}

// MaxQuotes is how many quotes an answer has at most.
const MaxQuotes = 5

// maxCandidates is how many sentences are looked at for one answer: more than
// are quoted, since copies of one sentence are quoted once.
const maxCandidates = 20

// Ask answers a question. Any text is a question; what cannot be answered is
// refused, with the reason.
func (b *Base) Ask(question string) Answer {
	question = strings.ToValidUTF8(question, "�")
	answer := Answer{
		Question: question, Version: b.version,
		Quotes: []Quote{}, Suggestions: []string{},
	}
	found := b.index.Ask(question, maxCandidates)
	answer.ReadAs = found.ReadAs
	if refusal := unaskable(question, found); refusal != "" {
		answer.Refusal = refusal
		return answer
	}
	if len(found.Candidates) > 0 {
		answer.Confidence = found.Candidates[0].Confidence
	}
	if len(found.Candidates) == 0 || answer.Confidence < search.Threshold {
		answer.Refusal = NotSaid
		answer.Suggestions = b.suggest(found.Candidates)
		return answer
	}
	answer.Answered = true
	answer.Quotes = b.quotes(found.Candidates)
	return answer
}

// Nearest returns the sentence that comes nearest to answering a question, also
// where Ask refuses: to measure with, never to show. It is false where no sentence
// has anything of the question.
func (b *Base) Nearest(question string) (Quote, bool) {
	found := b.index.Ask(strings.ToValidUTF8(question, "�"), 1)
	if len(found.Candidates) == 0 {
		return Quote{}, false
	}
	return quote(b.sentences[found.Candidates[0].Sentence], Best), true
}

// unaskable returns why a question can't be answered whatever the story is.
func unaskable(question string, found search.Result) Refusal {
	switch {
	case strings.TrimSpace(question) == "":
		return NothingAsked
	case found.Asked > 0 && mostly(question, outsideLatin):
		return OtherAlphabet
	case found.Asked > 0:
		return ""
	case strings.ContainsFunc(question, unicode.IsLetter):
		return TooCommon
	}
	return NoWords
}

func outsideLatin(r rune) bool { return !unicode.Is(unicode.Latin, r) }

// mostly reports whether more than half of a text's letters are of a kind.
func mostly(text string, kind func(rune) bool) bool {
	letters, of := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if kind(r) {
				of++
			}
		}
	}
	return 2*of > letters
}

// quotes returns the candidates that answer: the best, then what other articles
// say to it, then the rest. What several articles say in the same words is
// quoted once.
func (b *Base) quotes(candidates []search.Candidate) []Quote {
	best := candidates[0]
	quotes := append(make([]Quote, 0, mostQuotes(candidates)), b.answering(best, Best))
	var room [MaxQuotes]place
	quoted := append(room[:0], b.sentences[best.Sentence])
	for _, toBest := range []bool{true, false} {
		for _, c := range candidates[1:] {
			relation := relations[c.Stance]
			if toBest != (relation != More) || !quotable(c) {
				continue
			}
			p := b.sentences[c.Sentence]
			same := slices.IndexFunc(quoted, func(q place) bool { return b.sameSentence(p, q) })
			switch {
			case same >= 0:
				quotes[same].AlsoIn = append(quotes[same].AlsoIn, cite(p.article, p.sentence))
			case len(quotes) < MaxQuotes:
				quotes = append(quotes, b.answering(c, relation))
				quoted = append(quoted, p)
			}
		}
	}
	return quotes
}

// mostQuotes returns how many quotes candidates make at most.
func mostQuotes(candidates []search.Candidate) int {
	most := 1
	for _, c := range candidates[1:] {
		if quotable(c) {
			most++
		}
	}
	return min(most, MaxQuotes)
}

// quotable reports whether a candidate behind the best is quoted.
func quotable(c search.Candidate) bool {
	return c.Stance != search.Apart || c.Confidence >= search.ThresholdOfMore
}

// relations are what the stances of other articles are to a question.
var relations = [...]Relation{search.Apart: More, search.Agrees: Agrees, search.Differs: Differs}

// answering quotes a candidate with what answers in it, and with the sentence
// before where it opens with a pronoun.
func (b *Base) answering(c search.Candidate, relation Relation) Quote {
	found := quote(b.sentences[c.Sentence], relation)
	found.Highlight = found.Text[c.Start:c.End]
	if before := c.Sentence - 1; before >= 0 && b.index.Points(c.Sentence) && b.sentences[before].article == b.sentences[c.Sentence].article {
		found.Context = b.sentences[before].text()
	}
	return found
}

// Explain says how the candidates for a question were ranked, and what their
// sentences are.
func (b *Base) Explain(question string) (search.Explanation, []Quote) {
	explanation := b.index.Explain(strings.ToValidUTF8(question, "�"))
	var quotes []Quote
	for _, c := range explanation.Candidates {
		quotes = append(quotes, quote(b.sentences[c.Sentence], More))
	}
	return explanation, quotes
}

func quote(p place, relation Relation) Quote {
	return Quote{
		Text:     p.text(),
		Relation: relation,
		AlsoIn:   []Citation{},
		Citation: cite(p.article, p.sentence),
	}
}

func cite(a *article.Article, s article.Sentence) Citation {
	return Citation{
		Article: a.File, Title: a.Title, Author: a.Author, Publisher: a.Publisher,
		After: a.After, Published: a.Published, URL: a.URL,
		Paragraph: s.Paragraph, Start: s.Start, End: s.End,
	}
}
