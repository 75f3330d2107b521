package main

import (
	"errors"
	"fmt"
	"strconv"
	"testing/fstest"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"

	"storybot/knowledge"
)

// engine is one side of the comparison.
type engine interface {
	// build indexes the corpus that the engine was made for.
	build() error
	// ask returns the sentence that the engine puts first, or "".
	ask(question string) (string, error)
	// sentences returns how many it holds.
	sentences() (int, error)
	close() error
}

// storybot answers the whole question: typing errors, candidates, ranking,
// confidence, highlights, agreement of articles.
type storybot struct {
	folder fstest.MapFS
	base   *knowledge.Base
}

func newStorybot(c *corpus) *storybot {
	s := &storybot{folder: make(fstest.MapFS)}
	for name, text := range c.files() {
		s.folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return s
}

func (s *storybot) build() error {
	base, report, err := knowledge.Load(s.folder)
	if err != nil {
		return err
	}
	if len(report.Errors) > 0 {
		return fmt.Errorf("storybot left out %d articles: %w", len(report.Errors), report.Errors[0])
	}
	s.base = base
	return nil
}

func (s *storybot) ask(question string) (string, error) {
	answer := s.base.Ask(question)
	if len(answer.Quotes) == 0 {
		return "", nil
	}
	return answer.Quotes[0].Text, nil
}

func (s *storybot) sentences() (int, error) { return s.base.Sentences(), nil }

func (s *storybot) close() error {
	s.base = nil
	return nil
}

// bleveEngine answers a match query over an English field: its candidates and
// their order, and no more.
type bleveEngine struct {
	texts []string
	index bleve.Index
}

func newBleve(c *corpus) *bleveEngine {
	b := &bleveEngine{}
	for _, sentences := range c.articles {
		b.texts = append(b.texts, sentences...)
	}
	return b
}

// batchSize is how many sentences Bleve indexes at a time. Each batch becomes a
// segment, which every query must visit, so few and large ones suit it.
const batchSize = 20_000

func (b *bleveEngine) build() (err error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = "en"
	if b.index, err = bleve.NewMemOnly(mapping); err != nil {
		return err
	}
	batch := b.index.NewBatch()
	for i, text := range b.texts {
		if err := batch.Index(strconv.Itoa(i), map[string]string{"text": text}); err != nil {
			return err
		}
		if batch.Size() == batchSize || i == len(b.texts)-1 {
			if err := b.index.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	return nil
}

func (b *bleveEngine) ask(question string) (string, error) {
	result, err := b.index.Search(bleve.NewSearchRequestOptions(bleve.NewMatchQuery(question), 10, 0, false))
	if err != nil || len(result.Hits) == 0 {
		return "", err
	}
	n, err := strconv.Atoi(result.Hits[0].ID)
	if err != nil {
		return "", err
	}
	return b.texts[n], nil
}

func (b *bleveEngine) sentences() (int, error) {
	n, err := b.index.DocCount()
	return int(n), err
}

func (b *bleveEngine) close() error {
	err := b.index.Close()
	b.index = nil
	return err
}

// errWrong says that an engine does not find what it should, so that its
// figures would mean nothing.
var errWrong = errors.New("an engine does not find what it should")

// check holds an engine to what any search must do: hold every sentence, find
// a sentence that is asked for word by word, and find nothing for words that
// stand nowhere. It returns the share of questions whose first answer is the
// sentence that they were made from.
func check(e engine, c *corpus) (found float64, err error) {
	if n, err := e.sentences(); err != nil || n != c.sentences {
		return 0, fmt.Errorf("%w: %T holds %d sentences of %d (%v)", errWrong, e, n, c.sentences, err)
	}
	for _, q := range c.questions[:20] {
		if first, err := e.ask(q.sentence); err != nil || first != q.sentence {
			return 0, fmt.Errorf("%w: %T asked for %q gives %q (%v)", errWrong, e, q.sentence, first, err)
		}
	}
	if first, err := e.ask("what did qqxyzzy vvwqqk jjkxq?"); err != nil || first != "" {
		return 0, fmt.Errorf("%w: %T finds %q for words that stand nowhere (%v)", errWrong, e, first, err)
	}
	for _, q := range c.questions {
		first, err := e.ask(q.question)
		if err != nil {
			return 0, err
		}
		if first == q.sentence {
			found++
		}
	}
	found /= float64(len(c.questions))
	if found < 0.8 {
		return found, fmt.Errorf("%w: %T finds %.2f of the sentences asked for", errWrong, e, found)
	}
	return found, nil
}
