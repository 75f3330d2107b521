package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// corpus is made-up news: articles of sentences, and questions that each share
// the rarest words of one of them.
type corpus struct {
	articles  [][]string // sentences
	sentences int
	bytes     int
	questions []string
}

// sentencesOfArticle is how many sentences an article has.
const sentencesOfArticle = 25

// newCorpus makes a corpus from a seed. The words follow Zipf's law, as those
// of any language do; the sentences are as long as news has them, 21 words in
// the mean.
func newCorpus(sentences, questions int) *corpus {
	random := rand.New(rand.NewPCG(1, uint64(sentences)))
	vocabulary := newVocabulary(random, 8000+sentences/4)
	zipf := rand.NewZipf(random, 1.07, 4, uint64(len(vocabulary)-1))
	c := &corpus{}
	var all [][]uint64
	for c.sentences < sentences {
		if c.sentences%sentencesOfArticle == 0 {
			c.articles = append(c.articles, nil)
		}
		length := max(4, int(21+8*random.NormFloat64()))
		ranks := make([]uint64, length)
		words := make([]string, length)
		for i := range ranks {
			ranks[i] = zipf.Uint64()
			words[i] = vocabulary[ranks[i]]
		}
		text := strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:] + "."
		last := len(c.articles) - 1
		c.articles[last] = append(c.articles[last], text)
		all = append(all, ranks)
		c.sentences++
		c.bytes += len(text)
	}
	for range questions {
		c.questions = append(c.questions, question(random, vocabulary, all[random.IntN(len(all))]))
	}
	return c
}

// question asks for a sentence with six of its words.
func question(random *rand.Rand, vocabulary []string, ranks []uint64) string {
	words := []string{"what", "did"}
	for range 6 {
		words = append(words, vocabulary[ranks[random.IntN(len(ranks))]])
	}
	return strings.Join(words, " ") + "?"
}

// newVocabulary makes up words of two to five syllables.
func newVocabulary(random *rand.Rand, size int) []string {
	onsets := strings.Fields("b c d f g h l m n p r s t v br st tr pl ch sh")
	rimes := strings.Fields("a e i o u an er il on ur at en is or ul")
	seen := make(map[string]bool)
	var vocabulary []string
	for len(vocabulary) < size {
		var word strings.Builder
		for range 2 + random.IntN(4) {
			word.WriteString(onsets[random.IntN(len(onsets))])
			word.WriteString(rimes[random.IntN(len(rimes))])
		}
		if !seen[word.String()] {
			seen[word.String()] = true
			vocabulary = append(vocabulary, word.String())
		}
	}
	return vocabulary
}

// files returns the corpus as a folder of articles.
func (c *corpus) files() map[string]string {
	files := make(map[string]string)
	for i, sentences := range c.articles {
		var text strings.Builder
		fmt.Fprintf(&text, "Article %d\n\n", i)
		for k, s := range sentences {
			text.WriteString(s)
			if text.WriteByte(' '); k%5 == 4 {
				text.WriteString("\n\n")
			}
		}
		files[fmt.Sprintf("%06d.txt", i)] = text.String()
	}
	return files
}
