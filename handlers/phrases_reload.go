package handlers

// What /reload says. Why a file can't be used is said in English, as on the
// command line.
const (
	onlyModerators phrase = "Only moderators of a server can reload the story: that takes the permission Manage Messages."
	noFolder       phrase = "This story is compiled in: no folder is set, so there is nothing to reload."
	storyStays     phrase = "The story stays as it was (version %[1]s): %[2]s."
	reloadTitle    phrase = "Reloaded"
	versionIsNow   phrase = "Version %[1]s is now %[2]s."
	nothingChanged phrase = "Nothing has changed: the story is still version %s."
	added          phrase = "**Added**: %s"
	changed        phrase = "**Changed**: %s"
	removed        phrase = "**Removed**: %s"
	leftOut        phrase = "Left out: %s"
)

var reloadPhrases = map[phrase]translation{
	onlyModerators: {
		"Nur die Moderation eines Servers kann die Geschichte neu laden: Dazu braucht es die Berechtigung „Nachrichten verwalten“.",
		"Seule la modération d’un serveur peut recharger l’histoire : il faut la permission « Gérer les messages ».",
		"Solo la moderación de un servidor puede recargar la historia: hace falta el permiso «Gestionar mensajes».",
		"Перечитать историю могут только модераторы сервера: нужно право «Управлять сообщениями».",
	},
	noFolder: {
		"Diese Geschichte ist fest eingebaut: Es ist kein Ordner angegeben, also gibt es nichts neu zu laden.",
		"Cette histoire est intégrée : aucun dossier n’est indiqué, il n’y a donc rien à recharger.",
		"Esta historia viene incorporada: no hay ninguna carpeta indicada, así que no hay nada que recargar.",
		"Эта история встроена: папка не указана, перечитывать нечего.",
	},
	storyStays: {
		"Die Geschichte bleibt, wie sie war (Version %[1]s): %[2]s.",
		"L’histoire reste telle quelle (version %[1]s) : %[2]s.",
		"La historia queda como estaba (versión %[1]s): %[2]s.",
		"История осталась прежней (версия %[1]s): %[2]s.",
	},
	reloadTitle:  {"Neu geladen", "Rechargé", "Recargado", "Перечитано"},
	versionIsNow: {"Aus Version %[1]s ist %[2]s geworden.", "La version %[1]s est maintenant %[2]s.", "La versión %[1]s es ahora %[2]s.", "Версия %[1]s теперь %[2]s."},
	nothingChanged: {
		"Nichts hat sich geändert: Es ist noch Version %s.", "Rien n’a changé : c’est toujours la version %s.",
		"Nada ha cambiado: sigue siendo la versión %s.", "Ничего не изменилось: это всё ещё версия %s.",
	},
	added:   {"**Neu**: %s", "**Ajoutés** : %s", "**Añadidos**: %s", "**Добавлено**: %s"},
	changed: {"**Geändert**: %s", "**Modifiés** : %s", "**Modificados**: %s", "**Изменено**: %s"},
	removed: {"**Entfernt**: %s", "**Retirés** : %s", "**Quitados**: %s", "**Убрано**: %s"},
	leftOut: {"Ausgelassen: %s", "Laissé de côté : %s", "Omitido: %s", "Пропущено: %s"},
}
