// Package fetch gets one file from the web for a moderator, and trusts nobody
// on the way.
//
// Whoever names an address could mean a machine behind the bot's own door, and
// whatever answers could be hostile. So each step has its bound:
//
//   - The host is on a list. No other is asked, no redirect is followed, and no
//     proxy of the environment is gone through.
//   - The address that is dialled, after the name was looked up, must be one of
//     the public internet ([Public]). A name that is looked up once for a check
//     and once more for the connection could answer differently; here the
//     connection itself is checked.
//   - The answer must be a kind of file that an article is read from, and no
//     larger than an article may be, packed and unpacked.
//   - All of it must be done in [Client.Timeout].
package fetch

import (
	"cmp"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"storybot/knowledge/article"
)

// Why a file is not fetched.
var (
	ErrURL      = errors.New("not a web address: write it out, as in https://example.com/story")
	ErrHost     = errors.New("that host is not on the list of hosts to fetch from")
	ErrAddress  = errors.New("that host's address is not on the public internet")
	ErrRedirect = errors.New("the address leads to another one: give that one")
	ErrStatus   = errors.New("the host did not give the file")
	ErrType     = errors.New("not a kind of file that is read: text, Markdown, HTML, PDF or DOCX is")
	ErrTooBig   = errors.New("larger than 10 MB, the limit for a file")
	ErrSlow     = errors.New("the host took too long")
	ErrDamaged  = errors.New("the file came damaged or cut off: try again")
)

// File is what was fetched.
type File struct {
	Name    string // the last part of its address, with the ending of its kind: "story.html"
	URL     string
	Content []byte
}

// Client fetches files from some hosts. [Attachments] and [Pages] make one; its
// fields are set before it is used.
type Client struct {
	Hosts   []string // the hosts that are asked, in lower case, with a port if not their own
	Schemes []string
	MaxSize int64 // bytes of a file, unpacked
	Timeout time.Duration

	// Resolver looks names up; nil for the system's.
	Resolver *net.Resolver
	// Dial connects; nil for a dialer that connects to [Public] addresses
	// alone. A test puts its own server behind it.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// TLS is nil for the system's certificates.
	TLS *tls.Config
}

// Attachments returns a client for files that were attached to a message in
// Discord.
func Attachments() *Client {
	return newClient([]string{"https"}, "cdn.discordapp.com", "media.discordapp.net")
}

// Pages returns a client for articles on the hosts that whoever runs the bot
// has listed. Without hosts it fetches nothing.
func Pages(hosts ...string) *Client {
	listed := make([]string, len(hosts))
	for i, host := range hosts {
		listed[i] = strings.ToLower(strings.TrimSpace(host))
	}
	return newClient([]string{"https", "http"}, listed...)
}

func newClient(schemes []string, hosts ...string) *Client {
	return &Client{Hosts: hosts, Schemes: schemes, MaxSize: article.MaxFileSize, Timeout: 10 * time.Second}
}

// Get fetches one file. Its errors wrap one of this package's.
func (c *Client) Get(ctx context.Context, address string) (File, error) {
	u, err := c.allow(address)
	if err != nil {
		return File{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	response, err := c.ask(ctx, u)
	if err != nil {
		return File{}, c.reason(ctx, err)
	}
	defer response.Body.Close()
	name, err := check(response, u)
	if err != nil {
		return File{}, err
	}
	content, err := c.read(response)
	if err = cmp.Or(err, ctx.Err()); err != nil { // a host may end a file it was cut off in
		return File{}, c.reason(ctx, err)
	}
	return File{Name: name, URL: u.String(), Content: content}, nil
}

// allow returns an address as a URL, if it may be asked.
func (c *Client) allow(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Opaque != "" || u.User != nil || !slices.Contains([]string{"https", "http"}, u.Scheme) {
		return nil, ErrURL
	}
	if !slices.Contains(c.Schemes, u.Scheme) {
		return nil, fmt.Errorf("%w: only %s:// is", ErrURL, strings.Join(c.Schemes, ":// and "))
	}
	host := strings.ToLower(u.Host)
	if !slices.Contains(c.Hosts, strings.TrimSuffix(host, ownPort[u.Scheme])) {
		return nil, fmt.Errorf("%w: %s", ErrHost, host)
	}
	u.Fragment = ""
	return u, nil
}

var ownPort = map[string]string{"https": ":443", "http": ":80"}

func (c *Client) ask(ctx context.Context, u *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, ErrURL
	}
	request.Header.Set("Accept-Encoding", "gzip") // unpacked by read, which counts
	request.Header.Set("User-Agent", "storybot")
	const maxHeader = 64 << 10
	dial := c.Dial
	if dial == nil {
		dial = (&net.Dialer{Resolver: c.Resolver, Control: dialPublic}).DialContext
	}
	transport := &http.Transport{
		DialContext:            dial,
		TLSClientConfig:        c.TLS,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeader,
	}
	client := http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client.Do(request)
}

// check returns the name for an answer's file, if the answer is one that is
// read.
func check(response *http.Response, u *url.URL) (string, error) {
	switch code := response.StatusCode; {
	case code >= 300 && code < 400:
		return "", ErrRedirect
	case code != http.StatusOK:
		return "", fmt.Errorf("%w: it answered %d", ErrStatus, code)
	}
	return nameOf(response.Header.Get("Content-Type"), u)
}

// read reads an answer's body, packed and unpacked to the limit.
func (c *Client) read(response *http.Response) ([]byte, error) {
	if response.ContentLength > c.MaxSize {
		return nil, ErrTooBig
	}
	packed := &limited{from: response.Body, left: c.MaxSize}
	var body io.Reader = packed
	switch coding := strings.ToLower(response.Header.Get("Content-Encoding")); coding {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, err
		}
		body = &limited{from: unpacked, left: c.MaxSize}
	default:
		return nil, fmt.Errorf("%w: it is packed as %.20q", ErrType, coding)
	}
	return io.ReadAll(body)
}

// limited reads so many bytes, and fails with ErrTooBig where there are more.
type limited struct {
	from io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.from.Read(p[:min(int64(len(p)), l.left+1)])
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooBig
	}
	return n, err
}

// reason says plainly why a file did not come.
func (c *Client) reason(ctx context.Context, err error) error {
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, ErrAddress):
		return ErrAddress // without how Go tells where it happened
	case errors.Is(err, ErrTooBig), errors.Is(err, ErrType), errors.Is(err, ErrURL):
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case ctx.Err() != nil, ok && timeout.Timeout():
		return fmt.Errorf("%w: more than %s", ErrSlow, c.Timeout)
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("%w: it can't be reached", ErrStatus)
	}
	return ErrDamaged
}
