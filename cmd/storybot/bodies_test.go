package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/bot/discordtest"
)

// strange is a folder of articles that are long, many, and full of what Discord
// could choke on.
func strange(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	hostile := "@everyone **[x](https://evil.example)** ||<@1>|| `a` <:x:1> \u202e\u200b # > - 👩\u200d👩\u200d👧 e\u0301\u0301\u0301 "
	for i := range 7 {
		body := fmt.Sprintf("On %d May 2018 the Harbour Bridge closed for %d days, said Mark Sutton. ", i%28+1, i)
		text := fmt.Sprintf("---\ntitle: \"%d %s\"\nauthor: \"%s\"\npublished: 2018-06-%02d\nurl: \"https://example.com/%s?(%d)\"\nafter: \"%s\"\n---\n\n",
			i, strings.Repeat(hostile, 12), strings.Repeat(hostile, 6), i%28+1, strings.Repeat("a/", 100), i, strings.Repeat(hostile, 4)) +
			strings.Repeat("The Harbour Bridge "+hostile, 20) + "closed.\n\n" + strings.Repeat(body, 8) + "\n\n# " + strings.Repeat(hostile, 9) + "\n\n" +
			strings.Repeat("Great "+strings.Repeat("Bridges ", 20)+"stand. Great "+strings.Repeat("Bridges ", 20)+"fall. ", 3) + "\n"
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// whatPeopleDo are the interactions from which all others follow.
func whatPeopleDo() []map[string]any {
	text, private := discordtest.StringOpt, discordtest.BoolOpt("private", true)
	all := []map[string]any{
		discordtest.AsModerator(discordtest.Command("reload")), discordtest.Command("reload"), discordtest.Command("nothing"),
		discordtest.Command("about"), discordtest.Command("help"), discordtest.Command("timeline", private),
		discordtest.Command("timeline", text("about", "Harbour Bridge"), text("from", "May 2018"), text("to", "2018-05-20")),
		discordtest.Command("timeline", text("about", strings.Repeat("the ", 24)+"@e*_")), discordtest.Command("timeline", text("about", "xyzzy")),
		discordtest.Command("timeline", text("from", "@everyone **when**")), discordtest.Command("timeline", text("from", "2019"), text("to", "2018")),
		discordtest.Command("sources"), discordtest.Command("sources", text("article", "zzzz"), private),
		check(strings.Repeat("The Harbour Bridge closed. Kaspersky stopped working with Europol. ", 25)), check("🙂"), check(""),
		check("Nobody has ever heard of any xyzzy."),
		discordtest.Button("context:0:1:1", nil), discordtest.Button("gone", nil),
	}
	for _, question := range []string{
		"Why did Kaspersky stop working with Europol?", "When did the Harbour Bridge close?", "Which xyzzy?", "?!", "what is it", "Почему?",
		"Warum hat die Harbour Bridge geschlossen und wer hat es gesagt?", "\u202e@everyone ||" + strings.Repeat("👩\u200d👩\u200d👧", 200) + " xyzzy",
		strings.Repeat("When did the Harbour Bridge close? ", 170), strings.Repeat("xyzzy*", 900),
	} {
		all = append(all, discordtest.Command("ask", text("question", question)), discordtest.Command("ask", text("question", question), private))
	}
	for _, topic := range []string{"Harbour Bridge", "Europol", "xyzzy", "", strings.Repeat("Harbour Bridge 👩\u200d👩\u200d👧", 90)} {
		all = append(all, discordtest.Command("compare", text("topic", topic), private))
	}
	for _, typed := range []string{"", "b", "harbor", "kaspersky", "zzzz", strings.Repeat("Harbour Bridge ", 300)} {
		all = append(all, discordtest.Autocomplete("ask", "question", typed), discordtest.Autocomplete("compare", "topic", typed),
			discordtest.Autocomplete("sources", "article", typed), discordtest.Autocomplete("timeline", "about", typed))
	}
	for _, typed := range []string{"", "may", "13 June 2018", "last spring", "zzzz", strings.Repeat("May ", 1000)} {
		all = append(all, discordtest.Autocomplete("timeline", "from", typed), discordtest.Autocomplete("timeline", "to", typed))
	}
	return all
}

// follow does an interaction and all that its reply offers, each once.
func (o *online) follow(interaction map[string]any, locale string, done map[string]bool) {
	message := o.whole(with(interaction, map[string]any{"locale": locale}))
	if message["title"] != nil {
		filled := discordtest.Form(message["custom_id"].(string), map[string]string{"question": "When did the Harbour Bridge close?"})
		o.act(with(filled, map[string]any{"locale": locale}))
		return
	}
	for _, c := range components(message) {
		for _, use := range c.uses(message) {
			if key := fmt.Sprint(use["data"]); !c.disabled && !done[key] {
				done[key] = true
				o.follow(use, locale, done)
			}
		}
	}
}

// TestEveryBodyIsWhatDiscordTakes has people of every language do everything,
// with a plain story and a strange one, and holds all that was sent against
// Discord's API description.
func TestEveryBodyIsWhatDiscordTakes(t *testing.T) {
	api := readAPI(t)
	for name, environment := range map[string]map[string]string{
		"the story that is compiled in": {"DISCORD_GUILD_IDS": "11,12"},
		"a strange story":               {"ARTICLES_DIR": strange(t)},
	} {
		t.Run(name, func(t *testing.T) {
			o := goOnline(t, environment)
			for _, locale := range []string{"en-US", "de", "fr", "es-ES", "ru", "tlh"} {
				done := map[string]bool{}
				for _, interaction := range whatPeopleDo() {
					o.follow(interaction, locale, done)
				}
			}
			checked := map[string]int{}
			for _, r := range o.discord.Requests() {
				if r.Method == "GET" {
					continue
				}
				checked[operationOf(r)]++
				if err := api.check(r); err != nil {
					t.Errorf("%.3000v\n%.6000s", err, r.Body)
				}
				if r.Status >= 300 {
					t.Errorf("%s %s is answered with %d", r.Method, r.Path, r.Status)
				}
			}
			commands := "PUT /applications/{application_id}/commands"
			if environment["DISCORD_GUILD_IDS"] != "" {
				commands = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
			}
			for _, operation := range []string{commands, "POST " + operations[0].path, "PATCH " + operations[3].path, "POST " + operations[4].path} {
				if checked[operation] == 0 {
					t.Errorf("nothing was sent to %s", operation)
				}
			}
		})
	}
}
