package handlers

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge/eval"
)

// TestGapsFromTheQuestionToCovered asks in vain, and goes through the list.
func TestGapsFromTheQuestionToCovered(t *testing.T) {
	s := newSetting(t, bridge())
	asks := func(question string) {
		mustRun(t, s, member(0, "ask", option("question", question)))
	}
	if said := reading(mustRun(t, s, member(moderator, "gaps"))); !strings.Contains(said, "There are none") {
		t.Errorf("at first: %s", said)
	}
	for i := range 12 {
		asks(fmt.Sprintf("Which antivirus runs on tram %d?", i))
	}
	asks("Who sells @everyone **antivirus**?")
	asks("who selling @everyone antivirus")
	asks("=1+1 antivirus")
	first := mustRun(t, s, member(moderator, "gaps", subcommanded("list")))
	said := reading(first)
	for _, want := range []string{"**Who sells ", "no answer 2×", "also: who selling ", "open questions: 14 · page 1 of 2", "[Mark as covered ▾]", "[Download CSV]"} {
		if !first.Private || !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	message := received(first.Message, true)
	second := mustRun(t, s, moderatorPresses(pressed(t, message, "gaps:1:"+s.Store.Current().Version()+":2")))
	if said := reading(second); !second.Update || !strings.Contains(said, "page 2 of 2") {
		t.Errorf("the second page:\n%s", said)
	}
	file := mustRun(t, s, moderatorPresses(pressed(t, message, "gapscsv:"))).Message.Files[0]
	table, err := io.ReadAll(file.Reader)
	if err != nil || file.Name != "gaps.csv" || strings.Count(string(table), "\r\n") != 15 || !strings.Contains(string(table), "\r\n'=1+1 antivirus,1,0,") {
		t.Errorf("%s, %v", table, err)
	}
	covered := mustRun(t, s, moderatorPresses(pressed(t, message, "covered:", gapsOf(t, s)[0].ID)))
	if said := reading(covered); !covered.Update || strings.Contains(said, "**Who sells") || len(gapsOf(t, s)) != 13 ||
		!strings.Contains(said, "Marked as covered: Who sells @everyone **antivirus**? · open questions: 13") {
		t.Errorf("after covering:\n%s", said)
	}
	if rows := audited(t, s); rows[len(rows)-1].On != "Who sells @everyone **antivirus**?" {
		t.Errorf("recorded: %+v", rows[len(rows)-1])
	}
}

// subcommanded is a part of a command, without options.
func subcommanded(name string) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: discordgo.ApplicationCommandOptionSubCommand}
}

func TestGapsOfTheStorysOwnQuestions(t *testing.T) {
	s := newSetting(t, bridge())
	test := member(moderator, "gaps", subcommanded("test"))
	ask := func(questions string, err error) (string, error) {
		s.Questions = func() ([]eval.Question, error) {
			if err != nil {
				return nil, err
			}
			return eval.Read(strings.NewReader(questions))
		}
		reply, err := run(t, s, test)
		if err != nil {
			return "", err
		}
		checkLimits(t, "test", reply.Message)
		return reading(reply), nil
	}
	if _, err := run(t, s, test); !strings.Contains(fmt.Sprint(err), "no questions of its own") {
		t.Errorf("without a file: %v", err)
	}
	if _, err := ask("", fmt.Errorf("open: %w", fs.ErrNotExist)); !strings.Contains(fmt.Sprint(err), "no questions of its own") {
		t.Errorf("without that file: %v", err)
	}
	if _, err := ask("{", nil); !strings.Contains(fmt.Sprint(err), "can't be read: line 1 is no question") {
		t.Errorf("with a broken file: %v", err)
	}
	said, err := ask(`{"question":"When does the harbour bridge close?","expect":"Monday"}
{"question":"What will the harbour bridge be painted with?","refuse":true}
{"question":"Why does the harbour bridge close?","expect":"*elephants*"}`, nil)
	if err != nil || !strings.Contains(said, "of 3 questions are answered as expected.") || !strings.Contains(said, "line 3 · ") {
		t.Errorf("%s, %v", said, err)
	}
	said, err = ask(strings.Repeat(`{"question":"Why does the harbour bridge close?","expect":"elephants"}`+"\n", 60), nil)
	if err != nil || !strings.Contains(said, "page 1 of") {
		t.Errorf("many failures: %s, %v", said, err)
	}
}

