package handlers

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/story"
)

// received is a message as an interaction carries it.
func received(m discordgo.InteractionResponseData, private bool) *discordgo.Message {
	carried := &discordgo.Message{ID: "40", Embeds: m.Embeds}
	if private {
		carried.Flags = discordgo.MessageFlagsEphemeral
	}
	for _, row := range m.Components {
		line := &discordgo.ActionsRow{}
		for _, c := range row.(discordgo.ActionsRow).Components {
			switch c := c.(type) {
			case discordgo.Button:
				line.Components = append(line.Components, &c)
			case discordgo.SelectMenu:
				line.Components = append(line.Components, &c)
			}
		}
		carried.Components = append(carried.Components, line)
	}
	return carried
}

// pressed is someone who presses the first component of a message whose
// custom_id begins with a prefix.
func pressed(t testing.TB, m *discordgo.Message, prefix string, values ...string) Interaction {
	t.Helper()
	for _, row := range m.Components {
		for _, c := range row.(*discordgo.ActionsRow).Components {
			id := ""
			switch c := c.(type) {
			case *discordgo.Button:
				id = c.CustomID
			case *discordgo.SelectMenu:
				id = c.CustomID
			}
			if strings.HasPrefix(id, prefix) {
				return pressing(id, m, values...)
			}
		}
	}
	t.Fatalf("no component %s", prefix)
	return Interaction{}
}

func pressing(customID string, m *discordgo.Message, values ...string) Interaction {
	in := member(0, "")
	in.Type = discordgo.InteractionMessageComponent
	in.Data = discordgo.MessageComponentInteractionData{CustomID: customID, Values: values}
	in.Message = m
	return in
}

// TestButtonsUnderAnAnswer presses each, as after a restart: nothing but the
// message is left of what was answered.
func TestButtonsUnderAnAnswer(t *testing.T) {
	base := newSetting(t, bridge()).Store.Current()
	answer := found(t, base)
	answer.Question = strings.Repeat("why does the harbour bridge close ", 150)
	message := received(speechIn(english).answerMessage(base, answer, true), true)

	restarted := newSetting(t, bridge())
	checkGoldenReply(t, "context", mustRun(t, restarted, pressed(t, message, "context:")))
	more := mustRun(t, restarted, pressed(t, message, "more:"))
	checkGoldenReply(t, "more", more)
	mustRun(t, restarted, pressed(t, received(more.Message, true), "context:"))
	shared := mustRun(t, restarted, pressed(t, message, "share:"))
	if shared.Channel == nil || !shared.Update || !strings.Contains(shared.Channel.Content, "<@20>") {
		t.Fatalf("shared: %+v", shared)
	}
	checkGoldenReply(t, "share", mustRun(t, restarted, pressed(t, received(more.Message, true), "share:")))
	if left := reading(shared); strings.Contains(left, "[Share]") || !strings.Contains(left, "[Context] [More]") {
		t.Errorf("after sharing:\n%s", left)
	}
	for _, m := range []discordgo.InteractionResponseData{shared.Message, *shared.Channel} {
		if m.Embeds[0].Description != message.Embeds[0].Description {
			t.Errorf("shared is\n%s", m.Embeds[0].Description)
		}
	}
}

func TestTopicsUnderARefusal(t *testing.T) {
	setting := newSetting(t, story.Articles())
	refusal := mustRun(t, setting, member(0, "ask", option("question", "Which antivirus should I use instead?")))
	if strings.Contains(reading(refusal), "> ") {
		t.Errorf("a refusal quotes:\n%s", reading(refusal))
	}
	message := received(refusal.Message, false)
	topic := mustRun(t, setting, pressed(t, message, "topic:"))
	first := message.Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.Button).Label
	if text := reading(topic); !topic.Private || !strings.Contains(text, "How the articles tell it: "+first+"\n**[1]") {
		t.Errorf("the first topic shows\n%s", text)
	}
	form := mustRun(t, setting, pressed(t, message, "reword:"))
	if !form.Form {
		t.Fatalf("asking differently opens no form: %+v", form)
	}
	checkGoldenReply(t, "reword", form)
	filled := pressing("", message)
	filled.Type = discordgo.InteractionModalSubmit
	filled.Data = discordgo.ModalSubmitInteractionData{
		CustomID: form.Message.CustomID,
		Components: []discordgo.MessageComponent{&discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			&discordgo.TextInput{CustomID: "question", Value: "When did the European Parliament vote?"},
		}}},
	}
	if answer := mustRun(t, setting, filled); answer.Private || !strings.Contains(reading(answer), "[1]") {
		t.Errorf("what was asked differently is answered with\n%s", reading(answer))
	}
}

