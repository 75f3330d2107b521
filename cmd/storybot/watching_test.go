package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// watched is a program that runs where it can be looked at from outside.
type watched struct {
	t       *testing.T
	discord *discordtest.Server
	address string // of the metrics
	state   string
	log     output
}

// environment is what the program, and a doctor beside it, are given.
func (w *watched) environment() map[string]string {
	return map[string]string{
		"DISCORD_TOKEN": w.discord.Token(), "DISCORD_API_URL": w.discord.URL(),
		"METRICS_ADDR": w.address, "LOG_FORMAT": "json", "STATE_DIR": w.state,
	}
}

// run runs the program until the function that it returns is called.
func (w *watched) run() (stop func()) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	code := make(chan int, 1)
	var out output
	go func() {
		code <- execute(ctx, nil, &console{out: &out, err: &w.log, environment: w.environment()})
	}()
	waitFor(w.t, func() bool { return strings.Contains(out.String(), "is online") })
	return func() {
		cancel()
		if got := <-code; got != 0 {
			w.t.Errorf("exit code %d", got)
		}
	}
}

func watch(t *testing.T) *watched {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	w := &watched{t: t, discord: discordtest.Start(), address: free.Addr().String(), state: t.TempDir()}
	t.Cleanup(w.discord.Close)
	return w
}

// TestMetrics looks at a bot from outside, as a monitor and a health check do.
func TestMetrics(t *testing.T) {
	w := watch(t)
	if code, said := doctor(t, w.environment(), "--running"); code != exitFailure || !strings.Contains(said, "no bot is running here") {
		t.Errorf("without a bot: exit code %d: %s", code, said)
	}
	defer w.run()()
	for _, question := range []string{"Why did Kaspersky stop working with Europol?", "Which antivirus should I use instead?"} {
		if _, err := w.discord.Send(discordtest.Command("ask", discordtest.StringOpt("question", question))); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, func() bool { return strings.Count(w.log.String(), `"outcome":"answered"`) == 2 })
	if got := get(t, w.address, "/healthz") + get(t, w.address, "/readyz"); got != "200 ok\n200 online\n" {
		t.Errorf("health: %q", got)
	}
	metrics := get(t, w.address, "/metrics")
	for _, want := range []string{
		`storybot_interactions_total{command="ask",outcome="answered"} 2`, "storybot_acknowledgement_seconds_count 2",
		"storybot_answer_seconds_count 2", "storybot_abstentions_total 1", "storybot_gateway_state 2", "storybot_articles 2",
		`storybot_story_info{version="`, "go_goroutines ",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
	if code, said := doctor(t, w.environment(), "--running"); code != 0 || said != "" {
		t.Errorf("with a bot: exit code %d: %s", code, said)
	}
}

// TestNextProcessResumes stops the program, and has it answer what came before
// it was started again.
func TestNextProcessResumes(t *testing.T) {
	w := watch(t)
	w.run()()
	missed, err := w.discord.Send(discordtest.Command("ask", discordtest.StringOpt("question", "Which antivirus?")))
	if err != nil {
		t.Fatal(err)
	}
	stop := w.run()
	if _, err := w.discord.WaitCallback(soon(t), missed); err != nil || w.discord.Identifies() != 1 || w.discord.Resumes() != 1 {
		t.Errorf("the next process did not resume: %v\n%s", err, w.log.String())
	}
	stop()
	for line := range strings.Lines(w.log.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("a line of the log is not JSON: %s", line)
		}
	}
	if log := w.log.String(); strings.Contains(log, "antivirus") || strings.Contains(log, w.discord.Token()) {
		t.Errorf("the log holds a question or the token:\n%s", log)
	}
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func waitFor(t testing.TB, met func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !met(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain for 10 s")
		}
	}
}

// get returns the status and the body of a page.
func get(t *testing.T, address, path string) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get("http://" + address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s", answer.StatusCode, body)
}
