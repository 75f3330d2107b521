package handlers

// What stands in the timeline and around it, and the dates that are neither a
// day nor a month.
const (
	fromName, fromDescription phrase = "from", "From when on: May, 13 June 2018, 2018-06, last spring"
	toName, toDescription     phrase = "to", "Until when: May, 13 June 2018, 2018-06, last spring"
	mentionsDescription       phrase = "Only what mentions a name or a few words from the story"

	timelineTitle phrase = "Timeline"
	noDates       phrase = "Nothing in the articles has a date."
	noDateFits    phrase = "No event with a date fits. Try other words or dates: the options offer those that there are."
	notADate      phrase = "“%s” is not a date: write it as May, 13 June 2018, 2018-06 or last spring, or choose one that is offered."
	backwards     phrase = "“from” (%[1]s) is after “to” (%[2]s): give the earlier date as “from”."
	sinceDate     phrase = "from %s"
	untilDate     phrase = "until %s"
	inferredDate  phrase = "inferred: %s"
	otherDate     phrase = "another date, %s:"
	readAnew      phrase = "The story has been read anew since: this is its timeline now."
	pictureButton phrase = "Picture"
	mostReported  phrase = "The picture shows the events that most articles tell of, and says how many are left out."
	downloadMenu  phrase = "Download"
	fileTooLarge  phrase = "This file would be larger than Discord takes: narrow the timeline with “from” and “to”."

	daysOf    phrase = "%[1]d to %[2]s"
	weekOf    phrase = "the week of %s"
	decadeOf  phrase = "the %ss"
	centuryOf phrase = "the %s century"
)

// The halves and quarters of a year, in their order.
var (
	halves   = []phrase{"the 1st half of %s", "the 2nd half of %s"}
	quarters = []phrase{"the 1st quarter of %s", "the 2nd quarter of %s", "the 3rd quarter of %s", "the 4th quarter of %s"}
)

