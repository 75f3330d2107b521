// Package knowledge holds what is known of a news story: its articles, and the
// answers that stand in them.
//
// A [Base] is one story, read once and never changed. [Load] makes one from a
// folder of articles and says what became of each file; [Base.Ask] answers a
// question with sentences quoted to the letter, or says that the articles do
// not. A [Store] keeps the Base in use and puts another in its place when the
// folder is read again.
package knowledge

import (
	"sync"

	"storybot/knowledge/article"
	"storybot/knowledge/search"
	"storybot/knowledge/timeline"
)

// Base is what is known of one story. It does not change, so any number of
// goroutines may use it.
type Base struct {
	digest    string // its beginning is the version
	version   string
	articles  []*article.Article
	byFile    map[string]*article.Article
	sentences []place
	first     map[*article.Article]int // where in sentences those of an article begin
	index     *search.Index
	topics    []string
	named     [][]string // the topics in each sentence
	// originals has, for an article that nearly repeats an earlier one, that
	// earlier one.
	originals map[*article.Article]*article.Article
	rows      func() []timeline.Row // of the timeline; built when first asked for
	places    func() map[string]int // of passages by their ids; likewise
	memory    int64                 // see [Base.Memory]
}

// place is where a sentence stands.
type place struct {
	article   *article.Article
	sentence  article.Sentence
	paragraph uint64 // see hashParagraph
}

func (p place) text() string { return p.article.Sentence(p.sentence) }

func newBase(digest string, articles []*article.Article, originals map[*article.Article]*article.Article) *Base {
	base := &Base{digest: digest, version: digest[:6], articles: articles, originals: originals}
	base.byFile = make(map[string]*article.Article, len(articles))
	base.first = make(map[*article.Article]int, len(articles))
	base.rows = sync.OnceValue(func() []timeline.Row { return rowsOf(articles) })
	base.places = sync.OnceValue(func() map[string]int { return placesOf(base.sentences) })
	count := 0
	for _, a := range articles {
		count += len(a.Sentences)
	}
	base.sentences = make([]place, 0, count)
	sentences := make([]search.Sentence, 0, count)
	titles := make([]string, 0, len(articles))
	for i, a := range articles {
		base.byFile[a.File] = a
		base.first[a] = len(base.sentences)
		titles = append(titles, a.Title)
		hashed, hash := 0, uint64(0)
		for _, s := range a.Sentences {
			if s.Paragraph != hashed {
				hashed, hash = s.Paragraph, hashParagraph(a, s.Paragraph)
			}
			base.sentences = append(base.sentences, place{a, s, hash})
			sentences = append(sentences, search.Sentence{
				Text: a.Sentence(s), Article: i, Paragraph: s.Paragraph, Heading: a.HeadingAbove(s),
			})
		}
	}
	var naming sync.WaitGroup
	naming.Go(func() { base.topics, base.named = topicsOf(sentences, titles) })
	base.index = search.New(sentences, titles)
	naming.Wait()
	base.memory = base.measure()
	return base
}

// Version is a short hash of what the Base was built from: equal for equal
// articles, whenever and wherever they are loaded.
func (b *Base) Version() string { return b.version }

// Digest is the whole of the hash that Version is the beginning of.
func (b *Base) Digest() string { return b.digest }

// Articles returns the story's articles in the order of their file names. They
// are not to be changed.
func (b *Base) Articles() []*article.Article { return b.articles }

// Article returns the article of a file, or nil.
func (b *Base) Article(file string) *article.Article { return b.byFile[file] }

// Sentences returns how many sentences the story has.
func (b *Base) Sentences() int { return len(b.sentences) }

// Topics returns the names that the story speaks of, the most mentioned first.
func (b *Base) Topics() []string { return b.topics }
