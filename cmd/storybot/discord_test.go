package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// The interactions that package discordtest has no builder for.

// check is a person who uses the entry in a message's menu.
func check(content string) map[string]any {
	i := discordtest.Command("Check against the story")
	i["data"] = map[string]any{
		"name": "Check against the story", "type": 3, "target_id": "77", "guild_id": discordtest.GuildID,
		"resolved": map[string]any{"messages": map[string]any{"77": map[string]any{
			"id": "77", "channel_id": discordtest.ChannelID, "content": content, "type": 0, "author": map[string]any{"id": "78", "username": "someone"},
			"embeds": []any{}, "attachments": []any{}, "mentions": []any{}, "mention_roles": []any{}, "timestamp": "2026-01-01T00:00:00Z",
			"edited_timestamp": nil, "flags": 0, "components": []any{}, "pinned": false, "mention_everyone": false, "tts": false,
		}}},
	}
	return i
}

// choose is a person who chooses from a select menu.
func choose(customID, value string, message map[string]any) map[string]any {
	i := discordtest.Button(customID, message)
	i["data"] = map[string]any{"custom_id": customID, "component_type": 3, "id": 2, "values": []string{value}}
	return i
}

// with returns an interaction with other fields.
func with(i map[string]any, fields map[string]any) map[string]any {
	i = maps.Clone(i)
	maps.Copy(i, fields)
	return i
}

// act sends an interaction and returns the callback to it: its type and data.
func (o *online) act(interaction map[string]any) (kind int, data map[string]any) {
	o.t.Helper()
	kind, _, raw := o.send(interaction)
	if err := json.Unmarshal([]byte(raw), &data); err != nil {
		o.t.Fatal(err)
	}
	return kind, data
}

// whole sends an interaction and returns the message that it is answered with,
// also where that follows its acknowledgement.
func (o *online) whole(interaction map[string]any) map[string]any {
	o.t.Helper()
	r := o.answered(interaction)
	var body struct {
		Type int
		Data map[string]any
	}
	var message map[string]any
	for _, into := range []any{&body, &message} {
		if err := json.Unmarshal(r.Body, into); err != nil {
			o.t.Fatal(err)
		}
	}
	if r.Method == "POST" {
		return body.Data
	}
	return message
}

// answered sends an interaction and returns the request that answers it: the
// callback, or, where that only defers, the edit that follows.
func (o *online) answered(interaction map[string]any) discordtest.Request {
	o.t.Helper()
	sent, err := o.discord.Send(interaction)
	if err != nil {
		o.t.Fatal(err)
	}
	callback, err := o.discord.WaitCallback(o.patience(), sent)
	if err != nil {
		o.t.Fatalf("no callback: %v\n%s", err, o.err.String())
	}
	if callback.Type != 5 {
		return callback.Request
	}
	edit, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "PATCH" && strings.Contains(r.Path, sent.Token)
	})
	if err != nil {
		o.t.Fatalf("nothing follows the deferral: %v\n%s", err, o.err.String())
	}
	return edit
}

// component is a button or a menu of a message.
type component struct {
	customID string
	values   []string // of a menu, its options
	disabled bool
}

// components are the buttons and menus of a message.
func components(message map[string]any) []component {
	var all []component
	rows, _ := message["components"].([]any)
	for _, row := range rows {
		for _, c := range row.(map[string]any)["components"].([]any) {
			c := c.(map[string]any)
			id, _ := c["custom_id"].(string)
			found := component{customID: id, disabled: c["disabled"] == true}
			options, _ := c["options"].([]any)
			for _, option := range options {
				found.values = append(found.values, option.(map[string]any)["value"].(string))
			}
			all = append(all, found)
		}
	}
	return all
}

// use presses a component of a message, or chooses its first option.
func (c component) use(message map[string]any) map[string]any {
	return c.uses(message)[0]
}

// uses are all that can be done with a component: a button is pressed, and of a
// menu each option chosen.
func (c component) uses(message map[string]any) []map[string]any {
	if len(c.values) == 0 {
		return []map[string]any{discordtest.Button(c.customID, message)}
	}
	var all []map[string]any
	for _, value := range c.values {
		all = append(all, choose(c.customID, value, message))
	}
	return all
}

