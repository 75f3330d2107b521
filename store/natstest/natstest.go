//go:build unix

// Package natstest starts a real NATS cluster for a test: each node is a
// process of its own (the test binary, which runs itself), on loopback, with
// JetStream in a folder of the test's. A node can be killed and started again on
// its data, stopped as a machine that hangs, and cut off from the others.
//
// A test that uses it lets its binary be a node:
//
//	func TestMain(m *testing.M) {
//		natstest.Main()
//		os.Exit(m.Run())
//	}
//
// The nodes reach one another only through doors (see Door) that the harness
// owns, one for each node to each other, so that a door that is shut is a cable
// that is pulled. A node that the test leaves running ends with it: it reads its
// standard input, which the kernel closes when the test's process is gone. One
// that is stopped then gets SIGHUP and SIGCONT from the kernel, for it is in a
// process group that became an orphan.
package natstest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// patience is how long a node may take to start, and a cluster to be ready.
	patience = 60 * time.Second
)

// A Cluster is the nodes of one cluster, counted from 0. Its methods are for
// one goroutine, and fail the test when something does not work out.
type Cluster struct {
	t      testing.TB
	nodes  []*node
	doors  map[[2]int]*Door // from a node to another
	cut    map[int]bool     // the nodes that are cut off
	config string
}

// An Option changes how the nodes are set up.
type Option func(*Cluster)

// With adds lines to the configuration file of each node.
func With(config string) Option { return func(c *Cluster) { c.config += config + "\n" } }

// Start starts a cluster of that many nodes, which ends with the test, and
// waits until it is ready. One node is a server with no cluster.
func Start(t testing.TB, nodes int, options ...Option) *Cluster {
	t.Helper()
	if os.Getenv(nodeConfig) != "" {
		t.Fatal("a node was asked to run tests: call natstest.Main first in TestMain")
	}
	c := &Cluster{t: t, doors: make(map[[2]int]*Door), cut: make(map[int]bool)}
	for _, option := range options {
		option(c)
	}
	ports := freePorts(t, 3*nodes)
	for i := range nodes {
		c.nodes = append(c.nodes, &node{
			name:    fmt.Sprintf("n%d", i),
			client:  ports[3*i],
			routes:  ports[3*i+1],
			monitor: ports[3*i+2],
			dir:     t.TempDir(),
		})
	}
	t.Cleanup(c.end)
	for i := range nodes {
		for j := range nodes {
			if i != j {
				c.doors[[2]int{i, j}] = OpenDoor(t, fmt.Sprintf("127.0.0.1:%d", c.nodes[j].routes))
			}
		}
	}
	for i := range nodes {
		c.write(i)
		c.Start(i)
	}
	c.WaitReady()
	return c
}

// end kills what still runs.
func (c *Cluster) end() {
	for _, n := range c.nodes {
		n.kill()
	}
}

// Nodes returns how many nodes the cluster has.
func (c *Cluster) Nodes() int { return len(c.nodes) }

// NodeURL returns the address of one node for clients.
func (c *Cluster) NodeURL(i int) string { return "nats://" + c.Address(i) }

// Address returns the host and the port of one node for clients.
func (c *Cluster) Address(i int) string {
	return fmt.Sprintf("127.0.0.1:%d", c.nodes[i].client)
}

// URL returns the addresses of all nodes, comma separated.
func (c *Cluster) URL() string {
	var urls []string
	for i := range c.nodes {
		urls = append(urls, c.NodeURL(i))
	}
	return strings.Join(urls, ",")
}

// Kill ends a node as a power cut does (SIGKILL).
func (c *Cluster) Kill(i int) { c.nodes[i].kill() }

// Start starts a node that was killed again, on its data.
func (c *Cluster) Start(i int) {
	c.t.Helper()
	if err := c.nodes[i].start(); err != nil {
		c.t.Fatalf("node %d: %v", i, err)
	}
}

// Stop makes a node hang: its connections stay, and nothing answers (SIGSTOP).
// It has stopped when Stop returns; else the kernel might find it running when
// this process is killed, and leave it stopped for ever.
func (c *Cluster) Stop(i int) {
	c.t.Helper()
	c.signal(i, syscall.SIGSTOP)
	var status syscall.WaitStatus
	for !status.Stopped() {
		if _, err := syscall.Wait4(c.Process(i), &status, syscall.WUNTRACED, nil); err != nil && err != syscall.EINTR {
			c.t.Fatalf("node %d: %v", i, err)
		}
	}
}