// TestButtonsAfterAReload changes an article under an answer, then takes it
// away.
func TestButtonsAfterAReload(t *testing.T) {
	folder := bridge()
	setting := newSetting(t, folder)
	base := setting.Store.Current()
	message := received(speechIn(english).answerMessage(base, found(t, base), true), true)
	reload := func() {
		if _, err := setting.Store.Reload(); err != nil {
			t.Fatal(err)
		}
	}
	press := func(prefix string) string {
		reply, err := run(t, setting, pressed(t, message, prefix))
		if text, ok := RefusalText(err); ok {
			return text
		}
		return reading(reply)
	}

	folder["e.md"] = articleFile("Another article is no reason to forget.\n")
	reload()
	if text := press("context:"); strings.Contains(text, "read anew") || !strings.Contains(text, "Buses take the old road.") {
		t.Errorf("after a reload that left the passages as they were:\n%s", text)
	}
	folder["c.md"] = articleFile("The mayor confirmed it.\n")
	reload()
	if text := press("context:"); !strings.Contains(text, "some of these passages are no longer there") || !strings.Contains(text, "[1]") {
		t.Errorf("after a reload that changed one of them:\n%s", text)
	}
	if text := press("share:"); !strings.Contains(text, "this passage is no longer what it was") {
		t.Errorf("an answer is shared that no longer stands there:\n%s", text)
	}
	delete(folder, "a.md")
	delete(folder, "b.md")
	reload()
	for _, prefix := range []string{"context:", "more:", "share:"} {
		if text := press(prefix); !strings.Contains(text, "this passage is no longer what it was. Please ask again") {
			t.Errorf("%s after a reload that changed all:\n%s", prefix, text)
		}
	}
}

func TestButtonsThatCannotBe(t *testing.T) {
	setting := newSetting(t, story.Articles())
	for _, prefix := range []string{"context", "more", "share", "topic", "compare", "reword", "reworded", "sources", "outline", "article", "timeline", "picture", "download"} {
		for _, state := range []string{"", ":", ":0:f1b8b3:1", ":2:f1b8b3:1AAAA", ":1", "::::", ":1:f1b8b3:", ":1:f1b8b3:1", ":1:f1b8b3:x", ":1:f1b8b3:9AAAA", ":1:f1b8b3:-1:\xff"} {
			reply, err := run(t, setting, pressing(prefix+state, nil))
			if text, ok := RefusalText(err); err != nil && (!ok || text == "") {
				t.Errorf("%s%s: %v", prefix, state, err)
			}
			if !strings.HasPrefix(state, ":1:f1b8b3") && err == nil {
				t.Errorf("%s%s is answered with\n%s", prefix, state, reading(reply))
			}
		}
	}
	base := setting.Store.Current()
	answer := base.Ask("Why did Kaspersky stop working with Europol?")
	id := references("share", base, 1, answer.Quotes)
	if _, err := run(t, setting, pressing(id, nil)); err == nil {
		t.Error("an answer is shared from no message")
	}
	old := pressing("context:0:f1b8b3:1", nil).in("fr")
	if _, err := run(t, setting, old); err == nil || !strings.Contains(err.Error(), "ancienne version") {
		t.Errorf("a button of an older version: %v", err)
	}
}

