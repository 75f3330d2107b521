package handlers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
)

func toFollow(name string) Interaction { return member(moderator, "story", option("name", name)) }

var whenCloses = member(0, "ask", option("question", "When does the harbour bridge close?"))

// TestTwoServersFollowTwoStories: each is answered from its own, by whichever
// command, with the name under it.
func TestTwoServersFollowTwoStories(t *testing.T) {
	n := newNewsroom(t)
	n.wantSaid(at("11", toFollow("ferry")), "This server follows ferry now", "It followed The harbour bridge", "1 article · 2 sentences · story ")
	direct := at("", whenCloses).by(func(in *discordgo.Interaction) { in.Member, in.User = nil, &discordgo.User{ID: "20"} })
	for _, test := range []struct {
		in   Interaction
		says []string
	}{
		{at("10", whenCloses), []string{"closes on Monday for 20 days", " · Story: The harbour bridge\n"}},
		{direct, []string{"on Monday for 20 days", " · Story: The harbour bridge\n"}},
		{at("11", whenCloses), []string{"on Sunday", " · Story: ferry\n"}},
		{at("11", whenCloses).in("de"), []string{"on Sunday", " · Geschichte: ferry\n"}},
		{at("11", whenCloses).in("ru"), []string{"on Sunday", " · История: ferry\n"}},
		{at("11", member(0, "ask", option("question", "Who opened a school?"))), []string{"The articles don't say.", " · Story: ferry\n"}},
		{at("11", member(0, "timeline")), []string{" · Story: ferry\n"}},
		{at("11", member(0, "compare", option("topic", "harbour bridge"))), []string{"on Sunday", " · Story: ferry\n"}},
		{at("11", member(0, "compare", option("topic", "school"))), []string{"No article tells of this", "\n-# Story: ferry"}},
		{at("11", member(0, "sources")), []string{"Korva", " · Story: ferry\n"}},
		{at("11", member(0, "about")), []string{"The ferry to Korva", "storybot v1 · Story: ferry\n"}},
		{at("11", checking("The harbour bridge closes.")), []string{"on Sunday", " · Story: ferry\n"}},
		{at("11", member(0, "ask", option("question", "?!"))), []string{"no words", "\n-# Story: ferry"}},
	} {
		n.wantSaid(test.in, test.says...)
	}
	if said := n.says(at("11", member(0, "help"))); strings.Contains(said, "Story:") {
		t.Errorf("/help is about a story:\n%s", said)
	}
	n.start()
	for guild, want := range map[string]string{"10": "on Monday for 20 days", "11": "on Sunday"} {
		n.wantSaid(at(guild, whenCloses), want) // after a restart
	}
}

// TestButtonsKeepToTheirStory: whatever the server follows by now, and after a
// restart.
func TestButtonsKeepToTheirStory(t *testing.T) {
	n := newNewsroom(t)
	asked := whenCloses.by(func(in *discordgo.Interaction) {
		in.Data = discordgo.ApplicationCommandInteractionData{Name: "ask", Options: append(slices.Clone(in.Data.(discordgo.ApplicationCommandInteractionData).Options), private())}
	})
	answer := received(n.do(asked).Message, true)
	sources := received(n.do(member(0, "sources")).Message, false)
	refusal := received(n.do(member(0, "ask", option("question", "Which antivirus?"))).Message, false)
	timeline := received(n.do(member(0, "timeline")).Message, false)
	n.wantSaid(toFollow("ferry"), "follows ferry now")
	n.start()
	const bridges = "Story: The harbour bridge"
	n.wantSaid(pressed(t, answer, "context:"), "on Monday for 20 days", bridges)
	n.wantSaid(pressed(t, sources, "article:", "x"), "passage is no longer", bridges)
	n.wantSaid(pressed(t, answer, "like:"), "your vote is counted", bridges)
	n.wantSaid(pressed(t, timeline, "picture:"), "story ", "\nStory: The harbour bridge") // which has no embed
	shared := n.do(pressed(t, answer, "share:"))
	for _, text := range []string{messageReading(shared.Message, true), messageReading(*shared.Channel, false)} {
		if strings.Count(text, bridges) != 1 || strings.Contains(text, "[Share]") {
			t.Errorf("what is shared:\n%s", text)
		}
	}
	n.wantSaid(pressed(t, received(*shared.Channel, false), "context:"), "on Monday for 20 days", bridges)
	form := n.do(pressed(t, refusal, "reword:"))
	filled := filling(form.Message.CustomID, refusal, map[string]string{"question": "When does the harbour bridge close?"})
	n.wantSaid(filled, "on Monday for 20 days", bridges)
	n.wantSaid(whenCloses, "on Sunday", "Story: ferry")

	delete(n.folders, "bridge")
	n.start()
	n.wantSaid(pressed(t, answer, "context:"), "about a story that is no longer there")
	n.wantSaid(pressing("context:0:1:1", nil), "from an older version")
}

