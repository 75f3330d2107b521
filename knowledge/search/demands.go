package search

import "slices"

// counts reports whether nothing but a number answers a question: how many,
// or how much money.
func (q *question) counts() bool {
	if q.expects == Count {
		return true
	}
	return q.expects == Money && slices.ContainsFunc(q.asked, func(a askedTerm) bool { return a.kinds&pricing != 0 })
}

// lacksNumber reports whether nothing but a number answers the question, and
// candidate i has none but those of the question.
func (r *ranking) lacksNumber(i int) bool {
	return r.question.counts() && r.order[i].features[fHasNumber] == 0
}
