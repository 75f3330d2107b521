package main

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestInterruptEndsAPrompt holds that only the bot waits for what is under way
// when it is interrupted: this test's own program stands in for storybot.
func TestInterruptEndsAPrompt(t *testing.T) {
	if os.Getenv("STORYBOT_PROMPT") != "" {
		os.Args = []string{"storybot", "ask"}
		main()
	}
	prompt := exec.Command(os.Args[0], "-test.run", "^TestInterruptEndsAPrompt$")
	prompt.Env = append(os.Environ(), "STORYBOT_PROMPT=1")
	prompt.Dir = t.TempDir()
	input, err := prompt.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	output, err := prompt.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := prompt.Start(); err != nil {
		t.Fatal(err)
	}
	// It is at the prompt once it has answered.
	input.Write([]byte("Why did Kaspersky stop working with Europol?\n"))
	output.Read(make([]byte, 1))
	ended := make(chan error, 1)
	go func() { ended <- prompt.Wait() }()
	if err := prompt.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		prompt.Process.Signal(syscall.SIGKILL)
		t.Error("an interrupt does not end a prompt")
	}
}