// TestCustomIDsHaveRoomForTheMark, and lose it again.
func TestCustomIDsHaveRoomForTheMark(t *testing.T) {
	if maxCustomID+markLength != 100 {
		t.Errorf("%d and %d", maxCustomID, markLength)
	}
	base := newSetting(t, bridge()).Store.Current()
	e := envelope{mark: markOf("bridge")}
	id := customID("more", base, "2:rest:with:colons")
	marked := e.marked(id)
	if length(marked) != length(id)+markLength || e.marked(marked) != marked {
		t.Errorf("%s becomes %s, and then %s", id, marked, e.marked(marked))
	}
	for _, in := range []Interaction{pressing(marked, nil), filling(marked, nil, nil)} {
		plain, mark := in.unmarked()
		if plain.CustomID() != id || mark != e.mark || in.CustomID() != marked {
			t.Errorf("%s, marked %s", plain.CustomID(), mark)
		}
		if _, mark := plain.unmarked(); mark != "" {
			t.Errorf("marked %s", mark)
		}
	}
	for _, id := range []string{"", "x", "more:1", "more:0:1:1"} {
		if in, mark := pressing(id, nil).unmarked(); in.CustomID() != id || mark != "" {
			t.Errorf("%q becomes %q, %q", id, in.CustomID(), mark)
		}
	}
}

// TestStoriesDoNotMix: gaps and votes are each story's own, and so is the minute
// that passes between two reloads of those who may do nothing else.
func TestStoriesDoNotMix(t *testing.T) {
	n := newNewsroom(t)
	n.setting.Moderation.Guilds = []string{"10", "11"}
	n.start()
	n.do(at("11", toFollow("ferry")))
	n.do(at("10", member(0, "ask", option("question", "Which antivirus should I use?"))))
	n.do(at("11", member(0, "ask", option("question", "Why was the lighthouse painted?"))))
	gaps := member(moderator, "gaps")
	for guild, has := range map[string][2]string{"10": {"antivirus", "lighthouse"}, "11": {"lighthouse", "antivirus"}} {
		said := n.says(at(guild, gaps))
		if !strings.Contains(said, has[0]) || strings.Contains(said, has[1]) {
			t.Errorf("the gaps of %s:\n%s", guild, said)
		}
	}
	n.folders["ferry"]["g.txt"] = articleFile("The lighthouse\n\nThe lighthouse was painted since it had rusted.\n")
	n.wantSaid(at("11", member(moderator, "reload")), "Added: The lighthouse", "Answered now", "Story: ferry")
	n.wantSaid(at("10", member(moderator, "reload")), "Nothing has changed", bridgeSigned)
	rows := audited(t, n.Stories.setting)
	var recorded []string
	for _, row := range rows {
		recorded = append(recorded, row.Story+" "+row.Action)
	}
	slices.Sort(recorded)
	if got := strings.Join(recorded, ", "); got != "bridge gaps list, bridge reload, ferry gaps list, ferry reload, ferry story" {
		t.Errorf("recorded: %s", got)
	}
	n.setting.Moderation.Guilds = nil
	n.start()
	for range 2 {
		n.do(at("10", member(moderator, "reload")))
		n.do(at("11", member(moderator, "reload")))
		n.wantSaid(at("10", member(moderator, "reload")), "once a minute")
		n.wantSaid(at("11", member(moderator, "reload")), "once a minute")
		n.later += 2 * time.Minute
	}
}

const bridgeSigned = "Story: The harbour bridge"

