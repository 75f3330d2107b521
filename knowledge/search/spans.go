package search

// The features of a run of words, as bits of a spanBits.
const (
	startAfterMatch = iota
	startAfterAuxiliary
	startAfterCalling
	startAfterBy
	startAfterIn
	startAfterNumber
	startAfterPause
	startAfterQuote
	startCutsName
	startStop
	startArticle
	startCausal
	startMatch
	startWanted
	startNumber
	startFirst
	startCapital
	startVerb
	endBeforeMatch
	endBeforeAuxiliary
	endBeforeStop
	endBeforePause
	endBeforeQuote
	endCutsName
	endCutsUnit
	endStop
	endMatch
	endWanted
	endNumber
	endLast
	endVerb
	insideMatch
	insideStop
	insidePause
	insideWanted
	insideCapital
	insideNumber
	insideVerb
	startUnwanted
	endUnwanted
	insideUnwanted
	startFar
	startFarther
	endFar
	endFarther
	startAtHead
	endAtHead
	endBeforeHead
	insideWord
	lengthFirst
	lengthLast   = lengthFirst + 3*lengthSteps - 1
	lacksWanted  = lengthLast + 1
	spanFeatures = lacksWanted + 1
)

// lengthSteps are the lengths told apart: 1, 2, 3, 4, 5 or 6, 7 to 9, more.
const lengthSteps = 7

func lengthStep(words int) int {
	switch {
	case words <= 4:
		return words - 1
	case words <= 6:
		return 4
	case words <= 9:
		return 5
	}
	return 6
}

// spanNames are the names of the features in the weights file.
var spanNames = [spanFeatures]string{
	"start after match", "start after auxiliary", "start after calling", "start after by", "start after in",
	"start after number", "start after pause", "start after quote", "start cuts name", "start stop word",
	"start article", "start causal", "start match", "start wanted", "start number", "start first", "start capital",
	"start verb", "end before match", "end before auxiliary", "end before stop word", "end before pause",
	"end before quote", "end cuts name", "end cuts unit", "end stop word", "end match", "end wanted", "end number",
	"end last", "end verb", "inside match", "inside stop word", "inside pause", "inside wanted", "inside capital",
	"inside number", "inside verb", "start unwanted", "end unwanted", "inside unwanted", "start far from match",
	"start farther from match", "end far from match", "end farther from match", "start at head", "end at head", "end before head", "inside word",
	"1 word, short kind", "2 words, short kind", "3 words, short kind", "4 words, short kind", "5 words, short kind",
	"7 words, short kind", "10 words, short kind",
	"1 word, any kind", "2 words, any kind", "3 words, any kind", "4 words, any kind", "5 words, any kind",
	"7 words, any kind", "10 words, any kind",
	"1 word, long kind", "2 words, long kind", "3 words, long kind", "4 words, long kind", "5 words, long kind",
	"7 words, long kind", "10 words, long kind",
	"lacks wanted",
}
