package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// storiesIn makes a folder of stories: their files, by path.
func storiesIn(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// twoStories are a folder with two stories, that tell it differently.
func twoStories(t *testing.T) string {
	return storiesIn(t, map[string]string{
		"bridge/story.yaml":      "title: The harbour bridge\n",
		"bridge/a.txt":           "The bridge\n\nThe harbour bridge closes on Monday.\n\nOn 13 May 2018 the mayor spoke of it.\n",
		"bridge/questions.jsonl": `{"question":"When does the harbour bridge close?","expect":"Monday"}`,
		"ferry/a.txt":            "The ferry to Korva\n\nThe harbour bridge closes on Sunday, said Mia Falk of the ferry.\n",
		"ferry/questions.jsonl":  `{"question":"When does the harbour bridge close?","expect":"Friday"}`,
		"notes.txt":              "no story",
		".git/a.txt":             "no story",
	})
}

// another is a server beside that of package discordtest.
const another = "299999999999999999"

// in is an interaction in another server.
func in(guild string, i map[string]any) map[string]any {
	return with(i, map[string]any{"guild_id": guild, "data": with(i["data"].(map[string]any), map[string]any{"guild_id": guild})})
}

// freeAddress is an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	return free.Addr().String()
}

func toFollow(guild, story string) map[string]any {
	return in(guild, discordtest.AsModerator(discordtest.Command("story", discordtest.StringOpt("name", story))))
}

func whenDoesItClose() map[string]any {
	return discordtest.Command("ask", discordtest.StringOpt("question", "When does the harbour bridge close?"))
}

// wantSaid sends an interaction, and holds what it is answered with against what
// it is to say.
func (o *online) wantSaid(i map[string]any, want ...string) {
	o.t.Helper()
	said := strings.NewReplacer("**", "", `\\`, "").Replace(string(o.answered(i).Body))
	for _, w := range want {
		if !strings.Contains(said, w) {
			o.t.Errorf("%v is answered with\n%s\nwant %q in it", i["data"], said, w)
		}
	}
}

// TestTwoServersFollowTwoStoriesInDiscord goes from the choice to answers, the
// buttons under them and the moderators' commands, and through a restart.
func TestTwoServersFollowTwoStoriesInDiscord(t *testing.T) {
	dir, state := twoStories(t), t.TempDir()
	environment := map[string]string{"STORIES_DIR": dir, "STATE_DIR": state, "MODERATOR_GUILD_IDS": discordtest.GuildID + "," + another, "METRICS_ADDR": freeAddress(t)}
	t.Run("the first process", func(t *testing.T) {
		o := goOnline(t, environment)
		var names []string
		for _, registered := range o.discord.Commands("") {
			if strings.Contains(string(registered), `"name":"story"`) {
				names = append(names, "story")
			}
		}
		if len(names) != 1 {
			t.Errorf("/story is registered %d times", len(names))
		}
		o.wantSaid(in(another, discordtest.Command("story", discordtest.StringOpt("name", "ferry"))), "Only moderators can do this")
		o.wantSaid(toFollow(another, "ferry"), "This server follows ferry now", "It followed The harbour bridge until now")
		_, answer := o.act(whenDoesItClose())
		o.wantSaid(whenDoesItClose(), "closes on Monday", "Story: The harbour bridge")
		o.wantSaid(in(another, whenDoesItClose()), "closes on Sunday", "Story: ferry")
		o.wantSaid(discordtest.InDM(whenDoesItClose()), "closes on Monday", "Story: The harbour bridge")
		o.wantSaid(in(another, discordtest.Command("timeline")), "Story: ferry")
		o.wantSaid(in(another, discordtest.Command("about")), "The ferry to Korva", "Story: ferry")
		o.wantSaid(in(another, discordtest.Autocomplete("sources", "article", "")), "The ferry to Korva")
		o.wantSaid(discordtest.AsModerator(in(another, discordtest.Autocomplete("story", "name", "brigde"))), `"choices":[{`, `"value":"bridge"`)
		o.wantSaid(discordtest.AsModerator(in(another, gaps("test"))), "0 of 1 questions are answered as expected", "Story: ferry")
		o.wantSaid(discordtest.AsModerator(gaps("test")), "1 of 1 questions are answered as expected")

		_, preview := o.act(in(another, paste("Ferry stops\n\nThe ferry to Korva stops in autumn.\n")))
		o.wantSaid(discordtest.AsModerator(find(t, preview, "publish").use(preview)), "Added: Ferry stops", "Story: ferry")
		if _, err := os.Stat(filepath.Join(dir, "ferry", "added", "ferry-stops.txt")); err != nil {
			t.Error(err)
		}
		o.wantSaid(toFollow(discordtest.GuildID, "ferry"), "follows ferry now")
		o.wantSaid(find(t, answer, "context").use(answer), "closes on Monday", "Story: The harbour bridge") // as was answered
		o.wantSaid(whenDoesItClose(), "closes on Sunday", "Story: ferry")
		metrics := get(t, environment["METRICS_ADDR"], "/metrics")
		for _, want := range []string{
			"storybot_stories_loaded 2", "storybot_articles 3", `storybot_story_info{story="ferry",version="`, `storybot_story_loads_total{outcome="loaded"} 2`,
			`storybot_story_loads_total{outcome="failed"} 0`, "storybot_story_evictions_total 0", "storybot_stories_bytes ",
		} {
			if !strings.Contains(metrics, want) {
				t.Errorf("the metrics lack %q", want)
			}
		}
		if log := o.err.String(); !strings.Contains(log, "path=.git") || strings.Contains(log, "notes.txt") {
			t.Errorf("the log:\n%s", log)
		}
	})
	if err := os.Remove(filepath.Join(state, sessionFile)); err != nil { // the next one meets another stand-in
		t.Fatal(err)
	}
	t.Run("the next process", func(t *testing.T) {
		environment["STORY"] = "bridge"
		o := goOnline(t, environment)
		o.wantSaid(whenDoesItClose(), "closes on Sunday", "Story: ferry")
		o.wantSaid(discordtest.InDM(whenDoesItClose()), "closes on Monday")
		o.logs("a story is loaded", 2)
	})
}