// find returns the component of a message whose custom_id begins so.
func find(t *testing.T, message map[string]any, prefix string) component {
	t.Helper()
	for _, c := range components(message) {
		if strings.HasPrefix(c.customID, prefix+":") {
			return c
		}
	}
	t.Fatalf("no component %s in %v", prefix, message)
	return component{}
}

// says checks a callback: its type, whether it is for the person alone, and
// something that stands in it.
func says(t *testing.T, what string, kind, wantKind int, data map[string]any, alone bool, want string) {
	t.Helper()
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	flags, _ := data["flags"].(float64)
	if kind != wantKind || (int(flags)&ephemeral != 0) != alone || !strings.Contains(string(text), want) {
		t.Errorf("%s: type %d, want %d; %q is to be in it, private %v:\n%s", what, kind, wantKind, want, alone, text)
	}
}

// TestAMemberUsesEverything goes through every kind of interaction, from one
// reply's buttons to the next.
func TestAMemberUsesEverything(t *testing.T) {
	o := goOnline(t, nil)
	question := discordtest.StringOpt("question", "Why did Kaspersky stop working with Europol?")

	kind, answer := o.act(discordtest.Command("ask", question, discordtest.BoolOpt("private", true)))
	says(t, "/ask", kind, 4, answer, true, "[1] Kaspersky Lab halts")
	kind, data := o.act(find(t, answer, "context").use(answer))
	says(t, "Context", kind, 4, data, true, "In context")
	kind, data = o.act(find(t, answer, "share").use(answer))
	says(t, "Share", kind, 7, data, false, "[1] Kaspersky Lab halts")
	shared, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "POST" && strings.HasPrefix(r.Path, "/webhooks/")
	})
	if err != nil || !strings.Contains(string(shared.Body), "Shared by") || strings.Contains(string(shared.Body), `"flags"`) {
		t.Errorf("shared: %v, %s", err, shared.Body)
	}

	kind, refusal := o.act(discordtest.Command("ask", discordtest.StringOpt("question", "Which antivirus should I use?")))
	says(t, "/ask in vain", kind, 4, refusal, false, "The articles don't say.")
	kind, data = o.act(find(t, refusal, "topic").use(refusal))
	says(t, "a topic", kind, 4, data, true, "How the articles tell it")
	kind, form := o.act(find(t, refusal, "reword").use(refusal))
	says(t, "Ask differently", kind, 9, form, false, "What do you want to know?")
	filled := discordtest.Form(form["custom_id"].(string), map[string]string{"question": "When did Parliament vote?"})
	kind, data = o.act(with(filled, map[string]any{"message": refusal}))
	says(t, "the form", kind, 4, data, false, "[1] Kaspersky Lab halts")

	kind, list := o.act(discordtest.Command("sources"))
	says(t, "/sources", kind, 4, list, false, "Anthony Spadafora")
	kind, data = o.act(find(t, list, "article").use(list))
	says(t, "the menu", kind, 4, data, true, "¶ 3")
	kind, data = o.act(discordtest.Command("compare", discordtest.StringOpt("topic", "Europol")))
	says(t, "/compare", kind, 4, data, false, "No More Ransom")
	kind, data = o.act(discordtest.Command("help"))
	says(t, "/help", kind, 4, data, true, "Check against the story")
	kind, data = o.act(check("Kaspersky stopped working with Europol."))
	says(t, "the message menu", kind, 4, data, true, "What the articles say about this message")
	kind, data = o.act(discordtest.Autocomplete("compare", "topic", "ep"))
	says(t, "autocomplete", kind, 8, data, false, "European Parliament")
	kind, data = o.act(discordtest.Autocomplete("sources", "article", "zzzz"))
	says(t, "autocomplete of nonsense", kind, 8, data, false, `"choices":[]`)
}

