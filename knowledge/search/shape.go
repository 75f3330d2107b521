package search

// shape is what form a question has, as far as that tells which words of a
// sentence answer it.
type shape uint8

const (
	shapeAnything shape = iota // no question word
	shapeYesNo
	shapeWho
	shapeWhoIs // who is Ana Lindqvist
	shapeWhen
	shapeWhere
	shapeWhy
	shapeHow
	shapeHowMany
	shapeHowMuch
	shapeHowLong
	shapeHowFar
	shapeWhat
	shapeWhatIs // what is photosynthesis
	shapeWhatDo // what did the council do
	shapeWhatPerson
	shapeWhatPlace
	shapeWhatTime
	shapeWhatNumber
	shapeWhatReason
	shapeWhatThing // what colour, which company
	shapeCalled    // what is it called
	shapes
)

var shapeNames = [shapes]string{
	"anything", "yes or no", "who", "who is", "when", "where", "why", "how", "how many", "how much", "how long", "how far",
	"what", "what is", "what do", "what person", "what place", "what time", "what number", "what reason", "what thing", "called",
}

// strict reports whether what answers is told by its form alone: a date, a
// number.
func (s shape) strict() bool {
	switch s {
	case shapeWhen, shapeHowMany, shapeHowMuch, shapeHowLong:
		return true
	}
	return false
}

// form is a question as the highlighter sees it.
type form struct {
	shape   shape
	subject bool // its question word is the subject: who voted, which council voted
	// The terms asked that stand before the question word, behind it and its
	// noun, and at the end; -1 for none.
	prior, next, final int
}

// formOf reads the form of a question.
func (x *Index) formOf(q *question, folded []byte) (form, []byte) {
	w := words{text: q.text, folded: folded}
	asks, at := "", 0
	var next, after, last kinds
	lastWord := ""
	for n := 0; n < maxWords && w.next(); n++ {
		of := kindTable[string(w.folded)]
		if asks == "" {
			asks, at = askedBy(w.folded), n
			continue
		}
		switch n - at {
		case 1:
			next = of
		case 2:
			after = of
		}
		last, lastWord = of, lastOf(w.folded)
	}
	f := form{shape: x.shapeOf(q, asks, next, last, lastWord)}
	f.prior, f.next, f.final = -1, -1, len(q.asked)-1
	for i, a := range q.asked {
		switch {
		case i == q.head:
		case asks == "" || a.at < at:
			f.prior = i
		case f.next < 0:
			f.next = i
		}
	}
	f.subject = asks != "" && next&auxiliary == 0 && (q.head < 0 || after&auxiliary == 0)
	return f, w.folded
}

// askedBy returns the question word that a word is, or "", without making a
// string of it.
func askedBy(word []byte) string {
	switch string(word) {
	case "what", "whats":
		return "what"
	case "who", "whos", "whom", "whose":
		return "who"
	case "which":
		return "which"
	case "when":
		return "when"
	case "where":
		return "where"
	case "why":
		return "why"
	case "how":
		return "how"
	}
	return ""
}

// lastOf tells the few words apart that close a question in a telling way.
func lastOf(word []byte) string {
	if string(word) == "do" {
		return "do"
	}
	return ""
}

func (x *Index) shapeOf(q *question, asks string, next, last kinds, lastWord string) shape {
	switch asks {
	case "":
		if q.expects == YesNo {
			return shapeYesNo
		}
		return shapeAnything
	case "who":
		if next&auxiliary != 0 && q.namesAlone() {
			return shapeWhoIs
		}
		return shapeWho
	case "when":
		return shapeWhen
	case "where":
		return shapeWhere
	case "why":
		return shapeWhy
	}
	return x.shapeOfThing(q, asks, next, last, lastWord)
}

func (x *Index) shapeOfThing(q *question, asks string, next, last kinds, lastWord string) shape {
	switch q.expects {
	case Manner:
		return shapeHow
	case Count, Share:
		if asks == "how" {
			return shapeHowMany
		}
		return shapeWhatNumber
	case Money:
		return shapeHowMuch
	case Duration:
		return shapeHowLong
	case Measure:
		return shapeHowFar
	case Person:
		return shapeWhatPerson
	case Place:
		return shapeWhatPlace
	case Date:
		return shapeWhatTime
	case Reason:
		return shapeWhatReason
	}
	switch {
	case q.calls:
		return shapeCalled
	case lastWord == "do":
		return shapeWhatDo
	case q.head >= 0:
		return shapeWhatThing
	case next&auxiliary != 0 && len(q.asked) <= 2 && last&auxiliary == 0:
		return shapeWhatIs
	}
	return shapeWhat
}

// namesAlone reports whether all that a question asks about is names.
func (q *question) namesAlone() bool {
	for _, a := range q.asked {
		if a.marks&capital == 0 || a.kinds&number != 0 {
			return false
		}
	}
	return len(q.asked) > 0
}
