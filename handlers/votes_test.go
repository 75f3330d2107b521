package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/vote"
	"storybot/knowledge/gap"
	"storybot/knowledge/story"
)

// votes presses a button of a message for a person.
func votes(t *testing.T, s Setting, m *discordgo.Message, prefix, person string) string {
	t.Helper()
	in := pressed(t, m, prefix).by(func(in *discordgo.Interaction) { in.Member.User = &discordgo.User{ID: person} })
	reply, err := run(t, s, in)
	if err != nil {
		return fmt.Sprint(err)
	}
	if !reply.Private {
		t.Error("a vote is answered to all")
	}
	return reply.Message.Embeds[0].Description
}

func gapsOf(t *testing.T, s Setting) []gap.Gap {
	t.Helper()
	gaps, err := s.gaps.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return gaps
}

// TestOneVoteAPerson has two persons vote and change their minds, and the
// question become a gap and be none again.
func TestOneVoteAPerson(t *testing.T) {
	s := newSetting(t, story.Articles())
	const question = "Why did *Kaspersky* stop working with Europol?"
	ask := member(0, "ask", option("question", question))
	answer := received(mustRun(t, s, ask).Message, false)
	again := received(mustRun(t, s, ask).Message, false)
	const thanks, already = "Thank you, your vote is counted.", "Your vote on this answer is counted already."
	for _, step := range []struct {
		message          *discordgo.Message
		prefix, person   string
		says             string
		likes, dislikes  int
		gaps, dislikedBy int
	}{
		{answer, "dislike:", "1", thanks, 0, 1, 1, 1},
		{answer, "dislike:", "1", already, 0, 1, 1, 1},
		{again, "dislike:", "1", already, 0, 1, 1, 1},
		{answer, "dislike:", "2", thanks, 0, 2, 1, 2},
		{again, "like:", "1", thanks, 1, 1, 1, 1},
		{answer, "like:", "2", thanks, 2, 0, 0, 0},
		{answer, "dislike:", "2", thanks, 1, 1, 1, 1},
	} {
		if said := votes(t, s, step.message, step.prefix, step.person); said != step.says {
			t.Errorf("%+v: %q", step, said)
		}
		count, err := s.votes.Count(context.Background())
		gaps := gapsOf(t, s)
		if err != nil || count[vote.Like] != step.likes || count[vote.Dislike] != step.dislikes || len(gaps) != step.gaps {
			t.Errorf("after %+v there are %v and the gaps %v, %v", step, count, gaps, err)
		}
		if len(gaps) == 1 && (gaps[0].Disliked != step.dislikedBy || gaps[0].Question != question) {
			t.Errorf("after %+v the gap is %+v", step, gaps[0])
		}
	}
}

// TestNobodyIsNamedInWhatIsKept looks through the whole store.
func TestNobodyIsNamedInWhatIsKept(t *testing.T) {
	s := newSetting(t, story.Articles())
	const person = "918273645"
	answer := received(mustRun(t, s, member(0, "ask", option("question", "When did Parliament vote?"))).Message, false)
	votes(t, s, answer, "dislike:", person)
	asker := member(0, "ask", option("question", "Which antivirus should I use?")).by(func(in *discordgo.Interaction) { in.Member.User.ID = person })
	mustRun(t, s, asker)
	entries, err := s.Kept.List(context.Background(), "")
	if err != nil || len(entries) < 4 { // the vote, its key, two gaps
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		if strings.Contains(e.Key+string(e.Value), person) {
			t.Errorf("%s names a person: %s", e.Key, e.Value)
		}
		if (e.TTL == 0) != (e.Key == "settings/vote-key") {
			t.Errorf("%s is kept for %v", e.Key, e.TTL)
		}
	}
}

func TestVotesOnNothing(t *testing.T) {
	s := newSetting(t, story.Articles())
	for _, in := range []Interaction{
		pressing(customID("like", s.Store.Current(), ""), nil), pressing(customID("like", s.Store.Current(), "abc"), nil), pressing("dislike:0:1:2", nil),
		pressing(customID("dislike", s.Store.Current(), "abc"), &discordgo.Message{Embeds: []*discordgo.MessageEmbed{{Description: "no question"}}}),
	} {
		if _, err := run(t, s, in); !strings.Contains(fmt.Sprint(err), "from an older version") {
			t.Errorf("%s: %v", in.CustomID(), err)
		}
	}
}
