package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"storybot/bot"
	"storybot/handlers"
	"storybot/handlers/follow"
	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/eval"
	"storybot/knowledge/library"
)

// megabytes are how much memory stories may take.
type megabytes int64

func (m *megabytes) UnmarshalText(text []byte) error {
	const most = 1 << 20
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("%q is no number of megabytes: set STORY_MEMORY_MB to one from 1 to %d", text, most)
	}
	*m = megabytes(n)
	return nil
}

func (m megabytes) bytes() int64 { return int64(m) << 20 }

// shelf is the folder that STORIES_DIR names, and what is in it.
type shelf struct {
	folder  library.Folder
	stories []library.Entry
	skipped []library.Skipped
	unless  string // the story that is followed where none was chosen
}

// shelf looks into the folder of stories.
func (settings config) shelf() (shelf, error) {
	dir := settings.StoriesDir
	switch {
	case settings.ArticlesDir != "":
		return shelf{}, misuse(errors.New("ARTICLES_DIR is the folder of one story, and STORIES_DIR that of several: set one of them"))
	case settings.QuestionsFile != "":
		return shelf{}, misuse(errors.New("QUESTIONS_FILE is for the one story of ARTICLES_DIR: with STORIES_DIR, put " + setQuestions + " into each story's folder"))
	}
	s := shelf{folder: library.Folder(dir)}
	var err error
	s.stories, s.skipped, err = s.folder.Stories()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return shelf{}, misuse(fmt.Errorf("the folder of stories %s does not exist: create it, or name another with STORIES_DIR", dir))
	case err != nil:
		return shelf{}, misuse(fmt.Errorf("the folder of stories can't be read: %w", err))
	case len(s.stories) == 0:
		why := ""
		if len(s.skipped) > 0 {
			why = fmt.Sprintf(" (%v)", s.skipped[0])
		}
		return shelf{}, misuse(fmt.Errorf("there is no story in %s%s: make a folder there for each, and put its articles into it", dir, why))
	}
	s.unless = s.stories[0].Name
	if settings.Story != "" {
		s.unless = settings.Story
	}
	if !slices.ContainsFunc(s.stories, func(e library.Entry) bool { return e.Name == s.unless }) {
		return shelf{}, misuse(fmt.Errorf("STORY names %q, which is no story in %s: there is %s", settings.Story, dir, s.names()))
	}
	return s, nil
}

// names lists the first of the stories.
func (s shelf) names() string {
	const most = 10
	var names []string
	for _, e := range s.stories[:min(len(s.stories), most)] {
		names = append(names, e.Name)
	}
	if more := len(s.stories) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// articlesDir is the folder of the one story that the environment names: that
// of ARTICLES_DIR, or of STORIES_DIR the one that a server follows which has
// chosen none; "" for the story that is compiled in.
func (settings config) articlesDir() (string, error) {
	if settings.StoriesDir == "" {
		if settings.Story != "" {
			return "", misuse(errors.New("STORY names one of the stories in STORIES_DIR, which is not set: set it, or leave STORY out"))
		}
		return settings.ArticlesDir, nil
	}
	s, err := settings.shelf()
	if err != nil {
		return "", err
	}
	return s.folder.Path(s.unless)
}

// runStories runs a bot that knows several stories.
func runStories(ctx context.Context, c *console, settings config, b bot.Config) error {
	s, err := settings.shelf()
	if err != nil {
		return err
	}
	for _, skipped := range s.skipped {
		b.Log.Warn("not used in the folder of stories", "path", skipped.Path, "why", skipped.Err)
	}
	return bringOnline(ctx, c, settings, b, func(state state) (answering, error) { return severalStories(ctx, settings, b.Log, s, state) })
}

// severalStories makes what a bot answers with that knows several stories. The
// one that is followed where none was chosen is loaded now, so that what is
// wrong with it is told at once.
func severalStories(ctx context.Context, settings config, log *slog.Logger, s shelf, state state) (answering, error) {
	setting := settings.setting(nil, "")
	setting.Log, setting.Kept, setting.InMemory = log, state.prompt(), state.inMemory()
	opener := &storyOpener{ctx: ctx, folder: s.folder, log: log, watch: bool(settings.Watch), channel: string(settings.ModeratorChannel), outlet: newOutlet()}
	open := opener.open
	answers := answering{reached: opener.outlet.reaches}
	if state.cluster != nil {
		opener.editions = newEditions(settings, state, log, opener.outlet)
		open = opener.openShared
		answers.fit, answers.metrics = opener.editions.fit, []prometheus.Collector{opener.editions}
	}
	stories := library.New(library.Config{
		List: opener.list, Open: open, Budget: settings.StoryMemory.bytes(), Log: log, Now: time.Now,
	})
	stories.Relist()
	servers := follow.New(state.prompt(), log)
	several := handlers.NewStories(setting, stories, servers, s.unless)
	opener.reread = several.Reread
	following, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { servers.Run(following) })
	answers.close = func() {
		stop()
		running.Wait()
		stories.Close()
	}
	_, done, err := stories.Use(context.WithoutCancel(ctx), s.unless)
	if err != nil {
		answers.close()
		return answering{}, misuse(fmt.Errorf("the story %s can't be used: %w", s.unless, err))
	}
	done()
	answers.commands, answers.metrics = several.Commands(), append(answers.metrics, storiesMetrics{stories})
	return answers, nil
}

// storyOpener opens the stories of a folder, each with what belongs to it: the
// desk, its questions, and the watch over its folder.
type storyOpener struct {
	ctx     context.Context // of the run
	folder  library.Folder
	log     *slog.Logger
	watch   bool
	channel string // in which reloads are announced
	reread  func(context.Context, *library.Story) (discordgo.InteractionResponseData, bool)
	outlet  *outlet

	editions *editions // nil: this process has the stories for itself
}

// list is as in [library.Config].
func (o *storyOpener) list() ([]library.Entry, error) {
	stories, _, err := o.folder.Stories()
	return stories, err
}

// open is as in [library.Config], of a story that this process has for itself.
func (o *storyOpener) open(name string) (story *library.Story, err error) {
	dir, err := o.folder.Path(name)
	if err != nil {
		return nil, err
	}
	changed, err := desk.Open(dir)
	if err != nil {
		return nil, err
	}
	unwatch := func() {}
	release := func() {
		unwatch()
		_ = changed.Close() // nothing is written on closing
	}
	defer func() {
		if err != nil {
			release()
		}
	}()
	watched := newFolderWatch(o.log, o.channel)
	watched.outlet = o.outlet
	if o.watch {
		unwatch = watched.start(o.ctx, dir) // before the story is read, so that no change is missed
	}
	folder := os.DirFS(dir)
	base, report, err := knowledge.Load(folder)
	for _, problem := range report.Errors {
		o.log.Warn("a file is left out", "story", name, "err", problem)
	}
	if err != nil {
		return nil, err
	}
	questions := filepath.Join(dir, setQuestions)
	story = &library.Story{
		Name: name, Store: knowledge.NewStore(base, folder), Desk: changed, Close: release,
		Questions: func() ([]eval.Question, error) { return openQuestions(questions) },
	}
	watched.reads(func(ctx context.Context) (discordgo.InteractionResponseData, bool) { return o.reread(ctx, story) })
	return story, nil
}
