package handlers

// The names and descriptions of the moderators' commands.
const (
	dryRunName, dryRunDescription     phrase = "dry_run", "Only say what would change"
	rollbackName, rollbackDescription phrase = "rollback", "Return to the story before the last reload"

	articleCommandDescription       phrase = "Add, remove or restore an article (moderators)"
	addName, addDescription         phrase = "add", "Add an article: from a file, from an address, or pasted into a form"
	removeName, removeDescription   phrase = "remove", "Take an article out of the story"
	restoreName, restoreDescription phrase = "restore", "Put an article back that was removed"
	fileName, fileDescription       phrase = "file", "The article as .txt, .md, .html, .pdf or .docx"
	urlName, urlDescription         phrase = "url", "Where the article is on the web"
	whichArticle                    phrase = "Which article"
	whichRemoved                    phrase = "Which of the articles that were removed"

	gapsName, gapsDescription phrase = "gaps", "The questions that the story leaves open (moderators)"
	listName, listDescription phrase = "list", "Show them, those that came up most and last first"
	testName, testDescription phrase = "test", "Ask the story's own questions, and show what fails"
)

// Who may.
const (
	otherServer phrase = "The story is not this server's to change: whoever runs the bot lists the servers that may in MODERATOR_GUILD_IDS."
	noServers   phrase = "Only reading the folder again is allowed here: whoever runs the bot lists the servers that may do more in MODERATOR_GUILD_IDS."
	tooSoon     phrase = "The story can be reloaded once a minute: please try again in %s s."
)

// What stands under /article.
const (
	previewTitle      phrase = "What was understood"
	droppedAre        phrase = "Left out as no part of the article:"
	lineOf            phrase = "line %s"
	editButton        phrase = "Edit"
	keepDroppedButton phrase = "Keep dropped lines"
	publishButton     phrase = "Publish"
	discardButton     phrase = "Discard"
	discarded         phrase = "Discarded"
	publishedTitle    phrase = "Published"
	removedTitle      phrase = "Removed"
	restoredTitle     phrase = "Restored"
	pasteTitle        phrase = "Add an article"
	pasteLabel        phrase = "The article's text"
	pasteHint         phrase = "The title, an empty line, the text: 4,000 characters at most. Attach what is longer as a file."
	titleLabel        phrase = "Title"
	authorLabel       phrase = "Author"
	publisherLabel    phrase = "Publisher"
	dateLabel         phrase = "Date"
	publishedLabel    phrase = "Date (2018-06-16, 2018-06 or 2018)"
	urlLabel          phrase = "Address on the web"

	noFolderSet phrase = "No folder is set, so the story that is compiled in can't be changed: whoever runs the bot sets one in ARTICLES_DIR."
	draftGone   phrase = "This draft is no longer held: it was published, discarded or left for too long. If /sources does not show the article, please add it again."
	notRemoved  phrase = "No such article was removed: choose one of those that the option offers."
	placeTaken  phrase = "An article of that name is in the folder: remove that one first."
	badDate     phrase = "That is no date: write it like 2018-06-16, 2018-06 or 2018."
	notTaken    phrase = "**%[1]s** stays as it was. %[2]s"
	notEmptied  phrase = "The article says so itself: write what stands in its place."
	onlyArticle phrase = "This is the only article of the story: add another one first."
	cantWrite   phrase = "The articles folder can't be written to: whoever runs the bot lets it write to ARTICLES_DIR."

	notAnAddress     phrase = "That is not a web address: write it out, as in https://example.com/story."
	hostNotListed    phrase = "Nothing is fetched from that host: attach the article as a file, or have the host listed in ARTICLE_FETCH_HOSTS."
	addressNotPublic phrase = "That host is not on the public internet: attach the article as a file."
	leadsElsewhere   phrase = "That address leads to another one: give that one."
	notGiven         phrase = "The host did not give the file: look whether the address opens in a browser."
	notReadKind      phrase = "That is no kind of file that is read: send .txt, .md, .html, .pdf or .docx."
	fileTooBig       phrase = "The file is larger than 10 MB, the limit: split it."
	hostTooSlow      phrase = "The host took too long: try again, or attach the article as a file."
	cameDamaged      phrase = "The file came damaged or cut off: try again."
	noTextInIt       phrase = "There is no sentence of an article in it: send the article's text."
	notUsable        phrase = "That can't be used as an article: %s"
)

