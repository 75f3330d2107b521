package handlers

import (
	"math/bits"
	"strings"
	"unicode"
)

// tongueOf guesses which of the bot's languages a text is in, from its letters
// and its commonest words. It returns false where it cannot tell: a text of
// names alone is in any language.
func tongueOf(text string) (tongue, bool) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	cyrillic := 0
	var hits [len(tags)]int
	for _, word := range words {
		if strings.ContainsAny(word, "іїєґўћђљњџ") {
			return english, false // Ukrainian, Belarusian, Serbian
		}
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			cyrillic++
		}
		for common := commonWords[word]; common != 0; common &= common - 1 {
			hits[bits.TrailingZeros8(uint8(common))]++
		}
	}
	if 2*cyrillic > len(words) {
		return russian, true
	}
	best, most := english, 0
	for t := german; t <= spanish; t++ {
		if hits[t] > most {
			best, most = t, hits[t]
		}
	}
	switch {
	case most < 2 || most <= hits[english]:
		return english, hits[english] > most
	case 4*most < len(words):
		return english, false
	}
	return best, true
}

// commonWords are words that most questions in a language have, and that mean
// nothing in the others.
var commonWords = wordSets([len(tags)]string{
	english: `the is are was were did does do what who why when where which how of and to in for with from has have had
		will would should not they he she it their his her that this about`,
	german: `der die das den dem des ein eine einen einem ist sind war waren wurde wurden hat haben hatte was wer wen wem
		warum wieso wann wo wie welche welcher welches und oder mit von für auf aus nach nicht sich über zum zur im beim bei kann`,
	french: `le la les un une des du est sont était ont avait a été que qui quoi quand pourquoi comment où quel quelle quels
		quelles et ou avec de pour dans sur ne pas ce cette il elle ils au aux se son sa ses`,
	spanish: `el la los las un una unos del es son fue fueron era ha han había qué que quién quien cuándo cuando por para
		cómo como dónde donde cuál cuáles y o con de en no se su sus al lo`,
})

// tongues has a bit for each tongue.
type tongues uint8

// wordSets returns the languages of each word in lists by tongue.
func wordSets(lists [len(tags)]string) map[string]tongues {
	of := map[string]tongues{}
	for t, list := range lists {
		for _, word := range strings.Fields(list) {
			of[word] |= 1 << t
		}
	}
	return of
}
