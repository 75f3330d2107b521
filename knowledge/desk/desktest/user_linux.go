package desktest

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// nobody is the user who owns nothing.
const nobody = 65534

// unprivileged has the thread of a test that root runs, whom no mode stops,
// meet files as nobody does, who is let into the folder. What it returns undoes
// that.
func unprivileged(t testing.TB, folder string) (back func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		return func() {}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Setfsuid(0); err != nil {
			t.Fatal(err) // the thread stays locked, and ends with its goroutine
		}
		runtime.UnlockOSThread()
	}
}
