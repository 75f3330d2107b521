package search

// lookForAnswer works out whether what the question asks for can stand in the
// sentence: a name it does not give itself for "who", a number for "how many",
// and so on, and how near to the words that match it stands.
func (x *Index) lookForAnswer(q *question, s *sight, f *[features]float32, row []token) {
	s.answer = s.answer[:0]
	names := 0
	hits := s.hits // those not before i; they are in the order of the words
	for i := range row {
		sure := false
		for len(hits) > 0 && int(hits[0].at) == i {
			sure = sure || hits[0].sure
			hits = hits[1:]
		}
		if sure {
			continue
		}
		shows := x.shows(row, i)
		f[fHasName] = max(f[fHasName], flag(shows&showsName != 0))
		if shows&showsName == 0 {
			names = 0
		} else if names++; names >= 2 {
			f[fPersonRun] = 1
		}
		f[fHasNumber] = max(f[fHasNumber], flag(shows&showsNumber != 0))
		f[fHasDate] = max(f[fHasDate], flag(shows&showsDate != 0))
		if shows&wanted[q.expects] != 0 {
			s.answer = append(s.answer, int16(i))
		}
	}
	if wanted[q.expects] == 0 {
		return
	}
	found := flag(len(s.answer) > 0)
	f[fTypeFound], f[fTypeMissing] = found, 1-found
	f[fTypeNear] = s.toAnswer()
	if at := typeFeature[q.expects]; at > 0 {
		f[at] = 2*found - 1
	}
}

// hitAt reports whether a word of the sentence is one of the question's.
func (s *sight) hitAt(i int) bool {
	for _, h := range s.hits {
		if int(h.at) == i && h.sure {
			return true
		}
	}
	return false
}

// toAnswer returns 1 where an answer touches a match, less the farther it is.
func (s *sight) toAnswer() float32 {
	least := int16(100)
	for _, a := range s.answer {
		for _, h := range s.hits {
			least = min(least, max(a-h.at, h.at-a))
		}
	}
	return 1 / float32(max(1, least))
}

// shows are the kinds of answer that a word in its place can be.
type shows uint16

const (
	showsName shows = 1 << iota
	showsPerson
	showsPlace
	showsDate
	showsNumber
	showsMoney
	showsShare
	showsDuration
	showsMeasure
	showsReason
	showsManner
)

// wanted are the kinds that answer each expectation; none where any will do.
var wanted = [expectations]shows{
	Person: showsPerson, Date: showsDate, Place: showsPlace, Count: showsNumber,
	Money: showsMoney | showsNumber | showsShare, Share: showsShare, Duration: showsDuration,
	Measure: showsMeasure | showsNumber, Reason: showsReason, Manner: showsManner,
}

var typeFeature = [expectations]int{
	Person: fWho, Date: fWhen, Place: fWhere, Count: fCount, Money: fMoney, Share: fMoney,
	Duration: fDuration, Measure: fDuration, Reason: fReason, Manner: fManner,
}

// shows returns the kinds of answer that the word at i can be.
func (x *Index) shows(row []token, i int) shows {
	t := row[i]
	about := &x.about[t.term()]
	var before, after kinds
	if i > 0 {
		before = x.about[row[i-1].term()].kinds
	}
	if i+1 < len(row) {
		after = x.about[row[i+1].term()].kinds
	}
	var of shows
	if about.kinds&(causal) != 0 {
		of |= showsReason
	}
	if about.kinds&manner != 0 {
		of |= showsManner
	}
	if about.kinds&(month|weekday|year) != 0 && t.marks()&(capital|digits) != 0 || about.kinds&timeWord != 0 && about.kinds&stopWord == 0 {
		of |= showsDate
	}
	if about.kinds&number != 0 {
		of |= showsCount(t, about.kinds, before, after)
	} else if t.marks()&capital != 0 && about.kinds&(stopWord|month|weekday) == 0 && (t.marks()&opening == 0 || about.kinds&name != 0) {
		of |= showsName
		if about.categories&categoryLocation != 0 || before&locative != 0 {
			of |= showsPlace
		}
		if about.categories&categoryLocation == 0 || before&role != 0 || about.categories&categoryPerson != 0 {
			of |= showsPerson
		}
	} else if about.categories&(categoryPerson|categoryGroup) != 0 {
		of |= showsPerson
	} else if about.categories&categoryLocation != 0 {
		of |= showsPlace
	}
	return of
}

// showsCount returns what a number can be, by its neighbours.
func showsCount(t token, own, before, after kinds) shows {
	of := showsNumber
	if own&year != 0 && after&(measure|magnitude|duration) == 0 && t.marks()&(money|percent) == 0 {
		of = showsDate
	}
	if before&month != 0 || after&month != 0 {
		of = showsDate
	}
	if t.marks()&money != 0 || after&currency != 0 {
		of |= showsMoney
	}
	if t.marks()&percent != 0 || after&perCent != 0 {
		of |= showsShare
	}
	if after&duration != 0 {
		of |= showsDuration
	}
	if after&measure != 0 {
		of |= showsMeasure
	}
	return of
}
