package main

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot"
	watching "storybot/knowledge/watch"
)

// folderWatch reads the story again when its folder has changed, and tells the
// moderators' channel what that changed. It can be started before there is a
// story: what changes meanwhile is read as soon as [folderWatch.reads] says how.
type folderWatch struct {
	log     *slog.Logger
	channel string // "": nobody is told
	stop    context.Context

	begun  chan struct{} // closed when reread is set
	reread func(context.Context) (discordgo.InteractionResponseData, bool)

	// changedBefore has the story read once at the start too, as if its folder
	// had changed before.
	changedBefore bool
	// first says whether this process is the one to announce something; nil: it
	// is.
	first func(context.Context, discordgo.InteractionResponseData) bool

	*outlet // which several watches may share
}

// outlet is where messages are sent, as soon as Discord has been reached.
type outlet struct {
	reached chan struct{} // closed when post is set
	post    bot.Post
}

func newOutlet() *outlet { return &outlet{reached: make(chan struct{})} }

// reaches says how a message is sent, now that Discord has been reached. It is
// called once.
func (o *outlet) reaches(post bot.Post) {
	o.post = post
	close(o.reached)
}

func newFolderWatch(log *slog.Logger, channel string) *folderWatch {
	return &folderWatch{log: log, channel: channel, begun: make(chan struct{}), outlet: newOutlet()}
}

// start watches a folder until the function that it returns is called. When
// start returns, every later change will be seen.
func (w *folderWatch) start(ctx context.Context, dir string) (stop func()) {
	var cancel context.CancelFunc
	w.stop, cancel = context.WithCancel(ctx)
	watcher := watching.New(os.DirFS(dir), w)
	events, err := watching.Notify(dir)
	if err != nil {
		w.log.Warn("the system tells of no changes, so the folder is only looked at now and then", "err", err)
	} else {
		watcher.Events = events
	}
	watcher.Start()
	<-watcher.Ready()
	var once sync.WaitGroup
	if w.changedBefore {
		once.Go(w.Changed)
	}
	return func() {
		cancel()
		watcher.Stop()
		once.Wait()
		if events != nil {
			_ = events.Close() // nothing more is wanted of it
		}
	}
}

// reads says how the story is read again.
func (w *folderWatch) reads(reread func(context.Context) (discordgo.InteractionResponseData, bool)) {
	w.reread = reread
	close(w.begun)
}

// Changed is as in [watching.Listener].
func (w *folderWatch) Changed() {
	select {
	case <-w.begun:
	case <-w.stop.Done():
		return
	}
	message, worth := w.reread(w.stop)
	if !worth || w.channel == "" || w.stop.Err() != nil {
		return
	}
	select {
	case <-w.reached: // until then nobody asks, so no further look is missed
	case <-w.stop.Done():
		return
	}
	if w.first != nil && !w.first(w.stop, message) {
		return
	}
	const within = 30 * time.Second
	ctx, cancel := context.WithTimeout(w.stop, within)
	defer cancel()
	if err := w.post(ctx, w.channel, message); err != nil {
		w.log.Error("the moderators are not told of the reload", "err", err)
	}
}

// Unreadable is as in [watching.Listener].
func (w *folderWatch) Unreadable(err error) {
	w.log.Error("the articles folder can't be watched: the story stays as it is", "err", err)
}
