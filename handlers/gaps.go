package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/knowledge/eval"
	"storybot/knowledge/gap"
)

func (s Setting) openGaps() Command {
	show := s.moderated("gaps list", changes, s.showGaps)
	test := s.moderated("gaps test", changes, s.testQuestions)
	return Command{
		Definition: forModerators(chat(gapsName, gapsDescription,
			subcommand(listName, listDescription), subcommand(testName, testDescription))),
		Defer:   true,
		Private: always,
		Run: func(ctx context.Context, in Interaction) (Reply, error) {
			if in.Part() == string(testName) {
				return test(ctx, in)
			}
			return show(ctx, in) // also without a part, as a Discord that still has an older definition sends it
		},
		Components: []Component{
			{Prefix: "gaps", Run: s.moderated("gaps turn", changes, s.turnGaps), Private: always},
			{Prefix: "gapscsv", Run: s.moderated("gaps download", changes, s.downloadGaps), Private: always},
			{Prefix: "covered", Run: s.moderated("gaps cover", changes, s.cover), Private: always},
		},
	}
}

// gapsAPage is how many gaps a page has, which are also the options of the menu
// below it.
const gapsAPage = 10

func (s Setting) showGaps(ctx context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	return s.gapsPage(ctx, in, 1, "")
}

func (s Setting) turnGaps(ctx context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	page, _ := pageIn(rest)
	reply, err := s.gapsPage(ctx, in, page, "")
	reply.Update = true
	return reply, err
}

// kept returns the gaps; without a store, a [Refusal] says that none are kept.
func (s Setting) kept(ctx context.Context, say speech) ([]gap.Gap, error) {
	if s.gaps == nil {
		return nil, Refusal(say.that(noGaps))
	}
	return s.gaps.List(ctx)
}

// gapsPage shows a page of the gaps, with a menu to mark one as covered, and below
// it what has just been done, or nothing.
func (s Setting) gapsPage(ctx context.Context, in Interaction, page int, done string) (Reply, error) {
	say, base := in.speech(), s.Store.Current()
	gaps, err := s.kept(ctx, say)
	if err != nil {
		return Reply{}, err
	}
	shown := newSheet(say.that(gapsTitle))
	if len(gaps) == 0 {
		shown.add(say.that(noGaps), 0)
		shown.foot(done)
		return Reply{Message: shown.message(plainColour), Private: true}, nil
	}
	var blocks []string
	for _, g := range gaps {
		blocks = append(blocks, say.gap(g))
	}
	pages := paged(blocks, gapsAPage)
	page = min(max(page, 1), len(pages))
	first := 0
	for _, before := range pages[:page-1] {
		first += len(before)
	}
	var options []discordgo.SelectMenuOption
	for i, block := range pages[page-1] {
		shown.add(block, 0)
		options = append(options, discordgo.SelectMenuOption{Label: optionText(gaps[first+i].Question), Value: gaps[first+i].ID})
	}
	shown.foot(list(done, say.that(gapsCounted, len(gaps)), say.page(page, len(pages)), say.that(storyNow, base.Version())))
	shown.menu(customID("covered", base, strconv.Itoa(page)), say.that(markCovered), options)
	shown.buttons(press{label: say.that(downloadButton), customID: customID("gapscsv", base, "")})
	shown.turning(base, "gaps", page, len(pages), "")
	return Reply{Message: shown.message(answeredColour), Private: true}, nil
}

// gap is a gap in a list: the question, how often and how lately it came up,
// and how else it was asked.
func (say speech) gap(g gap.Gap) string {
	const longest = 300
	came := func(how phrase, times int) string {
		if times == 0 {
			return ""
		}
		return say.that(how, times)
	}
	text := "**" + brief(g.Question, longest) + "**\n-# " +
		list(came(unansweredCounted, g.Unanswered), came(dislikedCounted, g.Disliked), fmt.Sprintf("<t:%d:R>", g.Last.Unix())) + "\n"
	for _, wording := range g.Wordings {
		text += "-# " + say.that(alsoAsked, brief(wording, longest)) + "\n"
	}
	return text
}