// What stands under /gaps and votes.
const (
	gapsTitle         phrase = "Questions that the story leaves open"
	noGaps            phrase = "There are none: every question found its answer, and nobody disliked one."
	gapsCounted       phrase = "open questions: %d"
	unansweredCounted phrase = "no answer %d×"
	dislikedCounted   phrase = "👎 %d×"
	alsoAsked         phrase = "also: %s"
	markCovered       phrase = "Mark as covered"
	coveredNow        phrase = "Marked as covered: %s"
	downloadButton    phrase = "Download CSV"
	testTitle         phrase = "The story's own questions"
	noQuestions       phrase = "The story has no questions of its own: put them into questions.jsonl in the articles folder, or set QUESTIONS_FILE."
	badQuestions      phrase = "The story's questions can't be read: %s"
	asExpected        phrase = "%[1]s of %[2]s questions are answered as expected."

	voteCounted  phrase = "Thank you, your vote is counted."
	votedAlready phrase = "Your vote on this answer is counted already."
)

var moderationPhrases = map[phrase]translation{
	dryRunName:          {"probelauf", "essai", "ensayo", "проба"},
	dryRunDescription:   {"Nur sagen, was sich ändern würde", "Dire seulement ce qui changerait", "Solo decir qué cambiaría", "Только сказать, что изменится"},
	rollbackName:        {"zurück", "retour", "volver", "вернуть"},
	rollbackDescription: {"Zur Geschichte vor dem letzten Neuladen zurückkehren", "Revenir à l’histoire d’avant le dernier rechargement", "Volver a la historia anterior a la última recarga", "Вернуться к истории до последней перезагрузки"},
	articleCommandDescription: {
		"Einen Artikel hinzufügen, entfernen oder zurückholen (Moderation)", "Ajouter, retirer ou rétablir un article (modération)",
		"Añadir, quitar o restaurar un artículo (moderación)", "Добавить, убрать или вернуть статью (модераторы)",
	},
	addName: {"hinzufügen", "ajouter", "añadir", "добавить"},
	addDescription: {
		"Einen Artikel hinzufügen: aus einer Datei, von einer Adresse oder in ein Formular kopiert", "Ajouter un article : d’un fichier, d’une adresse ou collé dans un formulaire",
		"Añadir un artículo: de un archivo, de una dirección o pegado en un formulario", "Добавить статью: из файла, по адресу или текстом в форме",
	},
	removeName:         {"entfernen", "retirer", "quitar", "убрать"},
	removeDescription:  {"Einen Artikel aus der Geschichte nehmen", "Retirer un article de l’histoire", "Quitar un artículo de la historia", "Убрать статью из истории"},
	restoreName:        {"zurückholen", "rétablir", "restaurar", "восстановить"},
	restoreDescription: {"Einen entfernten Artikel zurückholen", "Rétablir un article qui a été retiré", "Restaurar un artículo que se quitó", "Вернуть убранную статью"},
	fileName:           {"datei", "fichier", "archivo", "файл"},
	fileDescription:    {"Der Artikel als .txt, .md, .html, .pdf oder .docx", "L’article en .txt, .md, .html, .pdf ou .docx", "El artículo en .txt, .md, .html, .pdf o .docx", "Статья в .txt, .md, .html, .pdf или .docx"},
	urlName:            {"adresse", "adresse", "dirección", "адрес"},
	urlDescription:     {"Wo der Artikel im Web steht", "Où l’article se trouve sur le web", "Dónde está el artículo en la web", "Где статья находится в сети"},
	whichArticle:       {"Welcher Artikel", "Quel article", "Qué artículo", "Какая статья"},
	whichRemoved:       {"Welcher der entfernten Artikel", "Lequel des articles retirés", "Cuál de los artículos quitados", "Какая из убранных статей"},
	gapsName:           {"lücken", "lacunes", "lagunas", "пробелы"},
	gapsDescription: {
		"Die Fragen, die die Geschichte offen lässt (Moderation)", "Les questions que l’histoire laisse ouvertes (modération)",
		"Las preguntas que la historia deja abiertas (moderación)", "Вопросы, на которые нет ответа (модераторы)",
	},
	listName: {"liste", "liste", "lista", "список"},
	listDescription: {
		"Sie zeigen, die häufigsten und neuesten zuerst", "Les montrer, les plus fréquentes et récentes d’abord",
		"Mostrarlas, las más frecuentes y recientes primero", "Показать их, сначала самые частые и свежие",
	},
	testName: {"testen", "tester", "probar", "проверить"},
	testDescription: {
		"Die eigenen Fragen der Geschichte stellen und zeigen, was fehlschlägt", "Poser les questions de l’histoire et montrer ce qui échoue",
		"Hacer las preguntas propias de la historia y mostrar qué falla", "Задать собственные вопросы истории и показать ошибки",
	},

	otherServer: {
		"Dieser Server darf die Geschichte nicht ändern: Wer den Bot betreibt, nennt die Server, die es dürfen, in MODERATOR_GUILD_IDS.",
		"Ce serveur ne peut pas changer l’histoire : qui exploite le bot indique les serveurs qui le peuvent dans MODERATOR_GUILD_IDS.",
		"Este servidor no puede cambiar la historia: quien gestiona el bot indica los que pueden en MODERATOR_GUILD_IDS.",
		"Этот сервер не может менять историю: владелец бота перечисляет те, что могут, в MODERATOR_GUILD_IDS.",
	},
	noServers: {
		"Hier ist nur das Neulesen des Ordners erlaubt: Wer den Bot betreibt, nennt die Server, die mehr dürfen, in MODERATOR_GUILD_IDS.",
		"Ici on peut seulement relire le dossier : qui exploite le bot indique les serveurs qui peuvent plus dans MODERATOR_GUILD_IDS.",
		"Aquí solo se permite volver a leer la carpeta: quien gestiona el bot indica los servidores que pueden más en MODERATOR_GUILD_IDS.",
		"Здесь можно только перечитать папку: владелец бота перечисляет серверы, которым можно больше, в MODERATOR_GUILD_IDS.",
	},
	tooSoon: {
		"Die Geschichte kann einmal in der Minute neu geladen werden: Bitte versuch es in %s s wieder.",
		"L’histoire peut être rechargée une fois par minute : réessayez dans %s s.",
		"La historia se puede recargar una vez por minuto: inténtalo de nuevo en %s s.",
		"Историю можно перечитывать раз в минуту: попробуйте снова через %s с.",
	},

	previewTitle:      {"Was verstanden wurde", "Ce qui a été compris", "Lo que se entendió", "Что удалось понять"},
	droppedAre:        {"Weggelassen, da kein Teil des Artikels:", "Laissé de côté, hors de l’article :", "Omitido por no ser parte del artículo:", "Пропущено, так как не относится к статье:"},
	lineOf:            {"Zeile %s", "ligne %s", "línea %s", "строка %s"},
	editButton:        {"Bearbeiten", "Modifier", "Editar", "Изменить"},
	keepDroppedButton: {"Zeilen behalten", "Garder ces lignes", "Conservar líneas", "Оставить строки"},
	publishButton:     {"Veröffentlichen", "Publier", "Publicar", "Опубликовать"},
	discardButton:     {"Verwerfen", "Abandonner", "Descartar", "Отменить"},
	discarded:         {"Verworfen", "Abandonné", "Descartado", "Отменено"},
	publishedTitle:    {"Veröffentlicht", "Publié", "Publicado", "Опубликовано"},
	removedTitle:      {"Entfernt", "Retiré", "Quitado", "Убрано"},
	restoredTitle:     {"Zurückgeholt", "Rétabli", "Restaurado", "Возвращено"},
	pasteTitle:        {"Einen Artikel hinzufügen", "Ajouter un article", "Añadir un artículo", "Добавить статью"},
	pasteLabel:        {"Der Text des Artikels", "Le texte de l’article", "El texto del artículo", "Текст статьи"},
	pasteHint: {
		"Titel, leere Zeile, Text: höchstens 4.000 Zeichen. Längeres bitte als Datei anhängen.", "Titre, ligne vide, texte : 4 000 caractères au plus. Joignez ce qui est plus long en fichier.",
		"Título, línea vacía, texto: 4.000 caracteres como mucho. Adjunta lo más largo como archivo.", "Заголовок, пустая строка, текст: не больше 4000 знаков. Что длиннее, приложите файлом.",
	},
	titleLabel:     {"Titel", "Titre", "Título", "Заголовок"},
	authorLabel:    {"Autor", "Auteur", "Autor", "Автор"},
	publisherLabel: {"Verlag", "Éditeur", "Editor", "Издание"},
	dateLabel:      {"Datum", "Date", "Fecha", "Дата"},
	publishedLabel: {"Datum (2018-06-16, 2018-06 oder 2018)", "Date (2018-06-16, 2018-06 ou 2018)", "Fecha (2018-06-16, 2018-06 o 2018)", "Дата (2018-06-16, 2018-06 или 2018)"},
	urlLabel:       {"Adresse im Web", "Adresse sur le web", "Dirección en la web", "Адрес в сети"},

	noFolderSet: {
		"Es ist kein Ordner angegeben, also lässt sich die eingebaute Geschichte nicht ändern: Wer den Bot betreibt, gibt einen in ARTICLES_DIR an.",
		"Aucun dossier n’est indiqué, l’histoire intégrée ne peut donc pas être changée : qui exploite le bot en indique un dans ARTICLES_DIR.",
		"No hay ninguna carpeta indicada, así que la historia incorporada no se puede cambiar: quien gestiona el bot indica una en ARTICLES_DIR.",
		"Папка не указана, поэтому встроенную историю изменить нельзя: владелец бота указывает её в ARTICLES_DIR.",
	},
	draftGone: {
		"Dieser Entwurf ist nicht mehr da: Er wurde veröffentlicht, verworfen oder blieb zu lange liegen. Wenn /sources den Artikel nicht zeigt, füge ihn bitte neu hinzu.",
		"Ce brouillon n’est plus là : il a été publié, abandonné ou laissé trop longtemps. Si /sources ne montre pas l’article, ajoutez-le de nouveau.",
		"Este borrador ya no está: se publicó, se descartó o pasó demasiado tiempo. Si /sources no muestra el artículo, añádelo de nuevo.",
		"Этого черновика уже нет: он опубликован, отменён или слишком долго ждал. Если в /sources статьи нет, добавьте её заново.",
	},
	notRemoved: {"Ein solcher Artikel wurde nicht entfernt: Wähle einen von denen, die angeboten werden.", "Aucun article de ce nom n’a été retiré : choisissez parmi ceux qui sont proposés.", "No se quitó ningún artículo así: elige uno de los que se ofrecen.", "Такая статья не была убрана: выберите одну из предложенных."},
	placeTaken: {"Ein Artikel dieses Namens liegt im Ordner: Entferne erst diesen.", "Un article de ce nom est dans le dossier : retirez-le d’abord.", "Hay un artículo con ese nombre en la carpeta: quita antes ese.", "Статья с таким именем есть в папке: сначала уберите её."},
	notTaken:   {"**%[1]s** bleibt, wie es war. %[2]s", "**%[1]s** reste tel quel. %[2]s", "**%[1]s** queda como estaba. %[2]s", "**%[1]s** остаётся как было. %[2]s"},
	notEmptied: {"Der Artikel sagt es selbst: Schreib, was an seiner Stelle steht.", "L’article le dit lui-même : écrivez ce qui doit le remplacer.", "El propio artículo lo dice: escribe lo que va en su lugar.", "Так сказано в самой статье: напишите, чем это заменить."},
	onlyArticle: {
		"Das ist der einzige Artikel der Geschichte: Füge erst einen anderen hinzu.", "C’est le seul article de l’histoire : ajoutez-en d’abord un autre.",
		"Es el único artículo de la historia: añade antes otro.", "Это единственная статья истории: сначала добавьте другую.",
	},
	cantWrite: {
		"In den Ordner mit den Artikeln lässt sich nichts schreiben: Wer den Bot betreibt, lässt ihn in ARTICLES_DIR schreiben.",
		"Rien ne peut être écrit dans le dossier des articles : qui exploite le bot le laisse écrire dans ARTICLES_DIR.",
		"No se puede escribir en la carpeta de artículos: quien gestiona el bot le permite escribir en ARTICLES_DIR.",
		"В папку со статьями нельзя писать: владелец бота разрешает ему писать в ARTICLES_DIR.",
	},
	badDate: {"Das ist kein Datum: Schreib es wie 2018-06-16, 2018-06 oder 2018.", "Ce n’est pas une date : écrivez-la comme 2018-06-16, 2018-06 ou 2018.", "Eso no es una fecha: escríbela como 2018-06-16, 2018-06 o 2018.", "Это не дата: напишите её как 2018-06-16, 2018-06 или 2018."},

	notAnAddress: {"Das ist keine Web-Adresse: Schreib sie aus, wie https://example.com/story.", "Ce n’est pas une adresse web : écrivez-la en entier, comme https://example.com/story.", "Eso no es una dirección web: escríbela entera, como https://example.com/story.", "Это не веб-адрес: напишите его целиком, как https://example.com/story."},
	hostNotListed: {
		"Von diesem Host wird nichts geholt: Häng den Artikel als Datei an, oder lass den Host in ARTICLE_FETCH_HOSTS eintragen.",
		"Rien n’est pris de cet hôte : joignez l’article en fichier, ou faites inscrire l’hôte dans ARTICLE_FETCH_HOSTS.",
		"De ese servidor no se toma nada: adjunta el artículo como archivo, o pide que se incluya en ARTICLE_FETCH_HOSTS.",
		"С этого узла ничего не берётся: приложите статью файлом или попросите внести узел в ARTICLE_FETCH_HOSTS.",
	},
	addressNotPublic: {"Dieser Host ist nicht im öffentlichen Internet: Häng den Artikel als Datei an.", "Cet hôte n’est pas sur l’internet public : joignez l’article en fichier.", "Ese servidor no está en la internet pública: adjunta el artículo como archivo.", "Этот узел не в открытом интернете: приложите статью файлом."},
	leadsElsewhere:   {"Diese Adresse führt zu einer anderen: Gib die andere an.", "Cette adresse mène à une autre : donnez l’autre.", "Esa dirección lleva a otra: da esa otra.", "Этот адрес ведёт на другой: укажите тот."},
	notGiven:         {"Der Host hat die Datei nicht hergegeben: Sieh nach, ob sich die Adresse im Browser öffnet.", "L’hôte n’a pas donné le fichier : vérifiez que l’adresse s’ouvre dans un navigateur.", "El servidor no dio el archivo: mira si la dirección se abre en un navegador.", "Узел не отдал файл: проверьте, открывается ли адрес в браузере."},
	notReadKind:      {"Diese Art Datei wird nicht gelesen: Schick .txt, .md, .html, .pdf oder .docx.", "Ce genre de fichier n’est pas lu : envoyez .txt, .md, .html, .pdf ou .docx.", "Ese tipo de archivo no se lee: envía .txt, .md, .html, .pdf o .docx.", "Такие файлы не читаются: пришлите .txt, .md, .html, .pdf или .docx."},
	fileTooBig:       {"Die Datei ist größer als 10 MB, die Grenze: Teil sie auf.", "Le fichier dépasse 10 Mo, la limite : divisez-le.", "El archivo pasa de 10 MB, el límite: divídelo.", "Файл больше предела в 10 МБ: разделите его."},
	hostTooSlow:      {"Der Host hat zu lange gebraucht: Versuch es wieder, oder häng den Artikel als Datei an.", "L’hôte a mis trop de temps : réessayez, ou joignez l’article en fichier.", "El servidor tardó demasiado: inténtalo de nuevo, o adjunta el artículo como archivo.", "Узел отвечал слишком долго: попробуйте снова или приложите статью файлом."},
	cameDamaged:      {"Die Datei kam beschädigt oder abgeschnitten an: Versuch es wieder.", "Le fichier est arrivé abîmé ou tronqué : réessayez.", "El archivo llegó dañado o cortado: inténtalo de nuevo.", "Файл пришёл повреждённым или неполным: попробуйте снова."},
	noTextInIt:       {"Darin steht kein Satz eines Artikels: Schick den Text des Artikels.", "Il n’y a aucune phrase d’article dedans : envoyez le texte de l’article.", "No hay ninguna frase de un artículo: envía el texto del artículo.", "В нём нет ни одного предложения статьи: пришлите её текст."},
	notUsable:        {"Das lässt sich nicht als Artikel verwenden: %s", "Cela ne peut pas servir d’article : %s", "Eso no se puede usar como artículo: %s", "Это нельзя использовать как статью: %s"},

	gapsTitle:         {"Fragen, die die Geschichte offen lässt", "Questions que l’histoire laisse ouvertes", "Preguntas que la historia deja abiertas", "Вопросы, на которые в истории нет ответа"},
	noGaps:            {"Es gibt keine: Jede Frage fand ihre Antwort, und keine missfiel.", "Il n’y en a pas : chaque question a trouvé sa réponse, et aucune n’a déplu.", "No hay ninguna: cada pregunta encontró su respuesta, y ninguna disgustó.", "Их нет: на каждый вопрос нашёлся ответ, и ни один не вызвал недовольства."},
	gapsCounted:       {"offene Fragen: %d", "questions ouvertes : %d", "preguntas abiertas: %d", "открытых вопросов: %d"},
	unansweredCounted: {"ohne Antwort %d×", "sans réponse %d×", "sin respuesta %d×", "без ответа %d×"},
	dislikedCounted:   {"👎 %d×", "👎 %d×", "👎 %d×", "👎 %d×"},
	alsoAsked:         {"auch: %s", "aussi : %s", "también: %s", "также: %s"},
	markCovered:       {"Als abgedeckt markieren", "Marquer comme traitée", "Marcar como cubierta", "Отметить как закрытый"},
	coveredNow:        {"Als abgedeckt markiert: %s", "Marquée comme traitée : %s", "Marcada como cubierta: %s", "Отмечен как закрытый: %s"},
	downloadButton:    {"CSV herunterladen", "Télécharger en CSV", "Descargar CSV", "Скачать CSV"},
	testTitle:         {"Die eigenen Fragen der Geschichte", "Les questions propres à l’histoire", "Las preguntas propias de la historia", "Собственные вопросы истории"},
	noQuestions: {
		"Die Geschichte hat keine eigenen Fragen: Leg sie als questions.jsonl in den Ordner mit den Artikeln, oder setz QUESTIONS_FILE.",
		"L’histoire n’a pas de questions à elle : mettez-les dans questions.jsonl, dans le dossier des articles, ou indiquez QUESTIONS_FILE.",
		"La historia no tiene preguntas propias: ponlas en questions.jsonl, en la carpeta de artículos, o indica QUESTIONS_FILE.",
		"У истории нет своих вопросов: положите их в questions.jsonl в папке статей или укажите QUESTIONS_FILE.",
	},
	badQuestions: {"Die Fragen der Geschichte lassen sich nicht lesen: %s", "Les questions de l’histoire ne peuvent pas être lues : %s", "Las preguntas de la historia no se pueden leer: %s", "Вопросы истории прочитать не удалось: %s"},
	asExpected:   {"%[1]s von %[2]s Fragen werden wie erwartet beantwortet.", "%[1]s questions sur %[2]s ont la réponse attendue.", "%[1]s de %[2]s preguntas se responden como se espera.", "%[1]s из %[2]s вопросов получили ожидаемый ответ."},

	voteCounted:  {"Danke, deine Stimme ist gezählt.", "Merci, votre vote est compté.", "Gracias, tu voto está contado.", "Спасибо, ваш голос учтён."},
	votedAlready: {"Deine Stimme zu dieser Antwort ist schon gezählt.", "Votre vote sur cette réponse est déjà compté.", "Tu voto sobre esta respuesta ya está contado.", "Ваш голос по этому ответу уже учтён."},
}
