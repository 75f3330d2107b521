package handlers

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge"
	"storybot/knowledge/story"
	storemem "storybot/store/memory"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// newSetting returns a setting with the story of a folder, which it can reload
// from when the folder is not the story that is compiled in.
func newSetting(t testing.TB, folder fs.FS) Setting {
	t.Helper()
	base, _, err := knowledge.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if folder == story.Articles() {
		folder = nil
	}
	kept := storemem.New(time.Now)
	t.Cleanup(func() { kept.Close() })
	return Setting{
		Store: knowledge.NewStore(base, folder), Program: "v1", Log: slog.New(slog.DiscardHandler),
		Kept: kept, Retention: 90 * 24 * time.Hour, Moderation: Moderation{Guilds: []string{"10"}},
	}.Prepared()
}

func command(t testing.TB, s Setting, name string) Command {
	t.Helper()
	for _, c := range Commands(s) {
		if c.Definition.Name == name {
			return c
		}
	}
	t.Fatalf("no command %s", name)
	return Command{}
}

// run answers an interaction by the command or component that it names.
func run(t testing.TB, s Setting, in Interaction) (Reply, error) {
	t.Helper()
	return runOf(t, Commands(s), in)
}

// runOf answers an interaction by that of the commands or their components which
// it names.
func runOf(t testing.TB, commands []Command, in Interaction) (Reply, error) {
	t.Helper()
	name := in.Command()
	prefix, _, _ := strings.Cut(in.CustomID(), ":")
	for _, c := range commands {
		if name != "" && name == c.Definition.Name {
			return c.Run(context.Background(), in)
		}
		for _, component := range c.Components {
			if name == "" && component.Prefix == prefix {
				reply, err := component.Run(context.Background(), in)
				reply.Private = reply.Private || component.Private != nil && component.Private(in)
				return reply, err
			}
		}
	}
	t.Fatalf("no command %q and no component %q", name, prefix)
	return Reply{}, nil
}