// downloadGaps gives all gaps as a file.
func (s Setting) downloadGaps(ctx context.Context, in Interaction, _ *audit.Row) (Reply, error) {
	say := in.speech()
	if _, _, err := carried(in); err != nil {
		return Reply{}, err
	}
	gaps, err := s.kept(ctx, say)
	if err != nil {
		return Reply{}, err
	}
	table, err := gapTable(gaps)
	if err != nil {
		return Reply{}, err
	}
	shown := newSheet("")
	shown.add(say.that(gapsCounted, len(gaps)), 0)
	message := shown.message(answeredColour)
	message.Files = []*discordgo.File{{Name: "gaps.csv", ContentType: "text/csv; charset=utf-8", Reader: bytes.NewReader(table)}}
	return Reply{Message: message, Private: true}, nil
}

// gapTable writes gaps as CSV (RFC 4180). A question that a spreadsheet would
// take for a formula, and carry out, has an apostrophe before it.
func gapTable(gaps []gap.Gap) ([]byte, error) {
	var file bytes.Buffer
	table := csv.NewWriter(&file)
	table.UseCRLF = true
	cell := func(text string) string {
		text = knowledge.Legible(text)
		if strings.IndexAny(strings.TrimSpace(text), "=+-@＝＋－＠") == 0 {
			return "'" + text
		}
		return text
	}
	table.Write([]string{"question", "unanswered", "disliked", "last", "other wordings"}) // an error is kept for Error
	for _, g := range gaps {
		table.Write([]string{
			cell(g.Question), strconv.Itoa(g.Unanswered), strconv.Itoa(g.Disliked), g.Last.Format(time.RFC3339), cell(strings.Join(g.Wordings, " / ")),
		})
	}
	table.Flush()
	return file.Bytes(), table.Error()
}

// cover drops the gap that was chosen in the menu.
func (s Setting) cover(ctx context.Context, in Interaction, row *audit.Row) (Reply, error) {
	rest, _, err := carried(in)
	if err != nil {
		return Reply{}, err
	}
	if s.gaps == nil {
		return Reply{}, Refusal(in.speech().that(noGaps))
	}
	covered, err := s.gaps.Cover(ctx, in.Chosen())
	if err != nil {
		return Reply{}, err
	}
	row.On = covered.Question
	done := ""
	if covered.Question != "" { // else it was covered already
		const longest = 200
		done = in.speech().that(coveredNow, shortened(bare(covered.Question), longest))
	}
	page, _ := pageIn(rest)
	reply, err := s.gapsPage(ctx, in, page, done)
	reply.Update = true
	return reply, err
}

// ownQuestions returns the story's own questions. The error is
// [fs.ErrNotExist] where there are none.
func (s Setting) ownQuestions() ([]eval.Question, error) {
	if s.Questions == nil {
		return nil, fs.ErrNotExist
	}
	return s.Questions()
}

// testQuestions asks the story's own questions, and reports those that fail.
func (s Setting) testQuestions(_ context.Context, in Interaction, row *audit.Row) (Reply, error) {
	const longest = 300
	say, base := in.speech(), s.Store.Current()
	questions, err := s.ownQuestions()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Reply{}, Refusal(say.that(noQuestions))
	case err != nil:
		return Reply{}, Refusal(say.that(badQuestions, plain(err.Error())))
	}
	var gold, curated []eval.Question
	for _, q := range questions {
		if q.IsGold() {
			gold = append(gold, q)
		} else {
			curated = append(curated, q)
		}
	}
	r := report{title: say.that(testTitle), foot: say.that(storyNow, base.Version())}
	failures := eval.Check(base, curated)
	if len(curated) > 0 {
		row.On = fmt.Sprintf("%d of %d", len(curated)-len(failures), len(curated))
		r.blocks = append(r.blocks, say.that(asExpected, strconv.Itoa(len(curated)-len(failures)), strconv.Itoa(len(curated)))+"\n")
	}
	for _, f := range failures {
		r.blocks = append(r.blocks, "**"+brief(f.Question.Question, longest)+"**\n-# "+say.that(lineOf, strconv.Itoa(f.Line))+" · "+brief(f.Why, longest)+"\n")
	}
	if len(gold) > 0 {
		r.blocks = append(r.blocks, plain(eval.Grade(base, gold).Figures().String())+"\n")
	}
	return Reply{Message: s.report(say, r), Private: true}, nil
}
