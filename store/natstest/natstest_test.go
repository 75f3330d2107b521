//go:build unix

package natstest_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"

	"storybot/store/natstest"
)

func TestMain(m *testing.M) {
	natstest.Main()
	goleak.VerifyTestMain(m)
}

const (
	// soon is within what time a word comes, on a machine that has other things to
	// do, and never how long one is not heard.
	soon  = 20 * time.Second
	never = 500 * time.Millisecond
)

// answers reports whether a node answers a client within a second.
func answers(c *natstest.Cluster, i int) bool {
	conn, err := nats.Connect(c.NodeURL(i), nats.Timeout(time.Second))
	if err != nil {
		return false
	}
	defer conn.Close()
	return conn.FlushTimeout(time.Second) == nil
}

// hears reports whether what a client of one node publishes comes to one of
// another, within a time.
func hears(t *testing.T, c *natstest.Cluster, from, to int, within time.Duration) bool {
	t.Helper()
	var conns []*nats.Conn
	for _, i := range []int{from, to} {
		conn, err := nats.Connect(c.NodeURL(i))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conns = append(conns, conn)
	}
	sub, err := conns[1].SubscribeSync("word")
	if err != nil {
		t.Fatal(err)
	}
	// What a route knows of a new subscription takes a moment; and of the routes
	// that two nodes open to one another at once, those too many are closed first.
	for end := time.Now().Add(within); time.Now().Before(end); {
		if err := errors.Join(conns[1].Flush(), conns[0].Publish("word", nil), conns[0].Flush()); err != nil {
			t.Fatal(err)
		}
		if _, err := sub.NextMsg(50 * time.Millisecond); err == nil {
			return true
		}
	}
	return false
}

func TestFaults(t *testing.T) {
	c := natstest.Start(t, 3)
	for i := range c.Nodes() {
		if !answers(c, i) || !hears(t, c, i, (i+1)%3, soon) {
			t.Fatalf("node %d does not work", i)
		}
	}
	c.Kill(0)
	if answers(c, 0) || !hears(t, c, 1, 2, soon) {
		t.Error("a node that was killed answers, or the others don't work")
	}
	c.Start(0)
	c.WaitReady()
	c.Stop(1)
	if answers(c, 1) || !answers(c, 0) {
		t.Error("a node that was stopped answers, or another does not")
	}
	c.Resume(1)
	c.WaitReady()
	c.Partition(2)
	if !answers(c, 2) || hears(t, c, 2, 0, never) || hears(t, c, 1, 2, never) || !hears(t, c, 0, 1, soon) {
		t.Error("a node that was cut off hears others, or the others don't one another")
	}
	c.Heal(2)
	c.WaitReady()
	if !hears(t, c, 2, 0, soon) || !hears(t, c, 1, 2, soon) {
		t.Error("a node that was healed is still cut off")
	}
}

// orphan is set in a process that starts nodes and is killed.
const orphan = "NATSTEST_ORPHAN"

// TestNothingIsLeft kills a test that has a node running and another stopped.
func TestNothingIsLeft(t *testing.T) {
	if os.Getenv(orphan) != "" {
		c := natstest.Start(t, 2)
		c.Stop(1)
		fmt.Println(c.Process(0), c.Process(1))
		select {}
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestNothingIsLeft$")
	cmd.Env = append(os.Environ(), orphan+"=1", "TMPDIR="+t.TempDir())
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	var running, stopped int
	if _, scanErr := fmt.Sscan(line, &running, &stopped); err != nil || scanErr != nil {
		t.Fatalf("it said %q: %v", line, errors.Join(err, scanErr))
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // it says that the process was killed
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if gone(running) && gone(stopped) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("still there: node 0 %t, node 1 %t", !gone(running), !gone(stopped))
		}
	}
}

// gone reports whether the process has ended, or waits to be reaped.
func gone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	state, err := exec.Command("ps", "-o", "state=", "-p", fmt.Sprint(pid)).Output()
	return err != nil || len(state) > 0 && state[0] == 'Z'
}
