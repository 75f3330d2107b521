package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/bot/discordtest"
)

// whatChoosersDo are the interactions of moderators who choose a story, and of a
// member who tries the same.
func whatChoosersDo() []map[string]any {
	long := strings.Repeat("@everyone **[x](https://evil.example)** 👩\u200d👩\u200d👧 ", 40)
	all := []map[string]any{discordtest.Command("story"), discordtest.AsModerator(discordtest.Command("story"))}
	for _, name := range []string{"", "strange", "story-07", "empty", "zzzz", long} {
		all = append(all, discordtest.AsModerator(discordtest.Command("story", discordtest.StringOpt("name", name))))
	}
	for _, typed := range []string{"", "s", "strnge", "@everyone", "zzzz", long} {
		typing := discordtest.Autocomplete("story", "name", typed)
		all = append(all, typing, discordtest.AsModerator(typing))
	}
	return all
}

// TestEveryBodyOfSeveralStoriesIsWhatDiscordTakes has people and moderators of
// every language do everything in a server that follows one of many stories, and
// holds all that was sent against Discord's API description.
func TestEveryBodyOfSeveralStoriesIsWhatDiscordTakes(t *testing.T) {
	api := readAPI(t)
	stories := storiesIn(t, map[string]string{"empty/a.png": "x"})
	for i := range 45 {
		name := fmt.Sprintf("story-%02d", i)
		put(t, filepath.Join(stories, name, "a.txt"), fmt.Sprintf("The bridge\n\nThe Harbour Bridge closed for %d days.\n", i))
		put(t, filepath.Join(stories, name, "story.yaml"), "title: \""+strings.Repeat("@everyone **x** <@1> ", 6)+"\"\n")
	}
	put(t, filepath.Join(stories, "strange", "story.yaml"), "title: \""+strings.Repeat("👩\u200d👩\u200d👧*_", 20)+"\"\n")
	if err := os.CopyFS(filepath.Join(stories, "strange"), os.DirFS(strange(t))); err != nil {
		t.Fatal(err)
	}
	o := goOnline(t, map[string]string{"STORIES_DIR": stories, "STORY": "strange", "MODERATOR_GUILD_IDS": discordtest.GuildID, "STATE_DIR": "memory"})
	for _, locale := range []string{"en-US", "de", "fr", "es-ES", "ru", "tlh"} {
		done := map[string]bool{}
		for _, interaction := range whatPeopleDo() {
			o.follow(interaction, locale, done)
		}
		for _, interaction := range append(whatModeratorsDo(), whatChoosersDo()...) {
			o.followModerator(interaction, locale, done)
		}
		o.wantSaid(toFollow(discordtest.GuildID, "strange"), "Stories")
	}
	marked := 0
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
		if strings.Contains(string(r.Body), `"custom_id":"context:1:`) {
			marked++
		}
	}
	if marked == 0 {
		t.Error("no answer was sent")
	}
}