// TestStoryCommand lists, chooses, and refuses.
func TestStoryCommand(t *testing.T) {
	n := newNewsroom(t)
	show := member(moderator, "story")
	n.wantSaid(show, "(only you can see this)", "This server follows The harbour bridge.", "- The harbour bridge · bridge ✓\n- ferry\n", "/story name", "stories: 2")
	n.wantSaid(show.in("fr"), "Ce serveur suit The harbour bridge.", "/histoire nom")
	for typed, want := range map[string]string{
		"ferry": "follows ferry now", "FERRY ": "follows ferry now", "the harbour bridge": "follows The harbour bridge now",
		"The harbour bridge · bridge": "follows The harbour bridge now", "fery": "No story goes by that", "../bridge": "No story goes by that",
	} {
		n.wantSaid(toFollow(typed), want)
	}
	n.do(toFollow("bridge"))
	n.folders["empty"] = fstest.MapFS{"a.png": articleFile("x")}
	n.library.Relist()
	n.wantSaid(toFollow("empty"), "The story empty can't be read just now")
	n.wantSaid(show, "follows The harbour bridge")
	for i := range 50 {
		n.folders[fmt.Sprintf("story-%02d", i)] = fstest.MapFS{}
		n.titles[fmt.Sprintf("story-%02d", i)] = strings.Repeat("@everyone *x* ", 7)
	}
	n.library.Relist()
	shown := received(n.do(show).Message, true)
	turned := n.do(moderatorPresses(pressed(t, shown, "stories:1::2")))
	checkLimits(t, "a page", turned.Message)
	if said := reading(turned); !turned.Update || !strings.Contains(said, "page 2 of 3") || !strings.Contains(said, "story-20") {
		t.Errorf("the second page:\n%s", said)
	}
	delete(n.folders, "bridge")
	n.start()
	n.wantSaid(whenCloses, "The story that this server follows, bridge, is no longer there: a moderator can choose another with /story.")
	n.wantSaid(toFollow("ferry"), "It followed bridge until now")
	n.wantSaid(whenCloses, "on Sunday")
}

func TestStoriesAreCompletedForModerators(t *testing.T) {
	n := newNewsroom(t)
	for i := range 40 {
		n.folders[fmt.Sprintf("story-%02d", i)] = fstest.MapFS{}
	}
	n.library.Relist()
	var complete Completer
	for _, c := range n.Commands() {
		if c.Definition.Name == "story" {
			complete = c.Complete
		}
	}
	for typed, want := range map[string]string{
		"": "bridge", "harb": "bridge", "bridg": "bridge", "brigde": "bridge", "fry": "ferry", "07": "story-07", "zzzz": "",
	} {
		focused := option("name", typed)
		focused.Focused = true
		offered, err := complete(t.Context(), member(moderator, "story", focused))
		got := ""
		if len(offered) > 0 {
			got = fmt.Sprint(offered[0].Value)
		}
		if err != nil || got != want || len(offered) > maxOptions {
			t.Errorf("%q completes to %q (%d), %v; want %q", typed, got, len(offered), err, want)
		}
		if offered, err := complete(t.Context(), member(0, "story", focused)); err != nil || offered == nil || len(offered) > 0 {
			t.Errorf("a member is offered %v, %v", offered, err)
		}
	}
	n.do(toFollow("ferry"))
	for _, c := range n.Commands() { // those of the story that is followed
		if c.Definition.Name != "compare" {
			continue
		}
		focused := option("topic", "kor")
		focused.Focused = true
		for guild, want := range map[string]int{"10": 1, "11": 0} {
			if offered, err := c.Complete(t.Context(), at(guild, member(0, "compare", focused))); err != nil || len(offered) != want {
				t.Errorf("in server %s: %v, %v", guild, offered, err)
			}
		}
	}
}

// TestWhoMayOfSeveralStories has everybody try everything: as where there is one
// story, but that any moderator chooses for the own server.
func TestWhoMayOfSeveralStories(t *testing.T) {
	n := newNewsroom(t)
	n.setting.Moderation.Roles = []string{"77"}
	n.start()
	want := maps.Clone(recorded)
	own := map[string]string{"story": "story list", "story name": "story", "press stories": "story turn"}
	maps.Copy(want, own)
	story, done, err := n.library.Use(t.Context(), "bridge")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	actions := moderatorActions(n.Commands(), story.Store.Current())
	if got, want := slices.Sorted(maps.Keys(actions)), slices.Sorted(maps.Keys(want)); !slices.Equal(got, want) {
		t.Fatalf("the actions are\n%q, and those that the table has are\n%q", got, want)
	}
	for action, in := range actions {
		for _, person := range persons {
			tried := in.by(person.change)
			allowed := person.allowed || own[action] != "" && person.name == "a moderator of another server"
			before := len(audited(t, n.Stories.setting))
			_, err := n.try(tried)
			text, _ := RefusalText(err)
			denied := strings.HasPrefix(text, "Only moderators can") || strings.HasPrefix(text, "The story is not this server's")
			if denied == allowed {
				t.Errorf("%s by %s: %v, %q; allowed is to be %v", action, person.name, err, text, allowed)
			}
			trail := audited(t, n.Stories.setting)[before:]
			if len(trail) != 1 || trail[0].Action != want[action] || trail[0].Guild != tried.GuildID || (trail[0].Result == audit.Denied) == allowed {
				t.Errorf("%s by %s is recorded as %+v", action, person.name, trail)
			}
		}
	}
}

