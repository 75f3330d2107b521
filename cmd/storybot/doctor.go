package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"storybot/bot"
	"storybot/handlers"
	"storybot/knowledge"
	"storybot/knowledge/desk"
)

type doctorCommand struct {
	folderFlag
	Running bool `help:"Only ask the bot that runs here, on METRICS_ADDR, whether it is alive (for health checks)."`
}

// doctorWithin bounds the examination, and running one question.
const (
	doctorWithin  = time.Minute
	runningWithin = 5 * time.Second
)

// Run examines the bot and prints what it finds, and what to mend. It ends with
// exit code 1 when there is something.
func (d doctorCommand) Run(ctx context.Context, c *console) error {
	settings, err := c.config()
	if err != nil {
		return err
	}
	if d.Running {
		return running(ctx, settings.MetricsAddr)
	}
	ctx, cancel := context.WithTimeout(ctx, doctorWithin)
	defer cancel()
	base, findings := d.articles(c, len(settings.ModeratorGuilds) > 0)
	findings = append(findings, examineState(settings.stateDir(c)))
	if settings.Token == "" {
		findings = append(findings, bot.Finding{About: "token", Says: "DISCORD_TOKEN is not set: " + whereToGet})
	} else {
		findings = append(findings, bot.Examine(ctx, bot.Config{
			Token: settings.Token, APIURL: settings.APIURL, GuildIDs: settings.GuildIDs,
			Commands: handlers.Commands(handlers.Setting{Store: knowledge.NewStore(base, nil), Program: version(), Log: slog.New(slog.DiscardHandler)}),
		})...)
	}
	ill := 0
	for _, f := range findings {
		verdict := "ok  "
		if !f.Well {
			verdict = "MEND"
			ill++
		}
		fmt.Fprintf(c.out, "%s  %s: %s\n", verdict, f.About, knowledge.Legible(f.Says))
	}
	if ill > 0 {
		return exit{code: exitFailure}
	}
	return nil
}

// articles looks at the story, and where moderators may change it, whether its
// folder can be written. Without a story the rest is examined all the same: no
// command is run.
func (d doctorCommand) articles(c *console, changed bool) (*knowledge.Base, []bot.Finding) {
	folder, dir, err := d.folder(c)
	if err != nil {
		return nil, []bot.Finding{{About: "articles", Says: err.Error()}}
	}
	base, report, err := knowledge.Load(folder)
	if err != nil {
		return nil, []bot.Finding{{About: "articles", Says: err.Error()}}
	}
	var findings []bot.Finding
	for _, problem := range report.Errors {
		findings = append(findings, bot.Finding{About: "articles", Says: problem.Error()})
	}
	if changed && dir != "" && desk.Writable(dir) != nil {
		findings = append(findings, bot.Finding{
			About: "articles", Says: dir + " can't be written to, so /article changes nothing: let storybot write to it, or unset MODERATOR_GUILD_IDS",
		})
	}
	return base, append(findings, bot.Finding{
		About: "articles", Says: fmt.Sprintf("%d can be used, version %s", len(base.Articles()), base.Version()), Well: true,
	})
}

// examineState looks at the folder of state. The one that is kept where none is
// named is made when the bot first runs.
func examineState(dir string, named bool) bot.Finding {
	f := bot.Finding{About: "state", Says: "kept in memory alone: set STATE_DIR to a folder, and a restart forgets and misses nothing", Well: true}
	if dir == "" {
		return f
	}
	if _, err := os.Stat(dir); !named && errors.Is(err, fs.ErrNotExist) {
		f.Says = dir + " will be made"
		return f
	}
	_, err := readSession(dir)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = writable(dir)
	}
	if err != nil {
		return bot.Finding{About: "state", Says: err.Error()}
	}
	f.Says = dir + " can be written"
	return f
}

// running asks a running bot whether it is alive.
func running(ctx context.Context, address string) error {
	if address == "" {
		return misuse(errors.New("METRICS_ADDR is not set: nothing can be asked of a running bot without it"))
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return misuse(fmt.Errorf("METRICS_ADDR: %w: write it like 127.0.0.1:9100", err))
	}
	switch host { // by number, since a container may not know the name localhost
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	ctx, cancel := context.WithTimeout(ctx, runningWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	transport := &http.Transport{DisableKeepAlives: true}
	answer, err := transport.RoundTrip(req)
	if err != nil {
		return fmt.Errorf("no bot is running here: %w", err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body) // the status says it all
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot is not well: %s", answer.Status)
	}
	return nil
}
