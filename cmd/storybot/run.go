package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"

	"storybot/bot"
	"storybot/bot/gateway"
	"storybot/handlers"
	"storybot/knowledge"
)

type runCommand struct {
	folderFlag
}

// Run brings the bot online and answers until it is told to stop. It alone
// waits for a signal: the other commands end at once when they are interrupted.
func (r runCommand) Run(ctx context.Context, c *console) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	settings, err := c.config()
	if err != nil {
		return err
	}
	if settings.Token == "" {
		return misuse(errors.New("DISCORD_TOKEN is not set: " + whereToGet))
	}
	token, err := bot.ParseToken(settings.Token)
	if err != nil {
		return misuse(fmt.Errorf("DISCORD_TOKEN: %w; %s", err, meanwhile))
	}
	api, err := bot.ParseAPIURL(settings.APIURL)
	if err != nil {
		return misuse(fmt.Errorf("DISCORD_API_URL: %w", err))
	}
	folder, onDisk, err := r.folder(c)
	if err != nil {
		return err
	}
	base, err := r.load(c)
	if err != nil {
		return err
	}
	if !onDisk {
		folder = nil
	}
	return r.bringOnline(ctx, c, settings, bot.Config{Token: token, APIURL: api, GuildIDs: settings.GuildIDs},
		knowledge.NewStore(base, folder))
}

// bringOnline runs a bot that answers from the store.
func (r runCommand) bringOnline(ctx context.Context, c *console, settings config, b bot.Config, store *knowledge.Store) error {
	var err error
	if b.Session, err = takeSession(settings.StateDir); err != nil {
		return err
	}
	b.Registry = prometheus.NewRegistry()
	if err := registerStory(b.Registry, store); err != nil {
		return err
	}
	b.Log = settings.logger(c.err)
	b.Commands = handlers.Commands(handlers.Setting{Store: store, Program: version(), Log: b.Log})
	b.MetricsAddr = settings.MetricsAddr
	b.Leave = func(left gateway.Session) {
		if err := leaveSession(settings.StateDir, left); err != nil {
			b.Log.Warn("the next process cannot resume", "err", err)
		}
	}
	b.Ready = func(online bot.Online) {
		fmt.Fprintf(c.out, "%s is online. Invite it to a server: %s\n", online.User, online.InviteURL)
	}
	return ending(bot.Run(ctx, b))
}

// ending gives the end of a run its exit code.
func ending(err error) error {
	if errors.Is(err, bot.ErrToken) {
		return misuse(fmt.Errorf("DISCORD_TOKEN: %w; %s", bot.ErrToken, meanwhile))
	}
	if loss, ok := errors.AsType[*gateway.Loss](err); ok && loss.Then == gateway.Stop {
		return misuse(err) // what has to be mended is told in it
	}
	return err
}

// registerStory adds the story to the metrics.
func registerStory(registry *prometheus.Registry, store *knowledge.Store) error {
	return errors.Join(
		registry.Register(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Namespace: "storybot", Name: "articles", Help: "Articles of the story in use."},
			func() float64 { return float64(len(store.Current().Articles())) })),
		registry.Register(storyVersion{store}),
	)
}

// storyVersion is a metric whose label is the version of the story in use.
type storyVersion struct{ store *knowledge.Store }

var storyInfo = prometheus.NewDesc("storybot_story_info", "The story in use, by its version.", []string{"version"}, nil)

func (storyVersion) Describe(all chan<- *prometheus.Desc) { all <- storyInfo }

func (v storyVersion) Collect(all chan<- prometheus.Metric) {
	all <- prometheus.MustNewConstMetric(storyInfo, prometheus.GaugeValue, 1, v.store.Current().Version())
}

const (
	meanwhile  = "storybot ask works without one"
	whereToGet = "make one at https://discord.com/developers/applications (New Application, Bot, Reset Token) " +
		"and put it into .env as DISCORD_TOKEN=…; " + meanwhile
)
