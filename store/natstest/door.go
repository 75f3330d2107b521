//go:build unix

package natstest

import (
	"io"
	"net"
	"sync"
	"testing"
)

// A Door passes connections on to a server on loopback. Shut, it cuts those that
// there are, and lets nobody in. Muted, it passes on what clients say, and
// nothing of what they are answered. Its methods may be called from any
// goroutine.
type Door struct {
	behind string // the address of the server
	listen net.Listener
	all    sync.WaitGroup

	mu     sync.Mutex
	isShut bool
	muted  bool
	conns  map[net.Conn]struct{}
}

// OpenDoor returns a door before the server at the address, of host and port,
// which goes with the test.
func OpenDoor(t testing.TB, behind string) *Door {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &Door{behind: behind, listen: l, conns: make(map[net.Conn]struct{})}
	t.Cleanup(d.close)
	d.all.Go(d.accept)
	return d
}

// URL returns where the door is, for NATS.
func (d *Door) URL() string { return "nats://" + d.listen.Addr().String() }

// Shut cuts the connections, and lets nobody in until Open.
func (d *Door) Shut() {
	d.set(true, false)
	d.mu.Lock()
	defer d.mu.Unlock()
	for conn := range d.conns {
		conn.Close()
	}
}

// Mute keeps back all answers from now on, until Open. What was kept back never
// comes.
func (d *Door) Mute() { d.set(false, true) }

// Open passes on everything from now on.
func (d *Door) Open() { d.set(false, false) }

func (d *Door) set(shut, muted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.isShut, d.muted = shut, muted
}

func (d *Door) accept() {
	for {
		in, err := d.listen.Accept()
		if err != nil {
			return // it is closed
		}
		d.all.Go(func() { d.pass(in) })
	}
}

// pass carries one connection until either end closes it.
func (d *Door) pass(in net.Conn) {
	defer in.Close()
	if !d.enter(in) {
		return
	}
	defer d.leave(in)
	out, err := net.Dial("tcp", d.behind)
	if err != nil {
		return
	}
	defer out.Close()
	if !d.enter(out) {
		return
	}
	defer d.leave(out)
	var back sync.WaitGroup
	back.Go(func() {
		io.Copy(answers{d, in}, out)
		in.Close()
	})
	io.Copy(out, in)
	out.Close()
	back.Wait()
}

func (d *Door) enter(conn net.Conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.isShut {
		return false
	}
	d.conns[conn] = struct{}{}
	return true
}

func (d *Door) leave(conn net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.conns, conn)
}

// close shuts the door for ever.
func (d *Door) close() {
	d.listen.Close()
	d.Shut()
	d.all.Wait()
}

// answers is where what a server says goes through a door.
type answers struct {
	d  *Door
	to io.Writer
}

func (a answers) Write(b []byte) (int, error) {
	a.d.mu.Lock()
	muted := a.d.muted
	a.d.mu.Unlock()
	if muted {
		return len(b), nil
	}
	return a.to.Write(b)
}
