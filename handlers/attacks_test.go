package handlers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"storybot/knowledge/fetch"
)

func packed(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

func serving(kind string, body []byte, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Write(body)
	}
}

// TestAttacks has what a moderator, or whoever tricks one, could bring. Each is
// refused in one sentence, and the folder stays as it was.
func TestAttacks(t *testing.T) {
	const attached, page = "https://cdn.discordapp.com/attachments/1/2/korva.txt", "https://news.example/korva"
	never := func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was asked for %s", r.Host, r.URL) }
	script := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	for name, test := range map[string]struct {
		in     Interaction
		serves http.HandlerFunc
		says   string
	}{
		"an SVG with a script":                 {attaching("a.svg", attached, 80), serving("image/svg+xml", script), "no kind of file that is read"},
		"HTML that is a script alone":          {attaching("a.html", attached, 80), serving("text/html", []byte("<script>alert(1)</script>")), "no sentence of an article"},
		"200 MB that Discord tells of":         {attaching("a.txt", attached, 200<<20), never, "larger than 10 MB"},
		"200 MB that the head tells of":        {attaching("a.txt", attached, 10), serving("text/plain", nil, "Content-Length", fmt.Sprint(200<<20)), "larger than 10 MB"},
		"a gzip bomb":                          {attaching("a.txt", attached, 10), serving("text/plain", packed(make([]byte, 50<<20)), "Content-Encoding", "gzip"), "larger than 10 MB"},
		"an attachment that is not Discord's":  {attaching("a.txt", "https://evil.example/a.txt", 10), never, "Nothing is fetched from that host"},
		"a host that is not listed":            {curating("add", option("url", "https://other.example/")), never, "Nothing is fetched from that host"},
		"an address on loopback":               {curating("add", option("url", "http://127.0.0.1:80/")), never, "Nothing is fetched from that host"},
		"a file of the machine":                {curating("add", option("url", "file:///etc/passwd")), never, "not a web address"},
		"an address that leads to loopback":    {curating("add", option("url", page)), http.RedirectHandler("http://127.0.0.1/", http.StatusFound).ServeHTTP, "leads to another one"},
		"an attachment that leads elsewhere":   {attaching("a.txt", attached, 10), http.RedirectHandler("https://evil.example/", http.StatusFound).ServeHTTP, "leads to another one"},
		"a sidecar as an article":              {attaching("a.txt.meta.yaml", "https://cdn.discordapp.com/1/a.txt.meta.yaml", 10), serving("text/plain", []byte("title: The bridge")), "no sentence of an article"},
		"a path to remove":                     {curating("remove", option("article", "../../etc/passwd")), never, "No article goes by that"},
		"a path to restore":                    {curating("restore", option("article", "../a.txt")), never, "No such article was removed"},
		"a hidden path to restore":             {curating("restore", option("article", "../.removed/../a.txt")), never, "No such article was removed"},
		"a part that there is not":             {curating("publish"), never, "not one that the bot knows"},
		"an empty paste":                       {filling("pasted:1:x:", nil, map[string]string{"text": " \n\u200b"}), never, "no sentence of an article"},
		"a draft that somebody made up":        {filling("edited:1:x:AAAA", nil, map[string]string{"title": "x"}), never, "no longer held"},
		"a form of another version of the bot": {filling("pasted:0:x:", nil, map[string]string{"text": pasted}), never, "older version"},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := curated(t)
			behind(t, s.Attachments, test.serves)
			behind(t, s.Pages, test.serves)
			_, err := run(t, s, test.in)
			if text, _ := RefusalText(err); !strings.Contains(text, test.says) || strings.Contains(text, "\n") {
				t.Errorf("%v, want %q", err, test.says)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 1 || entries[0].Name() != "a.txt" {
				t.Errorf("the folder has %v, %v", entries, err)
			}
		})
	}
}

// TestNamesThatAnAddressResolvesTo dials nothing but the public internet: the
// name is looked up by the system, and is loopback's.
func TestNamesThatAnAddressResolvesTo(t *testing.T) {
	s, _ := curated(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("loopback was asked") }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.Pages = fetch.Pages("localhost:" + port)
	if _, err := run(t, s, curating("add", option("url", "http://localhost:"+port+"/"))); !strings.Contains(fmt.Sprint(err), "not on the public internet") {
		t.Errorf("%v", err)
	}
}

// TestHostileNamesAndText publishes files whose names and titles mean harm: they
// stay in the folder added, and nothing in them acts.
func TestHostileNamesAndText(t *testing.T) {
	for i, name := range []string{"..%2f..%2fevil.txt", "%2e%2e/evil.txt", "a.txt.meta.yaml.txt", "%2fetc%2fpasswd.txt", "CON.txt", ".hidden.txt", "a.txt"} {
		s, dir := curated(t)
		behind(t, s.Attachments, serving("text/plain", []byte("../../@everyone <@1> a.txt\n\nThe ferry [stops](https://evil.example) in autumn.\n")))
		preview := mustRun(t, s, attaching(name, "https://cdn.discordapp.com/attachments/1/2/"+name, 10))
		for _, acts := range []string{"](https", " @everyone", "<@1"} {
			if strings.Contains(preview.Message.Embeds[0].Description, acts) {
				t.Errorf("%s: %q acts in the preview:\n%s", name, acts, preview.Message.Embeds[0].Description)
			}
		}
		mustRun(t, s, moderatorPresses(pressed(t, received(preview.Message, true), "publish:")))
		if text, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || !strings.HasPrefix(string(text), "The bridge") {
			t.Errorf("%s: the article that was there: %q, %v", name, text, err)
		}
		if n := len(s.Store.Current().Articles()); n != 2 {
			t.Errorf("%d: %s: %d articles", i, name, n)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 2 || entries[1].Name() != "added" {
			t.Errorf("%s: the folder has %v, %v", name, entries, err)
		}
	}
}
