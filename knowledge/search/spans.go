package search

import "fmt"

// The features of a run of words. Most come in groups: one for each pair of
// parts of speech, or for each shape of question and part.
const (
	startPair   = 0                                   // part of the word before, of the first
	endPair     = startPair + int(parts)*int(parts)   // of the last, of the one behind
	jointPair   = endPair + int(parts)*int(parts)     // of two neighbours inside
	startShape  = jointPair + int(parts)*int(parts)   // shape, part of the first
	beforeShape = startShape + int(shapes)*int(parts) // shape, part of the word before
	endShape    = beforeShape + int(shapes)*int(parts)
	afterShape  = endShape + int(shapes)*int(parts)
	insideShape = afterShape + int(shapes)*int(parts)

	startGap = insideShape + int(shapes)*int(parts) // gap before, part of the first
	endGap   = startGap + int(gaps)*int(parts)      // part of the last, gap behind
	jointGap = endGap + int(gaps)*int(parts)        // shape, gap inside

	startSince = jointGap + int(shapes)*int(gaps)   // shape, words since a match
	endUntil   = startSince + int(shapes)*distances // shape, words until one
	startVerb  = endUntil + int(shapes)*distances   // subject or not, words since the verb asked about
	endVerb    = startVerb + 2*distances
	startNear  = endVerb + 2*distances // subject or not, words from the first to a match behind
	endNear    = startNear + 2*distances

	startPlace = endNear + 2*distances              // subject or not, landmark, words since it
	endPlace   = startPlace + 2*landmarks*distances // and until it

	endCategory = endPlace + 2*landmarks*distances     // shape, noun category of the last
	spanFlags   = endCategory + int(shapes)*categories // shape, flag
	spanLength  = spanFlags + int(shapes)*flags
	spanPlain   = spanLength + int(shapes)*lengthSteps // flag, whatever the shape

	spanFeatures = spanPlain + flags
)

// The landmarks are the matches of three terms of the question, by how these
// stand to its question word: before it, behind it, and last.
const (
	landmarkPrior = iota
	landmarkNext
	landmarkFinal
	landmarks
)

// The flags.
const (
	flagStartMatch = iota
	flagStartLike
	flagEndMatch
	flagEndLike
	flagInsideMatch
	flagInsideLike
	flagStartWanted
	flagStartUnwanted
	flagEndWanted
	flagEndUnwanted
	flagInsideWanted
	flagInsideUnwanted
	flagLacksWanted
	flagStartAtHead
	flagStartAfterHead
	flagEndAtHead
	flagEndLikeHead
	flagEndBeforeHead
	flagInsideAtHead
	flagCutsUnit
	flagAfterRole
	flagStartRole
	flagEndRole
	flagStartCausal
	flagAfterCausal
	flagStartManner
	flagMoney
	flagPercent
	flagInside
	flags
)

var flagNames = [flags]string{
	"start match", "start like", "end match", "end like", "inside match", "inside like", "start wanted", "start unwanted",
	"end wanted", "end unwanted", "inside wanted", "inside unwanted", "lacks wanted", "start at head", "start after head",
	"end at head", "end like head", "end before head", "inside at head", "cuts unit", "after role", "start role",
	"end role", "start causal", "after causal", "start manner", "start money", "start per cent", "inside",
}

// distances are the distances in words told apart: none, 1, 2, 3, to 5, to 9,
// more.
const distances = 7

func distanceStep(words int) int {
	switch {
	case words <= 3:
		return words
	case words <= 5:
		return 4
	case words <= 9:
		return 5
	}
	return 6
}

var distanceNames = [distances]string{"none", "1", "2", "3", "5", "9", "more"}

// lengthSteps are the lengths told apart: each to 6, to 8, to 11, more.
const lengthSteps = 9

func lengthStep(words int) int {
	switch {
	case words <= 6:
		return words - 1
	case words <= 8:
		return 6
	case words <= 11:
		return 7
	}
	return 8
}

var lengthNames = [lengthSteps]string{"1", "2", "3", "4", "5", "6", "8", "11", "more"}

// WordNet's categories of nouns are told apart by their numbers, from the
// first on.
const (
	firstCategory = 3
	categories    = 26
)

// spanNames are the names of the features in the weights file.
var spanNames = func() []string {
	names := make([]string, 0, spanFeatures)
	grid := func(format string, first, second []string) {
		for _, a := range first {
			for _, b := range second {
				names = append(names, fmt.Sprintf(format, a, b))
			}
		}
	}
	grid("start %s | %s", partNames[:], partNames[:])
	grid("end %s | %s", partNames[:], partNames[:])
	grid("joint %s %s", partNames[:], partNames[:])
	grid("%s: start %s", shapeNames[:], partNames[:])
	grid("%s: before %s", shapeNames[:], partNames[:])
	grid("%s: end %s", shapeNames[:], partNames[:])
	grid("%s: after %s", shapeNames[:], partNames[:])
	grid("%s: inside %s", shapeNames[:], partNames[:])
	grid("start (%s) %s", gapNames[:], partNames[:])
	grid("end (%s) %s", gapNames[:], partNames[:])
	grid("%s: joint (%s)", shapeNames[:], gapNames[:])
	grid("%s: start since match %s", shapeNames[:], distanceNames[:])
	grid("%s: end until match %s", shapeNames[:], distanceNames[:])
	roles := []string{"object", "subject"}
	grid("%s: start since verb %s", roles, distanceNames[:])
	grid("%s: end until verb %s", roles, distanceNames[:])
	grid("%s: start until match %s", roles, distanceNames[:])
	grid("%s: end since match %s", roles, distanceNames[:])
	for _, format := range []string{"%s: start since %s", "%s: end until %s"} {
		var places []string
		for _, landmark := range []string{"prior", "next", "final"} {
			for _, distance := range distanceNames {
				places = append(places, landmark+" "+distance)
			}
		}
		grid(format, roles, places)
	}
	var numbers []string
	for i := range categories {
		numbers = append(numbers, fmt.Sprint(i+firstCategory))
	}
	grid("%s: end category %s", shapeNames[:], numbers)
	grid("%s: %s", shapeNames[:], flagNames[:])
	grid("%s: length %s", shapeNames[:], lengthNames[:])
	return append(names, flagNames[:]...)
}()
