package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"storybot/knowledge/article"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// behind puts a server on loopback behind a client, whatever host is asked.
func behind(t *testing.T, c *Client, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	c.TLS = &tls.Config{InsecureSkipVerify: true} // its certificate names another host
	c.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	return c
}

const attachment = "https://cdn.discordapp.com/attachments/1/2/korva.txt?ex=1&hm=2"

func TestAttachment(t *testing.T) {
	const text = "Korva loses its ferry\n\nThe ferry stops in autumn.\n"
	client := behind(t, Attachments(), func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "cdn.discordapp.com" || r.URL.RequestURI() != "/attachments/1/2/korva.txt?ex=1&hm=2" {
			t.Errorf("asked %s for %s", r.Host, r.URL)
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, text)
	})
	file, err := client.Get(context.Background(), attachment)
	if err != nil || file.Name != "korva.txt" || string(file.Content) != text || file.URL != attachment {
		t.Errorf("Get = %+v, %v", file, err)
	}
}

func TestPackedPage(t *testing.T) {
	page := "<p>" + strings.Repeat("The ferry stops in autumn. ", 1000)
	client := behind(t, Pages(" News.Example "), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(packed([]byte(page)))
	})
	for address, name := range map[string]string{
		"https://news.example/2019/ferry":        "ferry.html",
		"https://NEWS.example:443/ferry.htm#top": "ferry.html",
		"https://news.example":                   "news.example.html",
	} {
		file, err := client.Get(context.Background(), address)
		if err != nil || file.Name != name || string(file.Content) != page {
			t.Errorf("Get(%s) = %s with %d bytes, %v; want %s", address, file.Name, len(file.Content), err, name)
		}
	}
}

func packed(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

func TestAddressesThatAreNotAsked(t *testing.T) {
	client := Pages("news.example", "10.0.0.1", "other.example:8080")
	client.Dial = func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("dialled %s", address)
		return nil, errors.New("dialled")
	}
	for address, want := range map[string]error{
		"":                                       ErrURL,
		"korva.txt":                              ErrURL,
		"file:///etc/passwd":                     ErrURL,
		"ftp://news.example/":                    ErrURL,
		"https:///story":                         ErrURL,
		"https:news.example":                     ErrURL,
		"https://news.example@127.0.0.1/":        ErrURL,
		"https://user:secret@news.example/":      ErrURL,
		"https://news.example\\@127.0.0.1/":      ErrURL,
		"https://news.example\r\nHost: a/":       ErrURL,
		"https://127.0.0.1/":                     ErrHost,
		"https://[::1]/":                         ErrHost,
		"https://localhost/":                     ErrHost,
		"https://evil.news.example/":             ErrHost,
		"https://news.example.evil.example/":     ErrHost,
		"https://news.example./":                 ErrHost,
		"https://news.example:8443/":             ErrHost,
		"https://other.example/":                 ErrHost,
		"http://news.example:443/":               ErrHost,
		"https://cdn.discordapp.com/korva.txt":   ErrHost,
		"https://2130706433/":                    ErrHost,
		"https://media.discordapp.net.evil.com/": ErrHost,
	} {
		if _, err := client.Get(context.Background(), address); !errors.Is(err, want) {
			t.Errorf("Get(%q): %v, want %v", address, err, want)
		}
	}
	if _, err := Attachments().Get(context.Background(), "http://cdn.discordapp.com/korva.txt"); !errors.Is(err, ErrURL) {
		t.Errorf("an attachment without TLS: %v, want %v", err, ErrURL)
	}
	if _, err := Pages().Get(context.Background(), "https://news.example/"); !errors.Is(err, ErrHost) {
		t.Errorf("without a list of hosts: %v, want %v", err, ErrHost)
	}
}

// badAnswer is an answer that is not taken, and why.
type badAnswer struct {
	name   string
	answer http.HandlerFunc
	want   error
}

