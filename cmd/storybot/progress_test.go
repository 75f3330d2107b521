package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestProgressIsShownWhenLoadingTakesLong(t *testing.T) {
	began := time.Date(2018, 6, 16, 10, 38, 0, 0, time.UTC)
	elapsed := time.Duration(0)
	var terminal bytes.Buffer
	show := progress(&terminal, began, func() time.Time { return began.Add(elapsed) })

	show(1, 3)
	if terminal.Len() > 0 {
		t.Errorf("shown at once: %q", terminal.String())
	}
	elapsed = 2 * time.Second
	show(2, 3)
	if got := terminal.String(); !strings.Contains(got, "reading articles") || !strings.Contains(got, "2/3") {
		t.Errorf("after two seconds: %q", got)
	}
	show(3, 3)
}
