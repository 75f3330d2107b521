package handlers

import (
	"context"
	"crypto/rand"
	"sync"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
)

// A report is what a moderator's action came to, on as many pages as it needs.
// It can't be worked out again when a page is turned, nor carried by a button,
// so the last reports are held in memory, each under a name that nobody can
// guess.
type report struct {
	title, foot string
	blocks      []string
}

// maxReports is how many reports are held.
const maxReports = 20

type reports struct {
	mu    sync.Mutex
	held  map[string]report
	names []string // the oldest first
}

func newReports() *reports { return &reports{held: map[string]report{}} }

// hold holds a report, in place of the oldest if there are many.
func (r *reports) hold(held report) (name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name = rand.Text()
	r.held[name] = held
	if r.names = append(r.names, name); len(r.names) > maxReports {
		delete(r.held, r.names[0])
		r.names = r.names[1:]
	}
	return name
}

func (r *reports) get(name string) (report, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	held, ok := r.held[name]
	return held, ok
}

// report shows the first page of a report.
func (s Setting) report(say speech, r report) discordgo.InteractionResponseData {
	name := ""
	if len(paged(r.blocks, blocksAPage)) > 1 {
		name = s.reports.hold(r)
	}
	return s.reportPage(say, r, name, 1)
}

const blocksAPage = 25

func (s Setting) reportPage(say speech, r report, name string, page int) discordgo.InteractionResponseData {
	shown := newSheet(r.title)
	pages := paged(r.blocks, blocksAPage)
	page = min(max(page, 1), len(pages))
	for _, block := range pages[page-1] {
		shown.add(block, 0)
	}
	shown.foot(list(r.foot, say.page(page, len(pages))))
	shown.turning(s.Store.Current(), "report", page, len(pages), name)
	return shown.message(answeredColour)
}

// turnReport turns a report to another page.
func (s Setting) turnReport(_ context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, name := pageIn(rest)
	held, ok := s.reports.get(name)
	if !ok {
		return Reply{}, Refusal(in.speech().that(reportGone))
	}
	return Reply{Message: s.reportPage(in.speech(), held, name, page), Update: true, Private: true}, nil
}
