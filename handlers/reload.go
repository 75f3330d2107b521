package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
)

func (s Setting) reload() Command {
	read := s.moderated("reload", rereads, s.readAgain())
	try := s.moderated("reload dry run", rereads, s.readAgain(knowledge.DryRun()))
	back := s.moderated("reload rollback", changes, s.rollBack)
	both := s.moderated("reload", rereads, func(_ context.Context, in Interaction, _ *audit.Row) (Reply, error) {
		return Reply{}, Refusal(in.speech().that(dryOrBack)) // a dry run that swaps would be a trap
	})
	return Command{
		Definition: forModerators(chat(reloadName, reloadDescription,
			yesNo(dryRunName, dryRunDescription), yesNo(rollbackName, rollbackDescription))),
		Defer:   true,
		Private: always,
		Run: func(ctx context.Context, in Interaction) (Reply, error) {
			switch {
			case in.Bool("rollback") && in.Bool("dry_run"):
				return both(ctx, in)
			case in.Bool("rollback"):
				return back(ctx, in)
			case in.Bool("dry_run"):
				return try(ctx, in)
			}
			return read(ctx, in)
		},
		Components: []Component{{Prefix: "report", Run: s.moderated("report turn", rereads, s.turnReport), Private: always}},
	}
}

// readAgain reads the folder again.
func (s Setting) readAgain(options ...knowledge.ReloadOption) moderatorHandler {
	return func(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
		return s.changed(ctx, in, row, reloadTitle, append(options, s.sparingly(in.speech()))...)
	}
}

// changed reads the folder again, and reports under a title what changed.
func (s Setting) changed(ctx context.Context, in Interaction, row *audit.Row, title phrase, options ...knowledge.ReloadOption) (Reply, error) {
	say := in.speech()
	change, err := s.Store.Reload(append(options, knowledge.StartedBy(in.Person()), knowledge.Asking(s.keptQuestions(ctx)))...)
	if _, meant := RefusalText(err); meant {
		return Reply{}, err // it did not begin
	}
	file := row.On
	row.On = list(row.On, change.Before+" > "+change.After)
	if err != nil {
		refusal := say.reloadRefusal(err, change)
		if file != "" && !errors.Is(err, knowledge.ErrUnsaved) { // what was done to it stays done
			refusal = Refusal(cut("**"+say.that(title)+"**: "+plain(file)+"\n"+string(refusal), maxContent))
		}
		return Reply{}, refusal
	}
	return Reply{Message: s.report(say, say.changeReport(title, change)), Private: true}, nil
}

// rollBack returns to the story before.
func (s Setting) rollBack(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	say := in.speech()
	change, err := s.Store.Rollback(knowledge.StartedBy(in.Person()), knowledge.Asking(s.keptQuestions(ctx)))
	row.On = change.Before + " > " + change.After
	switch {
	case errors.Is(err, knowledge.ErrNoBefore):
		return Reply{}, Refusal(say.that(noBefore))
	case errors.Is(err, knowledge.ErrUnsaved):
		return Reply{}, Refusal(say.that(notSaved))
	case err != nil:
		return Reply{}, err
	}
	r := say.changeReport(rollbackTitle, change)
	until := untilAnyReload
	if s.Store.RolledBack() { // in this process alone
		until = untilNextReload
	}
	r.blocks = append([]string{say.that(until) + "\n"}, r.blocks...)
	return Reply{Message: s.report(say, r), Private: true}, nil
}

// keptQuestions are what each version of the story is asked, to see what a
// reload changes: the gaps, and the story's own questions.
func (s Setting) keptQuestions(ctx context.Context) []string {
	const most = 200 // of each
	var questions []string
	if s.gaps != nil {
		gaps, err := s.gaps.List(context.WithoutCancel(ctx))
		if err != nil {
			s.Log.ErrorContext(ctx, "the gaps are not asked", "err", err)
		}
		for _, g := range gaps[:min(len(gaps), most)] {
			questions = append(questions, g.Question)
		}
	}
	if own, err := s.ownQuestions(); err == nil {
		for _, q := range own[:min(len(own), most)] {
			questions = append(questions, q.Question)
		}
	}
	return questions
}

