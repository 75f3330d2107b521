package search

import "math/bits"

// tally adds up the weights of features, and keeps the features themselves
// where training wants them.
type tally struct {
	sum  float32
	keep bool
	kept [][]uint16 // of each sum taken, and of the one under way
}

func (t *tally) add(feature int) {
	t.sum += highlighter.weights[feature]
	if t.keep {
		last := len(t.kept) - 1
		t.kept[last] = append(t.kept[last], uint16(feature))
	}
}

// flag adds a flag, once for the question's shape and once for all.
func (t *tally) flag(of shape, flag int, is bool) {
	if is {
		t.raise(of, flag)
	}
}

func (t *tally) raise(of shape, flag int) {
	if t.keep {
		t.add(spanFlags + int(of)*flags + flag)
		t.add(spanPlain + flag)
		return
	}
	t.sum += flagWeights[of][flag]
}

// flagWeights is what a flag adds to a question of each shape.
var flagWeights = func() (of [shapes][flags]float32) {
	for shape := range of {
		for flag := range of[shape] {
			of[shape][flag] = highlighter.weights[spanFlags+shape*flags+flag] + highlighter.weights[spanPlain+flag]
		}
	}
	return of
}()

// take returns the sum and begins another.
func (t *tally) take() float32 {
	sum := t.sum
	t.sum = 0
	if t.keep {
		t.kept = append(t.kept, nil)
	}
	return sum
}

// first adds what the first word of a run brings, by its place.
func (t *tally) first(f form, w, before *spanWord) {
	subject := ifSo(f.subject)
	t.add(startPair + int(before.part)*int(parts) + int(w.part))
	t.add(startShape + int(f.shape)*int(parts) + int(w.part))
	t.add(beforeShape + int(f.shape)*int(parts) + int(before.part))
	t.add(startGap + int(w.gap)*int(parts) + int(w.part))
	t.add(startSince + int(f.shape)*distances + distanceStep(int(w.since.match)))
	t.add(startNear + subject*distances + distanceStep(int(w.until.match)))
	t.add(startVerb + subject*distances + distanceStep(int(w.since.verb)))
	for n, away := range w.since.landmark {
		t.add(startPlace + (subject*landmarks+n)*distances + distanceStep(int(away)))
	}
	t.flag(f.shape, flagStartMatch, w.match)
	t.flag(f.shape, flagStartLike, w.like)
	t.flag(f.shape, flagStartWanted, w.wanted)
	t.flag(f.shape, flagStartAtHead, w.atHead)
	t.flag(f.shape, flagStartAfterHead, before.atHead)
}

// firstOfKind adds what it brings by its kinds.
func (t *tally) firstOfKind(of shape, m marks, own, before kinds) {
	t.flag(of, flagAfterRole, before&role != 0)
	t.flag(of, flagStartRole, own&role != 0)
	t.flag(of, flagStartCausal, own&causal != 0)
	t.flag(of, flagAfterCausal, before&causal != 0)
	t.flag(of, flagStartManner, own&manner != 0)
	t.flag(of, flagMoney, m&money != 0)
	t.flag(of, flagPercent, m&percent != 0)
}

// last adds what the last word of a run brings, by its place.
func (t *tally) last(f form, w, after *spanWord) {
	subject := ifSo(f.subject)
	t.add(endPair + int(w.part)*int(parts) + int(after.part))
	t.add(endShape + int(f.shape)*int(parts) + int(w.part))
	t.add(afterShape + int(f.shape)*int(parts) + int(after.part))
	t.add(endGap + int(after.gap)*int(parts) + int(w.part))
	t.add(endUntil + int(f.shape)*distances + distanceStep(int(w.until.match)))
	t.add(endNear + subject*distances + distanceStep(int(w.since.match)))
	t.add(endVerb + subject*distances + distanceStep(int(w.until.verb)))
	for n, away := range w.until.landmark {
		t.add(endPlace + (subject*landmarks+n)*distances + distanceStep(int(away)))
	}
	t.flag(f.shape, flagEndMatch, w.match)
	t.flag(f.shape, flagEndLike, w.like)
	t.flag(f.shape, flagEndWanted, w.wanted)
	t.flag(f.shape, flagEndAtHead, w.atHead)
	t.flag(f.shape, flagEndLikeHead, w.likeHead)
	t.flag(f.shape, flagEndBeforeHead, after.atHead)
}

// lastOfKind adds what it brings by its kinds and as a noun.
func (t *tally) lastOfKind(of shape, about *aboutTerm, after kinds) {
	t.flag(of, flagEndRole, about.kinds&role != 0)
	t.flag(of, flagCutsUnit, about.kinds&number != 0 && after&(measure|duration|magnitude|currency|perCent) != 0)
	for rest := about.categories >> firstCategory; rest != 0; rest &= rest - 1 {
		if n := bits.TrailingZeros32(rest); n < categories {
			t.add(endCategory + int(of)*categories + n)
		}
	}
}

// inside adds what any word of a run brings.
func (t *tally) inside(f form, w *spanWord) {
	t.add(insideShape + int(f.shape)*int(parts) + int(w.part))
	t.flag(f.shape, flagInside, true)
	t.flag(f.shape, flagInsideMatch, w.match)
	t.flag(f.shape, flagInsideLike, w.like)
	t.flag(f.shape, flagInsideWanted, w.wanted)
	t.flag(f.shape, flagInsideAtHead, w.atHead)
}

// ofLength adds what the length of a run brings.
func (t *tally) ofLength(of shape, words int) {
	t.add(spanLength + int(of)*lengthSteps + lengthStep(words))
}

// lacksWanted adds that no word of a run is of the kind asked for.
func (t *tally) lacksWanted(of shape) { t.flag(of, flagLacksWanted, true) }
