package handlers

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"storybot/knowledge"
	"storybot/knowledge/story"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// newSetting returns a setting with the story of a folder, which it can reload
// from when the folder is not the story that is compiled in.
func newSetting(t *testing.T, folder fs.FS) Setting {
	t.Helper()
	base, _, err := knowledge.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if folder == story.Articles() {
		folder = nil
	}
	return Setting{Store: knowledge.NewStore(base, folder), Program: "v1", Log: slog.New(slog.DiscardHandler)}
}

func command(t *testing.T, s Setting, name string) Command {
	t.Helper()
	for _, c := range Commands(s) {
		if c.Definition.Name == name {
			return c
		}
	}
	t.Fatalf("no command %s", name)
	return Command{}
}

// member is an interaction of someone in a server.
func member(permissions int64, name string, options ...*discordgo.ApplicationCommandInteractionDataOption) Interaction {
	return Interaction{&discordgo.Interaction{
		Type:    discordgo.InteractionApplicationCommand,
		GuildID: "10",
		Member:  &discordgo.Member{User: &discordgo.User{ID: "20"}, Permissions: permissions},
		Data:    discordgo.ApplicationCommandInteractionData{Name: name, Options: options},
	}}
}

func option(name string, value any) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Value: value}
}

// reading is a reply as a person reads it.
func reading(reply Reply) string {
	var text strings.Builder
	if reply.Private {
		text.WriteString("(only you can see this)\n")
	}
	for _, e := range reply.Message.Embeds {
		if e.Title != "" {
			text.WriteString("## " + e.Title + "\n")
		}
		text.WriteString(e.Description + "\n")
		if e.Footer != nil {
			text.WriteString("---\n" + e.Footer.Text + "\n")
		}
	}
	return text.String()
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite with -update):\n%s", path, diff)
	}
}

func TestReplies(t *testing.T) {
	for _, test := range []struct {
		name string
		in   Interaction
	}{
		{"ask", member(0, "ask", option("question", "Why did Kaspersky stop working with Europol?"))},
		{"ask-private", member(0, "ask", option("question", "When did Parliament vote?"), option("private", true))},
		{"ask-not-said", member(0, "ask", option("question", "Which *antivirus* should @everyone use instead?"))},
		{"timeline", member(0, "timeline")},
		{"sources", member(0, "sources")},
		{"about", member(0, "about")},
	} {
		t.Run(test.name, func(t *testing.T) {
			reply, err := command(t, newSetting(t, story.Articles()), test.in.Command()).Run(context.Background(), test.in)
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, test.name+".txt", reading(reply))
			sent, err := json.MarshalIndent(reply.Message, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, test.name+".json", string(sent)+"\n")
		})
	}
}

func TestAskRefusesWhatIsNoQuestion(t *testing.T) {
	ask := command(t, newSetting(t, story.Articles()), "ask")
	for question, says := range map[string]string{
		"":             "empty",
		"?!":           "no words",
		"🙂":            "no words",
		"what is it":   "stand everywhere",
		"Почему ушёл?": "in English",
	} {
		_, err := ask.Run(context.Background(), member(0, "ask", option("question", question)))
		if text, ok := RefusalText(err); !ok || !strings.Contains(text, says) {
			t.Errorf("ask %q: %v, want a refusal with %q", question, err, says)
		}
	}
}

func TestQuestionCompletesToNamesAndTitles(t *testing.T) {
	ask := command(t, newSetting(t, story.Articles()), "ask")
	complete := func(typed any) []string {
		focused := option("question", typed)
		focused.Focused = true
		offered, err := ask.Complete(context.Background(), member(0, "ask", focused))
		if err != nil || offered == nil {
			t.Fatalf("complete %q: %v, %v", typed, offered, err)
		}
		names := []string{}
		for _, c := range offered {
			names = append(names, c.Name)
		}
		return names
	}
	for typed, want := range map[string]string{
		"":           "EU",
		"switz":      "Switzerland",
		"eugene kas": "Eugene Kaspersky",
		"eurparl":    "European Parliament",
		"suspends":   "Kaspersky suspends its European projects over an EU report",
	} {
		if got := complete(typed); len(got) == 0 || got[0] != want {
			t.Errorf("%q completes to %q, want %q first", typed, got, want)
		}
	}
	if got := complete("zzzzqqqq"); len(got) != 0 {
		t.Errorf("nonsense completes to %q", got)
	}
	if got := complete(strings.Repeat("Kaspersky ", 500)); len(got) > maxChoices {
		t.Errorf("%d choices", len(got))
	}
	complete(nil) // an option that is not text yet
}

