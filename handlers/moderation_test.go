package handlers

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/knowledge/story"
)

// moderatorActions are all that a moderator can do, found in the commands'
// definitions: each command that members do not see, each of its parts and its
// options, and each of its components.
func moderatorActions(commands []Command, base *knowledge.Base) map[string]Interaction {
	actions := map[string]Interaction{}
	for _, c := range commands {
		if c.Definition.DefaultMemberPermissions == nil {
			continue
		}
		name := c.Definition.Name
		actions[name] = member(0, name)
		for _, o := range c.Definition.Options {
			given := option(o.Name, true)
			switch given.Type = o.Type; o.Type {
			case discordgo.ApplicationCommandOptionSubCommand:
				delete(actions, name) // it can't be sent without a part
				given.Value = nil
				actions[name+" "+o.Name] = member(0, name, given)
			case discordgo.ApplicationCommandOptionBoolean:
				actions[name+" "+o.Name] = member(0, name, given)
			case discordgo.ApplicationCommandOptionString:
				given.Value = "x"
				actions[name+" "+o.Name] = member(0, name, given)
			}
		}
		for _, component := range c.Components {
			actions["press "+component.Prefix] = pressing(customID(component.Prefix, base, "x"), nil)
		}
	}
	return actions
}

// by has somebody else do the same.
func (in Interaction) by(change func(*discordgo.Interaction)) Interaction {
	other := *in.Interaction
	person := *other.Member
	other.Member = &person
	change(&other)
	return Interaction{&other}
}

// persons are those who could try.
var persons = []struct {
	name    string
	change  func(*discordgo.Interaction)
	allowed bool
}{
	{"owner", func(in *discordgo.Interaction) { in.Member.Permissions = 1<<53 - 1 }, true},
	{"administrator", func(in *discordgo.Interaction) { in.Member.Permissions = discordgo.PermissionAdministrator }, true},
	{"who manages the server", func(in *discordgo.Interaction) { in.Member.Permissions = discordgo.PermissionManageGuild }, true},
	{"who manages messages", func(in *discordgo.Interaction) { in.Member.Permissions = discordgo.PermissionManageMessages }, true},
	{"who has a moderators' role", func(in *discordgo.Interaction) { in.Member.Roles = []string{"1", "77"} }, true},
	{"a member", func(in *discordgo.Interaction) {}, false},
	{"a member with another role", func(in *discordgo.Interaction) { in.Member.Roles = []string{"777", "7"} }, false},
	{"who manages channels", func(in *discordgo.Interaction) { in.Member.Permissions = discordgo.PermissionManageChannels }, false},
	{"in a direct message", func(in *discordgo.Interaction) {
		in.GuildID, in.Member, in.User = "", nil, &discordgo.User{ID: "20"}
	}, false},
	{"a moderator, without a server", func(in *discordgo.Interaction) {
		in.GuildID, in.Member.Permissions = "", discordgo.PermissionAdministrator
	}, false},
	{"a moderator of another server", func(in *discordgo.Interaction) {
		in.GuildID, in.Member.Permissions = "11", discordgo.PermissionAdministrator
	}, false},
	{"a moderator who installed the bot alone", func(in *discordgo.Interaction) {
		in.Member.Permissions = discordgo.PermissionAdministrator
		in.AuthorizingIntegrationOwners = map[discordgo.ApplicationIntegrationType]string{discordgo.ApplicationIntegrationUserInstall: "20"}
	}, false},
}

// recorded is under what an action is in the audit. Each action has a row here.
var recorded = map[string]string{
	"reload": "reload", "reload dry_run": "reload dry run", "reload rollback": "reload rollback", "press report": "report turn",
	"article add": "article add", "article remove": "article remove", "article restore": "article restore",
	"press pasted": "article paste", "press edit": "article edit", "press edited": "article edit", "press keepdropped": "article keep dropped",
	"press publish": "article publish", "press discard": "article discard",
	"gaps list": "gaps list", "gaps test": "gaps test", "press gaps": "gaps turn", "press gapscsv": "gaps download", "press covered": "gaps cover",
}

