package knowledge

import (
	"storybot/knowledge/article"
	"storybot/knowledge/shingle"
)

// nearSentence is how much of the shorter of two sentences' pairs of words must
// stand in the other for them to be the same, in articles that nearly repeat
// each other: an editor changes a word here and there.
const nearSentence = 0.8

// sameSentence reports whether two articles say something in the same words;
// case and punctuation make no difference. Sentences of one article are never
// the same: where it repeats itself, each place can be cited.
func (b *Base) sameSentence(p, q place) bool {
	if p.article == q.article {
		return false
	}
	if shingle.SameWords(p.text(), q.text()) {
		return true
	}
	return b.original(p.article) == b.original(q.article) &&
		shingle.Containment(shingle.Of(p.text(), 2), shingle.Of(q.text(), 2)) >= nearSentence
}

// original returns the article that an article nearly repeats, or the article.
func (b *Base) original(a *article.Article) *article.Article {
	if original := b.originals[a]; original != nil {
		return original
	}
	return a
}
