package handlers

// What /about and /help say. The names of commands in them are given as
// arguments, so that they are those that the person sees.
const (
	aboutTitle    phrase = "About storybot"
	aboutWhat     phrase = "I answer questions about a news story from its articles. Every answer is a sentence quoted to the letter, with a citation that you can check; where the articles don't say, I say so. I write nothing of my own."
	aboutCant     phrase = "**What I can't do**: judge whether an article is right, add what is not in the articles, translate quotes, or answer questions in another language than the story's, English."
	aboutStory    phrase = "**The story**: %[1]s (%[2]s); %[3]s with %[4]s, version %[5]s."
	aboutPrivacy  phrase = "**Privacy**: I can't read messages: I only see the commands that are sent to me, and a message that you have me check. I keep, for %[1]d days and without who asked: questions that found no answer or whose answer was disliked, with how often and when last; and votes, under a keyed hash that does not tell whose they are. Of moderators' actions I keep who, where and what. The log has which command was sent and how long the answer took, not who asked what."
	aboutMemory   phrase = "All that is in memory alone: it is gone when I am restarted."
	helpTitle     phrase = "What you can do"
	helpAsk       phrase = "**/%[1]s** answers a question with quotes from the articles. Typing offers names and questions. With `%[2]s`, only you see the answer, until you share it."
	helpButtons   phrase = "Under an answer, **%[1]s** shows the paragraph around each quote, **%[2]s** the next quotes, and **%[3]s** posts a private answer to the channel."
	helpVotes     phrase = "With **👍** and **👎** under an answer you say whether it helped. It counts once, you can change your mind, and nobody learns who it was; moderators see which questions to work on."
	helpTimeline  phrase = "**/%[1]s** shows what happened when, and how each date was worked out; also as a picture or a file."
	helpCompare   phrase = "**/%[1]s** shows how each article tells of a topic, and where they differ in a number, a date or a name."
	helpSources   phrase = "**/%[1]s** lists the articles; with one of them, its outline."
	helpCheck     phrase = "**%[1]s**, in a message's menu under Apps, finds what the articles say about a message. Only you see it."
	helpAbout     phrase = "**/%[1]s** says what this is, what it keeps, and which story it knows."
	helpQuestions phrase = "Ask one thing at a time and name it: “Why did Ann resign?” rather than “Why did she do it?”."
	firstOf       phrase = "%[1]s to %[2]s"
)

