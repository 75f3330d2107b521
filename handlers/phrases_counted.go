package handlers

// What is said with a number. The English form for many is the key, and
// the number that it depends on the first argument.
const (
	articlesCounted  phrase = "%d articles"
	sentencesCounted phrase = "%d sentences"
	wordsCounted     phrase = "%d words"
	paragraphs       phrase = "%d paragraphs"
	eventsCounted    phrase = "%d events"
	datesShown       phrase = "%[2]d of %[1]d dates"
	agreeCounted     phrase = "%d other articles agree"
	differCounted    phrase = "%d other articles differ"
	silentCounted    phrase = "%d articles say nothing of it"
	moreCounted      phrase = "and %d more"
)

var counted = map[phrase]plurals{
	articlesCounted: {
		english: forms{"%d article", "", "%d articles"}, german: forms{"%d Artikel", "", "%d Artikel"},
		french: forms{"%d article", "", "%d articles"}, spanish: forms{"%d artículo", "", "%d artículos"},
		russian: forms{"%d статья", "%d статьи", "%d статей"},
	},
	sentencesCounted: {
		english: forms{"%d sentence", "", "%d sentences"}, german: forms{"%d Satz", "", "%d Sätze"},
		french: forms{"%d phrase", "", "%d phrases"}, spanish: forms{"%d frase", "", "%d frases"},
		russian: forms{"%d предложение", "%d предложения", "%d предложений"},
	},
	wordsCounted: {
		english: forms{"%d word", "", "%d words"}, german: forms{"%d Wort", "", "%d Wörter"},
		french: forms{"%d mot", "", "%d mots"}, spanish: forms{"%d palabra", "", "%d palabras"},
		russian: forms{"%d слово", "%d слова", "%d слов"},
	},
	paragraphs: {
		english: forms{"%d paragraph", "", "%d paragraphs"}, german: forms{"%d Absatz", "", "%d Absätze"},
		french: forms{"%d paragraphe", "", "%d paragraphes"}, spanish: forms{"%d párrafo", "", "%d párrafos"},
		russian: forms{"%d абзац", "%d абзаца", "%d абзацев"},
	},
	eventsCounted: {
		english: forms{"%d event", "", "%d events"}, german: forms{"%d Ereignis", "", "%d Ereignisse"},
		french: forms{"%d événement", "", "%d événements"}, spanish: forms{"%d suceso", "", "%d sucesos"},
		russian: forms{"%d событие", "%d события", "%d событий"},
	},
	datesShown: {
		english: forms{"%[2]d of %[1]d date", "", "%[2]d of %[1]d dates"}, german: forms{"%[2]d von %[1]d Datum", "", "%[2]d von %[1]d Daten"},
		french: forms{"%[2]d de %[1]d date", "", "%[2]d de %[1]d dates"}, spanish: forms{"%[2]d de %[1]d fecha", "", "%[2]d de %[1]d fechas"},
		russian: forms{"%[2]d из %[1]d даты", "%[2]d из %[1]d дат", "%[2]d из %[1]d дат"},
	},
	agreeCounted: {
		english: forms{"%d other article agrees", "", "%d other articles agree"},
		german:  forms{"%d anderer Artikel stimmt überein", "", "%d andere Artikel stimmen überein"},
		french:  forms{"%d autre article concorde", "", "%d autres articles concordent"},
		spanish: forms{"%d otro artículo coincide", "", "%d otros artículos coinciden"},
		russian: forms{"%d другая статья подтверждает", "%d другие статьи подтверждают", "%d других статей подтверждают"},
	},
	differCounted: {
		english: forms{"%d other article differs", "", "%d other articles differ"},
		german:  forms{"%d anderer Artikel weicht ab", "", "%d andere Artikel weichen ab"},
		french:  forms{"%d autre article diffère", "", "%d autres articles diffèrent"},
		spanish: forms{"%d otro artículo difiere", "", "%d otros artículos difieren"},
		russian: forms{"%d другая статья расходится", "%d другие статьи расходятся", "%d других статей расходятся"},
	},
	silentCounted: {
		english: forms{"%d article says nothing of it", "", "%d articles say nothing of it"},
		german:  forms{"%d Artikel sagt nichts davon", "", "%d Artikel sagen nichts davon"},
		french:  forms{"%d article n’en dit rien", "", "%d articles n’en disent rien"},
		spanish: forms{"%d artículo no dice nada de ello", "", "%d artículos no dicen nada de ello"},
		russian: forms{"%d статья об этом молчит", "%d статьи об этом молчат", "%d статей об этом молчат"},
	},
	moreCounted: {
		english: forms{"and %d more", "", "and %d more"}, german: forms{"und %d weiterer", "", "und %d weitere"},
		french: forms{"et %d autre", "", "et %d autres"}, spanish: forms{"y %d más", "", "y %d más"},
		russian: forms{"и ещё %d", "и ещё %d", "и ещё %d"},
	},
}
