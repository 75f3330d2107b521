package handlers

// What /reload says. Why a file can't be used is said in English, as on the
// command line.
const (
	onlyModerators phrase = "Only moderators can do this, in a server: it takes the permission Manage Messages, or a moderators' role."
	noFolder       phrase = "This story is compiled in: no folder is set, so there is nothing to reload."
	storyStays     phrase = "The story stays as it was (version %[1]s): %[2]s."
	notSaved       phrase = "This can't be saved now: what the processes of this bot share can't be reached. Answers go on as before; try again in a minute."
	keptAway       phrase = "What this bot keeps can't be reached now, so nothing was saved or looked up. Answers go on as before; try again in a minute."
	reloadTitle    phrase = "Reloaded"
	dryRunTitle    phrase = "What a reload would change"
	versionIsNow   phrase = "Version %[1]s is now %[2]s."
	nothingChanged phrase = "Nothing has changed: the story is still version %s."
	added          phrase = "**Added**: %s"
	changed        phrase = "**Changed**: %s"
	removed        phrase = "**Removed**: %s"
	leftOut        phrase = "Left out: %s"
	warned         phrase = "Note: %s"
	took           phrase = "took %s"

	versionWouldBe   phrase = "A dry run, nothing was swapped. Version %[1]s would become %[2]s."
	nowAnswered      phrase = "**Answered now**: %s"
	noLongerAnswered phrase = "**No longer answered**: %s"
	joinedOther      phrase = "%s had started a reload already; this is its result."
	joinedWatch      phrase = "A change of the folder had started a reload already; this is its result."
	rollbackTitle    phrase = "Returned to the story before"
	untilNextReload  phrase = "It stays until the next reload or restart."
	untilAnyReload   phrase = "It stays until the next reload, in every process of this bot."
	dryOrBack        phrase = "Choose one of the two: a dry run swaps nothing, and a rollback does."
	noBefore         phrase = "There is no story from before to return to: nothing was reloaded since the start or the last return."
	folderTitle      phrase = "The articles folder has changed"
	reportGone       phrase = "This report is no longer held: please send the command again."
)