// TestStoriesAreLetGo has three stories that do not fit into one megabyte.
func TestStoriesAreLetGo(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"a", "b", "c"} {
		for i := range 60 {
			files[name+"/"+string(rune('a'+i%26))+string(rune('a'+i/26))+".txt"] = "The bridge of " + strings.ToUpper(name) + "\n\n" +
				strings.Repeat("The harbour bridge closes for repairs, and buses take the old road through the valley.\n\n", 12)
		}
	}
	o := goOnline(t, map[string]string{"STORIES_DIR": storiesIn(t, files), "STORY_MEMORY_MB": "1", "STATE_DIR": "memory", "MODERATOR_GUILD_IDS": discordtest.GuildID})
	for range 2 {
		for _, name := range []string{"b", "c", "a"} {
			o.wantSaid(toFollow(discordtest.GuildID, name), "follows "+name+" now")
			o.wantSaid(whenDoesItClose(), "Story: "+name)
		}
	}
	o.logs("a story is let go", 5)
}

// TestStoriesAreWatched while they are in memory, and the announcement names the
// story.
func TestStoriesAreWatched(t *testing.T) {
	dir := twoStories(t)
	o := goOnline(t, map[string]string{"STORIES_DIR": dir, "STATE_DIR": "memory", "ARTICLES_WATCH": "1", "MODERATOR_CHANNEL_ID": discordtest.ChannelID})
	waitFor(t, func() bool { return strings.Contains(o.out.String(), "is online") })
	o.wantSaid(toFollow(another, "ferry"), "follows ferry now")
	put(t, filepath.Join(dir, "ferry", "b.txt"), "The lighthouse\n\nThe lighthouse was painted.\n")
	told, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "POST" && r.Path == "/channels/"+discordtest.ChannelID+"/messages"
	})
	if err != nil || !strings.Contains(string(told.Body), "**Added**: The lighthouse") || !strings.Contains(string(told.Body), "Story: ferry") {
		t.Errorf("%v: %s", err, told.Body)
	}
}

