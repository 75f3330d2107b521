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
	commands, findings := d.stories(ctx, c, settings)
	findings = append(findings, examineKept(ctx, c, settings)...)
	if settings.Token == "" {
		findings = append(findings, bot.Finding{About: "token", Says: "DISCORD_TOKEN is not set: " + whereToGet})
	} else {
		findings = append(findings, bot.Examine(ctx, bot.Config{
			Token: settings.Token, APIURL: settings.APIURL, GuildIDs: settings.GuildIDs, Shards: examined(settings.Shards),
			Commands: commands,
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

// stories looks at the story, or at all of them, and returns the commands of a
// bot that has these. Without a story the rest is examined all the same: no
// command is run.
func (d doctorCommand) stories(ctx context.Context, c *console, settings config) ([]handlers.Command, []bot.Finding) {
	setting := handlers.Setting{Program: version(), Log: slog.New(slog.DiscardHandler)}
	if settings.StoriesDir != "" && d.Articles == "" {
		return handlers.NewStories(setting, nil, nil, "").Commands(), examineStories(ctx, settings)
	}
	if settings.NATSURL != "" {
		dir, err := d.dir(settings)
		if _, gone := os.Stat(dir); err == nil && dir != "" && errors.Is(gone, fs.ErrNotExist) {
			return handlers.Commands(setting), []bot.Finding{{About: "articles", Says: dir + " is not here: another process has to begin the story", Well: true}}
		}
	}
	folder, dir, err := d.folder(c)
	if err != nil {
		return handlers.Commands(setting), []bot.Finding{{About: "articles", Says: err.Error()}}
	}
	return handlers.Commands(setting), examineArticles("articles", folder, dir, settings.changes() && dir != "")
}

// changes reports whether moderators may change the story's folder. Where
// processes share it, they change what is in NATS.
func (settings config) changes() bool {
	return len(settings.ModeratorGuilds) > 0 && settings.NATSURL == ""
}

// examineArticles looks at a folder of articles, and where it is changed,
// whether it can be.
func examineArticles(about string, folder fs.FS, dir string, changed bool) []bot.Finding {
	base, report, err := knowledge.Load(folder)
	if err != nil {
		return []bot.Finding{{About: about, Says: err.Error()}}
	}
	var findings []bot.Finding
	for _, problem := range report.Errors {
		findings = append(findings, bot.Finding{About: about, Says: problem.Error()})
	}
	if changed && desk.Writable(dir) != nil {
		findings = append(findings, bot.Finding{
			About: about, Says: dir + " can't be written to, so /article changes nothing: let storybot write to it, or unset MODERATOR_GUILD_IDS",
		})
	}
	return append(findings, bot.Finding{
		About: about, Says: fmt.Sprintf("%d can be used, version %s", len(base.Articles()), base.Version()), Well: true,
	})
}

// examineStories looks at each story, as long as there is time.
func examineStories(ctx context.Context, settings config) []bot.Finding {
	s, err := settings.shelf()
	if err != nil {
		return []bot.Finding{{About: "stories", Says: err.Error()}}
	}
	findings := []bot.Finding{{About: "stories", Says: fmt.Sprintf("%d in %s, of which %s is followed unless another is chosen", len(s.stories), settings.StoriesDir, s.unless), Well: true}}
	for _, skipped := range s.skipped {
		findings = append(findings, bot.Finding{About: "stories", Says: skipped.Error() + " (left alone)", Well: true})
	}
	for i, e := range s.stories {
		if ctx.Err() != nil {
			return append(findings, bot.Finding{About: "stories", Says: fmt.Sprintf("%d were not looked at, for want of time", len(s.stories)-i), Well: true})
		}
		dir, err := s.folder.Path(e.Name)
		if err != nil {
			findings = append(findings, bot.Finding{About: "story " + e.Name, Says: err.Error()})
			continue
		}
		findings = append(findings, examineArticles("story "+e.Name, os.DirFS(dir), dir, settings.changes())...)
	}
	return findings
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
