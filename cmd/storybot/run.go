package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"

	"storybot/bot"
	"storybot/bot/gateway"
	"storybot/handlers"
	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/eval"
	"storybot/knowledge/fetch"
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
	log := settings.logger(c.err)
	b := bot.Config{Token: token, APIURL: api, GuildIDs: settings.GuildIDs, Log: log}
	if settings.StoriesDir != "" && r.Articles == "" {
		return runStories(ctx, c, settings, b)
	}
	if settings.NATSURL != "" {
		dir, err := r.dir(settings)
		if err != nil {
			return err
		}
		if dir != "" {
			return bringOnline(ctx, c, settings, b, sharedStory(ctx, settings, log, dir))
		}
	}
	folder, dir, err := r.folder(c)
	if err != nil {
		return err
	}
	watched := newFolderWatch(log, string(settings.ModeratorChannel))
	if dir != "" && bool(settings.Watch) {
		// It begins before the story is read, so that no change is missed.
		defer watched.start(ctx, dir)()
	}
	base, err := r.load(c)
	if err != nil {
		return err
	}
	if dir == "" {
		folder = nil
		if settings.Watch {
			log.Warn("ARTICLES_WATCH watches nothing: the story that is compiled in has no folder")
		}
	}
	return bringOnline(ctx, c, settings, b, oneStory(settings, log, knowledge.NewStore(base, folder), dir, watched))
}

// answering is what a bot answers with.
type answering struct {
	commands []handlers.Command
	metrics  []prometheus.Collector
	reached  func(bot.Post) // is told how a message is sent
	close    func()
	fit      func() error // says why it can't answer as it should, or nil; nil: it always can
}

// oneStory returns what makes a bot that answers from the store of one story.
func oneStory(settings config, log *slog.Logger, store *knowledge.Store, dir string, watched *folderWatch) func(state) (answering, error) {
	return func(state state) (answering, error) {
		setting, end := settings.setting(store, dir), func() {}
		if dir != "" {
			changed, err := desk.Open(dir)
			if err != nil {
				return answering{}, misuse(fmt.Errorf("%w: let storybot read the folder", err))
			}
			setting.Desk = changed
			end = func() { _ = changed.Close() } // nothing is written on closing
		}
		setting.Log, setting.Kept, setting.InMemory = log, state.prompt(), state.inMemory()
		setting = setting.Prepared()
		watched.reads(setting.Reread)
		return answering{commands: handlers.Commands(setting), metrics: storyMetrics(store), reached: watched.reaches, close: end}, nil
	}
}

// bringOnline runs a bot that answers with what is made of its state.
func bringOnline(ctx context.Context, c *console, settings config, b bot.Config, with func(state) (answering, error)) error {
	state, err := settings.openState(ctx, c, b.Log)
	if err != nil {
		return err
	}
	defer state.close(b.Log)
	if err := retain(ctx, state.store, settings.KeepDays.duration()); err != nil {
		return fmt.Errorf("drop what was to be kept for longer than RETENTION_DAYS: %w", err)
	}
	answers, err := with(state)
	if err != nil {
		return err
	}
	defer answers.close()
	b.Registry = prometheus.NewRegistry()
	for _, metric := range append(answers.metrics, storeMetrics{state}) {
		if err := b.Registry.Register(metric); err != nil {
			return err
		}
	}
	b.Commands = answers.commands
	b.Fit = func() error {
		if err := state.fit(); err != nil || answers.fit == nil {
			return err
		}
		return answers.fit()
	}
	b.MetricsAddr = settings.MetricsAddr
	b.Shards, b.Slots = assignShards(settings.Shards, state, b.Log)
	b.Reached = answers.reached
	b.Ready = func(online bot.Online) {
		fmt.Fprintf(c.out, "%s is online. Invite it to a server: %s\n", online.User, online.InviteURL)
	}
	return ending(bot.Run(ctx, b))
}

// setting is what the commands need, but for what is kept and for the desk.
func (settings config) setting(store *knowledge.Store, dir string) handlers.Setting {
	setting := handlers.Setting{
		Store: store, Program: version(), Retention: settings.KeepDays.duration(),
		Moderation:  handlers.Moderation{Guilds: texts(settings.ModeratorGuilds), Roles: texts(settings.ModeratorRoles)},
		Attachments: fetch.Attachments(), Pages: fetch.Pages(settings.FetchHosts...),
	}
	questions := settings.QuestionsFile
	if questions == "" && dir != "" {
		questions = filepath.Join(dir, setQuestions)
	}
	if questions != "" {
		setting.Questions = func() ([]eval.Question, error) { return openQuestions(questions) }
	}
	return setting
}

// openQuestions reads the story's own questions, as they are now.
func openQuestions(path string) ([]eval.Question, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return eval.Read(file)
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

// storyMetrics are the metrics of one story.
func storyMetrics(store *knowledge.Store) []prometheus.Collector {
	return []prometheus.Collector{
		prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Namespace: "storybot", Name: "articles", Help: "Articles of the story in use."},
			func() float64 { return float64(len(store.Current().Articles())) }),
		storyVersion{store},
	}
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