// TestReportsTurnPages makes a reload with much to say.
func TestReportsTurnPages(t *testing.T) {
	folder := bridge()
	s := newSetting(t, folder)
	for i := range 60 {
		folder[fmt.Sprintf("new-%02d.txt", i)] = articleFile(fmt.Sprintf("Tram %02d\n\nTram number %d runs on Monday.\n", i, i))
	}
	dry := mustRun(t, s, member(moderator, "reload", option("dry_run", true)))
	if said := reading(dry); !strings.Contains(said, "## What a reload would change\nA dry run, nothing was swapped.") || len(s.Store.Current().Articles()) != 4 {
		t.Errorf("a dry run:\n%s", said)
	}
	reply := mustRun(t, s, member(moderator, "reload"))
	message := received(reply.Message, true)
	var seen strings.Builder
	for page := 1; ; page++ {
		seen.WriteString(message.Embeds[0].Description + "\n")
		buttons := message.Components[0].(*discordgo.ActionsRow).Components
		next := buttons[1].(*discordgo.Button)
		if next.Disabled {
			break
		}
		turned := mustRun(t, s, moderatorPresses(pressing(next.CustomID, message)))
		checkLimits(t, "page", turned.Message)
		if message = received(turned.Message, true); page > 9 {
			t.Fatal("there is no last page")
		}
	}
	for i := range 60 {
		if title := fmt.Sprintf("**Added**: Tram %02d\n", i); !strings.Contains(seen.String(), title) {
			t.Errorf("%q is on no page", title)
		}
	}
	if _, err := run(t, s, moderatorPresses(pressing(customID("report", s.Store.Current(), "2:GONE"), message))); !strings.Contains(fmt.Sprint(err), "no longer held") {
		t.Errorf("a report that is gone: %v", err)
	}
	if _, err := run(t, s, member(moderator, "reload", option("dry_run", true), option("rollback", true))); !strings.Contains(fmt.Sprint(err), "Choose one of the two") ||
		len(s.Store.Current().Articles()) != 64 {
		t.Errorf("a rollback that is to be a dry run: %v", err)
	}
	back := reading(mustRun(t, s, member(moderator, "reload", option("rollback", true))))
	if !strings.Contains(back, "It stays until the next reload or restart.") || len(s.Store.Current().Articles()) != 4 {
		t.Errorf("the rollback:\n%s", back)
	}
	if _, err := run(t, s, member(moderator, "reload", option("rollback", true))); !strings.Contains(fmt.Sprint(err), "no story from before") {
		t.Errorf("another rollback: %v", err)
	}
}

// TestRereadTellsOfChangesAlone is what the watched folder leads to.
func TestRereadTellsOfChangesAlone(t *testing.T) {
	folder := bridge()
	s := newSetting(t, folder)
	if message, worth := s.Reread(t.Context()); worth {
		t.Errorf("nothing has changed, and it tells %+v", message)
	}
	for i := range 300 {
		folder[fmt.Sprintf("new-%03d.txt", i)] = articleFile(fmt.Sprintf("Tram %d\n\nTram number %d runs on Monday.\n", i, i))
	}
	message, worth := s.Reread(t.Context())
	checkLimits(t, "announcement", message)
	if said := messageReading(message, false); !worth || !strings.Contains(said, "**Added**: Tram 0\n") || len(message.Components) != 0 {
		t.Errorf("%v: %s", worth, said)
	}
	clear(folder)
	if message, worth := s.Reread(t.Context()); !worth || !strings.Contains(messageReading(message, false), "The story stays as it was") {
		t.Errorf("of an empty folder it tells %v, %+v", worth, message)
	}
}