var timelinePhrases = map[phrase]translation{
	fromName: {"von", "de", "desde", "с"},
	fromDescription: {
		"Ab wann: Mai, 13. Juni 2018, 2018-06, Frühling 2018", "Depuis quand : mai, 13 juin 2018, 2018-06, printemps 2018",
		"Desde cuándo: mayo, 13 de junio de 2018, 2018-06, primavera de 2018", "С какого времени: май, 13 июня 2018, 2018-06, весна 2018",
	},
	toName: {"bis", "à", "hasta", "по"},
	toDescription: {
		"Bis wann: Mai, 13. Juni 2018, 2018-06, Frühling 2018", "Jusqu’à quand : mai, 13 juin 2018, 2018-06, printemps 2018",
		"Hasta cuándo: mayo, 13 de junio de 2018, 2018-06, primavera de 2018", "До какого времени: май, 13 июня 2018, 2018-06, весна 2018",
	},
	mentionsDescription: {
		"Nur, was einen Namen oder ein paar Wörter aus der Geschichte nennt",
		"Seulement ce qui mentionne un nom ou quelques mots de l’histoire",
		"Solo lo que menciona un nombre o unas palabras de la historia",
		"Только то, где упоминаются имя или несколько слов из истории",
	},

	timelineTitle: {"Zeitleiste", "Chronologie", "Cronología", "Хронология"},
	noDates: {
		"Nichts in den Artikeln hat ein Datum.", "Rien dans les articles n’a de date.",
		"Nada en los artículos tiene fecha.", "Ни у чего в статьях нет даты.",
	},
	noDateFits: {
		"Kein Ereignis mit Datum passt. Versuch andere Wörter oder Daten: Die Optionen bieten die an, die es gibt.",
		"Aucun événement daté ne convient. Essayez d’autres mots ou dates : les options proposent ceux qu’il y a.",
		"Ningún suceso con fecha encaja. Prueba otras palabras o fechas: las opciones ofrecen las que hay.",
		"Подходящих событий с датой нет. Попробуйте другие слова или даты: поля подсказывают те, что есть.",
	},
	notADate: {
		"„%s“ ist kein Datum: Schreib es wie Mai, 13. Juni 2018 oder 2018-06, oder wähle eines, das angeboten wird.",
		"« %s » n’est pas une date : écrivez-la comme mai, 13 juin 2018 ou 2018-06, ou choisissez-en une proposée.",
		"«%s» no es una fecha: escríbela como mayo, 13 de junio de 2018 o 2018-06, o elige una de las ofrecidas.",
		"«%s» — не дата: напишите её как май, 13 июня 2018 или 2018-06 или выберите из предложенных.",
	},
	backwards: {
		"„von“ (%[1]s) liegt nach „bis“ (%[2]s): Gib das frühere Datum als „von“ an.",
		"« de » (%[1]s) est après « à » (%[2]s) : donnez la date la plus ancienne dans « de ».",
		"«desde» (%[1]s) es posterior a «hasta» (%[2]s): da la fecha anterior en «desde».",
		"«с» (%[1]s) позже, чем «по» (%[2]s): более раннюю дату укажите в «с».",
	},
	sinceDate:    {"ab %s", "à partir de : %s", "desde %s", "начиная с: %s"},
	untilDate:    {"bis %s", "jusqu’à : %s", "hasta %s", "до: %s"},
	inferredDate: {"erschlossen: %s", "déduit : %s", "deducido: %s", "выведено: %s"},
	otherDate:    {"ein anderes Datum, %s:", "une autre date, %s :", "otra fecha, %s:", "другая дата, %s:"},
	readAnew: {
		"Die Geschichte wurde inzwischen neu gelesen: Das ist jetzt ihre Zeitleiste.",
		"L’histoire a été relue entre-temps : voici sa chronologie actuelle.",
		"La historia se ha vuelto a leer desde entonces: esta es ahora su cronología.",
		"История с тех пор прочитана заново: это её нынешняя хронология.",
	},
	pictureButton: {"Bild", "Image", "Imagen", "Картинка"},
	mostReported: {
		"Das Bild zeigt die Ereignisse, von denen die meisten Artikel erzählen, und sagt, wie viele fehlen.",
		"L’image montre les événements dont parlent le plus d’articles, et dit combien en manquent.",
		"La imagen muestra los sucesos de los que hablan más artículos, y dice cuántos faltan.",
		"На картинке — события, о которых говорит больше всего статей; там же сказано, сколько опущено.",
	},
	downloadMenu: {"Herunterladen", "Télécharger", "Descargar", "Скачать"},
	fileTooLarge: {
		"Diese Datei wäre größer, als Discord annimmt: Grenze die Zeitleiste mit „von“ und „bis“ ein.",
		"Ce fichier serait plus gros que ce que Discord accepte : resserrez la chronologie avec « de » et « à ».",
		"Este archivo sería mayor de lo que admite Discord: acota la cronología con «desde» y «hasta».",
		"Этот файл больше, чем принимает Discord: сузьте хронологию полями «с» и «по».",
	},

	daysOf:      {"%[1]d. bis %[2]s", "%[1]d au %[2]s", "%[1]d al %[2]s", "%[1]d — %[2]s"},
	weekOf:      {"Woche ab %s", "semaine du %s", "semana del %s", "неделя с %s"},
	decadeOf:    {"%ser-Jahre", "années %s", "década de %s", "%s-е годы"},
	centuryOf:   {"%s. Jahrhundert", "%se siècle", "siglo %s", "%s век"},
	halves[0]:   {"1. Halbjahr %s", "1er semestre %s", "1.er semestre de %s", "1-е полугодие %s г."},
	halves[1]:   {"2. Halbjahr %s", "2e semestre %s", "2.º semestre de %s", "2-е полугодие %s г."},
	quarters[0]: {"1. Quartal %s", "1er trimestre %s", "1.er trimestre de %s", "1-й квартал %s г."},
	quarters[1]: {"2. Quartal %s", "2e trimestre %s", "2.º trimestre de %s", "2-й квартал %s г."},
	quarters[2]: {"3. Quartal %s", "3e trimestre %s", "3.er trimestre de %s", "3-й квартал %s г."},
	quarters[3]: {"4. Quartal %s", "4e trimestre %s", "4.º trimestre de %s", "4-й квартал %s г."},
}
