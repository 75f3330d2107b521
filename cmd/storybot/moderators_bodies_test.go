package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/bot/discordtest"
)

// whatModeratorsDo are the interactions of moderators, and of a member who tries
// the same.
func whatModeratorsDo() []map[string]any {
	option, long := discordtest.StringOpt, strings.Repeat("@everyone **[x](https://evil.example)** 👩\u200d👩\u200d👧 ", 40)
	all := []map[string]any{
		curate("add"), curate("add", option("url", "https://example.com/")), curate("remove", option("article", "zzzz")), curate("restore", option("article", long)),
		paste(""), paste("A bridge\n\nShare this story\n\nThe bridge closed.\n"), paste(long + "\n\n" + strings.Repeat("Share this story on Facebook\n\n", 30) + long + "closed.\n"),
	}
	for _, yes := range []string{"dry_run", "rollback", "neither"} {
		all = append(all, discordtest.AsModerator(discordtest.Command("reload", discordtest.BoolOpt(yes, true))))
	}
	for _, part := range []string{"list", "test"} {
		all = append(all, discordtest.AsModerator(gaps(part)), gaps(part))
	}
	for _, part := range []string{"remove", "restore"} {
		typing := discordtest.Autocomplete("article", "article", "bridge")
		inner := typing["data"].(map[string]any)["options"]
		typing["data"].(map[string]any)["options"] = []any{map[string]any{"name": part, "type": 1, "options": inner}}
		all = append(all, discordtest.AsModerator(typing))
	}
	return all
}

// followModerator does an interaction and all that its reply offers, each once,
// as a moderator.
func (o *online) followModerator(interaction map[string]any, locale string, done map[string]bool) {
	o.t.Helper()
	interaction = with(interaction, map[string]any{"locale": locale})
	sent, err := o.discord.Send(interaction)
	if err != nil {
		o.t.Fatal(err)
	}
	callback, err := o.discord.WaitCallback(o.patience(), sent)
	if err != nil {
		o.t.Fatal(err)
	}
	said := callback.Data
	if callback.Type == 5 { // deferred
		edit, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
			return r.Method == "PATCH" && strings.Contains(r.Path, sent.Token)
		})
		if err != nil {
			o.t.Fatal(err)
		}
		said = edit.Body
	}
	var message map[string]any
	if err := json.Unmarshal(said, &message); err != nil {
		o.t.Fatal(err)
	}
	if message["title"] != nil {
		filled := map[string]string{"text": "A form\n\nIt was filled in.\n", "title": strings.Repeat("@everyone *x* ", 30), "author": "<@1>", "published": "2018-06", "url": "https://example.com/(a)"}
		form := discordtest.Form(message["custom_id"].(string), filled)
		if on := interaction["message"]; on != nil {
			form["message"] = on
		}
		o.followModerator(discordtest.AsModerator(form), locale, done)
		return
	}
	for _, c := range components(message) {
		if !c.disabled && !done[c.customID] && !strings.HasPrefix(c.customID, "publish:") { // what is published is reloaded, over and over
			done[c.customID] = true
			on := maps.Clone(message)
			delete(on, "allowed_mentions")
			o.followModerator(discordtest.AsModerator(c.use(on)), locale, done)
		}
	}
}

// TestEveryBodyForModeratorsIsWhatDiscordTakes has moderators of every language
// do everything, and holds all that was sent against Discord's API description.
func TestEveryBodyForModeratorsIsWhatDiscordTakes(t *testing.T) {
	api := readAPI(t)
	folder := strange(t)
	questions := strings.Repeat(`{"question":"When did the Harbour Bridge close, @everyone?","expect":"elephants **x**"}`+"\n", 40)
	if err := os.WriteFile(filepath.Join(folder, "questions.jsonl"), []byte(questions), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, environment := range map[string]map[string]string{
		"the story that is compiled in": {"MODERATOR_GUILD_IDS": discordtest.GuildID},
		"a strange story":               {"MODERATOR_GUILD_IDS": discordtest.GuildID, "ARTICLES_DIR": folder},
		"no servers":                    nil,
	} {
		t.Run(name, func(t *testing.T) {
			o := goOnline(t, environment)
			for i := range 30 {
				o.act(discordtest.Command("ask", discordtest.StringOpt("question", fmt.Sprintf("Which @everyone **xyzzy** is number %d? %s", i, strings.Repeat("_👩\u200d👧 ", 90)))))
			}
			for _, locale := range []string{"en-US", "de", "fr", "es-ES", "ru", "tlh"} {
				done := map[string]bool{}
				for _, interaction := range whatModeratorsDo() {
					o.followModerator(interaction, locale, done)
				}
			}
			_, preview := o.act(paste("A bridge\n\nThe bridge closed.\n"))
			if environment["ARTICLES_DIR"] != "" {
				o.followModerator(discordtest.AsModerator(find(t, preview, "publish").use(preview)), "fr", map[string]bool{})
			}
			for _, r := range o.discord.Requests() {
				if r.Method == "GET" {
					continue
				}
				if err := api.check(r); err != nil {
					t.Errorf("%.3000v\n%.6000s", err, r.Body)
				}
				if r.Status >= 300 {
					t.Errorf("%s %s is answered with %d", r.Method, r.Path, r.Status)
				}
			}
		})
	}
}
