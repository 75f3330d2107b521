package handlers

// What stands in comparisons and lists of articles.
const (
	compareTitle   phrase = "How the articles tell it: %s"
	nobodyTells    phrase = "No article tells of this. Try a name or a few words from the story: the option completes to its topics."
	silentAre      phrase = "Nothing of it in:"
	numberDiffers  phrase = "a number differs: “%[1]s” here, “%[2]s” in %[3]s"
	dateDiffers    phrase = "a date differs: “%[1]s” here, “%[2]s” in %[3]s"
	nameDiffers    phrase = "a name differs: “%[1]s” here, “%[2]s” in %[3]s"
	emptyTopic     phrase = "The topic is empty: give a name or a few words from the story."
	pageOf         phrase = "page %[1]s of %[2]s"
	sourcesTitle   phrase = "Sources"
	openArticle    phrase = "Look into an article"
	unknownArticle phrase = "No article goes by that. Choose one of those that the option offers, or see /sources."
	outlineTitle   phrase = "Outline"
	retells        phrase = "retells %s"
	citedFrom      phrase = "cited from %s"
	namesIn        phrase = "names %s"
	fileIs         phrase = "file %s"
)

var storyPhrases = map[phrase]translation{
	compareTitle: {"Wie die Artikel es erzählen: %s", "Comment les articles le racontent : %s", "Cómo lo cuentan los artículos: %s", "Как об этом рассказывают статьи: %s"},
	nobodyTells: {
		"Kein Artikel erzählt davon. Versuch einen Namen oder ein paar Wörter aus der Geschichte: Die Option ergänzt ihre Themen.",
		"Aucun article n’en parle. Essayez un nom ou quelques mots de l’histoire : l’option complète ses sujets.",
		"Ningún artículo habla de esto. Prueba con un nombre o unas palabras de la historia: la opción completa sus temas.",
		"Ни одна статья об этом не говорит. Попробуйте имя или несколько слов из истории: поле подсказывает темы.",
	},
	silentAre:     {"Nichts davon in:", "Rien à ce sujet dans :", "Nada de ello en:", "Ничего об этом в:"},
	numberDiffers: {"eine Zahl weicht ab: hier „%[1]s“, in %[3]s „%[2]s“", "un nombre diffère : « %[1]s » ici, « %[2]s » dans %[3]s", "un número difiere: «%[1]s» aquí, «%[2]s» en %[3]s", "расходится число: «%[1]s» здесь, «%[2]s» в %[3]s"},
	dateDiffers:   {"ein Datum weicht ab: hier „%[1]s“, in %[3]s „%[2]s“", "une date diffère : « %[1]s » ici, « %[2]s » dans %[3]s", "una fecha difiere: «%[1]s» aquí, «%[2]s» en %[3]s", "расходится дата: «%[1]s» здесь, «%[2]s» в %[3]s"},
	nameDiffers:   {"ein Name weicht ab: hier „%[1]s“, in %[3]s „%[2]s“", "un nom diffère : « %[1]s » ici, « %[2]s » dans %[3]s", "un nombre difiere: «%[1]s» aquí, «%[2]s» en %[3]s", "расходится имя: «%[1]s» здесь, «%[2]s» в %[3]s"},
	emptyTopic: {
		"Das Thema ist leer: Gib einen Namen oder ein paar Wörter aus der Geschichte an.",
		"Le sujet est vide : donnez un nom ou quelques mots de l’histoire.",
		"El tema está vacío: da un nombre o unas palabras de la historia.",
		"Тема пуста: дайте имя или несколько слов из этой истории.",
	},
	pageOf:       {"Seite %[1]s von %[2]s", "page %[1]s sur %[2]s", "página %[1]s de %[2]s", "страница %[1]s из %[2]s"},
	sourcesTitle: {"Quellen", "Sources", "Fuentes", "Источники"},
	openArticle:  {"In einen Artikel hineinsehen", "Regarder un article", "Mirar un artículo", "Заглянуть в статью"},
	unknownArticle: {
		"So heißt kein Artikel. Wähle einen von denen, die die Option anbietet, oder sieh unter /quellen nach.",
		"Aucun article ne porte ce nom. Choisissez-en un parmi ceux que l’option propose, ou voyez /sources.",
		"Ningún artículo se llama así. Elige uno de los que ofrece la opción, o mira /fuentes.",
		"Такой статьи нет. Выберите одну из предложенных или посмотрите /источники.",
	},
	outlineTitle: {"Gliederung", "Plan", "Esquema", "План"},
	retells:      {"erzählt nach: %s", "reprend : %s", "recuenta: %s", "пересказывает: %s"},
	citedFrom:    {"zitiert aus %s", "cité de %s", "citado de %s", "цитируется по %s"},
	namesIn:      {"nennt %s", "nomme %s", "nombra %s", "называет: %s"},
	fileIs:       {"Datei %s", "fichier %s", "archivo %s", "файл %s"},
}
