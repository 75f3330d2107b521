package handlers

// What /story says, and what is said where there are several stories.
const (
	storyName, storyDescription phrase = "story", "Choose the story that this server follows (moderators)"
	whichName, whichDescription phrase = "name", "Which story; without it, you are told which is followed"
	storyNamed                  phrase = "Story: %s"
	storiesTitle                phrase = "Stories"
	followedNow                 phrase = "This server follows **%s**."
	followsNow                  phrase = "This server follows **%s** now: answers come from it, and name it."
	followedBefore              phrase = "It followed **%s** until now."
	othersAre                   phrase = "To follow another, name it: /%[1]s %[2]s"
	storiesCounted              phrase = "stories: %d"
	unknownStory                phrase = "No story goes by that: choose one of those that the option offers."
	storyMissing                phrase = "The story that this server follows, %s, is no longer there: a moderator can choose another with /story."
	storyUnreadable             phrase = "The story %s can't be read just now. It has been noted; please try again later."
	stillReading                phrase = "The story %s is still being read: please ask again in a moment."
	buttonOfGone                phrase = "This button is about a story that is no longer there. Please send the command again."
	choiceUnknown               phrase = "It can't be told just now which story this server follows: please try again in a moment."
	choiceNotKept               phrase = "The choice can't be kept just now, so nothing has changed: please try again in a moment."
)

var storiesPhrases = map[phrase]translation{
	storyName: {"geschichte", "histoire", "historia", "история"},
	storyDescription: {
		"Die Geschichte wählen, der dieser Server folgt (Moderation)", "Choisir l’histoire que suit ce serveur (modération)",
		"Elegir la historia que sigue este servidor (moderación)", "Выбрать историю, за которой следит этот сервер (модераторы)",
	},
	whichName: {"name", "nom", "nombre", "название"},
	whichDescription: {
		"Welche Geschichte; ohne sie erfährst du, welcher gefolgt wird", "Quelle histoire ; sans elle, vous apprenez laquelle est suivie",
		"Qué historia; sin ella se te dice cuál se sigue", "Какая история; без неё вы узнаете, за какой идёт слежение",
	},
	storyNamed:   {"Geschichte: %s", "Histoire : %s", "Historia: %s", "История: %s"},
	storiesTitle: {"Geschichten", "Histoires", "Historias", "Истории"},
	followedNow:  {"Dieser Server folgt **%s**.", "Ce serveur suit **%s**.", "Este servidor sigue **%s**.", "Этот сервер следит за историей **%s**."},
	followsNow: {
		"Dieser Server folgt jetzt **%s**: Die Antworten kommen daraus und nennen sie.", "Ce serveur suit maintenant **%s** : les réponses en viennent et la nomment.",
		"Este servidor sigue ahora **%s**: las respuestas vienen de ella y la nombran.", "Теперь этот сервер следит за историей **%s**: ответы берутся из неё и называют её.",
	},
	followedBefore: {"Bis jetzt folgte er **%s**.", "Jusqu’ici, il suivait **%s**.", "Hasta ahora seguía **%s**.", "До сих пор он следил за историей **%s**."},
	othersAre: {
		"Um einer anderen zu folgen, nenne sie: /%[1]s %[2]s", "Pour en suivre une autre, nommez-la : /%[1]s %[2]s",
		"Para seguir otra, nómbrala: /%[1]s %[2]s", "Чтобы следить за другой, назовите её: /%[1]s %[2]s",
	},
	storiesCounted: {"Geschichten: %d", "histoires : %d", "historias: %d", "историй: %d"},
	unknownStory: {
		"So heißt keine Geschichte: Wähle eine von denen, die die Option anbietet.", "Aucune histoire ne porte ce nom : choisissez-en une parmi celles que l’option propose.",
		"Ninguna historia se llama así: elige una de las que ofrece la opción.", "Такой истории нет: выберите одну из предложенных.",
	},
	storyMissing: {
		"Die Geschichte, der dieser Server folgt, %s, ist nicht mehr da: Die Moderation kann mit /geschichte eine andere wählen.",
		"L’histoire que suit ce serveur, %s, n’est plus là : la modération peut en choisir une autre avec /histoire.",
		"La historia que sigue este servidor, %s, ya no está: la moderación puede elegir otra con /historia.",
		"Истории, за которой следит этот сервер, %s, больше нет: модераторы могут выбрать другую командой /история.",
	},
	storyUnreadable: {
		"Die Geschichte %s lässt sich gerade nicht lesen. Es wurde vermerkt; bitte versuch es später noch einmal.",
		"L’histoire %s ne peut pas être lue en ce moment. C’est noté ; réessayez plus tard, s’il vous plaît.",
		"La historia %s no se puede leer ahora mismo. Ha quedado anotado; inténtalo más tarde, por favor.",
		"Историю %s сейчас прочитать не удаётся. Это записано; попробуйте позже.",
	},
	stillReading: {
		"Die Geschichte %s wird noch gelesen: Bitte frag gleich noch einmal.", "L’histoire %s est encore en cours de lecture : redemandez dans un instant.",
		"La historia %s todavía se está leyendo: pregunta otra vez en un momento.", "История %s ещё читается: спросите снова через мгновение.",
	},
	buttonOfGone: {
		"Dieser Knopf gehört zu einer Geschichte, die nicht mehr da ist. Bitte sende den Befehl noch einmal.",
		"Ce bouton concerne une histoire qui n’est plus là. Renvoyez la commande, s’il vous plaît.",
		"Este botón es de una historia que ya no está. Envía el comando otra vez, por favor.",
		"Эта кнопка относится к истории, которой больше нет. Отправьте команду ещё раз.",
	},
	choiceUnknown: {
		"Gerade lässt sich nicht sagen, welcher Geschichte dieser Server folgt: Bitte versuch es gleich noch einmal.",
		"On ne peut pas dire en ce moment quelle histoire suit ce serveur : réessayez dans un instant.",
		"Ahora mismo no se puede saber qué historia sigue este servidor: inténtalo de nuevo en un momento.",
		"Сейчас нельзя узнать, за какой историей следит этот сервер: попробуйте через мгновение.",
	},
	choiceNotKept: {
		"Die Wahl lässt sich gerade nicht speichern, also hat sich nichts geändert: Bitte versuch es gleich noch einmal.",
		"Le choix ne peut pas être gardé en ce moment, rien n’a donc changé : réessayez dans un instant.",
		"La elección no se puede guardar ahora mismo, así que nada ha cambiado: inténtalo de nuevo en un momento.",
		"Сейчас выбор сохранить нельзя, поэтому ничего не изменилось: попробуйте через мгновение.",
	},
}