// Resume lets a node that was stopped go on.
func (c *Cluster) Resume(i int) { c.signal(i, syscall.SIGCONT) }

func (c *Cluster) signal(i int, s syscall.Signal) {
	c.t.Helper()
	if cmd := c.nodes[i].cmd; cmd == nil {
		c.t.Fatalf("node %d does not run", i)
	} else if err := cmd.Process.Signal(s); err != nil {
		c.t.Fatalf("node %d: %v", i, err)
	}
}

// Partition cuts a node off from all others. Its clients still reach it.
func (c *Cluster) Partition(i int) {
	c.cut[i] = true
	for pair, d := range c.doors {
		if pair[0] == i || pair[1] == i {
			d.Shut()
		}
	}
}

// Heal undoes Partition.
func (c *Cluster) Heal(i int) {
	delete(c.cut, i)
	for pair, d := range c.doors {
		if pair[0] == i || pair[1] == i {
			d.Open()
		}
	}
}

// WaitReady waits until every node that runs is healthy by its own account: it
// knows who leads, its streams are current, and it has a route to each other
// node that runs.
func (c *Cluster) WaitReady() {
	c.t.Helper()
	var running int
	for _, n := range c.nodes {
		if n.cmd != nil {
			running++
		}
	}
	var unready error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		unready = nil
		for i, n := range c.nodes {
			if n.cmd == nil {
				continue
			}
			if err := n.ready(running - 1); err != nil {
				unready = fmt.Errorf("node %d: %w", i, err)
			}
		}
		if unready == nil {
			return
		}
	}
	c.t.Fatalf("the cluster is not ready: %v\n%s", unready, c.logs())
}

// Leader returns the node that leads the stream, by what those say that run and
// are not cut off; -1 when none says so.
func (c *Cluster) Leader(stream string) int {
	for i, n := range c.nodes {
		if n.cmd == nil || c.cut[i] {
			continue
		}
		if name, ok := n.leader(stream); ok {
			for i, n := range c.nodes {
				if n.name == name {
					return i
				}
			}
		}
	}
	return -1
}

// logs returns the end of what each node logged.
func (c *Cluster) logs() string {
	var all strings.Builder
	for i, n := range c.nodes {
		text, _ := os.ReadFile(n.log())
		if most := 2000; len(text) > most {
			text = text[len(text)-most:]
		}
		fmt.Fprintf(&all, "node %d:\n%s\n", i, text)
	}
	return all.String()
}

// write writes the configuration file of a node.
func (c *Cluster) write(i int) {
	c.t.Helper()
	n := c.nodes[i]
	var b strings.Builder
	fmt.Fprintf(&b, "server_name: %s\nhost: 127.0.0.1\nport: %d\nhttp: 127.0.0.1:%d\nlog_file: %q\n", n.name, n.client, n.monitor, n.log())
	fmt.Fprintf(&b, "jetstream { store_dir: %q, max_mem: 256MB, max_file: 2GB }\n", filepath.Join(n.dir, "data"))
	if len(c.nodes) > 1 {
		var routes []string
		for j := range c.nodes {
			if d := c.doors[[2]int{i, j}]; d != nil {
				routes = append(routes, d.URL())
			}
		}
		// Nodes tell one another of routes that they know, which must not lead
		// past the doors: what they tell is an address where nobody listens.
		fmt.Fprintf(&b, "cluster { name: test, listen: 127.0.0.1:%d, cluster_advertise: \"127.0.0.1:1\", routes: [%s] }\n", n.routes, strings.Join(routes, ", "))
	}
	b.WriteString(c.config)
	if err := os.WriteFile(n.config(), []byte(b.String()), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// freePorts returns ports of loopback that nobody listens on. They are below
// those that the system gives to connections, which could take one meanwhile.
func freePorts(t testing.TB, many int) (ports []int) {
	t.Helper()
	for range 100 * many {
		port := 12_000 + rand.IntN(20_000)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue // it is taken
		}
		if l.Close(); !slices.Contains(ports, port) {
			ports = append(ports, port)
		}
		if len(ports) == many {
			return ports
		}
	}
	t.Fatal("no ports are free")
	return nil
}

// Process returns the process of a node that runs.
func (c *Cluster) Process(i int) int { return c.nodes[i].cmd.Process.Pid }
