//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A process is one that a test runs, of this binary in a role.
type process struct {
	t     testing.TB
	name  string
	cmd   *exec.Cmd
	stdin io.Closer
	log   string        // the file that has what it says
	ended chan struct{} // closed when it has ended
	how   error         // and how, then
	due   bool          // it is to end
	serve string        // the address of its metrics, once known
}

// begin starts the program with an environment added. It ends with the test.
func begin(t testing.TB, name, as string, environment ...string) *process {
	t.Helper()
	dir := t.TempDir()
	p := &process{t: t, name: name, log: filepath.Join(dir, "log"), ended: make(chan struct{})}
	said, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Args = []string{"storybot", "run"}
	p.cmd.Dir = dir
	p.cmd.Stdout, p.cmd.Stderr = said, said
	p.cmd.Env = append(os.Environ(), append(environment, role+"="+as, "METRICS_ADDR=127.0.0.1:0", "GORACE=atexit_sleep_ms=0")...)
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.how = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process as a power cut does (SIGKILL).
func (p *process) kill() {
	p.due = true
	p.cmd.Process.Kill() // it may have ended
	<-p.ended
	p.stdin.Close()
}

// end asks the process to end (SIGTERM), and waits until it has.
func (p *process) end() {
	p.t.Helper()
	p.due = true
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(p.name, err)
	}
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		p.t.Fatalf("%s does not end\n%s", p.name, p.said())
	}
	if p.how != nil {
		p.t.Errorf("%s ended with %v\n%s", p.name, p.how, p.said())
	}
	p.stdin.Close()
}

// lives fails the test if the process has ended by itself.
func (p *process) lives() {
	p.t.Helper()
	select {
	case <-p.ended:
		if !p.due {
			p.t.Fatalf("%s ended by itself: %v\n%s", p.name, p.how, p.said())
		}
	default:
	}
}

// said is what the process has logged, but for interactions; the last of it.
func (p *process) said() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, "msg=interaction") {
			lines = append(lines, line)
		}
	}
	return p.name + ":\n" + strings.Join(lines[max(0, len(lines)-60):], "")
}

// ask reads a page of the process's metrics; "" while it has none.
func (p *process) ask(page string) (status int, body string) {
	if p.serve == "" {
		text, _ := os.ReadFile(p.log) // it is there
		_, rest, _ := strings.Cut(string(text), "msg=metrics address=")
		address, _, whole := strings.Cut(rest, "\n")
		if !whole {
			return 0, ""
		}
		p.serve = address
	}
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get("http://" + p.serve + page)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body) // what is cut off lacks what is looked for
	return answer.StatusCode, string(text)
}

// metric returns the value of a metric, 0 if there is none.
func (p *process) metric(name string) float64 {
	_, page := p.ask("/metrics")
	for line := range strings.Lines(page) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			value, _ := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			return value
		}
	}
	return 0
}

// online is how many shards the process has online.
func (p *process) online() int { return int(p.metric(`storybot_shards{state="online"}`)) }

// ready says whether the process says that it is.
func (p *process) ready() bool {
	status, _ := p.ask("/readyz")
	return status == http.StatusOK
}

// resident is how much memory the process takes, in bytes.
func (p *process) resident() int64 {
	p.t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kilobytes int64
		if n, _ := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	p.t.Fatal("the system does not say how much memory a process takes")
	return 0
}
