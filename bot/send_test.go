package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/ratelimit"
)

// newTestRest returns a rest that sends to a server with one handler.
func newTestRest(t *testing.T, serve http.HandlerFunc) (rest, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(serve)
	wire := new(http.Transport)
	t.Cleanup(func() {
		wire.CloseIdleConnections()
		server.Close()
	})
	limited := ratelimit.New(ratelimit.Config{Next: wire, Base: "/api/v10", Times: ratelimit.Times{FirstWait: time.Millisecond}})
	return newRest(server.URL+"/api/v10", "bot-token", limited), server
}

func TestWhatCountsAsRefused(t *testing.T) {
	for _, test := range []struct {
		status  int
		body    string
		refused bool
		says    string
	}{
		{400, `{"code":50035,"message":"Invalid Form Body","errors":{"content":{"max":2000}}}`, true, `Invalid Form Body {"content":{"max":2000}} (code 50035)`},
		{400, `not JSON`, true, "answer 400 Bad Request"},
		{413, `{"code":40005,"message":"Request entity too large"}`, true, "40005"},
		{400, `{"code":40060,"message":"Interaction has already been acknowledged."}`, false, "40060"},
		{404, `{"code":10062,"message":"Unknown interaction"}`, false, "Unknown interaction (code 10062)"},
		{500, `<html>` + secret, false, "answer 500 Internal Server Error"},
		{502, ``, false, "502"},
	} {
		r, _ := newTestRest(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			io.WriteString(w, test.body)
		})
		err := r.Callback(t.Context(), commandIn("ask"), Payload{ContentType: "application/json", Body: []byte("{}")})
		if err == nil || errors.Is(err, ErrRefused) != test.refused || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%d %s: %v, want refused %v and %q", test.status, test.body, err, test.refused, test.says)
		}
		if strings.Contains(fmt.Sprint(err), secret) {
			t.Errorf("%d: the error has the token in it: %v", test.status, err)
		}
	}
}

func TestErrorsHoldNoToken(t *testing.T) {
	r, server := newTestRest(t, nil)
	server.Close()
	in := commandIn("ask")
	for how, send := range map[string]func(context.Context, *discordgo.Interaction, Payload) error{
		"callback": r.Callback, "edit": r.Edit, "follow-up": r.FollowUp,
	} {
		err := send(t.Context(), in, Payload{})
		if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "bot-token") {
			t.Errorf("%s: %v", how, err)
		}
	}
}

// TestTooManyRequests has Discord ask for a wait that can be waited, and one
// that cannot: the callback is then sent once more, with time for an answer.
func TestTooManyRequests(t *testing.T) {
	for after, wait := range map[float64]time.Duration{0.02: 20 * time.Millisecond, 3600: 500 * time.Millisecond} {
		asked := 0
		r, _ := newTestRest(t, func(w http.ResponseWriter, req *http.Request) {
			body, _ := io.ReadAll(req.Body)
			if asked++; asked == 1 {
				w.WriteHeader(http.StatusTooManyRequests)
				fmt.Fprintf(w, `{"message":"You are being rate limited.","retry_after":%g}`, after)
				return
			}
			if string(body) != "{}" {
				t.Errorf("asked again with %q", body)
			}
			w.WriteHeader(http.StatusNoContent)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		began := time.Now()
		err := r.Callback(ctx, commandIn("ask"), Payload{Body: []byte("{}")})
		if took := time.Since(began); asked != 2 || err != nil || took < wait || took > wait+500*time.Millisecond {
			t.Errorf("after %g s: %v, after %d requests in %v", after, err, asked, took)
		}
	}
}

// TestCallbackThatMayHaveArrived has Discord answer a callback with 502, and
// tell afterwards whether it took effect.
func TestCallbackThatMayHaveArrived(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		posted := 0
		r, _ := newTestRest(t, func(w http.ResponseWriter, req *http.Request) {
			switch {
			case req.Method == http.MethodPost:
				if posted++; posted == 1 {
					w.WriteHeader(http.StatusBadGateway)
				}
			case !arrived:
				w.WriteHeader(http.StatusNotFound)
				io.WriteString(w, `{"code":10015,"message":"Unknown Webhook"}`)
			}
		})
		err := r.Callback(t.Context(), commandIn("ask"), Payload{Body: []byte("{}")})
		if want := map[bool]int{true: 1, false: 2}[arrived]; err != nil || posted != want {
			t.Errorf("arrived %v: %v, sent %d times, want %d", arrived, err, posted, want)
		}
	}
}

func TestFilesAreSentBesideTheMessage(t *testing.T) {
	var form string
	r, _ := newTestRest(t, func(w http.ResponseWriter, req *http.Request) {
		if err := req.ParseMultipartForm(1 << 20); err != nil {
			t.Error(err)
			return
		}
		form = req.MultipartForm.Value["payload_json"][0]
		file, err := req.MultipartForm.File["files[0]"][0].Open()
		if err != nil {
			t.Error(err)
			return
		}
		text, _ := io.ReadAll(file)
		form += " " + string(text)
	})
	data := discordgo.InteractionResponseData{
		Files:       []*discordgo.File{{Name: "new.txt", Reader: strings.NewReader("the file")}},
		Attachments: &[]*discordgo.MessageAttachment{{ID: "77", Filename: "old.txt"}},
	}
	payload, err := filesPayload(newMessage(data, 0), data.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Edit(t.Context(), commandIn("ask"), payload); err != nil {
		t.Fatal(err)
	}
	const want = `"attachments":[{"id":"77","filename":"old.txt"},{"id":"0","filename":"new.txt"}]`
	if !strings.Contains(form, want) || !strings.HasSuffix(form, " the file") {
		t.Errorf("sent %s\nwant %s", form, want)
	}
}
