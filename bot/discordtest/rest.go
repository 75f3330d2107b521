package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is the largest request body in bytes, Discord's for a bot in a
// guild without boosts.
const maxBody = 10 << 20

var (
	errTooLarge = errors.New("body over 10 MiB")
	errVersion  = errors.New("not under /api/v10")
	errPath     = errors.New("not under /api")
)

// A route is one method of one path. Parts in braces match any segment.
type route struct {
	method, path string
	open         bool // needs no bot token: what is in the path is enough
	serve        func(*Server, call) answer
}

// routes is the API that the stand-in speaks.
var routes = []route{
	{"GET", "/gateway", true, (*Server).getGateway},
	{"GET", "/gateway/bot", false, (*Server).getGatewayBot},
	{"GET", "/applications/@me", false, (*Server).getApplication},
	{"GET", "/oauth2/applications/@me", false, (*Server).getApplication},
	{"GET", "/users/@me", false, (*Server).getUser},
	{"GET", "/applications/{app}/commands", false, (*Server).getCommands},
	{"PUT", "/applications/{app}/commands", false, (*Server).putCommands},
	{"GET", "/applications/{app}/guilds/{guild}/commands", false, (*Server).getCommands},
	{"PUT", "/applications/{app}/guilds/{guild}/commands", false, (*Server).putCommands},
	{"POST", "/interactions/{id}/{token}/callback", true, (*Server).postCallback},
	{"POST", "/channels/{channel}/messages", false, (*Server).postToChannel},
	{"POST", "/webhooks/{app}/{token}", true, onWebhook((*Server).postMessage)},
	{"GET", "/webhooks/{app}/{token}/messages/{message}", true, onWebhook((*Server).getMessage)},
	{"PATCH", "/webhooks/{app}/{token}/messages/{message}", true, onWebhook((*Server).patchMessage)},
	{"DELETE", "/webhooks/{app}/{token}/messages/{message}", true, onWebhook((*Server).deleteMessage)},
}

// A call is a request that found its route, and the path's parts by name.
type call struct {
	Request
	part map[string]string
}

// An answer is what a request is answered with.
type answer struct {
	status int
	body   []byte // JSON, or nil
	bucket string // the rate limit that the request counts against, or ""

	header        map[string]string // beside the usual ones
	endless, mute bool              // see RESTFault
}

var noContent = answer{status: http.StatusNoContent}

func ok(body any) answer { return answer{status: http.StatusOK, body: asJSON(body)} }

// refuse answers with an error in Discord's form.
func refuse(status, code int, message string) answer {
	return answer{status: status, body: asJSON(map[string]any{"message": message, "code": code})}
}

// asJSON returns the JSON of what is made of plain values and of JSON that was
// checked before, so that it cannot fail.
func asJSON(v any) json.RawMessage {
	text, _ := json.Marshal(v)
	return text
}

// serveREST reads a request, answers it and records it.
func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	at := s.now()
	request, err := read(r)
	request.At = at

	s.mu.Lock()
	a := s.answer(request, err)
	request.Status = a.status
	s.record(request)
	s.announce()
	s.mu.Unlock()

	if a.endless || a.mute {
		s.hang(w, r, a)
		return
	}
	s.write(w, a)
}

// answer works out what to answer to a request, err being what was wrong in
// reading it, and has a fault happen to it. The caller holds s.mu.
func (s *Server) answer(r Request, err error) answer {
	fault := s.restFault(r)
	if fault == nil {
		return s.serveRoute(r, err)
	}
	a := answer{status: http.StatusOK}
	if fault.After {
		a = s.serveRoute(r, err)
	}
	return fault.instead(a)
}