var reloadPhrases = map[phrase]translation{
	onlyModerators: {
		"Das kann nur die Moderation, in einem Server: Dazu braucht es die Berechtigung „Nachrichten verwalten“ oder eine Moderationsrolle.",
		"Seule la modération peut le faire, dans un serveur : il faut la permission « Gérer les messages » ou un rôle de modération.",
		"Solo la moderación puede hacerlo, en un servidor: hace falta el permiso «Gestionar mensajes» o un rol de moderación.",
		"Это могут только модераторы, на сервере: нужно право «Управлять сообщениями» или роль модератора.",
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
	notSaved: {
		"Das lässt sich gerade nicht speichern: Der gemeinsame Speicher des Bots ist nicht zu erreichen. Fragen werden weiter beantwortet; versuche es in einer Minute noch einmal.",
		"Impossible d’enregistrer pour l’instant : le stockage partagé du bot est injoignable. Les réponses continuent comme avant ; réessayez dans une minute.",
		"Ahora no se puede guardar: no se llega al almacén compartido del bot. Las respuestas siguen como antes; inténtalo de nuevo en un minuto.",
		"Сейчас это нельзя сохранить: общее хранилище бота недоступно. Ответы работают как прежде; попробуйте ещё раз через минуту.",
	},
	keptAway: {
		"Was der Bot aufbewahrt, ist gerade nicht zu erreichen; es wurde nichts gespeichert oder nachgesehen. Fragen werden weiter beantwortet; versuche es in einer Minute noch einmal.",
		"Ce que le bot conserve est injoignable pour l’instant ; rien n’a été enregistré ni consulté. Les réponses continuent comme avant ; réessayez dans une minute.",
		"Ahora no se llega a lo que guarda el bot; no se guardó ni se consultó nada. Las respuestas siguen como antes; inténtalo de nuevo en un minuto.",
		"То, что хранит бот, сейчас недоступно; ничего не сохранено и не прочитано. Ответы работают как прежде; попробуйте ещё раз через минуту.",
	},
	reloadTitle:  {"Neu geladen", "Rechargé", "Recargado", "Перечитано"},
	dryRunTitle:  {"Was ein Neuladen ändern würde", "Ce qu’un rechargement changerait", "Qué cambiaría una recarga", "Что изменила бы перезагрузка"},
	versionIsNow: {"Aus Version %[1]s ist %[2]s geworden.", "La version %[1]s est maintenant %[2]s.", "La versión %[1]s es ahora %[2]s.", "Версия %[1]s теперь %[2]s."},
	nothingChanged: {
		"Nichts hat sich geändert: Es ist noch Version %s.", "Rien n’a changé : c’est toujours la version %s.",
		"Nada ha cambiado: sigue siendo la versión %s.", "Ничего не изменилось: это всё ещё версия %s.",
	},
	added:   {"**Neu**: %s", "**Ajoutés** : %s", "**Añadidos**: %s", "**Добавлено**: %s"},
	changed: {"**Geändert**: %s", "**Modifiés** : %s", "**Modificados**: %s", "**Изменено**: %s"},
	removed: {"**Entfernt**: %s", "**Retirés** : %s", "**Quitados**: %s", "**Убрано**: %s"},
	leftOut: {"Ausgelassen: %s", "Laissé de côté : %s", "Omitido: %s", "Пропущено: %s"},
	warned:  {"Hinweis: %s", "Remarque : %s", "Nota: %s", "Замечание: %s"},
	took:    {"dauerte %s", "durée : %s", "tardó %s", "заняло %s"},
	versionWouldBe: {
		"Ein Probelauf, nichts wurde getauscht. Aus Version %[1]s würde %[2]s.", "Un essai, rien n’a été échangé. La version %[1]s deviendrait %[2]s.",
		"Un ensayo, no se cambió nada. La versión %[1]s pasaría a ser %[2]s.", "Проба, ничего не заменено. Версия %[1]s стала бы %[2]s.",
	},
	nowAnswered:      {"**Jetzt beantwortet**: %s", "**Trouve réponse** : %s", "**Ahora con respuesta**: %s", "**Теперь есть ответ**: %s"},
	noLongerAnswered: {"**Nicht mehr beantwortet**: %s", "**Ne trouve plus de réponse** : %s", "**Ya sin respuesta**: %s", "**Больше нет ответа**: %s"},
	joinedOther: {
		"%s hatte schon ein Neuladen begonnen; dies ist sein Ergebnis.", "%s avait déjà lancé un rechargement ; en voici le résultat.",
		"%s ya había empezado una recarga; este es su resultado.", "%s уже начал(-а) перезагрузку; вот её результат.",
	},
	joinedWatch: {
		"Eine Änderung des Ordners hatte schon ein Neuladen begonnen; dies ist sein Ergebnis.", "Un changement du dossier avait déjà lancé un rechargement ; en voici le résultat.",
		"Un cambio de la carpeta ya había empezado una recarga; este es su resultado.", "Изменение папки уже начало перезагрузку; вот её результат.",
	},
	rollbackTitle:   {"Zurück zur Geschichte davor", "Retour à l’histoire d’avant", "De vuelta a la historia anterior", "Возврат к прежней истории"},
	untilNextReload: {"Dabei bleibt es bis zum nächsten Neuladen oder Neustart.", "Cela vaut jusqu’au prochain rechargement ou redémarrage.", "Así queda hasta la próxima recarga o reinicio.", "Так будет до следующей перезагрузки или перезапуска."},
	untilAnyReload: {
		"Dabei bleibt es in allen Prozessen des Bots bis zum nächsten Neuladen.", "Cela vaut pour tous les processus du bot jusqu’au prochain rechargement.",
		"Así queda en todos los procesos del bot hasta la próxima recarga.", "Так будет во всех процессах бота до следующей перезагрузки.",
	},
	dryOrBack: {
		"Wähl eines von beiden: Ein Probelauf tauscht nichts, eine Rückkehr schon.", "Choisissez l’un des deux : un essai n’échange rien, un retour si.",
		"Elige uno de los dos: un ensayo no cambia nada, una vuelta sí.", "Выберите одно из двух: проба ничего не заменяет, возврат заменяет.",
	},
	noBefore: {
		"Es gibt keine Geschichte von davor: Seit dem Start oder der letzten Rückkehr wurde nichts neu geladen.",
		"Il n’y a pas d’histoire d’avant : rien n’a été rechargé depuis le démarrage ou le dernier retour.",
		"No hay historia anterior a la que volver: no se recargó nada desde el inicio o la última vuelta.",
		"Вернуться не к чему: с запуска или последнего возврата ничего не перечитывалось.",
	},
	folderTitle: {"Der Ordner mit den Artikeln hat sich geändert", "Le dossier des articles a changé", "La carpeta de artículos ha cambiado", "Папка со статьями изменилась"},
	reportGone:  {"Dieser Bericht ist nicht mehr da: Bitte sende den Befehl noch einmal.", "Ce rapport n’est plus là : renvoyez la commande.", "Este informe ya no está: envía el comando de nuevo.", "Этого отчёта уже нет: отправьте команду ещё раз."},
}
