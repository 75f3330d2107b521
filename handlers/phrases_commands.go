package handlers

// translated has the phrases whose form is always the same. counted, in
// phrases_counted.go, has those with a number.
var translated = []map[phrase]translation{commandPhrases, answerPhrases, storyPhrases, timelinePhrases, aboutPhrases, reloadPhrases, moderationPhrases, storiesPhrases}

// The names and descriptions of the commands, as Discord lists them. A name is
// in lower case and without spaces, but for that of an entry in a menu.
const (
	askName, askDescription           phrase = "ask", "Ask about the story: the answer is quoted from the articles"
	timelineName, timelineDescription phrase = "timeline", "What happened when, quoted from the articles"
	compareName, compareDescription   phrase = "compare", "How each article tells it, side by side"
	sourcesName, sourcesDescription   phrase = "sources", "The articles that answers are quoted from"
	aboutName, aboutDescription       phrase = "about", "What this bot is, what it knows, and what it keeps"
	helpName, helpDescription         phrase = "help", "What you can do with this bot"
	reloadName, reloadDescription     phrase = "reload", "Read the articles folder again (moderators)"
	checkName                         phrase = "Check against the story"

	questionName, questionDescription phrase = "question", "What do you want to know?"
	privateName, privateDescription   phrase = "private", "Show the answer to you alone"
	topicName, topicDescription       phrase = "topic", "A name or a few words from the story"
	articleName, articleDescription   phrase = "article", "One article: its outline and where it comes from"
)

var commandPhrases = map[phrase]translation{
	askName: {"fragen", "demander", "preguntar", "спросить"},
	askDescription: {
		"Frage zur Geschichte: Die Antwort ist aus den Artikeln zitiert",
		"Une question sur l’histoire : la réponse est citée des articles",
		"Pregunta sobre la historia: la respuesta se cita de los artículos",
		"Вопрос об этой истории: ответ — цитата из статей",
	},
	timelineName: {"zeitleiste", "chronologie", "cronología", "хронология"},
	timelineDescription: {
		"Was wann geschah, aus den Artikeln zitiert",
		"Ce qui s’est passé et quand, cité des articles",
		"Qué pasó y cuándo, citado de los artículos",
		"Что и когда произошло, в цитатах из статей",
	},
	compareName: {"vergleichen", "comparer", "comparar", "сравнить"},
	compareDescription: {
		"Wie jeder Artikel es erzählt, nebeneinander",
		"Comment chaque article le raconte, côte à côte",
		"Cómo lo cuenta cada artículo, lado a lado",
		"Как об этом рассказывает каждая статья, рядом",
	},
	sourcesName: {"quellen", "sources", "fuentes", "источники"},
	sourcesDescription: {
		"Die Artikel, aus denen die Antworten zitiert sind",
		"Les articles dont les réponses sont citées",
		"Los artículos de los que se citan las respuestas",
		"Статьи, из которых взяты ответы",
	},
	aboutName: {"über", "à-propos", "acerca-de", "о-боте"},
	aboutDescription: {
		"Was dieser Bot ist, was er weiß und was er speichert",
		"Ce qu’est ce bot, ce qu’il sait et ce qu’il garde",
		"Qué es este bot, qué sabe y qué guarda",
		"Что это за бот, что он знает и что хранит",
	},
	helpName: {"hilfe", "aide", "ayuda", "помощь"},
	helpDescription: {
		"Was du mit diesem Bot machen kannst",
		"Ce que vous pouvez faire avec ce bot",
		"Qué puedes hacer con este bot",
		"Что умеет этот бот",
	},
	reloadName: {"neu-laden", "recharger", "recargar", "перечитать"},
	reloadDescription: {
		"Den Ordner mit den Artikeln neu lesen (Moderation)",
		"Relire le dossier des articles (modération)",
		"Volver a leer la carpeta de artículos (moderación)",
		"Прочитать папку со статьями заново (модераторы)",
	},
	checkName: {
		"Mit den Artikeln abgleichen", "Vérifier avec les articles", "Contrastar con los artículos", "Сверить со статьями",
	},
	questionName:        {"frage", "question", "pregunta", "вопрос"},
	questionDescription: {"Was möchtest du wissen?", "Que voulez-vous savoir ?", "¿Qué quieres saber?", "Что вы хотите узнать?"},
	privateName:         {"privat", "privé", "privado", "лично"},
	privateDescription: {
		"Nur dir die Antwort zeigen", "Ne montrer la réponse qu’à vous", "Mostrar la respuesta solo a ti", "Показать ответ только вам",
	},
	topicName: {"thema", "sujet", "tema", "тема"},
	topicDescription: {
		"Ein Name oder ein paar Wörter aus der Geschichte",
		"Un nom ou quelques mots de l’histoire",
		"Un nombre o unas palabras de la historia",
		"Имя или несколько слов из этой истории",
	},
	articleName: {"artikel", "article", "artículo", "статья"},
	articleDescription: {
		"Ein Artikel: seine Gliederung und woher er stammt",
		"Un article : son plan et sa provenance",
		"Un artículo: su esquema y su procedencia",
		"Одна статья: её план и откуда она",
	},
}