const (
	moderator = discordgo.PermissionManageMessages
	admin     = discordgo.PermissionAdministrator
)

func TestReloadIsForModerators(t *testing.T) {
	reload := command(t, newSetting(t, story.Articles()), "reload")
	direct := member(moderator, "reload")
	direct.GuildID = ""
	nobody := Interaction{&discordgo.Interaction{Type: discordgo.InteractionApplicationCommand}}
	for _, test := range []struct {
		name string
		in   Interaction
		says string
	}{
		{"a member", member(0, "reload"), "Only moderators"},
		{"a moderator in a direct message", direct, "Only moderators"},
		{"nobody", nobody, "Only moderators"},
		{"a moderator", member(moderator, "reload"), "no folder is set, so there is nothing to reload"},
		{"an administrator", member(admin, "reload"), "no folder is set, so there is nothing to reload"},
	} {
		_, err := reload.Run(context.Background(), test.in)
		if text, ok := RefusalText(err); !ok || !strings.Contains(text, test.says) {
			t.Errorf("%s: %v, want %q", test.name, err, test.says)
		}
	}
}

func article(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestReloadSaysWhatChanged(t *testing.T) {
	folder := fstest.MapFS{
		"a.txt": article("The bridge\n\nThe harbour bridge closes on Monday.\n"),
		"b.txt": article("The school\n\nThe mayor opened a school.\n"),
	}
	setting := newSetting(t, folder)
	reload := command(t, setting, "reload")
	run := func() string {
		reply, err := reload.Run(context.Background(), member(moderator, "reload"))
		if err != nil {
			return fmt.Sprint(err)
		}
		return reading(reply)
	}
	if text := run(); !strings.Contains(text, "Nothing has changed") {
		t.Errorf("reload of the same folder says %q", text)
	}
	delete(folder, "a.txt")
	folder["c.txt"] = article("The _market_\n\nThe market moves to the square.\n")
	folder["d.txt"] = article("Broken\n\nbro\x00ken\n")
	text := run()
	for _, want := range []string{`**Added**: The \_market\_`, "**Removed**: The bridge", `Left out: d.txt\: line 3\: holds bytes that no text has`} {
		if !strings.Contains(text, want) {
			t.Errorf("reload says %q, want %q in it", text, want)
		}
	}
	clear(folder)
	if text := run(); !strings.Contains(text, "The story stays as it was (version "+setting.Store.Current().Version()+")") {
		t.Errorf("reload of an empty folder says %q", text)
	}
}

func TestNothingInAnArticleActs(t *testing.T) {
	text := "The **bridge** of @everyone and <@123>\n\n" +
		"The harbour bridge [closes](https://evil.example) ||on|| `Monday` <:x:1> \u202eno\u202c # *now*.\n"
	setting := newSetting(t, fstest.MapFS{"a.txt": article(text)})
	reply, err := command(t, setting, "ask").Run(context.Background(), member(0, "ask", option("question", "When does the harbour bridge close?")))
	if err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "hostile.txt", reading(reply))
}

func TestMessagesStayWithinDiscordsLimits(t *testing.T) {
	folder := fstest.MapFS{}
	for i := range 60 {
		folder[fmt.Sprintf("%03d.txt", i)] = article(fmt.Sprintf(
			"%s %d\n\nOn 3 May 2018 the *bridge* number %d closed %s.\n", strings.Repeat("Bridge closes ", 30), i, i, strings.Repeat("for *repairs* ", 300)))
	}
	setting := newSetting(t, folder)
	for _, in := range []Interaction{
		member(0, "ask", option("question", "When did the bridge close for repairs?"+strings.Repeat(" bridge", 900))),
		member(0, "ask", option("question", strings.Repeat("antivirus*", 600))),
		member(0, "timeline"),
		member(0, "sources"),
	} {
		reply, err := command(t, setting, in.Command()).Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		e := reply.Message.Embeds[0]
		if n := len([]rune(e.Description)); n > maxDescription || n == 0 {
			t.Errorf("%s: a text of %d characters", in.Command(), n)
		}
	}
}
