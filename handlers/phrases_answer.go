package handlers

// What stands in and around an answer.
const (
	readAs      phrase = "read as: %s"
	agreesLine  phrase = "Another article agrees:"
	differsLine phrase = "Another article differs:"
	beforeIt    phrase = "before it: %s"
	alsoIn      phrase = "the same words in: %s"
	goesOn      phrase = "… (the sentence goes on)"
	sure        phrase = "%s sure"
	storyNow    phrase = "story %s"
	undated     phrase = "undated"
	monthOf     phrase = "%[1]s %[2]s"
	dayOf       phrase = "%[1]s %[2]s %[3]s"
	afterReport phrase = "after %s"

	contextButton phrase = "Context"
	moreButton    phrase = "More"
	shareButton   phrase = "Share"
	contextTitle  phrase = "In context"
	moreTitle     phrase = "More from the articles"
	sharedBy      phrase = "Shared by %s"

	notSaid       phrase = "The articles don't say."
	nearIt        phrase = "Near it, they do tell of what is on the buttons below."
	howToWord     phrase = "Try it with the words of the articles: name who, what or where, one thing at a time."
	rewordButton  phrase = "Ask differently"
	nothingAsked  phrase = "The question is empty: ask about something in the story."
	noWords       phrase = "There are no words in the question: ask about something in the story."
	tooCommon     phrase = "The question has only words that stand everywhere: name who or what you ask about."
	otherLanguage phrase = "The story is in English: ask in English, please."
	onlyNames     phrase = "The articles are in English: only the names and numbers in your question were looked for."

	oldButton      phrase = "This button is from an older version of the bot. Please send the command again."
	passageChanged phrase = "The story has been read anew since, and this passage is no longer what it was. Please ask again."
	someChanged    phrase = "The story has been read anew since, and some of these passages are no longer there."
	nothingToShare phrase = "There is no answer on this message to share. Please ask again."

	checkTitle phrase = "What the articles say about this message"
	noMessage  phrase = "There is no text in this message to check: choose one with words in it."

	isSaidAbout phrase = "What is said about %s?"
)

// What people read when a handler has not written the answer; package bot says
// it, by [Interaction.Say].
const (
	apology      phrase = "Sorry, something went wrong here. It has been noted; please try again later."
	tooSlow      phrase = "Sorry, that took too long. Please try again."
	notShared    phrase = "Sorry, the message for the channel could not be sent."
	oldCommand   phrase = "This command is not one that the bot knows now. Please try again in a few minutes, or restart Discord."
	oldComponent phrase = oldButton
)