// Reread reads the folder again because it has changed, and returns what to
// tell the moderators of it; nothing (false) where nothing has changed. What
// can't be saved now is tried again until it can, or ctx ends.
func (s Setting) Reread(ctx context.Context) (discordgo.InteractionResponseData, bool) {
	say := speechIn(english)
	change, err := s.Store.Reload(knowledge.Anew(), knowledge.Asking(s.keptQuestions(ctx)))
	for errors.Is(err, knowledge.ErrUnsaved) && pause(ctx, rereadAgain) {
		change, err = s.Store.Reload(knowledge.Anew(), knowledge.Asking(s.keptQuestions(ctx)))
	}
	s.Log.InfoContext(ctx, "the folder has changed", "before", change.Before, "after", change.After, "took", change.Took, "err", err)
	r := say.changeReport(folderTitle, change)
	switch {
	case err != nil:
		r.blocks = []string{string(say.reloadRefusal(err, change))}
	case change.Nothing():
		return discordgo.InteractionResponseData{}, false
	}
	return announced(r), true
}

// rereadAgain is how soon a folder that has changed is read again.
const rereadAgain = 10 * time.Second

// pause waits, and reports whether ctx is still on.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// announced is the first page of a report, without buttons: whoever presses
// one in a channel need not be a moderator.
func announced(r report) discordgo.InteractionResponseData {
	const room = 10
	shown := newSheet(r.title)
	for _, block := range r.blocks {
		if !shown.add(block, room) {
			shown.add("…", 0)
			break
		}
	}
	shown.foot(r.foot)
	return shown.message(answeredColour)
}

// reloadRefusal says why the story in use was kept.
func (say speech) reloadRefusal(err error, change knowledge.Change) Refusal {
	switch {
	case errors.Is(err, knowledge.ErrNoFolder):
		return Refusal(say.that(noFolder))
	case errors.Is(err, knowledge.ErrUnsaved):
		return Refusal(say.that(notSaved))
	}
	text := say.joined(change) + say.that(storyStays, change.Before, plain(err.Error())) + "\n"
	for _, problem := range change.Report.Errors {
		text += say.problem(leftOut, problem)
	}
	return Refusal(shortened(text, maxContent))
}

// joined says who had started the reload already, on a line of its own; "" where
// nobody had.
func (say speech) joined(change knowledge.Change) string {
	switch {
	case !change.Joined:
		return ""
	case change.By == "":
		return say.that(joinedWatch) + "\n"
	}
	return say.that(joinedOther, "<@"+change.By+">") + "\n"
}

// changeReport says what a reload changed, a line for each thing.
func (say speech) changeReport(title phrase, change knowledge.Change) report {
	if change.DryRun {
		title = dryRunTitle
	}
	r := report{title: say.that(title), foot: list(say.that(took, change.Took.Round(time.Millisecond).String()), say.that(storyNow, change.After))}
	add := func(line string) { r.blocks = append(r.blocks, line+"\n") }
	if joined := say.joined(change); joined != "" {
		r.blocks = append(r.blocks, joined)
	}
	switch {
	case change.Nothing():
		add(say.that(nothingChanged, change.After))
	case change.DryRun:
		add(say.that(versionWouldBe, change.Before, change.After))
	default:
		add(say.that(versionIsNow, change.Before, change.After))
	}
	const longest = 300
	for _, part := range []struct {
		heading phrase
		texts   []string
	}{
		{added, change.Added}, {changed, change.Changed}, {removed, change.Removed},
		{nowAnswered, change.NowAnswered}, {noLongerAnswered, change.NoLongerAnswered},
	} {
		for _, text := range part.texts {
			add(say.that(part.heading, brief(text, longest)))
		}
	}
	for _, problem := range change.Report.Errors {
		r.blocks = append(r.blocks, say.problem(leftOut, problem))
	}
	for _, problem := range change.Warnings {
		r.blocks = append(r.blocks, say.problem(warned, problem))
	}
	return r
}

// problem names a file, and what is the matter with it, which names the line.
func (say speech) problem(heading phrase, e knowledge.FileError) string {
	const longest = 400
	return say.that(heading, brief(fmt.Sprintf("%s: %v", e.File, e.Err), longest)) + "\n"
}
