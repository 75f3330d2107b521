package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"

	"storybot/knowledge/search"
)

// corpus is made-up news: articles of sentences, and questions that each share
// six words with one of them.
//
// Its words follow Zipf's law, as those of any language do, and its sentences
// are as long as news has them, 21 words in the mean. The commonest words are
// the commonest of English in their order, so that both engines meet stop
// words, endings and words that WordNet relates; the long tail of names is
// made up of syllables.
type corpus struct {
	articles  [][]string // sentences
	sentences int
	bytes     int
	questions []asked
}

// asked is a question and the sentence that its words come from.
type asked struct{ question, sentence string }

// sentencesOfArticle is how many sentences an article has.
const sentencesOfArticle = 25

// english are 3,000 words of English, the commonest first.
//
//go:embed words.txt
var english string

// longerThanAbbreviations is how long a sentence's last word is at least, lest
// its full stop be taken for that of "Mass." and the sentence run on.
const longerThanAbbreviations = 7

// newCorpus makes a corpus from a seed.
func newCorpus(sentences, questions int) *corpus {
	random := rand.New(rand.NewPCG(1, uint64(sentences)))
	vocabulary := newVocabulary(random, 8000+sentences/4)
	zipf := rand.NewZipf(random, 1.07, 4, uint64(len(vocabulary)-1))
	c := &corpus{}
	var texts []string
	for c.sentences < sentences {
		if c.sentences%sentencesOfArticle == 0 {
			c.articles = append(c.articles, nil)
		}
		words := make([]string, max(4, int(21+8*random.NormFloat64())))
		for i := range words {
			words[i] = vocabulary[zipf.Uint64()]
		}
		for end := &words[len(words)-1]; len(*end) < longerThanAbbreviations; {
			*end = vocabulary[zipf.Uint64()]
		}
		text := strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:] + "."
		last := len(c.articles) - 1
		c.articles[last] = append(c.articles[last], text)
		texts = append(texts, text)
		c.sentences++
		c.bytes += len(text)
	}
	for len(c.questions) < questions {
		text := texts[random.IntN(len(texts))]
		if q := question(random, text); q != "" {
			c.questions = append(c.questions, asked{q, text})
		}
	}
	return c
}

// question asks for a sentence with six of its words that are no stop words; it
// is "" where the sentence has not so many.
func question(random *rand.Rand, text string) string {
	var telling []string
	for _, word := range strings.Fields(strings.ToLower(strings.TrimSuffix(text, "."))) {
		if len(search.Terms(word)) > 0 {
			telling = append(telling, word)
		}
	}
	if len(telling) < 6 {
		return ""
	}
	random.Shuffle(len(telling), func(i, k int) { telling[i], telling[k] = telling[k], telling[i] })
	return "what did " + strings.Join(telling[:6], " ") + "?"
}

// newVocabulary returns the words of English and, behind them, words made up of
// two to five syllables.
func newVocabulary(random *rand.Rand, size int) []string {
	onsets := strings.Fields("b c d f g h l m n p r s t v br st tr pl ch sh")
	rimes := strings.Fields("a e i o u an er il on ur at en is or ul")
	vocabulary := strings.Fields(english)
	seen := make(map[string]bool)
	for _, word := range vocabulary {
		seen[word] = true
	}
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
