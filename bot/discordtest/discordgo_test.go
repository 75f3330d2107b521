package discordtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"storybot/bot/discordtest"
)

// A detour sends discordgo's requests to the stand-in.
type detour struct {
	to   string
	next http.RoundTripper
}

func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	_, route, _ := strings.Cut(strings.TrimPrefix(r.URL.String(), "https://discord.com/api/"), "/")
	target, err := url.Parse(d.to + "/" + route)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.URL, r.Host = target, target.Host
	return d.next.RoundTrip(r)
}

// session is a discordgo session for the stand-in, closed when the test ends.
func session(t *testing.T, s *discordtest.Server, token string) *discordgo.Session {
	t.Helper()
	bot, err := discordgo.New("Bot " + token)
	must(t, err)
	bot.LogLevel = -1 // it logs each disconnection as an error
	transport := &http.Transport{DisableKeepAlives: true}
	bot.Client = &http.Client{Transport: detour{s.URL(), transport}}
	t.Cleanup(func() { bot.Close() })
	return bot
}

func TestDiscordgoAnswersACommand(t *testing.T) {
	t.Parallel()
	s := start(t)
	bot := session(t, s, s.Token())
	failed := make(chan error, 1)
	bot.AddHandler(func(bot *discordgo.Session, in *discordgo.InteractionCreate) {
		failed <- acknowledge(bot, in.Interaction)
	})
	must(t, bot.Open())
	must(t, s.WaitHeartbeat(soon(t)))
	commands, err := bot.ApplicationCommandBulkOverwrite(s.ApplicationID(), "", []*discordgo.ApplicationCommand{{Name: "ask", Description: "Ask"}})
	must(t, err)
	if len(commands) != 1 || commands[0].ID == "" || commands[0].Name != "ask" || len(s.Commands("")) != 1 {
		t.Errorf("registered %+v", commands)
	}

	d, err := s.Send(discordtest.Command("ask"))
	must(t, err)
	must(t, <-failed)
	callback, err := s.WaitCallback(soon(t), d)
	must(t, err)
	if callback.Type != 5 || callback.Request.Status != 204 || len(s.Callbacks(d.ID)) != 1 {
		t.Errorf("callback %d answered %d", callback.Type, callback.Request.Status)
	}
	edit, err := s.WaitRequest(soon(t), func(r discordtest.Request) bool { return r.Method == "PATCH" })
	must(t, err)
	if edit.Path != "/webhooks/"+s.ApplicationID()+"/"+d.Token+"/messages/@original" || len(edit.Files) != 1 ||
		!bytes.Contains(edit.Body, []byte(`"the answer"`)) {
		t.Errorf("edit %s with %s and %d files", edit.Path, edit.Body, len(edit.Files))
	}
	var identify struct{ Compress bool }
	must(t, json.Unmarshal(s.Identify(), &identify))
	if !identify.Compress || s.GatewayVersion() != "10" {
		t.Errorf("IDENTIFY %s over v%s", s.Identify(), s.GatewayVersion())
	}
	must(t, bot.Close())
	must(t, s.WaitGone(soon(t)))
}

// acknowledge does all that a bot does to an interaction: defer, edit with a
// file, read back, follow up, delete.
func acknowledge(bot *discordgo.Session, in *discordgo.Interaction) error {
	deferred := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
	if err := bot.InteractionRespond(in, deferred); err != nil {
		return err
	}
	content := "the answer"
	edited, err := bot.InteractionResponseEdit(in, &discordgo.WebhookEdit{
		Content: &content,
		Files:   []*discordgo.File{{Name: "story.txt", ContentType: "text/plain", Reader: strings.NewReader("dark night")}},
	})
	if err != nil {
		return err
	}
	read, err := bot.InteractionResponse(in)
	if err != nil {
		return err
	}
	if read.ID != edited.ID || read.Content != content || len(read.Attachments) != 1 {
		return errors.New("the message that was read is not the one that was written")
	}
	if _, err := bot.FollowupMessageCreate(in, true, &discordgo.WebhookParams{Content: "more"}); err != nil {
		return err
	}
	return bot.InteractionResponseDelete(in)
}

func TestDiscordgoSeesErrorCodes(t *testing.T) {
	t.Parallel()
	s := start(t)
	bot := session(t, s, s.Token())
	c, _ := ready(t, s)
	_, err := s.Send(discordtest.Command("ask"))
	must(t, err)
	var in discordgo.Interaction
	must(t, json.Unmarshal(c.expect(0, "INTERACTION_CREATE").D, &in))
	hi := &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "hi"},
	}
	must(t, bot.InteractionRespond(&in, hi))
	expectCode(t, bot.InteractionRespond(&in, hi), discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged)
	in.Token = "another"
	expectCode(t, bot.InteractionRespond(&in, hi), discordgo.ErrCodeUnknownInteraction)
}

func expectCode(t *testing.T, err error, code int) {
	t.Helper()
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || rest.Message == nil || rest.Message.Code != code {
		t.Errorf("%v, want code %d", err, code)
	}
}

func TestDiscordgoIsRefusedWithAWrongToken(t *testing.T) {
	t.Parallel()
	s := start(t)
	bot := session(t, s, "wrong")
	if err := bot.Open(); !websocket.IsCloseError(err, 4004) {
		t.Errorf("open: %v, want close code 4004", err)
	}
	if _, err := bot.User("@me"); err == nil || !strings.Contains(err.Error(), "401: Unauthorized") {
		t.Errorf("GET /users/@me: %v, want 401", err)
	}
	if s.Identifies() != 1 {
		t.Errorf("%d IDENTIFY, want 1", s.Identifies())
	}
}

func TestDiscordgoResumes(t *testing.T) {
	t.Parallel()
	s := start(t)
	bot := session(t, s, s.Token())
	received := make(chan string, 8)
	bot.AddHandler(func(_ *discordgo.Session, in *discordgo.InteractionCreate) { received <- in.ID })
	must(t, bot.Open())
	must(t, s.WaitHeartbeat(soon(t)))
	s.Disconnect(4000)
	missed, err := s.Send(discordtest.Command("ask")) // while nobody listens
	must(t, err)
	must(t, s.WaitHeartbeat(soon(t)))
	if id := <-received; id != missed.ID {
		t.Errorf("received %s, want %s that was missed", id, missed.ID)
	}
	if s.Identifies() != 1 || s.Resumes() != 1 {
		t.Errorf("%d IDENTIFY, %d RESUME; want 1, 1", s.Identifies(), s.Resumes())
	}

	s.Disconnect(4009) // the session is over: it resumes in vain, and identifies
	must(t, s.WaitHeartbeat(soon(t)))
	if s.Identifies() != 2 || s.Resumes() != 2 {
		t.Errorf("%d IDENTIFY, %d RESUME; want 2, 2", s.Identifies(), s.Resumes())
	}
}
