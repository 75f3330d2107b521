package bot

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
	"storybot/handlers"
	"storybot/knowledge"
	"storybot/knowledge/story"
)

// The cost of an answer is measured beside that of a bare discordgo bot that
// answers every command with a constant: the same stand-in, the same
// interactions, an answer as long. Each bot is a process of its own, this test
// program started anew, so that what it costs can be told from the rest.

// costBot names, in the environment, the bot that this process is to be:
// "discordgo" or "storybot". Its arguments are the address and the token.
const costBot = "STORYBOT_COST_BOT"

// spent is what a process has used up so far.
type spent struct {
	CPU    time.Duration
	Allocs uint64
	Bytes  uint64
}

func (s spent) since(before spent, n int) spent {
	return spent{(s.CPU - before.CPU) / time.Duration(n), (s.Allocs - before.Allocs) / uint64(n), (s.Bytes - before.Bytes) / uint64(n)}
}

// spentNow measures this process.
func spentNow() (spent, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return spent{}, err
	}
	return spent{time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), m.Mallocs, m.TotalAlloc}, nil
}

// beCostBot runs a bot, and writes what it has spent for each line that it
// reads. It ends with its standard input.
func beCostBot(name, api, token string) error {
	run := map[string]func(ctx context.Context, api, token string) error{"discordgo": runEcho, "storybot": runAsk}[name]
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, api, token) }()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		now, err := spentNow()
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(now); err != nil {
			return err
		}
	}
	cancel()
	return <-ended
}

// runAsk is storybot as it is, on the story that is compiled in.
func runAsk(ctx context.Context, api, token string) error {
	base, _, err := knowledge.Load(story.Articles())
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	return Run(ctx, Config{Token: token, APIURL: api, Log: log, Commands: handlers.Commands(handlers.Setting{
		Store: knowledge.NewStore(base, nil), Program: "cost", Log: log,
	})})
}

// runEcho is a bot as discordgo's examples have it.
func runEcho(ctx context.Context, api, token string) error {
	discordgo.APIVersion = "10"
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		return err
	}
	session.Client = &http.Client{Transport: detour{strings.TrimPrefix(strings.TrimSuffix(api, "/api/v10"), "http://")}}
	session.Identify.Intents = discordgo.IntentsNone
	answer := &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Embeds: []*discordgo.MessageEmbed{{Description: strings.Repeat("An answer. ", 100)}}},
	}
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
type detour struct{ host string }

func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	r.URL.Scheme, r.URL.Host, r.Host = "http", d.host, d.host
	if _, route, ok := strings.Cut(r.URL.Path, "/api/v9/"); ok {
		r.URL.Path = "/api/v10/" + route
	}
	return http.DefaultTransport.RoundTrip(r)
}

// askings are what the bots are asked.
var askings = []string{
	"Why did Kaspersky stop working with Europol?", "What did the European Parliament vote for?",
	"Where is Kaspersky moving to?", "Which antivirus should I use instead?",
}

// costOf has a bot answer interactions, and returns what one of them cost it.
func costOf(b *testing.B, name string, n int) spent {
	b.Helper()
	discord := discordtest.Start(discordtest.WithRecord(64))
	defer discord.Close()
	bot := exec.CommandContext(b.Context(), os.Args[0], discord.URL(), discord.Token())
	bot.Env = append(os.Environ(), costBot+"="+name)
	in, err := bot.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := bot.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := bot.Start(); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	lines := bufio.NewScanner(out)
	mark := func() (s spent) {
		fmt.Fprintln(in, "how much?")
		if !lines.Scan() || json.Unmarshal(lines.Bytes(), &s) != nil {
			b.Fatalf("%s says %q", name, lines.Text())
		}
		return s
	}
	err = discord.WaitReady(ctx)
	ask(ctx, b, discord, n/4) // until it is warm
	before := mark()
	ask(ctx, b, discord, n)
	cost := mark().since(before, n)
	in.Close()
	if err := errors.Join(err, bot.Wait()); err != nil {
		b.Fatal(err)
	}
	return cost
}

// ask delivers n interactions, some at a time, and waits for the answers.
func ask(ctx context.Context, b *testing.B, discord *discordtest.Server, n int) {
	b.Helper()
	const atATime = 10
	for sent := 0; sent < n; sent += atATime {
		for i := range atATime {
			question := discordtest.StringOpt("question", askings[i%len(askings)])
			if _, err := discord.Send(discordtest.Command("ask", question)); err != nil {
				b.Fatal(err)
			}
		}
		for answered := 0; answered < atATime; {
			if !pause(ctx, time.Millisecond) {
				b.Fatal("the bot does not answer")
			}
			answered = 0
			for _, o := range discord.Outcomes() {
				answered += o.Taken
			}
		}
		discord.Forget(-time.Second)
	}
}

// BenchmarkCost prints what a /ask costs beside a bare echo, and the ratio.
func BenchmarkCost(b *testing.B) {
	const n = 2000
	for b.Loop() {
		bare, ours := costOf(b, "discordgo", n), costOf(b, "storybot", n)
		cpu, allocs, bytes := float64(ours.CPU)/float64(bare.CPU), float64(ours.Allocs)/float64(bare.Allocs), float64(ours.Bytes)/float64(bare.Bytes)
		b.Logf("discordgo echo: %v CPU, %d allocations, %d bytes; storybot /ask: %v CPU, %d allocations, %d bytes; ratio %.2f CPU, %.2f allocations, %.2f bytes",
			bare.CPU, bare.Allocs, bare.Bytes, ours.CPU, ours.Allocs, ours.Bytes, cpu, allocs, bytes)
		b.ReportMetric(cpu, "CPU-ratio")
		b.ReportMetric(allocs, "allocs-ratio")
		b.ReportMetric(bytes, "bytes-ratio")
		if most := 1.3; cpu > most || bytes > most {
			b.Errorf("a /ask takes more than %.1f of the CPU time, or of the memory, of a bare echo", most)
		}
	}
}