func mustRun(t testing.TB, s Setting, in Interaction) Reply {
	t.Helper()
	reply, err := run(t, s, in)
	if err != nil {
		t.Fatal(err)
	}
	return reply
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

// private is the option that keeps a reply to the asker.
func private() *discordgo.ApplicationCommandInteractionDataOption { return option("private", true) }

// in gives an interaction a locale.
func (in Interaction) in(locale discordgo.Locale) Interaction {
	other := *in.Interaction
	other.Locale = locale
	return Interaction{&other}
}

// checking is someone who checks a message.
func checking(content string) Interaction {
	in := member(0, string(checkName))
	in.Data = discordgo.ApplicationCommandInteractionData{
		Name: string(checkName), TargetID: "30",
		Resolved: &discordgo.ApplicationCommandInteractionDataResolved{
			Messages: map[string]*discordgo.Message{"30": {ID: "30", Content: content}},
		},
	}
	return in
}

func TestReplies(t *testing.T) {
	why := option("question", "Why did Kaspersky stop working with Europol?")
	setting := newSetting(t, story.Articles())
	for _, test := range []struct {
		name string
		in   Interaction
	}{
		{"ask", member(0, "ask", why)},
		{"ask-private", member(0, "ask", option("question", "When did Parliament vote?"), private())},
		{"ask-german", member(0, "ask", option("question", "Warum hat Kaspersky die Zusammenarbeit mit Europol beendet?")).in("de")},
		{"ask-not-said", member(0, "ask", option("question", "Which *antivirus* should @everyone use instead?"))},
		{"ask-not-said-russian", member(0, "ask", option("question", "Which antivirus should I use instead?")).in("ru")},
		{"compare", member(0, "compare", option("topic", "Europol"))},
		{"timeline", member(0, "timeline")},
		{"timeline-french", member(0, "timeline").in("fr")},
		{"timeline-filtered", member(0, "timeline", option("about", "European Parliament"), option("from", "last spring"), option("to", "13. Juni"), private()).in("de")},
		{"timeline-none", member(0, "timeline", option("about", "*antivirus*"), option("to", "1999"))},
		{"sources", member(0, "sources")},
		{"sources-one", member(0, "sources", option("article", "kaspersky-and-the-eu-report.md"))},
		{"about", member(0, "about")},
		{"help", member(0, "help")},
		{"help-spanish", member(0, "help").in("es-419")},
		{"check", checking("<@123> lol, Kaspersky stopped working with Europol!! :smile: https://example.com It moved to Switzerland too.")},
	} {
		t.Run(test.name, func(t *testing.T) { checkGoldenReply(t, test.name, mustRun(t, setting, test.in)) })
	}
}

func TestRefusals(t *testing.T) {
	setting := newSetting(t, story.Articles())
	ask := func(question string) Interaction { return member(0, "ask", option("question", question)) }
	for _, test := range []struct {
		in   Interaction
		says string
	}{
		{ask(""), "The question is empty"},
		{ask("?!"), "no words"},
		{ask("🙂"), "no words"},
		{ask("what is it"), "stand everywhere"},
		{ask("what is it").in("fr"), "présents partout"},
		{ask("Почему ушёл Касперский?"), "по-английски"},   // in the question's own language
		{ask("卡巴斯基为什么停止合作").in("de"), "auf Englisch"},      // in the person's, of which the bot has none better
		{ask("Чому Касперський пішов?"), "ask in English"}, // Ukrainian is not Russian
		{member(0, "compare", option("topic", " \u200b")), "The topic is empty"},
		{member(0, "compare", option("topic", "football results")), "No article tells of this"},
		{member(0, "sources", option("article", "zzzz")), "No article goes by that"},
		{member(0, "timeline", option("from", "soon *or* later")), `“soon \*or\* later” is not a date: write it as May`},
		{member(0, "timeline", option("to", "32 May")), "“32 May” is not a date"},
		{member(0, "timeline", option("to", "31 June 2018")), "“31 June 2018” is not a date"},
		{member(0, "timeline", option("to", "29 February 2018")).in("de"), "„29 February 2018“ ist kein Datum"},
		{member(0, "timeline", option("from", "бах")).in("ru"), "«бах» — не дата"},
		{member(0, "timeline", option("from", "June"), option("to", "may 2018")), "“from” (June 2018) is after “to” (May 2018)"},
		{checking("<@1> https://example.com/kaspersky 🙂"), "no words"},
		{checking(""), "no text"},
		{member(0, string(checkName)), "no text"},
	} {
		_, err := run(t, setting, test.in)
		if text, ok := RefusalText(err); !ok || !strings.Contains(text, test.says) {
			t.Errorf("%+v: %v, want a refusal with %q", test.in.Data, err, test.says)
		}
	}
}

const (
	moderator = discordgo.PermissionManageMessages
	admin     = discordgo.PermissionAdministrator
)

func TestReloadIsForModerators(t *testing.T) {
	setting := newSetting(t, story.Articles())
	direct := member(moderator, "reload")
	direct.GuildID = ""
	nobody := Interaction{&discordgo.Interaction{
		Type: discordgo.InteractionApplicationCommand, Data: discordgo.ApplicationCommandInteractionData{Name: "reload"},
	}}
	for _, test := range []struct {
		name string
		in   Interaction
		says string
	}{
		{"a member", member(0, "reload"), "Only moderators"},
		{"a member in French", member(0, "reload").in("fr"), "Seule la modération"},
		{"a moderator in a direct message", direct, "Only moderators"},
		{"nobody", nobody, "Only moderators"},
		{"a moderator", member(moderator, "reload"), "no folder is set, so there is nothing to reload"},
		{"an administrator", member(admin, "reload"), "no folder is set, so there is nothing to reload"},
	} {
		_, err := run(t, setting, test.in)
		if text, ok := RefusalText(err); !ok || !strings.Contains(text, test.says) {
			t.Errorf("%s: %v, want %q", test.name, err, test.says)
		}
	}
}

func articleFile(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestReloadSaysWhatChanged(t *testing.T) {
	folder := fstest.MapFS{
		"a.txt": articleFile("The bridge\n\nThe harbour bridge closes on Monday.\n"),
		"b.txt": articleFile("The school\n\nThe mayor opened a school.\n"),
	}
	setting := newSetting(t, folder)
	reload := func() string {
		reply, err := run(t, setting, member(moderator, "reload"))
		if err != nil {
			return fmt.Sprint(err)
		}
		return reply.Message.Embeds[0].Description
	}
	if text := reload(); !strings.Contains(text, "Nothing has changed") {
		t.Errorf("reload of the same folder says %q", text)
	}
	delete(folder, "a.txt")
	folder["c.txt"] = articleFile("The _market_\n\nThe market moves to the square.\n")
	folder["d.txt"] = articleFile("Broken\n\n\x00\n")
	text := reload()
	for _, want := range []string{`**Added**: The \_market\_`, "**Removed**: The bridge", `Left out: d.txt\: line 3\: holds `} {
		if !strings.Contains(text, want) {
			t.Errorf("reload says %q, want %q in it", text, want)
		}
	}
	clear(folder)
	if text := reload(); !strings.Contains(text, "The story stays as it was (version "+setting.Store.Current().Version()+")") {
		t.Errorf("reload of an empty folder says %q", text)
	}
}
