//go:build unix

package natstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// nodeConfig is set, to the path of a configuration file, in a process that is a
// node.
const nodeConfig = "NATSTEST_NODE"

// Main makes this process a node and never returns, if it was started as one.
// Else it does nothing.
func Main() {
	path := os.Getenv(nodeConfig)
	if path == "" {
		return
	}
	if err := serve(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve runs a node until the process that started it is gone.
func serve(path string) error {
	options, err := server.ProcessConfigFile(path)
	if err != nil {
		return err
	}
	options.NoSigs = true
	s, err := server.NewServer(options)
	if err != nil {
		return err
	}
	s.ConfigureLogger()
	go s.Start()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// A node is one server, which runs or does not.
type node struct {
	name                    string
	client, routes, monitor int // ports
	dir                     string

	cmd   *exec.Cmd // nil: it does not run
	stdin io.Closer
}

func (n *node) config() string { return filepath.Join(n.dir, "nats.conf") }
func (n *node) log() string    { return filepath.Join(n.dir, "log") }

func (n *node) start() error {
	if n.cmd != nil {
		return fmt.Errorf("it runs already")
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), nodeConfig+"="+n.config())
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	n.cmd, n.stdin = cmd, stdin
	return nil
}

func (n *node) kill() {
	if n.cmd == nil {
		return
	}
	n.cmd.Process.Kill()
	n.cmd.Wait() // it says that the process was killed
	n.stdin.Close()
	n.cmd = nil
}

// ready returns why the node is not ready.
func (n *node) ready(others int) error {
	var health struct{ Status, Error string }
	if err := n.ask("healthz", &health); err != nil {
		return err
	}
	if health.Status != "ok" {
		return fmt.Errorf("it is %s: %s", health.Status, health.Error)
	}
	var routed struct {
		Routes []struct {
			Remote string `json:"remote_name"`
		}
	}
	if err := n.ask("routez", &routed); err != nil {
		return err
	}
	remotes := make(map[string]bool)
	for _, r := range routed.Routes {
		remotes[r.Remote] = true
	}
	if len(remotes) < others {
		return fmt.Errorf("it has routes to %d of %d others", len(remotes), others)
	}
	return nil
}

// leader returns the name of the node that leads the stream, as this one has it.
func (n *node) leader(stream string) (string, bool) {
	var state struct {
		Accounts []struct {
			Streams []struct {
				Name    string
				Cluster struct{ Leader string }
			} `json:"stream_detail"`
		} `json:"account_details"`
	}
	if n.ask("jsz?streams=true", &state) != nil {
		return "", false
	}
	for _, account := range state.Accounts {
		for _, s := range account.Streams {
			if s.Name == stream && s.Cluster.Leader != "" {
				return s.Cluster.Leader, true
			}
		}
	}
	return "", false
}

// ask reads a page of the node's monitor.
func (n *node) ask(page string, answer any) error {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/%s", n.monitor, page))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	return json.NewDecoder(r.Body).Decode(answer)
}
