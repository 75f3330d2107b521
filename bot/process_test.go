package bot

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// Where a figure is of the bot alone, the bot is a process of its own: this test
// program, started anew. The stand-in for Discord, which takes more than the
// bot does, stays here. The process tells of itself what its standard input asks
// for, a line of JSON for a line, and ends with it.

// processBot names, in the environment, the bot that this process is to be.
// Its arguments are the address and the token.
const processBot = "STORYBOT_TEST_BOT"

// beProcess is the bot of that name, until standard input ends.
func beProcess(name, api, token string) error {
	run := map[string]func(ctx context.Context, api, token string) error{
		"discordgo": runEcho, "storybot": runAsk, "soaked": runSoaked,
	}[name]
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, api, token) }()
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		of := map[string]func() (any, error){"spent": spentNow, "held": heldNow}[lines.Text()]
		now, err := of()
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

// spent is what a process has used up.
type spent struct {
	CPU    time.Duration
	Allocs uint64
	Bytes  uint64
}

// spentNow measures this process, since it began.
func spentNow() (any, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return nil, err
	}
	return spent{time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), m.Mallocs, m.TotalAlloc}, nil
}

// held is what a process holds at a time: bytes of heap, goroutines, and
// connections for requests that are kept for later ones, each with its buffers
// and goroutines.
type held struct {
	Heap        uint64
	Goroutines  int
	Connections int
}

// heldNow measures this process. What is pooled is let go by the second
// collection.
func heldNow() (any, error) {
	stacks := make([]byte, 4<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	now := held{Goroutines: runtime.NumGoroutine(), Connections: bytes.Count(stacks, []byte("net/http.(*persistConn).readLoop("))}
	stacks = nil
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	now.Heap = m.HeapAlloc
	return now, nil
}

// A process is a bot in a process of its own, and its stand-in.
type process struct {
	name    string
	discord *discordtest.Server
	cmd     *exec.Cmd
	in      io.WriteCloser
	lines   *bufio.Scanner
}

// startProcess starts a bot, which runs until [process.end].
func startProcess(tb testing.TB, name string, discord *discordtest.Server) *process {
	tb.Helper()
	p := &process{name: name, discord: discord}
	p.cmd = exec.CommandContext(tb.Context(), os.Args[0], discord.URL(), discord.Token())
	p.cmd.Env = append(os.Environ(), processBot+"="+name)
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		tb.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	return p
}

// end ends the bot, and then the stand-in.
func (p *process) end(tb testing.TB) {
	tb.Helper()
	p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		tb.Errorf("%s: %v", p.name, err)
	}
	p.discord.Close()
}

// says asks the process for "spent" or "held".
func (p *process) says(of string, now any) error {
	if _, err := fmt.Fprintln(p.in, of); err != nil {
		return err
	}
	if !p.lines.Scan() {
		return fmt.Errorf("%s says nothing: %w", p.name, p.lines.Err())
	}
	return json.Unmarshal(p.lines.Bytes(), now)
}