// serveRoute has a request's route answer it.
func (s *Server) serveRoute(r Request, err error) answer {
	switch {
	case errors.Is(err, errVersion):
		return refuse(http.StatusBadRequest, 50041,
			"Invalid API version provided: only /api/v10 is spoken here, the request was for "+r.Path)
	case errors.Is(err, errPath):
		return refuse(http.StatusNotFound, 0, "404: Not Found")
	case errors.Is(err, errTooLarge):
		return refuse(http.StatusRequestEntityTooLarge, 40005, "Request entity too large")
	case err != nil:
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: "+err.Error())
	}
	found, c, err := find(r)
	switch {
	case errors.Is(err, errMethod):
		return refuse(http.StatusMethodNotAllowed, 0, "405: Method Not Allowed")
	case err != nil:
		return refuse(http.StatusNotFound, 0, "404: Not Found")
	case !found.open && r.Header.Get("Authorization") != "Bot "+s.token:
		return refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
	}
	a := found.serve(s, c)
	a.bucket = found.method + " " + found.path
	return a
}

var (
	errRoute  = errors.New("unknown route")
	errMethod = errors.New("unknown method of a known route")
)

// find finds a request's route.
func find(r Request) (route, call, error) {
	err := errRoute
	for _, candidate := range routes {
		part, same := match(candidate.path, r.Path)
		switch {
		case same && candidate.method == r.Method:
			return candidate, call{Request: r, part: part}, nil
		case same:
			err = errMethod
		}
	}
	return route{}, call{}, err
}

// match returns what stands in path for each part in braces of pattern.
func match(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	part := make(map[string]string)
	for i, w := range want {
		switch {
		case strings.HasPrefix(w, "{") && got[i] != "":
			part[strings.Trim(w, "{}")] = got[i]
		case w != got[i]:
			return nil, false
		}
	}
	return part, true
}

// write sends an answer with the headers that Discord sends. The rate limit is
// generous: a thousand a second, of which 999 are left at all times.
func (s *Server) write(w http.ResponseWriter, a answer) {
	header := w.Header()
	if a.bucket != "" {
		bucket := fnv.New64a()
		_, _ = io.WriteString(bucket, a.bucket) // a hash never fails
		reset := float64(s.now().Add(time.Second).UnixMilli()) / 1000
		header.Set("X-RateLimit-Limit", "1000")
		header.Set("X-RateLimit-Remaining", "999")
		header.Set("X-RateLimit-Reset", strconv.FormatFloat(reset, 'f', 3, 64))
		header.Set("X-RateLimit-Reset-After", "1.000")
		header.Set("X-RateLimit-Bucket", strconv.FormatUint(bucket.Sum64(), 16))
	}
	header.Set("Content-Type", "application/json")
	for key, value := range a.header {
		header.Set(key, value)
	}
	if a.body == nil {
		header.Del("Content-Type")
		w.WriteHeader(a.status)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that left hears nothing
}

// read reads a request whole. What it could read it returns beside an error,
// for the record.
func read(r *http.Request) (Request, error) {
	request := Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone()}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return request, fmt.Errorf("read body: %w", err)
	}
	if len(body) > maxBody {
		// The rest is read too: a client that is still writing would see
		// a broken pipe in place of the answer.
		_, _ = io.Copy(io.Discard, r.Body)
		return request, errTooLarge
	}
	if len(body) > 0 {
		request.Body = body
	}
	rest, v10 := strings.CutPrefix(r.URL.Path, "/api/v10/")
	switch {
	case v10:
		request.Path = "/" + rest
	case strings.HasPrefix(r.URL.Path, "/api/"):
		return request, errVersion
	default:
		return request, errPath
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == "multipart/form-data" {
		request.Body, request.Files, err = readForm(body, parameters["boundary"])
		return request, err
	}
	return request, nil
}

// readForm takes a multipart form apart into its payload_json and its files.
func readForm(body []byte, boundary string) (payload []byte, files []File, err error) {
	form := multipart.NewReader(strings.NewReader(string(body)), boundary)
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return payload, files, nil
		}
		if err != nil {
			return payload, files, fmt.Errorf("read multipart form: %w", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return payload, files, fmt.Errorf("read form field %q: %w", part.FormName(), err)
		}
		if part.FormName() == "payload_json" {
			payload = data
			continue
		}
		files = append(files, File{
			Field:       part.FormName(),
			Name:        part.FileName(),
			ContentType: part.Header.Get("Content-Type"),
			Data:        data,
		})
	}
}