var aboutPhrases = map[phrase]translation{
	aboutTitle: {"Über storybot", "À propos de storybot", "Acerca de storybot", "О storybot"},
	aboutWhat: {
		"Ich beantworte Fragen zu einer Nachrichtengeschichte aus ihren Artikeln. Jede Antwort ist ein wörtlich zitierter Satz mit einer Quelle, die du prüfen kannst; wo die Artikel es nicht sagen, sage ich das. Selbst schreibe ich nichts dazu.",
		"Je réponds aux questions sur une histoire d’actualité à partir de ses articles. Chaque réponse est une phrase citée à la lettre, avec une référence que vous pouvez vérifier ; si les articles ne le disent pas, je le dis. Je n’écris rien de moi-même.",
		"Respondo a preguntas sobre una noticia a partir de sus artículos. Cada respuesta es una frase citada al pie de la letra, con una cita que puedes comprobar; si los artículos no lo dicen, lo digo. No escribo nada por mi cuenta.",
		"Я отвечаю на вопросы о новостной истории по её статьям. Каждый ответ — дословная цитата со ссылкой, которую можно проверить; если в статьях об этом не сказано, я так и говорю. От себя я ничего не пишу.",
	},
	aboutCant: {
		"**Was ich nicht kann**: beurteilen, ob ein Artikel recht hat, ergänzen, was nicht in den Artikeln steht, Zitate übersetzen, oder Fragen in einer anderen Sprache als der der Geschichte, Englisch, beantworten.",
		"**Ce que je ne sais pas faire** : juger si un article a raison, ajouter ce qui n’est pas dans les articles, traduire les citations, ni répondre dans une autre langue que celle de l’histoire, l’anglais.",
		"**Lo que no puedo hacer**: juzgar si un artículo tiene razón, añadir lo que no está en los artículos, traducir las citas, ni responder a preguntas en otra lengua que la de la historia, el inglés.",
		"**Чего я не умею**: судить, права ли статья, добавлять то, чего в статьях нет, переводить цитаты и отвечать на вопросы не на языке истории, английском.",
	},
	aboutStory: {
		"**Die Geschichte**: %[1]s (%[2]s); %[3]s mit %[4]s, Version %[5]s.",
		"**L’histoire** : %[1]s (%[2]s) ; %[3]s avec %[4]s, version %[5]s.",
		"**La historia**: %[1]s (%[2]s); %[3]s con %[4]s, versión %[5]s.",
		"**История**: %[1]s (%[2]s); %[3]s, %[4]s, версия %[5]s.",
	},
	aboutPrivacy: {
		"**Datenschutz**: Ich kann keine Nachrichten lesen: Ich sehe nur die Befehle an mich und eine Nachricht, die du mich abgleichen lässt. Ich speichere, %[1]d Tage lang und ohne wer gefragt hat: Fragen, die keine Antwort fanden oder deren Antwort missfiel, mit wie oft und wann zuletzt; und Stimmen, unter einem Hash mit Schlüssel, der nicht verrät, wessen sie sind. Vom Tun der Moderation speichere ich wer, wo und was. Im Protokoll steht, welcher Befehl kam und wie lange die Antwort dauerte, nicht wer was gefragt hat.",
		"**Vie privée** : je ne peux pas lire les messages : je ne vois que les commandes qui me sont envoyées et un message que vous me faites vérifier. Je garde, %[1]d jours et sans qui a demandé : les questions restées sans réponse ou dont la réponse a déplu, avec combien de fois et quand la dernière ; et les votes, sous un hachage à clé qui ne dit pas de qui ils sont. Des actions de la modération, je garde qui, où et quoi. Le journal note la commande et la durée de la réponse, pas qui a demandé quoi.",
		"**Privacidad**: no puedo leer mensajes: solo veo los comandos que me envían y un mensaje que me pides contrastar. Guardo, %[1]d días y sin quién preguntó: las preguntas que no hallaron respuesta o cuya respuesta disgustó, con cuántas veces y cuándo la última; y los votos, bajo un hash con clave que no dice de quién son. De lo que hace la moderación guardo quién, dónde y qué. El registro anota qué comando llegó y cuánto tardó la respuesta, no quién preguntó qué.",
		"**Приватность**: я не могу читать сообщения: я вижу только отправленные мне команды и сообщение, которое вы просите сверить. Я храню %[1]d дн. и без имён: вопросы без ответа или те, чей ответ не понравился, — сколько раз и когда в последний; и голоса под хешем с ключом, по которому не узнать, чьи они. О действиях модераторов храню кто, где и что. В журнале есть команда и время ответа, но не кто и о чём спросил.",
	},
	aboutMemory: {
		"Das alles steht nur im Arbeitsspeicher: Nach einem Neustart ist es weg.", "Tout cela n’est qu’en mémoire : un redémarrage l’efface.",
		"Todo eso está solo en memoria: desaparece al reiniciarme.", "Всё это только в памяти: после перезапуска оно исчезает.",
	},
	helpTitle: {"Was du tun kannst", "Ce que vous pouvez faire", "Qué puedes hacer", "Что можно делать"},
	helpAsk: {
		"**/%[1]s** beantwortet eine Frage mit Zitaten aus den Artikeln. Beim Tippen werden Namen und Fragen angeboten. Mit `%[2]s` siehst nur du die Antwort, bis du sie teilst.",
		"**/%[1]s** répond à une question par des citations des articles. La saisie propose des noms et des questions. Avec `%[2]s`, vous seul voyez la réponse, jusqu’à ce que vous la partagiez.",
		"**/%[1]s** responde a una pregunta con citas de los artículos. Al escribir se ofrecen nombres y preguntas. Con `%[2]s`, solo tú ves la respuesta, hasta que la compartas.",
		"**/%[1]s** отвечает на вопрос цитатами из статей. При вводе предлагаются имена и вопросы. С `%[2]s` ответ видите только вы, пока не поделитесь им.",
	},
	helpButtons: {
		"Unter einer Antwort zeigt **%[1]s** den Absatz um jedes Zitat, **%[2]s** die nächsten Zitate, und **%[3]s** schickt eine private Antwort in den Kanal.",
		"Sous une réponse, **%[1]s** montre le paragraphe autour de chaque citation, **%[2]s** les citations suivantes, et **%[3]s** publie une réponse privée dans le salon.",
		"Bajo una respuesta, **%[1]s** muestra el párrafo de cada cita, **%[2]s** las citas siguientes, y **%[3]s** publica una respuesta privada en el canal.",
		"Под ответом **%[1]s** показывает абзац вокруг каждой цитаты, **%[2]s** — следующие цитаты, а **%[3]s** публикует личный ответ в канале.",
	},
	helpVotes: {
		"Mit **👍** und **👎** unter einer Antwort sagst du, ob sie geholfen hat. Das zählt einmal, du kannst es ändern, und niemand erfährt, wer es war; die Moderation sieht, an welchen Fragen zu arbeiten ist.",
		"Avec **👍** et **👎** sous une réponse, vous dites si elle a aidé. Cela compte une fois, vous pouvez changer d’avis, et nul n’apprend qui c’était ; la modération voit quelles questions travailler.",
		"Con **👍** y **👎** bajo una respuesta dices si ayudó. Cuenta una vez, puedes cambiar de opinión y nadie sabe quién fue; la moderación ve en qué preguntas trabajar.",
		"**👍** и **👎** под ответом — помог ли он. Голос считается один раз, его можно изменить, и никто не узнает, чей он; модераторы видят, над какими вопросами работать.",
	},
	helpTimeline: {
		"**/%[1]s** zeigt, was wann geschah und wie jedes Datum ermittelt wurde; auch als Bild oder Datei.",
		"**/%[1]s** montre ce qui s’est passé et quand, et comment chaque date a été établie ; aussi en image ou en fichier.",
		"**/%[1]s** muestra qué pasó y cuándo, y cómo se averiguó cada fecha; también como imagen o archivo.",
		"**/%[1]s** показывает, что и когда произошло и как определена каждая дата; также картинкой или файлом.",
	},
	helpCompare: {
		"**/%[1]s** zeigt, wie jeder Artikel von einem Thema erzählt, und wo sie in einer Zahl, einem Datum oder einem Namen abweichen.",
		"**/%[1]s** montre comment chaque article parle d’un sujet, et où ils diffèrent par un nombre, une date ou un nom.",
		"**/%[1]s** muestra cómo cuenta cada artículo un tema y dónde difieren en un número, una fecha o un nombre.",
		"**/%[1]s** показывает, как о теме рассказывает каждая статья и где расходятся числа, даты или имена.",
	},
	helpSources: {
		"**/%[1]s** listet die Artikel auf; mit einem davon zeigt es dessen Gliederung.",
		"**/%[1]s** liste les articles ; avec l’un d’eux, son plan.",
		"**/%[1]s** enumera los artículos; con uno de ellos, su esquema.",
		"**/%[1]s** перечисляет статьи; с одной из них — её план.",
	},
	helpCheck: {
		"**%[1]s**, im Menü einer Nachricht unter Apps, findet, was die Artikel zu ihr sagen. Nur du siehst es.",
		"**%[1]s**, dans le menu d’un message sous Applications, trouve ce que les articles en disent. Vous seul le voyez.",
		"**%[1]s**, en el menú de un mensaje en Aplicaciones, busca lo que los artículos dicen de él. Solo tú lo ves.",
		"**%[1]s**, в меню сообщения в разделе «Приложения», находит, что о нём говорят статьи. Видите это только вы.",
	},
	helpAbout: {
		"**/%[1]s** sagt, was das hier ist, was gespeichert wird und welche Geschichte ich kenne.",
		"**/%[1]s** dit ce que c’est, ce qui est gardé et quelle histoire je connais.",
		"**/%[1]s** dice qué es esto, qué se guarda y qué historia conozco.",
		"**/%[1]s** говорит, что это такое, что хранится и какую историю я знаю.",
	},
	helpQuestions: {
		"Frag immer nur eine Sache, auf Englisch, und nenne sie beim Namen: “Why did Ann resign?” statt “Why did she do it?”.",
		"Demandez une chose à la fois, en anglais, et nommez-la : “Why did Ann resign?” plutôt que “Why did she do it?”.",
		"Pregunta una cosa cada vez, en inglés, y nómbrala: “Why did Ann resign?” mejor que “Why did she do it?”.",
		"Спрашивайте по-английски, по одному за раз, называя имена: “Why did Ann resign?”, а не “Why did she do it?”.",
	},
	firstOf: {"%[1]s bis %[2]s", "%[1]s à %[2]s", "%[1]s a %[2]s", "%[1]s — %[2]s"},
}
