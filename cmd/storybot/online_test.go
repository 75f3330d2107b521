package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"storybot/bot/discordtest"
)

// output is a stream that is written and read from different goroutines.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// online is the program as it runs against a stand-in for Discord.
type online struct {
	t        *testing.T
	discord  *discordtest.Server
	out, err output
}

// goOnline starts the program; at the end of the test it is stopped, and
// nothing of it may be left.
func goOnline(t *testing.T, environment map[string]string) *online {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	t.Chdir(t.TempDir())
	o := &online{t: t, discord: discordtest.Start()}
	c := &console{in: strings.NewReader(""), out: &o.out, err: &o.err, environment: map[string]string{
		"DISCORD_TOKEN":   "Bot " + o.discord.Token(), // as people paste it
		"DISCORD_API_URL": o.discord.URL(),
	}}
	for name, value := range environment {
		c.environment[name] = value
	}
	ctx, stop := context.WithCancel(context.Background())
	code := make(chan int, 1)
	go func() { code <- execute(ctx, nil, c) }()
	t.Cleanup(func() {
		stop()
		if got := <-code; got != 0 {
			t.Errorf("storybot ended with exit code %d: %s", got, o.err.String())
		}
		o.discord.Close()
		goleak.VerifyNone(t, leaks)
	})
	if err := o.discord.WaitReady(o.patience()); err != nil {
		t.Fatalf("not online: %v\n%s", err, o.err.String())
	}
	return o
}

func (o *online) patience() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	o.t.Cleanup(cancel)
	return ctx
}

// reply is what a callback carries.
type reply struct {
	Content string
	Flags   int
	Embeds  []struct {
		Title, Description string
		Footer             struct{ Text string }
	}
	Choices         []struct{ Name, Value string }
	AllowedMentions struct{ Parse []string } `json:"allowed_mentions"`
}

// ephemeral is the flag of a message that only the asker sees.
const ephemeral = 64

// send delivers an interaction and returns the callback to it.
func (o *online) send(interaction map[string]any) (kind int, r reply, raw string) {
	o.t.Helper()
	sent, err := o.discord.Send(interaction)
	if err != nil {
		o.t.Fatal(err)
	}
	callback, err := o.discord.WaitCallback(o.patience(), sent)
	if err != nil {
		o.t.Fatalf("no callback: %v\n%s", err, o.err.String())
	}
	if err := json.Unmarshal(callback.Data, &r); err != nil && len(callback.Data) > 0 {
		o.t.Fatal(err)
	}
	return callback.Type, r, string(callback.Data)
}