func TestReferencesAreRecalled(t *testing.T) {
	base := newSetting(t, bridge()).Store.Current()
	quotes := found(t, base).Quotes
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(quotes), 1, knowledge.MaxQuotes).Draw(t, "quotes")
		first := rapid.IntRange(1, 5).Draw(t, "first")
		id := references("context", base, first, chosen)
		if length(id) > maxCustomID {
			t.Fatalf("a custom_id of %d characters", length(id))
		}
		rest, story, err := carried(pressing(id, nil))
		if err != nil || story != base.Version() {
			t.Fatalf("%v, of story %s", err, story)
		}
		got, missing := recalled(base, rest)
		if len(got) != len(chosen) || missing != 0 {
			t.Fatalf("%d of %d quotes recalled, %d missing", len(got), len(chosen), missing)
		}
		for i, q := range got {
			if q.number != first+i || q.quote.Text != chosen[i].Text || q.quote.Highlight != chosen[i].Highlight ||
				q.quote.Relation != chosen[i].Relation || q.quote.Citation != chosen[i].Citation {
				t.Errorf("recalled %+v, want %+v", q, chosen[i])
			}
		}
	})
}

// manyBridges is a folder of many articles that tell of the same bridge.
func manyBridges(n int) fstest.MapFS {
	folder := fstest.MapFS{}
	for i := range n {
		text := fmt.Sprintf("The bridge, part %d\n\nThe harbour bridge closed for %d days.\n\nBuses took the old road.\n", i+1, i+1)
		if i%3 == 2 {
			text = fmt.Sprintf("The school, part %d\n\nThe mayor opened a school.\n", i+1)
		}
		folder[fmt.Sprintf("%03d.txt", i)] = articleFile(text)
	}
	return folder
}

// TestPaging turns through all pages of two, thirty and three hundred
// articles, there and back.
func TestPaging(t *testing.T) {
	for _, n := range []int{2, 30, 300} {
		setting := newSetting(t, manyBridges(n))
		for _, test := range []struct {
			in   Interaction
			seen string // once an article
		}{
			{member(0, "sources"), ", part %d**\n"},
			{member(0, "compare", option("topic", "harbour bridge")), "The bridge, part %d**\n"},
		} {
			reply := mustRun(t, setting, test.in)
			name, all, pages := test.in.Command(), messageReading(reply.Message, false), 1
			for strings.Contains(messageReading(reply.Message, false), "[▶]") {
				message := received(reply.Message, false)
				forward := message.Components[len(message.Components)-1].(*discordgo.ActionsRow).Components[1].(*discordgo.Button)
				reply = mustRun(t, setting, pressing(forward.CustomID, message))
				if !reply.Update {
					t.Fatalf("%s: turning a page sends another message", name)
				}
				all += messageReading(reply.Message, false)
				pages++
			}
			for i := range n {
				if name == "compare" && i%3 == 2 {
					continue
				}
				if got := strings.Count(all, fmt.Sprintf(test.seen, i+1)); got != 1 {
					t.Errorf("%s of %d articles: number %d is on %d pages", name, n, i+1, got)
				}
			}
			if n == 2 && pages != 1 || n > 2 && pages < n/10 {
				t.Errorf("%s of %d articles has %d pages", name, n, pages)
			}
		}
	}
}

func TestOutlineOfALongArticle(t *testing.T) {
	var text strings.Builder
	text.WriteString("The bridge\n\n")
	for i := range 80 {
		fmt.Fprintf(&text, "Bridge pillar number %d was checked. It holds.\n\n", i+1)
	}
	setting := newSetting(t, fstest.MapFS{"a.txt": articleFile(text.String())})
	list := received(mustRun(t, setting, member(0, "sources")).Message, false)
	a := setting.Store.Current().Articles()[0]
	reply := mustRun(t, setting, pressed(t, list, "article:", knowledge.ArticleID(a)))
	all := reading(reply)
	for pages := 1; strings.Contains(reading(reply), "[▶]"); pages++ {
		message := received(reply.Message, true)
		forward := message.Components[0].(*discordgo.ActionsRow).Components[1].(*discordgo.Button)
		reply = mustRun(t, setting, pressing(forward.CustomID, message))
		all += reading(reply)
		if pages > 20 {
			t.Fatal("an outline of more than 20 pages")
		}
	}
	for i := range 80 {
		if want := fmt.Sprintf("¶ %d** “Bridge pillar number %d was checked.”", i+1, i+1); strings.Count(all, want) != 1 {
			t.Errorf("%s is not in the outline once", want)
		}
	}
	if _, err := run(t, setting, pressed(t, list, "article:", "gone")); err == nil {
		t.Error("an article is opened that there is not")
	}
}
