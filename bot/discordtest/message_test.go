package discordtest_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
)

// A webhook is what a callback opened.
type webhook struct {
	t    *testing.T
	s    *discordtest.Server
	path string
}

// answered is the webhook of an interaction that was answered with body.
func answered(t *testing.T, i map[string]any, body string, opts ...discordtest.Option) webhook {
	t.Helper()
	s, d := delivered(t, i, opts...)
	w := webhook{t, s, "/webhooks/" + s.ApplicationID() + "/" + d.Token}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		if a := w.do(method, "/messages/@original", `{"content":"x"}`); a.Status != 404 || a.code(t) != 10015 {
			t.Errorf("%s before the callback: %d %s, want 404 with 10015", method, a.Status, a.Body)
		}
	}
	if a := w.do("POST", "", `{"content":"x"}`); a.Status != 404 || a.code(t) != 10015 {
		t.Errorf("POST before the callback: %d %s, want 404 with 10015", a.Status, a.Body)
	}
	if a := callback(t, s, d, body); a.Status != 204 {
		t.Fatalf("callback: %d %s", a.Status, a.Body)
	}
	return w
}

func (w webhook) do(method, path, body string) answer {
	w.t.Helper()
	return rest(w.t, w.s, method, w.path+path, body)
}

func (w webhook) message(method, path, body string) discordgo.Message {
	w.t.Helper()
	var m discordgo.Message
	w.do(method, path, body).into(w.t, &m)
	return m
}

func TestReplyIsAMessage(t *testing.T) {
	w := answered(t, discordtest.Command("ask"), `{"type":4,"data":{"content":"hi","flags":64,
		"embeds":[{"title":"Quote"}],"components":[{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"more:1"}]}]}}`)
	m := w.message("GET", "/messages/@original", "")
	if m.ID == "" || m.Content != "hi" || m.Flags != discordgo.MessageFlagsEphemeral || len(m.Embeds) != 1 || len(m.Components) != 1 {
		t.Errorf("message %+v", m)
	}
	if m.Author == nil || m.Author.ID != w.s.ApplicationID() || m.ChannelID != discordtest.ChannelID || m.Type != 20 {
		t.Errorf("message by %+v in %s of type %d", m.Author, m.ChannelID, m.Type)
	}
	changed := w.message("PATCH", "/messages/@original", `{"content":"bye","flags":0}`)
	if changed.ID != m.ID || changed.Content != "bye" || len(changed.Embeds) != 1 || changed.EditedTimestamp == nil {
		t.Errorf("changed message %+v", changed)
	}
	if changed.Flags != discordgo.MessageFlagsEphemeral {
		t.Error("an edit made a private message public")
	}
	more := w.message("POST", "?wait=true", `{"content":"and more"}`)
	if more.ID == m.ID || w.message("GET", "/messages/"+more.ID, "").Content != "and more" {
		t.Errorf("further message %+v", more)
	}
	if a := w.do("POST", "", `{"content":""}`); a.Status != 400 || a.code(t) != 50006 {
		t.Errorf("an empty message: %d %s, want 400 with 50006", a.Status, a.Body)
	}
	if a := w.do("PATCH", "/messages/@original", `{`); a.Status != 400 || a.code(t) != 50109 {
		t.Errorf("no JSON: %d %s, want 400 with 50109", a.Status, a.Body)
	}
	if a := w.do("DELETE", "/messages/@original", ""); a.Status != 204 {
		t.Errorf("delete: %d %s, want 204", a.Status, a.Body)
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		if a := w.do(method, "/messages/@original", `{"content":"x"}`); a.Status != 404 || a.code(t) != 10008 {
			t.Errorf("%s of a deleted message: %d %s, want 404 with 10008", method, a.Status, a.Body)
		}
	}
}

func TestDeferredReply(t *testing.T) {
	for name, fulfil := range map[string]func(webhook) discordgo.Message{
		"by an edit": func(w webhook) discordgo.Message {
			return w.message("PATCH", "/messages/@original", `{"content":"hi"}`)
		},
		"by the next message": func(w webhook) discordgo.Message { return w.message("POST", "", `{"content":"hi"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			w := answered(t, discordtest.InDM(discordtest.Command("ask")), `{"type":5,"data":{"flags":64}}`)
			promised := w.message("GET", "/messages/@original", "")
			if promised.Flags != discordgo.MessageFlagsEphemeral|discordgo.MessageFlagsLoading {
				t.Errorf("flags %d, want ephemeral and loading", promised.Flags)
			}
			m := fulfil(w)
			if m.ID != promised.ID || m.Flags != discordgo.MessageFlagsEphemeral || m.ChannelID != discordtest.DMChannelID {
				t.Errorf("message %s with flags %d in %s, was %s", m.ID, m.Flags, m.ChannelID, promised.ID)
			}
			if next := w.message("POST", "", `{"content":"more"}`); next.ID == m.ID {
				t.Error("the second message replaced the first")
			}
		})
	}
}

func TestComponentChangesItsMessage(t *testing.T) {
	page := map[string]any{"id": "77", "content": "page 1", "flags": discordgo.MessageFlagsEphemeral}
	for name, body := range map[string]string{
		"at once": `{"type":7,"data":{"content":"page 2"}}`,
		"later":   `{"type":6}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := answered(t, discordtest.Button("next", page), body)
			if name == "later" {
				w.message("PATCH", "/messages/@original", `{"content":"page 2"}`)
			}
			if m := w.message("GET", "/messages/@original", ""); m.ID != "77" || m.Content != "page 2" || m.Author == nil || m.Flags != discordgo.MessageFlagsEphemeral {
				t.Errorf("message %+v", m)
			}
		})
	}
	if page["content"] != "page 1" || len(page) != 3 {
		t.Errorf("the test's own map was changed: %v", page)
	}
}

