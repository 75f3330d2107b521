package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"storybot/handlers"
	"storybot/knowledge/edition"
	"storybot/knowledge/eval"
	"storybot/knowledge/library"
	"storybot/store"
)

// Where processes share a store, they share the stories that have a folder too:
// each is an edition (see package edition), which all serve.

// soleStory is what the story of ARTICLES_DIR is called among the processes: its
// folder may be called otherwise on each machine.
const soleStory = "articles"

// editions are the stories that this process shares with others.
type editions struct {
	state state
	log   *slog.Logger

	watch   bool
	channel string // in which reloads are announced
	outlet  *outlet

	mu   sync.Mutex
	open map[string]*edition.Story // the one opened last of each name
}

func newEditions(settings config, s state, log *slog.Logger, to *outlet) *editions {
	return &editions{
		state: s, log: log, watch: bool(settings.Watch), channel: string(settings.ModeratorChannel), outlet: to,
		open: make(map[string]*edition.Story),
	}
}

// begin opens a story, and has its folder watched if folders are. The folder
// need not be there where there is an edition. The caller says to what is returned
// beside how the story is read again; end closes both.
func (e *editions) begin(ctx context.Context, name, dir string) (_ *edition.Story, watched *folderWatch, end func(), err error) {
	watched = newFolderWatch(e.log, e.channel)
	watched.outlet, watched.changedBefore = e.outlet, true // a start serves what the others do
	unwatch := func() {}
	if _, err := os.Stat(dir); err != nil && e.watch {
		e.log.Warn("ARTICLES_WATCH watches nothing: the folder is not here", "story", name, "err", err)
	} else if e.watch {
		unwatch = watched.start(ctx, dir)
	}
	shared, err := edition.Open(ctx, edition.Config{
		Name: name, Folder: os.DirFS(dir), Store: e.state.prompt(), Objects: e.state.cluster.Objects(), Process: processName(), Log: e.log,
	})
	if err != nil {
		unwatch()
		return nil, nil, nil, err
	}
	watched.first = func(ctx context.Context, message discordgo.InteractionResponseData) bool {
		return e.first(ctx, shared, message)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.open[name] = shared
	return shared, watched, func() {
		e.mu.Lock()
		if e.open[name] == shared {
			delete(e.open, name)
		}
		e.mu.Unlock()
		shared.Close() // first, so that a reading that is on ends
		unwatch()
	}, nil
}

// announcedFor is for how long the other processes keep silent about what one
// has announced: longer than the looks at a folder lie apart.
const announcedFor = 2 * time.Minute

// first reports whether this process is to announce something. Each that
// watches the same folder may have found the same change; the one speaks whose
// entry is put.
func (e *editions) first(ctx context.Context, shared *edition.Story, message discordgo.InteractionResponseData) bool {
	told := sha256.New()
	fmt.Fprintln(told, shared.Name, shared.Status().Served, message.Content)
	for _, embed := range message.Embeds {
		fmt.Fprintln(told, embed.Title, embed.Description) // below stands how long it took
	}
	key := "announced/" + hex.EncodeToString(told.Sum(nil)[:16])
	_, err := e.state.prompt().Put(ctx, store.Entry{Key: key, TTL: announcedFor})
	return !errors.Is(err, store.ErrChanged) // in doubt it is told twice
}

// all returns the stories that are open, by name.
func (e *editions) all() []*edition.Story {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []*edition.Story
	for _, name := range slices.Sorted(maps.Keys(e.open)) {
		all = append(all, e.open[name])
	}
	return all
}

// fit says which story isn't served as the other processes serve it, or is nil.
func (e *editions) fit() error {
	var errs []error
	for _, shared := range e.all() {
		if err := shared.Status().Err(); err != nil {
			errs = append(errs, fmt.Errorf("story %s: %w", shared.Name, err))
		}
	}
	return errors.Join(errs...)
}

var (
	editionServed = prometheus.NewDesc("storybot_edition_served", "The edition of a story that this process serves; 0: none.", []string{"story"}, nil)
	editionWanted = prometheus.NewDesc("storybot_edition_wanted", "The newest edition of a story that this process has heard of.", []string{"story"}, nil)
	editionStuck  = prometheus.NewDesc("storybot_edition_stuck", "1 where the edition that is wanted can't be served.", []string{"story"}, nil)
)

func (e *editions) Describe(all chan<- *prometheus.Desc) {
	all <- editionServed
	all <- editionWanted
	all <- editionStuck
}

func (e *editions) Collect(all chan<- prometheus.Metric) {
	open := e.all()
	for _, shared := range open[:min(len(open), maxLabelled)] {
		status, stuck := shared.Status(), 0
		if status.Stuck != nil {
			stuck = 1
		}
		for d, value := range map[*prometheus.Desc]int{editionServed: status.Served, editionWanted: status.Wanted, editionStuck: stuck} {
			all <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(value), shared.Name)
		}
	}
}

// sharedStory returns what makes a bot that answers from one story, which it
// shares with other processes.
func sharedStory(ctx context.Context, settings config, log *slog.Logger, dir string) func(state) (answering, error) {
	return func(state state) (answering, error) {
		e := newEditions(settings, state, log, newOutlet())
		shared, watched, end, err := e.begin(ctx, soleStory, dir)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w, and there is no edition of it in NATS yet: create the folder, or name another with --articles or ARTICLES_DIR", err)
		}
		if err != nil {
			return answering{}, misuse(err)
		}
		setting := settings.setting(shared.Knowledge(), dir)
		setting.Log, setting.Kept, setting.Desk = log, state.prompt(), shared.Desk()
		setting = setting.Prepared()
		watched.reads(setting.Reread)
		return answering{
			commands: handlers.Commands(setting), metrics: append(storyMetrics(shared.Knowledge()), e),
			reached: e.outlet.reaches, close: end, fit: e.fit,
		}, nil
	}
}

// openShared is [storyOpener.open] of a story that processes share. Its folder
// says that there is such a story, and may be empty where another process has the
// articles.
func (o *storyOpener) openShared(name string) (*library.Story, error) {
	dir, err := o.folder.Path(name)
	if err != nil {
		return nil, err
	}
	shared, watched, end, err := o.editions.begin(o.ctx, name, dir)
	if err != nil {
		return nil, err
	}
	questions := filepath.Join(dir, setQuestions)
	story := &library.Story{
		Name: name, Store: shared.Knowledge(), Desk: shared.Desk(), Close: end,
		Questions: func() ([]eval.Question, error) { return openQuestions(questions) },
	}
	watched.reads(func(ctx context.Context) (discordgo.InteractionResponseData, bool) { return o.reread(ctx, story) })
	return story, nil
}
