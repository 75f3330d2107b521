package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
	"storybot/store/bolt"
)

// curate is a moderator who sends a part of /article.
func curate(part string, options ...discordtest.Opt) map[string]any {
	return discordtest.AsModerator(discordtest.Command("article", discordtest.Opt{"name": part, "type": 1, "options": append([]discordtest.Opt{}, options...)}))
}

// gaps sends a part of /gaps.
func gaps(part string) map[string]any {
	return discordtest.Command("gaps", discordtest.Opt{"name": part, "type": 1, "options": []discordtest.Opt{}})
}

// paste is a moderator who pastes an article into the form.
func paste(text string) map[string]any {
	return discordtest.AsModerator(discordtest.Form("pasted:1:x:", map[string]string{"text": text}))
}

// later sends an interaction that is deferred, and returns what is said then.
func (o *online) later(interaction map[string]any) string {
	o.t.Helper()
	return o.reload(interaction)
}

// folderOf makes a folder with one article.
func folderOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("The bridge\n\nThe harbour bridge closes on Monday.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestAModeratorUsesEverything does each moderators' command, after a member
// was refused it.
func TestAModeratorUsesEverything(t *testing.T) {
	dir, state := folderOf(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "questions.jsonl"), []byte(`{"question":"When does the harbour bridge close?","expect":"Monday"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	o := goOnline(t, map[string]string{"ARTICLES_DIR": dir, "STATE_DIR": state, "MODERATOR_GUILD_IDS": discordtest.GuildID, "MODERATOR_ROLE_IDS": "77, 78"})
	yes := func(option string) discordtest.Opt { return discordtest.BoolOpt(option, true) }
	asMember := func(i map[string]any) map[string]any {
		return with(i, map[string]any{"member": discordtest.Command("x")["member"]})
	}
	const refused = "Only moderators can do this"
	for _, i := range []map[string]any{
		discordtest.Command("reload"), discordtest.Command("reload", yes("dry_run")), discordtest.Command("reload", yes("rollback")),
		gaps("list"), gaps("test"), discordtest.Command("gaps"),
	} {
		if said := o.later(i); !strings.Contains(said, refused) {
			t.Errorf("%v by a member: %s", i["data"], said)
		}
	}
	for _, i := range []map[string]any{
		curate("add"), curate("remove", discordtest.StringOpt("article", "a.txt")), curate("restore", discordtest.StringOpt("article", "a.txt")), paste("x"),
	} {
		kind, data := o.act(asMember(i))
		says(t, "a member", kind, 4, data, true, refused)
	}
	withRole := asMember(curate("add"))
	person := withRole["member"].(map[string]any)
	person["roles"] = []any{"78"}
	kind, form := o.act(withRole)
	says(t, "/article add by role", kind, 9, form, false, "The article's text")

	o.act(discordtest.Command("ask", discordtest.StringOpt("question", "When does the ferry stop?")))
	if said := o.later(discordtest.AsModerator(gaps("list"))); !strings.Contains(said, "When does the ferry stop?") {
		t.Errorf("/gaps: %s", said)
	}
	kind, preview := o.act(paste("Ferry stops\n\nShare this story on Facebook\n\nThe ferry stops in autumn, said Mia Falk.\n"))
	says(t, "the form", kind, 4, preview, true, "What was understood")
	moderator := func(i map[string]any) map[string]any { return discordtest.AsModerator(i) }
	kind, data := o.act(moderator(find(t, preview, "keepdropped").use(preview)))
	says(t, "Keep dropped lines", kind, 7, data, false, "**Ferry stops**")
	kind, form = o.act(moderator(find(t, preview, "edit").use(preview)))
	says(t, "Edit", kind, 9, form, false, "Publisher")
	if said := o.later(moderator(find(t, preview, "publish").use(preview))); !strings.Contains(said, "**Answered now**: When does the ferry stop?") {
		t.Errorf("Publish: %s", said)
	}
	kind, data = o.act(curate("remove", discordtest.StringOpt("article", "added/ferry-stops.txt")))
	says(t, "/article remove", kind, 4, data, true, "**Removed**: Ferry stops")
	kind, data = o.act(curate("restore", discordtest.StringOpt("article", "added/ferry-stops.txt")))
	says(t, "/article restore", kind, 4, data, true, "Restored")
	if said := o.later(moderator(gaps("test"))); !strings.Contains(said, "1 of 1 questions are answered as expected") {
		t.Errorf("/gaps test: %s", said)
	}
	for _, step := range []struct{ option, want string }{
		{"dry_run", "Nothing has changed"}, {"rollback", "It stays until the next reload"},
	} {
		if said := o.later(moderator(discordtest.Command("reload", yes(step.option)))); !strings.Contains(said, step.want) {
			t.Errorf("/reload %s: %s", step.option, said)
		}
	}
	o.logs("msg=audit", 18)
	if log := o.err.String(); strings.Contains(log, "ferry stop?") {
		t.Errorf("the log holds a question:\n%s", log)
	}
}

// TestWatchedFolderIsAnnounced changes the folder under a bot that watches it.
func TestWatchedFolderIsAnnounced(t *testing.T) {
	dir := folderOf(t)
	o := goOnline(t, map[string]string{"ARTICLES_DIR": dir, "ARTICLES_WATCH": "1", "MODERATOR_CHANNEL_ID": discordtest.ChannelID})
	waitFor(t, func() bool { return strings.Contains(o.out.String(), "is online") })
	if err := os.WriteFile(filepath.Join(dir, "b.txt"), []byte("The ferry\n\nThe ferry stops in autumn.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	told, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "POST" && r.Path == "/channels/"+discordtest.ChannelID+"/messages"
	})
	if err != nil || told.Status != 200 || !strings.Contains(string(told.Body), "**Added**: The ferry") || !strings.Contains(string(told.Body), `"parse":[]`) {
		t.Errorf("%v, %d: %s", err, told.Status, told.Body)
	}
	if os.Getenv("STORYBOT_SHARED") != "" {
		if err := readAPI(t).check(told); err != nil {
			t.Error(err)
		}
	}
}

// TestSettingsOfModeratorsThatCantBe end with one sentence and exit code 2.
func TestSettingsOfModeratorsThatCantBe(t *testing.T) {
	locked := t.TempDir()
	held, err := bolt.Open(locked, time.Now, discard())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	for _, test := range []struct{ name, value, says string }{
		{"MODERATOR_ROLE_IDS", "77,moderators", `"moderators" is no id of a server, role or channel`},
		{"MODERATOR_GUILD_IDS", "-1", `"-1" is no id`},
		{"MODERATOR_CHANNEL_ID", "#mods", `"#mods" is no id`},
		{"RETENTION_DAYS", "0", `"0" is no number of days: set RETENTION_DAYS to one from 1 to 3650`},
		{"RETENTION_DAYS", "soon", `"soon" is no number of days`},
		{"ARTICLES_WATCH", "maybe", `"maybe" is neither on nor off`},
		{"STATE_DIR", "nowhere", "create the folder, or let storybot write to it"},
		{"STATE_DIR", locked, "in use by another process: stop that one, or set STATE_DIR to another folder"},
	} {
		t.Chdir(t.TempDir())
		var err output
		code := execute(context.Background(), nil, &console{out: &err, err: &err, environment: map[string]string{
			"DISCORD_TOKEN": "token", "DISCORD_API_URL": "http://127.0.0.1:1/api/v10", test.name: test.value,
		}})
		if said := strings.TrimSpace(err.String()); code != exitUsage || !strings.Contains(said, test.says) || strings.Contains(said, "\n") {
			t.Errorf("%s=%s: exit code %d: %s", test.name, test.value, code, said)
		}
	}
}

// TestWhereTheStateIs follows the environment.
func TestWhereTheStateIs(t *testing.T) {
	for _, test := range []struct {
		set, xdg, home string
		want           string
		named          bool
	}{
		{"/srv/state", "/x", "/h", "/srv/state", true},
		{"memory", "/x", "/h", "", true},
		{"", "/x", "/h", "/x/storybot", false},
		{"", "", "/h", "/h/.local/state/storybot", false},
		{"", "relative", "/h", "/h/.local/state/storybot", false},
		{"", "", "", "", false},
	} {
		c := &console{environment: map[string]string{"XDG_STATE_HOME": test.xdg, "HOME": test.home}}
		if dir, named := (config{StateDir: test.set}).stateDir(c); dir != test.want || named != test.named {
			t.Errorf("%+v: %q, %v", test, dir, named)
		}
	}
	home := t.TempDir()
	goOnline(t, map[string]string{"HOME": home})
	if _, err := os.Stat(filepath.Join(home, ".local", "state", "storybot", bolt.Name)); err != nil {
		t.Error(err)
	}
}
