package discordtest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request is one REST request as it was received.
type Request struct {
	Method string
	Path   string // without /api/v10; whole, where it does not begin so
	Query  url.Values
	Header http.Header
	Body   []byte // the JSON; of a multipart form, its payload_json
	Files  []File // of a multipart form
	At     time.Time
	Status int // what it was answered with
}

// File is one file of a multipart form.
type File struct {
	Field       string // "files[0]"
	Name        string
	ContentType string
	Data        []byte
}

// Callback is one attempt to answer an interaction.
type Callback struct {
	Type    int             // 4 message, 5 deferred, 8 choices, 9 form…
	Data    json.RawMessage // nil where there is none
	Request Request         // with the Status that tells whether it was taken
}

// record adds a request to the record. The caller holds s.mu.
func (s *Server) record(r Request) {
	if s.remembered > 0 && len(s.requests) == s.remembered {
		copy(s.requests, s.requests[1:])
		s.requests = s.requests[:s.remembered-1]
	}
	s.requests = append(s.requests, r)
}

// Requests returns every REST request so far, in order of arrival. Those that
// were refused are among them.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// WaitRequest waits for the first request that matches, among those recorded
// and those to come. Match must not call the server's methods.
func (s *Server) WaitRequest(ctx context.Context, match func(Request) bool) (Request, error) {
	return s.WaitRequestFrom(ctx, 0, match)
}

// WaitRequestFrom is [Server.WaitRequest] without the first n requests: with
// n = len(s.Requests()) it waits for one that is yet to come.
func (s *Server) WaitRequestFrom(ctx context.Context, n int, match func(Request) bool) (Request, error) {
	var found Request
	err := s.until(ctx, "a matching request", func() bool {
		for _, r := range s.requests[min(n, len(s.requests)):] {
			if match(r) {
				found = r
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitCallback waits for the first callback of an interaction, whether it was
// taken or refused.
func (s *Server) WaitCallback(ctx context.Context, d Delivered) (Callback, error) {
	var first Callback
	err := s.until(ctx, "the callback of interaction "+d.ID, func() bool {
		all := s.callbacks(d.ID)
		if len(all) == 0 {
			return false
		}
		first = all[0]
		return true
	})
	return first, err
}

// Callbacks returns all callbacks of an interaction, those that were refused
// included: a bot that answers exactly once has exactly one.
func (s *Server) Callbacks(id string) []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callbacks(id)
}

// callbacks is Callbacks for one who holds s.mu.
func (s *Server) callbacks(id string) []Callback {
	var all []Callback
	for _, r := range s.requests {
		if r.Method != http.MethodPost || !isCallback(r.Path, id) {
			continue
		}
		var body struct {
			Type int             `json:"type"`
			Data json.RawMessage `json:"data"`
		}
		_ = json.Unmarshal(r.Body, &body) // one that is not JSON has no type
		all = append(all, Callback{Type: body.Type, Data: body.Data, Request: r})
	}
	return all
}

func isCallback(path, id string) bool {
	return strings.HasPrefix(path, "/interactions/"+id+"/") && strings.HasSuffix(path, "/callback")
}

// Commands returns the commands that a bulk overwrite registered for a guild,
// or with "" for all, as Discord echoes them.
func (s *Server) Commands(guildID string) []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []json.RawMessage
	for _, c := range s.commands[guildID] {
		all = append(all, c.echo)
	}
	return all
}

// GatewayVersion returns the version that the last gateway connection asked
// for, or "".
func (s *Server) GatewayVersion() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gatewayVersion
}

// Identifies returns how many IDENTIFYs came, those that were refused
// included.
func (s *Server) Identifies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identifies
}

// Resumes returns how many RESUMEs came, those that were refused included.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resumes
}

// Identify returns the last IDENTIFY's d, or nil.
func (s *Server) Identify() json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.identify)
}