// TestWhoMay has everybody try everything.
func TestWhoMay(t *testing.T) {
	setting := newSetting(t, story.Articles())
	setting.Moderation.Roles = []string{"77"}
	actions := moderatorActions(Commands(setting), setting.Store.Current())
	if got, want := slices.Sorted(maps.Keys(actions)), slices.Sorted(maps.Keys(recorded)); !slices.Equal(got, want) {
		t.Fatalf("the actions are\n%q, and those that the table has are\n%q", got, want)
	}
	rows := 0
	for action, in := range actions {
		for _, person := range persons {
			tried := in.by(person.change)
			before := audited(t, setting)
			_, err := run(t, setting, tried)
			text, _ := RefusalText(err)
			denied := strings.HasPrefix(text, "Only moderators can") || strings.HasPrefix(text, "The story is not this server's")
			trail := audited(t, setting)[len(before):]
			rows++
			if denied == person.allowed {
				t.Errorf("%s by %s: %v, %q; allowed is to be %v", action, person.name, err, text, person.allowed)
			}
			if len(trail) != 1 || trail[0].Action != recorded[action] || trail[0].Person != tried.Person() || trail[0].Guild != tried.GuildID ||
				(trail[0].Result == audit.Denied) == person.allowed {
				t.Errorf("%s by %s is recorded as %+v", action, person.name, trail)
			}
		}
	}
	if rows < 24 {
		t.Errorf("%d rows", rows)
	}
	t.Logf("%d rows: %d actions by %d persons", rows, len(actions), len(persons))
}

func audited(t testing.TB, s Setting) []audit.Row {
	t.Helper()
	rows, err := s.trail.Rows(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestNoServerIsListed allows reading the folder again, once a minute, and
// nothing else.
func TestNoServerIsListed(t *testing.T) {
	setting := newSetting(t, bridge())
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	setting.Moderation, setting.Now = Moderation{}, func() time.Time { return now }
	for action, in := range moderatorActions(Commands(setting), setting.Store.Current()) {
		if strings.HasPrefix(action, "reload") && action != "reload rollback" || action == "press report" {
			continue // these read, and change nothing
		}
		_, err := run(t, setting, in.by(persons[0].change))
		if text, _ := RefusalText(err); !strings.HasPrefix(text, "Only reading the folder again is allowed here") {
			t.Errorf("%s: %v", action, err)
		}
	}
	reload := func(guild string) string {
		_, err := run(t, setting, member(moderator, "reload").by(func(in *discordgo.Interaction) { in.GuildID = guild }))
		return fmt.Sprint(err)
	}
	if said := reload("10"); said != "<nil>" {
		t.Errorf("the first reload: %s", said)
	}
	now = now.Add(20 * time.Second)
	if said := reload("11"); !strings.Contains(said, "once a minute: please try again in 40 s") {
		t.Errorf("a reload 20 s later: %s", said)
	}
	if _, err := run(t, setting, member(0, "reload")); !strings.Contains(fmt.Sprint(err), "Only moderators") {
		t.Errorf("by a member: %v", err)
	}
	now = now.Add(40 * time.Second)
	if said := reload("11"); said != "<nil>" {
		t.Errorf("a minute after the first: %s", said)
	}
}

// TestReloadsOfManyServers has no server listed. Whoever asks while a reload
// runs is given its result; who asks after it waits for the minute to pass.
func TestReloadsOfManyServers(t *testing.T) {
	folder := holding{bridge(), make(chan struct{}, 1), make(chan struct{})}
	setting := newSetting(t, folder.FS)
	now := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	setting.Moderation, setting.Now = Moderation{}, func() time.Time { return now }
	setting.Store = knowledge.NewStore(setting.Store.Current(), folder)
	reload := func(person string) (said chan string) {
		said = make(chan string, 1)
		in := member(moderator, "reload").by(func(in *discordgo.Interaction) { in.Member.User = &discordgo.User{ID: person} })
		go func() {
			reply, err := command(t, setting, "reload").Run(context.Background(), in)
			if err != nil {
				said <- err.Error()
				return
			}
			said <- reading(reply)
		}()
		return said
	}
	first := reload("1")
	folder.wait(t)
	second := reload("2")
	joined(t)
	close(folder.on)
	if said := <-first; !strings.Contains(said, "Nothing has changed") || strings.Contains(said, "had started") {
		t.Errorf("the first is told\n%s", said)
	}
	if said := <-second; !strings.Contains(said, "<@1> had started a reload already; this is its result.\nNothing has changed") {
		t.Errorf("the second is told\n%s", said)
	}
	if said := <-reload("3"); !strings.Contains(said, "once a minute: please try again in 60 s") {
		t.Errorf("the third is told\n%s", said)
	}
	var results []string
	for _, row := range audited(t, setting) {
		results = append(results, row.Person+" "+row.Result)
	}
	slices.Sort(results)
	if want := []string{"1 done", "2 done", "3 refused"}; !slices.Equal(results, want) {
		t.Errorf("recorded is %q", results)
	}
}

// holding is a folder whose reading is held up until on is closed.
type holding struct {
	fs.FS
	reached, on chan struct{}
}

func (h holding) Open(name string) (fs.File, error) {
	select {
	case h.reached <- struct{}{}:
	default: // it was told
	}
	<-h.on
	return h.FS.Open(name)
}

// wait returns when somebody reads the folder.
func (h holding) wait(t *testing.T) {
	t.Helper()
	select {
	case <-h.reached:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody reads the folder")
	}
}

// joined returns when a second reload waits for the one that runs: nothing else
// tells.
func joined(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "knowledge.(*Store).Reload(") == 2 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("no second reload waits")
		}
	}
}

