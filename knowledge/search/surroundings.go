package search

// lookAround works out what stands near the sentence.
func (x *Index) lookAround(r *ranking, l *look, covered mask) {
	q, f := &r.question, &l.features
	near := x.near(q, l.sentence)
	e := &x.entries[l.sentence]
	if r.article != e.article || !r.articleSeen {
		r.article, r.articleSeen = e.article, true
		r.inArticle = x.inSpan(q, x.articles[e.article])
		r.inTitle = q.masks(x.titles[e.article])
	}
	f[fParagraph] = q.shareOf(near.paragraph)
	f[fParagraphAll] = q.shareOf(near.paragraph | covered)
	f[fParagraphBM25] = near.paragraphScore / (q.weight * (k1 + 1))
	f[fBefore], f[fAfter] = q.shareOf(near.before), q.shareOf(near.after)
	f[fBeforeAdds], f[fAfterAdds] = q.shareOf(near.before&^covered), q.shareOf(near.after&^covered)
	if row := x.row(l.sentence); len(row) > 0 && x.about[row[0].term()].kinds&pointing != 0 {
		f[fPointing] = 1
		f[fPointingAdds] = f[fBeforeAdds]
	}
	f[fTitleAdds] = q.shareOf(r.inTitle &^ covered)
	if e.heading != 0 {
		f[fHeadingAdds] = q.shareOf(q.masks(x.headings[e.heading]) &^ covered)
	}
	f[fArticle] = q.shareOf(r.inArticle)
	q.lookAtSpecial(f, covered, covered|near.paragraph|r.inTitle)
	f[fOpensParagraph] = flag(l.sentence == e.paragraph.first)
	f[fOpensArticle] = flag(l.sentence < x.articles[e.article].first+2)
}

// surroundings are the question's terms around a sentence.
type surroundings struct {
	paragraph, before, after mask
	paragraphScore           float32 // BM25 of the whole paragraph
}

// near finds the question's terms in the paragraph of a sentence, and in the
// sentence before even where that closes another paragraph.
func (x *Index) near(q *question, sentence uint32) surroundings {
	var near surroundings
	of := x.entries[sentence].paragraph
	first := of.first
	if sentence == first && sentence > x.articles[x.entries[sentence].article].first {
		first--
	}
	norm := k1 * (1 - lengthShare + lengthShare*float32(of.end-of.first)/x.paragraphLength)
	for i := range q.asked {
		a := &q.asked[i]
		if !a.known {
			continue
		}
		c := cursor{list: x.list(a.term)}
		c.seek(first)
		count := float32(0)
		for _, p := range c.list {
			at := p.sentence()
			if at >= of.end {
				break
			}
			if at+1 == sentence {
				near.before |= 1 << i
			} else if at == sentence+1 {
				near.after |= 1 << i
			}
			if at >= of.first {
				count += float32(p.count())
				if at != sentence {
					near.paragraph |= 1 << i
				}
			}
		}
		near.paragraphScore += a.weight * count * (k1 + 1) / (count + norm)
	}
	return near
}

// lookAtSpecial works out how much is covered of what is rare in English,
// whatever its weight in the story.
func (q *question) lookAtSpecial(f *[features]float32, covered, near mask) {
	for i := range q.asked {
		a := &q.asked[i]
		switch {
		case covered&(1<<i) != 0:
			f[fSpecial] += a.special
			f[fSpecialNear] += a.special
		case near&(1<<i) != 0:
			f[fSpecialNear] += a.special
		default:
			f[fMissingSpecial] = max(f[fMissingSpecial], a.special)
		}
	}
	f[fSpecial] /= q.special
	f[fSpecialNear] /= q.special
}

// inSpan returns the terms of a question that a range of sentences holds.
func (x *Index) inSpan(q *question, of span) mask {
	var held mask
	for i := range q.asked {
		a := &q.asked[i]
		if !a.known {
			continue
		}
		c := cursor{list: x.list(a.term)}
		if c.seek(of.first); len(c.list) > 0 && c.list[0].sentence() < of.end {
			held |= 1 << i
		}
	}
	return held
}

// masks returns the terms of a question that a row holds.
func (q *question) masks(row []token) mask {
	var held mask
	for _, t := range row {
		for i := range q.asked {
			if q.asked[i].term == t.term() {
				held |= 1 << i
			}
		}
	}
	return held
}

// shareOf returns the share of the question's weight that some terms have.
func (q *question) shareOf(terms mask) float32 {
	var weight float32
	for i := range q.asked {
		if terms&(1<<i) != 0 {
			weight += q.asked[i].weight
		}
	}
	return weight / q.weight
}