// TestSettingsOfStoriesThatCantBe end with one sentence and exit code 2.
func TestSettingsOfStoriesThatCantBe(t *testing.T) {
	stories, empty := twoStories(t), t.TempDir()
	odd := storiesIn(t, map[string]string{"a story/a.txt": "x"})
	broken := storiesIn(t, map[string]string{"bridge/a.png": "x"})
	for _, test := range []struct {
		environment map[string]string
		says        string
	}{
		{map[string]string{"STORIES_DIR": "nowhere"}, "the folder of stories nowhere does not exist: create it, or name another with STORIES_DIR"},
		{map[string]string{"STORIES_DIR": filepath.Join(stories, "notes.txt")}, "the folder of stories can't be read"},
		{map[string]string{"STORIES_DIR": empty}, "there is no story in " + empty + ": make a folder there for each"},
		{map[string]string{"STORIES_DIR": odd}, "there is no story in " + odd + " (a story: its name has other characters"},
		{map[string]string{"STORIES_DIR": stories, "ARTICLES_DIR": stories}, "set one of them"},
		{map[string]string{"STORIES_DIR": stories, "QUESTIONS_FILE": "x.jsonl"}, "put questions.jsonl into each story's folder"},
		{map[string]string{"STORIES_DIR": stories, "STORY": "tunnel"}, `STORY names "tunnel", which is no story in ` + stories + ": there is bridge, ferry"},
		{map[string]string{"STORY": "bridge"}, "STORY names one of the stories in STORIES_DIR, which is not set"},
		{map[string]string{"STORIES_DIR": stories, "STORY_MEMORY_MB": "0"}, `"0" is no number of megabytes: set STORY_MEMORY_MB to one from 1 to`},
		{map[string]string{"STORIES_DIR": stories, "STORY_MEMORY_MB": "1 GB"}, `"1 GB" is no number of megabytes`},
		{map[string]string{"STORIES_DIR": broken}, "the story bridge can't be used: no usable article in the folder"},
	} {
		t.Chdir(t.TempDir())
		var err output
		c := &console{out: &err, err: &err, environment: map[string]string{
			"DISCORD_TOKEN": "token", "DISCORD_API_URL": "http://127.0.0.1:1/api/v10", "STATE_DIR": "memory", "LOG_FORMAT": "json",
		}}
		for name, value := range test.environment {
			c.environment[name] = value
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		code := execute(ctx, nil, c)
		cancel()
		said := ""
		for line := range strings.Lines(err.String()) {
			if !strings.HasPrefix(line, "{") { // else of the log
				said += line
			}
		}
		if code != exitUsage || !strings.Contains(said, test.says) || strings.Count(said, "\n") != 1 {
			t.Errorf("%v: exit code %d: %s", test.environment, code, said)
		}
	}
}

// TestDoctorLooksAtEachStory, and expects /story to be registered.
func TestDoctorLooksAtEachStory(t *testing.T) {
	dir := twoStories(t)
	put(t, filepath.Join(dir, "ferry", "b.txt"), "Broken\n\n\x00\n")
	code, said := doctor(t, map[string]string{"STORIES_DIR": dir})
	if code != exitFailure {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{
		"ok    stories: 2 in " + dir + ", of which bridge is followed unless another is chosen", "ok    stories: .git: its name begins with a dot (left alone)",
		"ok    story bridge: 1 can be used, version ", "MEND  story ferry: load b.txt: line 3: holds bytes", "ok    story ferry: 1 can be used, version ",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the doctor says\n%s\nwant %q in it", said, want)
		}
	}
	o := goOnline(t, map[string]string{"STORIES_DIR": dir, "STATE_DIR": "memory"})
	if _, said := doctor(t, map[string]string{"STORIES_DIR": dir, "DISCORD_TOKEN": o.discord.Token(), "DISCORD_API_URL": o.discord.URL()}); !strings.Contains(said, "ok    commands: everywhere: all 11") {
		t.Errorf("the doctor says\n%s", said)
	}
	if _, said := doctor(t, map[string]string{"STORIES_DIR": "nowhere"}); !strings.Contains(said, "MEND  stories: the folder of stories nowhere does not exist") {
		t.Errorf("the doctor says\n%s", said)
	}
}
