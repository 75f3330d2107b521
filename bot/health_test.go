package bot

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// TestReadyzSaysWhyNot, and /healthz is no matter of it.
func TestReadyzSaysWhyNot(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free.Close()
	address := free.Addr().String()
	var unfit error
	stop, err := serveHealth(address, prometheus.NewRegistry(), func() error { return unfit }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for _, step := range []struct {
		unfit  error
		path   string
		status int
		says   string
	}{
		{nil, "/readyz", 200, "online\n"},
		{errors.New("the store is away"), "/readyz", 503, "the store is away\n"},
		{errors.New("the store is away"), "/healthz", 200, "ok\n"},
	} {
		unfit = step.unfit
		answer, err := client.Get("http://" + address + step.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != step.status || string(body) != step.says {
			t.Errorf("%s with %v: %d %q, %v", step.path, step.unfit, answer.StatusCode, body, err)
		}
	}
}
