package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
	"storybot/bot/interval"
	"storybot/handlers"
	"storybot/knowledge"
	"storybot/knowledge/story"
)

// The cost of an answer is measured beside that of a bare discordgo bot that
// answers every command with a constant: the same stand-in, the same
// interactions, and as constant the one of storybot's answers to them that is
// nearest to their mean length, so that both send as much. Each bot is a
// [process] of its own, so that what it costs can be told from the rest; and each
// keeps as many connections to the stand-in as are used at once, as HTTP/2 does it
// with Discord: what is compared is bots, and not how connections are made.

// add adds what was used up between two moments.
func (s *spent) add(now, before spent) {
	s.CPU += now.CPU - before.CPU
	s.Allocs += now.Allocs - before.Allocs
	s.Bytes += now.Bytes - before.Bytes
}

func (s spent) each(n int) spent {
	return spent{s.CPU / time.Duration(n), s.Allocs / uint64(n), s.Bytes / uint64(n)}
}

// storyCommands are storybot's commands, on the story that is compiled in.
func storyCommands(log *slog.Logger) ([]handlers.Command, error) {
	base, _, err := knowledge.Load(story.Articles())
	if err != nil {
		return nil, err
	}
	return handlers.Commands(handlers.Setting{Store: knowledge.NewStore(base, nil), Program: "cost", Log: log}), nil
}

// runAsk is storybot as it is. Its log is written, to where nobody reads it.
func runAsk(ctx context.Context, api, token string) error {
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer nowhere.Close()
	log := slog.New(slog.NewTextHandler(nowhere, nil))
	commands, err := storyCommands(log)
	if err != nil {
		return err
	}
	return Run(ctx, Config{Token: token, APIURL: api, Log: log, Commands: commands})
}

// constant is what the echo answers: of storybot's answers, the one nearest to
// the mean length of what is asked for at a time. The story is forgotten when it
// returns.
func constant(ctx context.Context) (*discordgo.InteractionResponse, error) {
	commands, err := storyCommands(slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(commands, func(c handlers.Command) bool { return c.Definition.Name == "ask" })
	if at < 0 {
		return nil, errors.New("there is no /ask")
	}
	answers, lengths, mean := make([]*discordgo.InteractionResponse, len(askings)), make([]int, len(askings)), 0
	for i, question := range askings {
		asked := commandIn("ask")
		asked.Data = discordgo.ApplicationCommandInteractionData{Name: "ask", Options: []*discordgo.ApplicationCommandInteractionDataOption{
			{Name: "question", Type: discordgo.ApplicationCommandOptionString, Value: question},
		}}
		reply, err := commands[at].Run(ctx, handlers.Interaction{Interaction: asked})
		if err != nil {
			return nil, err
		}
		answers[i] = &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &reply.Message}
		sent, err := json.Marshal(answers[i])
		if err != nil {
			return nil, err
		}
		lengths[i] = len(sent)
	}
	for i := range atATime {
		mean += lengths[i%len(askings)] / atATime
	}
	off := func(i int) int { return max(lengths[i]-mean, mean-lengths[i]) }
	nearest := 0
	for i := range answers {
		if off(i) < off(nearest) {
			nearest = i
		}
	}
	return answers[nearest], nil
}

// runEcho is a bot as discordgo's examples have it.
func runEcho(ctx context.Context, api, token string) error {
	answer, err := constant(ctx)
	if err != nil {
		return err
	}
	discordgo.APIVersion = "10"
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		return err
	}
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.MaxIdleConnsPerHost = 64
	session.Client.Transport = detour{strings.TrimPrefix(strings.TrimSuffix(api, "/api/v10"), "http://"), wire}
	session.Identify.Intents = discordgo.IntentsNone
	session.AddHandler(func(s *discordgo.Session, in *discordgo.InteractionCreate) {
		if err := s.InteractionRespond(in.Interaction, answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	if err := session.Open(); err != nil {
		return err
	}
	<-ctx.Done()
	return session.Close()
}

// A detour sends discordgo's requests to the stand-in.
type detour struct {
	host string
	wire http.RoundTripper
}

func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	r.URL.Scheme, r.URL.Host, r.Host = "http", d.host, d.host
	if _, route, ok := strings.Cut(r.URL.Path, "/api/v9/"); ok {
		r.URL.Path = "/api/v10/" + route
	}
	return d.wire.RoundTrip(r)
}

// askings are what the bots are asked: what has one quote, two and three for an
// answer, and none.
var askings = []string{
	"Why did Kaspersky stop working with Europol?", "What did the European Parliament vote for?",
	"What did Eugene Kaspersky say?", "Which antivirus should I use instead?",
}

// atATime is how many interactions come at once.
const atATime = 10

// ask delivers n interactions, some at a time, and waits for the answers.
func (p *process) ask(ctx context.Context, b *testing.B, n int) {
	b.Helper()
	for sent := 0; sent < n; sent += atATime {
		for i := range atATime {
			question := discordtest.StringOpt("question", askings[i%len(askings)])
			if _, err := p.discord.Send(discordtest.Command("ask", question)); err != nil {
				b.Fatal(err)
			}
		}
		for answered := 0; answered < atATime; {
			if !interval.Pause(ctx, time.Millisecond) {
				b.Fatal("the bot does not answer")
			}
			answered = 0
			for _, o := range p.discord.Outcomes() {
				answered += o.Taken
			}
		}
		p.discord.Forget(-time.Second)
	}
}

// spent is what the bot has used up so far.
func (p *process) spent(b *testing.B) (s spent) {
	b.Helper()
	if err := p.says("spent", &s); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkCost prints what a /ask costs beside a bare echo, and the ratio. The
// bots take turns, so that what else the machine does is the same for both.
func BenchmarkCost(b *testing.B) {
	const turns, n = 20, 200
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
		var bots []*process
		for _, name := range []string{"discordgo", "storybot"} {
			bots = append(bots, startProcess(b, name, discordtest.Start(discordtest.WithRecord(64))))
		}
		var total [2]spent
		for turn := range turns + 2 {
			for i, p := range bots {
				if err := p.discord.WaitReady(ctx); err != nil {
					b.Fatal(err)
				}
				before := p.spent(b)
				p.ask(ctx, b, n)
				if turn >= 2 { // they are warm
					total[i].add(p.spent(b), before)
				}
			}
		}
		for _, p := range bots {
			p.end(b)
		}
		cancel()
		compare(b, total[0].each(turns*n), total[1].each(turns*n))
	}
}

// compare prints what both cost, and finds fault with a ratio past 1.3.
func compare(b *testing.B, bare, ours spent) {
	b.Helper()
	cpu, allocs, bytes := float64(ours.CPU)/float64(bare.CPU), float64(ours.Allocs)/float64(bare.Allocs), float64(ours.Bytes)/float64(bare.Bytes)
	b.Logf("discordgo echo: %v CPU, %d allocations, %d bytes; storybot /ask: %v CPU, %d allocations, %d bytes; ratio %.2f CPU, %.2f allocations, %.2f bytes",
		bare.CPU, bare.Allocs, bare.Bytes, ours.CPU, ours.Allocs, ours.Bytes, cpu, allocs, bytes)
	b.ReportMetric(cpu, "CPU-ratio")
	b.ReportMetric(allocs, "allocs-ratio")
	b.ReportMetric(bytes, "bytes-ratio")
	if most := 1.3; cpu > most || allocs > most || bytes > most {
		b.Errorf("a /ask takes more than %.1f of the CPU time, of the allocations, or of the memory, of a bare echo", most)
	}
}
