package knowledge

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strings"

	"storybot/knowledge/article"
)

// Passage is a sentence with what stands around it.
type Passage struct {
	Citation
	// Before, Text and After, put together, are the paragraph to the letter,
	// Text being the sentence. Of a paragraph that is one sentence, Before and
	// After are the paragraphs around it.
	Before, Text, After string
}

// PassageIDLength is how many characters the id of a passage has.
const PassageIDLength = 8

// PassageID names the sentence that a citation is of, in letters, digits, "-"
// and "_". It is made of the file's name, the paragraph's text and the place of
// the sentence in it: as long as these stay as they are, so does the id, over
// restarts and reloads, and wherever in the article the paragraph moves. It is
// "" for what does not stand in the Base.
func (b *Base) PassageID(c Citation) string {
	a := b.Article(c.Article)
	if a == nil {
		return ""
	}
	for i, s := range a.Sentences {
		if s.Start == c.Start && s.End == c.End {
			return b.sentences[b.first[a]+i].id()
		}
	}
	return ""
}

// Passage returns the passage of an id. It returns false when no sentence of
// the Base has it: the article has changed, or is there no more.
func (b *Base) Passage(id string) (Passage, bool) {
	at, found := b.places()[id]
	if !found {
		return Passage{}, false
	}
	a, s := b.sentences[at].article, b.sentences[at].sentence
	within := a.Paragraphs[s.Paragraph-1]
	passage := Passage{
		Citation: cite(a, s),
		Before:   a.Text[within.Start:s.Start],
		Text:     a.Sentence(s),
		After:    a.Text[s.End:within.End],
	}
	if strings.TrimSpace(passage.Before+passage.After) == "" {
		passage.Before = paragraphText(a, s.Paragraph-2)
		passage.After = paragraphText(a, s.Paragraph)
	}
	return passage, true
}

// placesOf returns where the sentence of each passage's id is among all.
func placesOf(sentences []place) map[string]int {
	places := make(map[string]int, len(sentences))
	for i, p := range sentences {
		id := p.id()
		if _, taken := places[id]; !taken {
			places[id] = i
		}
	}
	return places
}

// paragraphText returns the text of the paragraph at a place, or "" where there
// is none, or a heading.
func paragraphText(a *article.Article, at int) string {
	if at < 0 || at >= len(a.Paragraphs) || a.Paragraphs[at].Heading {
		return ""
	}
	return a.Text[a.Paragraphs[at].Start:a.Paragraphs[at].End]
}

// id returns the id of the passage at a place.
func (p place) id() string {
	start := p.sentence.Start - p.article.Paragraphs[p.sentence.Paragraph-1].Start
	return shortID(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(nil, p.paragraph), uint32(start)))
}

// hashParagraph returns a hash of an article's file and of one paragraph's text.
func hashParagraph(a *article.Article, paragraph int) uint64 {
	within := a.Paragraphs[paragraph-1]
	hash := fnv.New64a()
	hash.Write([]byte(a.File))
	hash.Write([]byte{0})
	hash.Write([]byte(a.Text[within.Start:within.End]))
	return hash.Sum64()
}

// ArticleID names an article by its file, in as many characters as a passage's
// id has.
func ArticleID(a *article.Article) string { return shortID([]byte(a.File)) }

// ArticleByID returns the article of an id, or nil.
func (b *Base) ArticleByID(id string) *article.Article {
	for _, a := range b.articles {
		if ArticleID(a) == id {
			return a
		}
	}
	return nil
}

// shortID is 48 bits of a hash in PassageIDLength characters.
func shortID(of []byte) string {
	hash := fnv.New64a()
	hash.Write(of)
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:6])
}