func TestOneQuestionOneCitedAnswerInDiscord(t *testing.T) {
	o := goOnline(t, nil)
	question := discordtest.StringOpt("question", "Why did Kaspersky stop working with Europol?")

	kind, answer, raw := o.send(discordtest.Command("ask", question))
	if kind != 4 || len(answer.Embeds) != 1 || answer.Flags&ephemeral != 0 {
		t.Fatalf("callback of type %d: %s", kind, raw)
	}
	for _, want := range []string{
		"[1] Kaspersky Lab halts its work with Europol after a vote in Parliament · storybot, after Mark Sutton's report of 16 June 2018 · 16 June 2018 · ¶ 1",
	} {
		if !strings.Contains(answer.Embeds[0].Description, want) {
			t.Errorf("the answer lacks %q:\n%s", want, answer.Embeds[0].Description)
		}
	}
	quoted := strings.NewReplacer("**", "", `\`, "").Replace(answer.Embeds[0].Description) // as it is read
	if want := "> Kaspersky Lab has stopped working with Europol and the other police forces of Europe, because the European Parliament has branded its software malicious. [1]"; !strings.Contains(quoted, want) {
		t.Errorf("the answer lacks %q:\n%s", want, quoted)
	}
	if !strings.Contains(answer.Embeds[0].Footer.Text, "% sure") {
		t.Errorf("the answer does not say how sure it is: %q", answer.Embeds[0].Footer.Text)
	}
	if !strings.Contains(raw, `"allowed_mentions":{"parse":[]`) {
		t.Errorf("the answer may ping: %s", raw)
	}

	_, answer, _ = o.send(discordtest.Command("ask", question, discordtest.BoolOpt("private", true)))
	if answer.Flags&ephemeral == 0 {
		t.Error("the private answer is public")
	}
	_, answer, _ = o.send(discordtest.InDM(discordtest.Command("ask", discordtest.StringOpt("question", "Which antivirus should I use?"))))
	if answer.Flags&ephemeral != 0 || !strings.Contains(answer.Embeds[0].Description, "The articles don't say.") {
		t.Errorf("the refusal: %+v", answer)
	}
	_, answer, _ = o.send(discordtest.Command("ask", discordtest.StringOpt("question", "?!")))
	if answer.Flags&ephemeral == 0 || !strings.Contains(answer.Content, "no words") {
		t.Errorf("an input error: %+v", answer)
	}
	if !strings.Contains(o.out.String(), "https://discord.com/oauth2/authorize?client_id="+o.discord.ApplicationID()) {
		t.Errorf("no invitation in %q", o.out.String())
	}
	if log := o.err.String(); strings.Contains(log, o.discord.Token()) || strings.Contains(log, "Kaspersky") {
		t.Errorf("the log holds the token or a question: %s", log)
	}
}

func TestEveryCommandWorksInDiscord(t *testing.T) {
	o := goOnline(t, nil)
	var names []string
	for _, registered := range o.discord.Commands("") {
		var command struct{ Name string }
		if err := json.Unmarshal(registered, &command); err != nil {
			t.Fatal(err)
		}
		names = append(names, command.Name)
	}
	if got := strings.Join(names, " "); got != "ask timeline compare sources about help Check against the story reload article gaps" {
		t.Errorf("commands registered: %s", got)
	}
	for name, want := range map[string]string{
		"timeline": "**13 June 2018**",
		"sources":  "after Anthony Spadafora's report",
		"about":    "for 90 days and without who asked",
	} {
		if _, answer, raw := o.send(discordtest.Command(name)); !strings.Contains(raw, want) {
			t.Errorf("/%s: %+v, want %q", name, answer, want)
		}
	}
	kind, offered, raw := o.send(discordtest.Autocomplete("ask", "question", "eugene"))
	if kind != 8 || len(offered.Choices) == 0 || offered.Choices[0].Name != "Eugene Kaspersky" {
		t.Errorf("autocomplete: type %d, %s", kind, raw)
	}
	if _, _, raw := o.send(discordtest.Autocomplete("ask", "question", "zzzz")); !strings.Contains(raw, `"choices":[]`) {
		t.Errorf("autocomplete of nonsense: %s", raw)
	}
	if got := o.reload(discordtest.Command("reload")); !strings.Contains(got, "Only moderators") {
		t.Errorf("/reload by a member: %s", got)
	}
	if got := o.reload(discordtest.AsModerator(discordtest.Command("reload"))); !strings.Contains(got, "no folder is set, so there is nothing to reload") {
		t.Errorf("/reload by a moderator: %s", got)
	}
}

// reload sends /reload, which defers privately, and returns its reply.
func (o *online) reload(interaction map[string]any) string {
	o.t.Helper()
	sent, err := o.discord.Send(interaction)
	if err != nil {
		o.t.Fatal(err)
	}
	callback, err := o.discord.WaitCallback(o.patience(), sent)
	if err != nil {
		o.t.Fatal(err)
	}
	if !strings.Contains(string(callback.Data), `"flags":64`) || callback.Type != 5 {
		o.t.Errorf("/reload is acknowledged by type %d, %s", callback.Type, callback.Data)
	}
	edit, err := o.discord.WaitRequest(o.patience(), func(r discordtest.Request) bool {
		return r.Method == "PATCH" && strings.Contains(r.Path, sent.Token)
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return string(edit.Body)
}

func TestTokenThatDiscordRefuses(t *testing.T) {
	discord := discordtest.Start()
	defer discord.Close()
	t.Chdir(t.TempDir())
	var err output
	code := execute(context.Background(), []string{"run"}, &console{out: io.Discard, err: &err, environment: map[string]string{
		"DISCORD_TOKEN": "wrong", "DISCORD_API_URL": discord.URL(), "STATE_DIR": "memory",
	}})
	said := strings.TrimSpace(err.String())
	if code != exitUsage || strings.Contains(said, "\n") || !strings.Contains(said, "refused") || !strings.Contains(said, "storybot ask works without one") {
		t.Errorf("exit code %d: %s", code, said)
	}
}
