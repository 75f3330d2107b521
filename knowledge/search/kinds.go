package search

import "strings"

// kinds say what a term can stand for, so far as the term alone tells.
type kinds uint32

const (
	stopWord  kinds = 1 << iota
	name            // mostly written with a capital in this story
	verb            // more often a verb than not
	number          // in digits or in words
	year            // four digits, from 1000 to 2099
	month           // January; May is told from "may" by its capital
	weekday         // Monday
	timeWord        // yesterday, century, ago
	duration        // hours, years
	measure         // metres, tonnes
	currency        // dollars, euros
	perCent         // per cent, percentage
	magnitude       // hundred, million
	role            // president, Mr: a person's name is near
	locative        // in, at, near: a place may follow
	causal          // because, due
	manner          // by, through
	pointing        // he, it, this: stands for something said before
	asking          // who, what
	auxiliary       // is, did
	negation        // not, never
	calling         // called, known as
	pricing         // cost, money: what follows "how much" of it is a sum
	listed          // the list of parts of speech has a word of this term

	kindBits = iota // above them is the part of speech of a stop word
)

// kindLists are the words of each kind.
var kindLists = []struct {
	kind  kinds
	words string
}{
	{number, `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
		seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
		billion trillion dozen half third quarter first second once twice zero double triple several`},
	{month, `january february march april june july august september october november december jan feb mar apr jun
		jul aug sep sept oct nov dec`},
	{weekday, `monday tuesday wednesday thursday friday saturday sunday`},
	{timeWord, `yesterday today tonight tomorrow ago century centuries decade decades era period morning afternoon
		evening night noon midnight spring summer autumn winter early late year years month week day days since
		until during am pm bc ad bce ce season date`},
	{duration, `second seconds minute minutes hour hours day days week weeks month months year years decade decades
		century centuries`},
	{measure, `metre metres meter meters kilometre kilometres kilometer kilometers mile miles foot feet inch inches
		yard yards acre acres hectare hectares km cm mm m kg g tonne tonnes ton tons pound pounds gram grams kilogram
		kilograms litre litres liter liters gallon gallons degree degrees celsius fahrenheit volt watt watts megawatt
		horsepower mph knot knots square cubic sq ft mi lb kelvin kpa psi barrel barrels hertz percent`},
	{currency, `dollar dollars euro euros pound pounds yen cent cents penny pence sterling franc francs ruble rubles
		rupee rupees currency`},
	{perCent, `percent percentage cent proportion`},
	{magnitude, `hundred thousand million billion trillion dozen`},
	{role, `mr mrs ms dr sir lord lady president minister prime king queen prince princess emperor general captain
		colonel senator judge justice professor chairman chairwoman director chief officer spokesman spokeswoman
		spokesperson leader founder author scientist actor actress singer player coach ceo mayor governor ambassador
		secretary bishop pope saint st`},
	{locative, `in at near from to toward towards into across along beside around outside inside within north south
		east west northern southern eastern western`},
	{causal, `because due since cause causes caused causing reason result resulted resulting therefore thus hence
		owing lead led leads so order prevent avoid allow enable given following after as prompted`},
	{manner, `by through using via use used with method means way`},
	{pointing, `he she it they this these that those his her its their him them such who which`},
	{asking, `who whom whose what which when where why how`},
	{auxiliary, `is are was were be been being am do does did done has have had will would shall should can could
		may might must`},
	{pricing, `money cost costs price priced prices pay paid spend spent lose worth fine fined earn earned salary budget
		donate donated invest invested owe sell sold`},
	{calling, `called call known name named term termed titled nicknamed dubbed referred refer alias word`},
	{negation, `no not never none without nor neither cannot didnt doesnt wasnt isnt dont wont cant`},
}

var kindTable = func() map[string]kinds {
	all := make(map[string]kinds)
	for _, list := range kindLists {
		for _, word := range strings.Fields(list.words) {
			term := termFor([]byte(word))
			all[term] |= list.kind
		}
	}
	for word := range stopWords {
		all[word] |= stopWord
	}
	for word, part := range partOfWord {
		term := termFor([]byte(word))
		if all[term] |= listed; stopWords[term] {
			all[term] |= kinds(part) << kindBits
		}
	}
	return all
}()

// kindsOf returns the kinds of a term that need no story to be known.
func kindsOf(term string) kinds {
	if term[0] < '0' || term[0] > '9' {
		return kindTable[term]
	}
	of := number
	if isYear(term) {
		of |= year
	}
	return of
}

// Counts reports whether a stem is a number, a month or a day of the week.
func Counts(stem string) bool { return kindsOf(stem)&(number|month|weekday) != 0 }

func isYear(term string) bool {
	if len(term) == 5 && term[4] == 's' { // the 1990s
		term = term[:4]
	}
	if len(term) != 4 || term[0] != '1' && (term[0] != '2' || term[1] != '0') {
		return false
	}
	for i := range term {
		if term[i] < '0' || term[i] > '9' {
			return false
		}
	}
	return true
}

// The noun categories of WordNet that tell something of an answer, by the
// number of the lexicographer's file.
const (
	categoryAct           = 1 << 4
	categoryAnimal        = 1 << 5
	categoryArtifact      = 1 << 6
	categoryGroup         = 1 << 14
	categoryLocation      = 1 << 15
	categoryPerson        = 1 << 18
	categoryQuantity      = 1 << 23
	categoryTime          = 1 << 28
	categoryCommunication = 1 << 10
)