// TestAMemberTurnsPages has thirty articles, and so pages, and more quotes than
// an answer shows.
func TestAMemberTurnsPages(t *testing.T) {
	folder := t.TempDir()
	for i := range 30 {
		text := fmt.Sprintf("The bridge, part %d\n\nThe harbour bridge closed for %d days.\n%s", i+1, i+1, strings.Repeat("\nBuses took the old road.\n", 40))
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := goOnline(t, map[string]string{"ARTICLES_DIR": folder})

	kind, list := o.act(discordtest.Command("sources"))
	says(t, "/sources", kind, 4, list, false, "page 1 of 3")
	kind, list = o.act(discordtest.Button(components(list)[2].customID, list))
	says(t, "▶", kind, 7, list, false, "page 2 of 3")
	kind, outline := o.act(find(t, list, "article").use(list))
	says(t, "the menu", kind, 4, outline, true, "The bridge, part 11")
	kind, outline = o.act(discordtest.Button(components(outline)[1].customID, outline))
	says(t, "▶", kind, 7, outline, false, "page 2 of")
	kind, comparison := o.act(discordtest.Command("compare", discordtest.StringOpt("topic", "harbour bridge")))
	says(t, "/compare", kind, 4, comparison, false, "page 1 of 5")
	kind, comparison = o.act(discordtest.Button(components(comparison)[1].customID, comparison))
	says(t, "▶", kind, 7, comparison, false, "page 2 of 5")
	kind, comparison = o.act(discordtest.Button(components(comparison)[0].customID, comparison))
	says(t, "◀", kind, 7, comparison, false, "page 1 of 5")

	long := "How long was the harbour bridge closed" + strings.Repeat("?", 400)
	kind, answer := o.act(discordtest.Command("ask", discordtest.StringOpt("question", long)))
	says(t, "a long question", kind, 4, answer, false, "[3]")
	kind, more := o.act(find(t, answer, "more").use(answer))
	says(t, "More", kind, 4, more, true, "[4]")
	kind, more = o.act(find(t, more, "context").use(more))
	says(t, "Context of more", kind, 4, more, true, "In context")
}

// TestInteractionsFromOddPlaces has what few people do, and what nobody
// should.
func TestInteractionsFromOddPlaces(t *testing.T) {
	o := goOnline(t, nil)
	ask := discordtest.Command("ask", discordtest.StringOpt("question", "Which antivirus should I use?"))

	kind, data := o.act(discordtest.InDM(ask))
	says(t, "from a direct message", kind, 4, data, false, "The articles don't say.")
	kind, data = o.act(with(discordtest.InDM(ask), map[string]any{
		"context": 2, "authorizing_integration_owners": map[string]any{"1": discordtest.UserID},
	}))
	says(t, "from someone who installed the bot alone", kind, 4, data, false, "The articles don't say.")
	kind, data = o.act(discordtest.InDM(check("Kaspersky stopped working with Europol.")))
	says(t, "the message menu in a direct message", kind, 4, data, true, "[1]")
	kind, data = o.act(with(ask, map[string]any{"locale": "tlh"}))
	says(t, "in an unknown locale", kind, 4, data, false, "The articles don't say.")
	kind, data = o.act(with(ask, map[string]any{"locale": "fr"}))
	says(t, "in French", kind, 4, data, false, "Les articles ne le disent pas.")
	for _, prefix := range []string{"context", "more", "share", "topic", "compare", "reword", "sources", "article", "outline", "timeline", "download"} {
		kind, data = o.act(discordtest.Button(prefix+":0:f1b8b3:1", nil))
		says(t, prefix+" of an older version", kind, 4, data, true, "from an older version")
	}
	kind, data = o.act(discordtest.Form("reworded:0:", map[string]string{"question": "When?"}))
	says(t, "a form of an older version", kind, 4, data, true, "from an older version")

	twice := with(ask, map[string]any{"id": "1234567890123456789", "token": "one-token"})
	o.act(twice)
	if _, err := o.discord.Send(twice); err != nil {
		t.Fatal(err)
	}
	noData := maps.Clone(ask)
	delete(noData, "data")
	unknown := discordtest.Button("context:1:f1b8b3:1", map[string]any{"components": []any{map[string]any{"type": 99, "id": 1}}})
	for _, i := range []map[string]any{noData, unknown} {
		if _, err := o.discord.Send(i); err != nil {
			t.Fatal(err)
		}
	}
	o.logs("outcome=repeated", 1)
	o.logs("outcome=unreadable", 1) // the one without data; an unknown component is no matter
	if n := len(o.discord.Callbacks("1234567890123456789")); n != 1 {
		t.Errorf("an interaction that is delivered twice is answered %d times", n)
	}
	kind, data = o.act(ask)
	says(t, "after all that", kind, 4, data, false, "The articles don't say.")
}

// logs waits until the log says something so many times.
func (o *online) logs(what string, times int) {
	o.t.Helper()
	ctx := o.patience()
	for strings.Count(o.err.String(), what) < times {
		select {
		case <-ctx.Done():
			o.t.Fatalf("%q is not in the log %d times:\n%s", what, times, o.err.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}