// TestStoryThatIsNotThere says so, and in no case answers from another.
func TestStoryThatIsNotThere(t *testing.T) {
	n := newNewsroom(t)
	n.broken.Store(true)
	n.wantSaid(whenCloses, "The story The harbour bridge can't be read just now")
	n.wantSaid(whenCloses.in("es-ES"), "La historia The harbour bridge no se puede leer")
	typing := option("question", "b")
	typing.Focused = true
	for _, c := range n.Commands() {
		if c.Definition.Name == "ask" {
			if offered, err := c.Complete(t.Context(), member(0, "ask", typing)); err != nil || offered == nil || len(offered) > 0 {
				t.Errorf("%v, %v", offered, err)
			}
		}
	}
	n.kept.Close()
	n.start() // a store that is gone
	n.wantSaid(whenCloses, "It can't be told just now which story this server follows")
	n.broken.Store(false)
	n.wantSaid(toFollow("ferry"), "The choice can't be kept just now, so nothing has changed")
	direct := whenCloses.by(func(in *discordgo.Interaction) { in.GuildID = "" })
	n.wantSaid(direct, "on Monday for 20 days")
}

// TestAStoryIsAwaited past the time after which an interaction is deferred, but
// not by what is typed.
func TestAStoryIsAwaited(t *testing.T) {
	n := newNewsroom(t)
	n.opening = make(chan struct{})
	late, end := context.WithCancel(t.Context())
	end()
	var ask Command
	for _, c := range n.Commands() {
		if c.Definition.Name == "ask" {
			ask = c
		}
	}
	typing := option("question", "b")
	typing.Focused = true
	if offered, err := ask.Complete(late, member(0, "ask", typing)); err != nil || len(offered) > 0 {
		t.Errorf("%v, %v", offered, err)
	}
	answered := make(chan error, 1)
	go func() {
		reply, err := ask.Run(late, whenCloses)
		if err == nil && !strings.Contains(plainly(reading(reply)), "on Monday for 20 days") {
			err = errors.New(reading(reply))
		}
		answered <- err
	}()
	close(n.opening)
	if err := <-answered; err != nil {
		t.Error(err)
	}
}

// TestRereadNamesTheStory, with the title that it has by then.
func TestRereadNamesTheStory(t *testing.T) {
	n := newNewsroom(t)
	story, done, err := n.library.Use(t.Context(), "ferry")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if message, worth := n.Reread(t.Context(), story); worth {
		t.Errorf("nothing has changed, and it tells %+v", message)
	}
	n.folders["ferry"]["g.txt"] = articleFile("The lighthouse\n\nThe lighthouse was painted.\n")
	n.titles["ferry"] = "Boats of Korva"
	message, worth := n.Reread(t.Context(), story)
	if said := messageReading(message, false); !worth || !strings.Contains(said, "**Added**: The lighthouse") || !strings.Contains(said, "Story: Boats of Korva") {
		t.Errorf("%v: %s", worth, said)
	}
}

// TestRepliesOfSeveralStories shows what is different where there are several.
func TestRepliesOfSeveralStories(t *testing.T) {
	n := newNewsroom(t)
	n.titles["ferry"] = "Boats of Korva"
	n.library.Relist()
	checkGoldenReply(t, "story", n.do(member(moderator, "story")))
	checkGoldenReply(t, "story-chosen", n.do(toFollow("ferry")))
	checkGoldenReply(t, "story-ask", n.do(whenCloses))
	checkGoldenReply(t, "story-ask-spanish", n.do(whenCloses.in("es-ES")))
}