// TestButtonsAfterRightsWereTaken has a moderator, who was shown a preview and
// the gaps, press what hangs on them when they are no moderator any more; then
// another moderator; and then, after a restart, again.
func TestButtonsAfterRightsWereTaken(t *testing.T) {
	s, dir := curated(t)
	mustRun(t, s, member(0, "ask", option("question", "Who sells antivirus?")))
	preview := received(mustRun(t, s, filling(customID("pasted", s.Store.Current(), ""), nil, map[string]string{"text": pasted})).Message, true)
	list := received(mustRun(t, s, member(moderator, "gaps")).Message, true)
	buttons := []Interaction{
		pressed(t, preview, "edit:"), pressed(t, preview, "keepdropped:"), pressed(t, preview, "publish:"), pressed(t, preview, "discard:"),
		pressed(t, list, "covered:", gapsOf(t, s)[0].ID), pressed(t, list, "gapscsv:"),
	}
	before := len(audited(t, s))
	for _, in := range buttons {
		if _, err := run(t, s, in); !strings.Contains(fmt.Sprint(err), "Only moderators can do this") {
			t.Errorf("%s by a member: %v", in.CustomID(), err)
		}
	}
	for _, row := range audited(t, s)[before:] {
		if row.Result != audit.Denied || row.Person != "20" || row.Guild != "10" {
			t.Errorf("recorded is %+v", row)
		}
	}
	if n := len(audited(t, s)) - before; n != len(buttons) || len(gapsOf(t, s)) != 1 || len(s.Store.Current().Articles()) != 1 {
		t.Errorf("%d presses are recorded, and left are %+v and %d articles", n, gapsOf(t, s), len(s.Store.Current().Articles()))
	}
	again := s
	again.memory = nil
	again = again.Prepared() // what was held in memory is gone
	for _, in := range buttons[:4] {
		if _, err := run(t, again, moderatorPresses(in)); !strings.Contains(fmt.Sprint(err), "This draft is no longer held") {
			t.Errorf("%s after a restart: %v", in.CustomID(), err)
		}
	}
	for i, in := range []Interaction{buttons[4], buttons[4], buttons[5], buttons[2]} {
		reply := mustRun(t, s, moderatorPresses(in))
		if marked := strings.Contains(reading(reply), "Marked as covered: Who sells antivirus?"); marked != (i == 0) {
			t.Errorf("press %d: %s", i, reading(reply))
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "added", "ferry-stops.txt")); err != nil {
		t.Error(err)
	}
}