func badAnswers() []badAnswer {
	bomb := packed(make([]byte, 50<<20))
	return []badAnswer{
		{"a redirect to loopback", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1/", http.StatusFound)
		}, ErrRedirect},
		{"a redirect to the same host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other.txt", http.StatusPermanentRedirect)
		}, ErrRedirect},
		{"no such file", http.NotFound, ErrStatus},
		{"nothing new", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPartialContent) }, ErrStatus},
		{"a picture", as("image/png", "png"), ErrType},
		{"an SVG with a script", as("image/svg+xml", "<svg><script>alert(1)</script></svg>"), ErrType},
		{"a program", as("application/x-msdownload", "MZ"), ErrType},
		{"a type that is none", as("text / html", "a"), ErrType},
		{"200 MB that are announced", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Length", fmt.Sprint(200<<20))
			w.Write(make([]byte, 1024))
		}, ErrTooBig},
		{"200 MB that are not", func(w http.ResponseWriter, _ *http.Request) { pour(w, 200<<20) }, ErrTooBig},
		{"a gzip bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		}, ErrTooBig},
		{"gzip without end that holds nothing", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			for nothing := bytes.Repeat(packed(nil), 1000); ; {
				if _, err := w.Write(nothing); err != nil {
					return
				}
			}
		}, ErrTooBig},
		{"gzip that is none", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "The ferry stops in autumn.")
		}, ErrDamaged},
		{"another packing", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "br") }, ErrType},
		{"a file that is cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "The ferry")
		}, ErrDamaged},
		{"a head without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		}, ErrStatus},
	}
}

func TestAnswersThatAreNotTaken(t *testing.T) {
	for _, test := range badAnswers() {
		t.Run(test.name, func(t *testing.T) {
			file, err := behind(t, Attachments(), test.answer).Get(context.Background(), attachment)
			if !errors.Is(err, test.want) || file.Content != nil {
				t.Errorf("Get: %d bytes, %v; want %v", len(file.Content), err, test.want)
			}
			for _, jargon := range []string{"Get \"", "dial", "EOF", "gzip:", "http:"} {
				if strings.Contains(fmt.Sprint(err), jargon) {
					t.Errorf("%q has %q in it", err, jargon)
				}
			}
		})
	}
}

// as answers with some content of a type.
func as(kind, content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, content)
	}
}

// pour writes so many bytes, or as many as are taken.
func pour(w io.Writer, bytes int) {
	for chunk := make([]byte, 1<<20); bytes > 0; bytes -= len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

// TestMarkupStaysText has a page with scripts read: none of it is in the text.
func TestMarkupStaysText(t *testing.T) {
	const page = `<html><head><title>Korva loses its ferry</title><script>alert("head")</script></head><body onload="alert(1)">
		<article><h1>Korva loses its ferry</h1><p>The ferry to Korva stops in autumn, its owner said.<script>alert("body")</script></p>
		<svg><script>alert("svg")</script></svg><p>The boat goes to a museum in Norway <a href="javascript:alert(2)">next year</a>.</p></article></body></html>`
	file, err := behind(t, Attachments(), as("text/html", page)).Get(context.Background(), "https://media.discordapp.net/a/korva.html")
	if err != nil {
		t.Fatal(err)
	}
	a, err := article.Read(file.Name, file.Content)
	if err != nil || !strings.Contains(a.Text, "The ferry to Korva stops in autumn") {
		t.Fatalf("read %+v, %v", a, err)
	}
	if strings.Contains(a.Text, "alert") || strings.Contains(a.Text, "javascript") {
		t.Errorf("a script is in the text: %q", a.Text)
	}
}

func TestSlowHostIsGivenUp(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"before its answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"inside its answer": func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "The ferry")
			http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		client := behind(t, Attachments(), answer)
		client.Timeout = 50 * time.Millisecond
		if _, err := client.Get(context.Background(), attachment); !errors.Is(err, ErrSlow) {
			t.Errorf("%s: %v, want %v", name, err, ErrSlow)
		}
	}
	if got := Attachments().Timeout; got != 10*time.Second {
		t.Errorf("an attachment may take %s", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := behind(t, Attachments(), http.NotFound).Get(ctx, attachment); !errors.Is(err, context.Canceled) {
		t.Errorf("when the asker has gone: %v", err)
	}
}

func TestNoProxyIsAsked(t *testing.T) {
	var asked atomic.Bool
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("HTTP_PROXY", proxy.URL)
	client := Pages("news.example")
	client.Resolver = resolver(t, "192.168.1.1")
	for _, address := range []string{"https://news.example/", "http://news.example/"} {
		if _, err := client.Get(context.Background(), address); !errors.Is(err, ErrAddress) || asked.Load() {
			t.Errorf("Get(%s): %v, want %v; the proxy was asked: %v", address, err, ErrAddress, asked.Load())
		}
	}
}