func TestNoMessageComesOfAFormOrOfChoices(t *testing.T) {
	for _, test := range []struct {
		i    map[string]any
		body string
	}{
		{discordtest.Command("ask"), `{"type":9,"data":{"custom_id":"f","title":"F","components":[]}}`},
		{discordtest.Autocomplete("ask", "question", "w"), `{"type":8,"data":{"choices":[]}}`},
	} {
		w := answered(t, test.i, test.body)
		if a := w.do("GET", "/messages/@original", ""); a.Status != 404 || a.code(t) != 10008 {
			t.Errorf("%s: @original is %d %s, want 404 with 10008", test.body, a.Status, a.Body)
		}
	}
}

func TestWebhookRunsOut(t *testing.T) {
	clock := newClock()
	w := answered(t, discordtest.Command("ask"), `{"type":5}`, discordtest.WithClock(clock.Now))
	clock.Advance(15 * time.Minute)
	w.message("PATCH", "/messages/@original", `{"content":"just in time"}`)
	clock.Advance(time.Millisecond)
	if a := w.do("PATCH", "/messages/@original", `{"content":"late"}`); a.Status != 401 || a.code(t) != 50027 {
		t.Errorf("after 15 minutes: %d %s, want 401 with 50027", a.Status, a.Body)
	}
}

func TestAttachments(t *testing.T) {
	w := answered(t, discordtest.Command("timeline"), `{"type":5}`)
	send := func(method, path, json, file string) discordgo.Message {
		t.Helper()
		var form bytes.Buffer
		parts := multipart.NewWriter(&form)
		if json != "" {
			must(t, parts.WriteField("payload_json", json))
		}
		part, err := parts.CreateFormFile("files[0]", file)
		must(t, err)
		fmt.Fprint(part, "picture")
		must(t, parts.Close())
		var m discordgo.Message
		request(t, method, w.s.URL()+w.path+path, http.Header{"Content-Type": {parts.FormDataContentType()}}, &form).into(t, &m)
		return m
	}
	first := send("PATCH", "/messages/@original", "", "a.png")
	if len(first.Attachments) != 1 || first.Attachments[0].Filename != "a.png" || first.Attachments[0].Size != 7 {
		t.Fatalf("attachments %+v", first.Attachments)
	}
	both := send("PATCH", "/messages/@original", `{"content":"two"}`, "b.png")
	if len(both.Attachments) != 2 {
		t.Fatalf("%d attachments, want both", len(both.Attachments))
	}
	kept := w.message("PATCH", "/messages/@original", fmt.Sprintf(`{"attachments":[{"id":%q}]}`, both.Attachments[1].ID))
	if len(kept.Attachments) != 1 || kept.Attachments[0].Filename != "b.png" {
		t.Errorf("kept %+v, want b.png", kept.Attachments)
	}
}

func TestCallbackWithResponse(t *testing.T) {
	s, d := delivered(t, discordtest.Command("ask"))
	var outcome struct {
		Interaction struct {
			ID        string
			MessageID string `json:"response_message_id"`
			Loading   bool   `json:"response_message_loading"`
			Ephemeral bool   `json:"response_message_ephemeral"`
		}
		Resource struct {
			Type    int
			Message discordgo.Message
		}
	}
	rest(t, s, "POST", "/interactions/"+d.ID+"/"+d.Token+"/callback?with_response=true", `{"type":5,"data":{"flags":64}}`).into(t, &outcome)
	about := outcome.Interaction
	if about.ID != d.ID || about.MessageID == "" || !about.Loading || !about.Ephemeral {
		t.Errorf("interaction %+v", about)
	}
	if outcome.Resource.Type != 5 || outcome.Resource.Message.ID != about.MessageID {
		t.Errorf("resource %+v", outcome.Resource)
	}
}