var answerPhrases = map[phrase]translation{
	readAs:      {"gelesen als: %s", "lu comme : %s", "leído como: %s", "понято как: %s"},
	agreesLine:  {"Ein anderer Artikel stimmt überein:", "Un autre article concorde :", "Otro artículo coincide:", "Другая статья подтверждает:"},
	differsLine: {"Ein anderer Artikel weicht ab:", "Un autre article diffère :", "Otro artículo difiere:", "Другая статья расходится:"},
	beforeIt:    {"davor: %s", "juste avant : %s", "justo antes: %s", "перед этим: %s"},
	alsoIn:      {"dieselben Worte in: %s", "les mêmes mots dans : %s", "las mismas palabras en: %s", "те же слова в: %s"},
	goesOn:      {"… (der Satz geht weiter)", "… (la phrase continue)", "… (la frase continúa)", "… (предложение продолжается)"},
	sure:        {"%s sicher", "sûr à %s", "seguro al %s", "уверенность %s"},
	storyNow:    {"Geschichte %s", "histoire %s", "historia %s", "история %s"},
	undated:     {"ohne Datum", "sans date", "sin fecha", "без даты"},
	monthOf:     {"%[1]s %[2]s", "%[1]s %[2]s", "%[1]s de %[2]s", "%[1]s %[2]s г."},
	dayOf:       {"%[1]s. %[2]s %[3]s", "%[1]s %[2]s %[3]s", "%[1]s de %[2]s de %[3]s", "%[1]s %[2]s %[3]s г."},
	afterReport: {"nach: %s", "d’après : %s", "según: %s", "по: %s"},

	contextButton: {"Kontext", "Contexte", "Contexto", "Контекст"},
	moreButton:    {"Mehr", "Plus", "Más", "Ещё"},
	shareButton:   {"Teilen", "Partager", "Compartir", "Поделиться"},
	contextTitle:  {"Im Zusammenhang", "Dans le contexte", "En su contexto", "В контексте"},
	moreTitle:     {"Mehr aus den Artikeln", "Plus d’extraits des articles", "Más de los artículos", "Ещё из статей"},
	sharedBy:      {"Geteilt von %s", "Partagé par %s", "Compartido por %s", "Поделился(-ась) %s"},

	notSaid: {"Die Artikel sagen es nicht.", "Les articles ne le disent pas.", "Los artículos no lo dicen.", "В статьях об этом не сказано."},
	nearIt: {
		"In der Nähe davon erzählen sie von dem, was auf den Knöpfen unten steht.",
		"Près de cela, ils parlent de ce qui figure sur les boutons ci-dessous.",
		"Cerca de eso, hablan de lo que figura en los botones de abajo.",
		"Рядом с этим в них говорится о том, что на кнопках ниже.",
	},
	howToWord: {
		"Versuch es mit den (englischen) Wörtern der Artikel: Nenne, wer, was oder wo, jeweils nur eine Sache.",
		"Essayez avec les mots (anglais) des articles : nommez qui, quoi ou où, une chose à la fois.",
		"Prueba con las palabras (en inglés) de los artículos: nombra quién, qué o dónde, una cosa cada vez.",
		"Попробуйте (английские) слова статей: назовите кого, что или где, по одному за раз.",
	},
	rewordButton: {"Anders fragen", "Demander autrement", "Preguntar de otro modo", "Спросить иначе"},
	nothingAsked: {
		"Die Frage ist leer: Frag nach etwas aus der Geschichte.",
		"La question est vide : demandez quelque chose sur l’histoire.",
		"La pregunta está vacía: pregunta algo sobre la historia.",
		"Вопрос пуст: спросите о чём-нибудь из этой истории.",
	},
	noWords: {
		"In der Frage stehen keine Wörter: Frag nach etwas aus der Geschichte.",
		"Il n’y a aucun mot dans la question : demandez quelque chose sur l’histoire.",
		"No hay palabras en la pregunta: pregunta algo sobre la historia.",
		"В вопросе нет слов: спросите о чём-нибудь из этой истории.",
	},
	tooCommon: {
		"Die Frage hat nur Wörter, die überall stehen: Nenne, nach wem oder was du fragst.",
		"La question n’a que des mots présents partout : nommez qui ou quoi vous cherchez.",
		"La pregunta solo tiene palabras que están en todas partes: nombra por quién o por qué preguntas.",
		"В вопросе только слова, которые есть везде: назовите, о ком или о чём вы спрашиваете.",
	},
	otherLanguage: {
		"Die Geschichte ist auf Englisch: Bitte frag auf Englisch.",
		"L’histoire est en anglais : posez la question en anglais, s’il vous plaît.",
		"La historia está en inglés: pregunta en inglés, por favor.",
		"История на английском языке: спросите, пожалуйста, по-английски.",
	},
	onlyNames: {
		"Die Artikel sind auf Englisch: Gesucht wurde nur nach den Namen und Zahlen deiner Frage.",
		"Les articles sont en anglais : seuls les noms et les nombres de votre question ont été cherchés.",
		"Los artículos están en inglés: solo se buscaron los nombres y números de tu pregunta.",
		"Статьи на английском: искались только имена и числа из вашего вопроса.",
	},
	oldButton: {
		"Dieser Knopf ist von einer älteren Version des Bots. Bitte sende den Befehl noch einmal.",
		"Ce bouton vient d’une ancienne version du bot. Renvoyez la commande, s’il vous plaît.",
		"Este botón es de una versión anterior del bot. Envía el comando otra vez, por favor.",
		"Эта кнопка от старой версии бота. Отправьте команду ещё раз.",
	},
	passageChanged: {
		"Die Geschichte wurde seither neu gelesen, und diese Stelle ist nicht mehr dieselbe. Bitte frag noch einmal.",
		"L’histoire a été relue depuis, et ce passage n’est plus le même. Reposez la question, s’il vous plaît.",
		"La historia se ha vuelto a leer desde entonces y este pasaje ya no es el mismo. Pregunta otra vez, por favor.",
		"С тех пор история прочитана заново, и это место изменилось. Спросите ещё раз.",
	},
	someChanged: {
		"Die Geschichte wurde seither neu gelesen, und manche dieser Stellen gibt es nicht mehr.",
		"L’histoire a été relue depuis, et certains de ces passages n’existent plus.",
		"La historia se ha vuelto a leer desde entonces y algunos de estos pasajes ya no están.",
		"С тех пор история прочитана заново, и некоторых из этих мест больше нет.",
	},
	nothingToShare: {
		"An dieser Nachricht hängt keine Antwort zum Teilen. Bitte frag noch einmal.",
		"Ce message ne porte aucune réponse à partager. Reposez la question, s’il vous plaît.",
		"En este mensaje no hay ninguna respuesta que compartir. Pregunta otra vez, por favor.",
		"В этом сообщении нет ответа, которым можно поделиться. Спросите ещё раз.",
	},
	checkTitle: {
		"Was die Artikel zu dieser Nachricht sagen",
		"Ce que les articles disent de ce message",
		"Lo que dicen los artículos sobre este mensaje",
		"Что статьи говорят об этом сообщении",
	},
	noMessage: {
		"In dieser Nachricht steht kein Text zum Abgleichen: Wähle eine mit Wörtern.",
		"Ce message n’a pas de texte à vérifier : choisissez-en un avec des mots.",
		"Este mensaje no tiene texto que contrastar: elige uno con palabras.",
		"В этом сообщении нет текста для сверки: выберите сообщение со словами.",
	},
	isSaidAbout: {"Was wird über %s gesagt?", "Que dit-on de %s ?", "¿Qué se dice de %s?", "Что говорится о %s?"},
	apology: {
		"Entschuldigung, hier ist etwas schiefgegangen. Es wurde vermerkt; bitte versuch es später noch einmal.",
		"Désolé, quelque chose s’est mal passé ici. C’est noté ; réessayez plus tard, s’il vous plaît.",
		"Lo siento, algo ha salido mal. Ha quedado anotado; inténtalo más tarde, por favor.",
		"Извините, что-то пошло не так. Это записано; попробуйте позже.",
	},
	tooSlow: {
		"Entschuldigung, das hat zu lange gedauert. Bitte versuch es noch einmal.",
		"Désolé, cela a pris trop de temps. Réessayez, s’il vous plaît.",
		"Lo siento, ha tardado demasiado. Inténtalo otra vez, por favor.",
		"Извините, это заняло слишком много времени. Попробуйте ещё раз.",
	},
	notShared: {
		"Entschuldigung, die Nachricht für den Kanal konnte nicht gesendet werden.",
		"Désolé, le message pour le salon n’a pas pu être envoyé.",
		"Lo siento, no se pudo enviar el mensaje al canal.",
		"Извините, сообщение в канал отправить не удалось.",
	},
	oldCommand: {
		"Diesen Befehl kennt der Bot jetzt nicht. Versuch es in ein paar Minuten noch einmal, oder starte Discord neu.",
		"Le bot ne connaît pas cette commande maintenant. Réessayez dans quelques minutes, ou redémarrez Discord.",
		"El bot no conoce ahora este comando. Inténtalo en unos minutos o reinicia Discord.",
		"Сейчас бот не знает этой команды. Попробуйте через несколько минут или перезапустите Discord.",
	},
}
