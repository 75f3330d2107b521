package handlers

import (
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/knowledge/picture"
	"storybot/knowledge/story"
)

// chronicle is a story of so many events, ten to an article, one a day from
// 1 January 2017 on.
func chronicle(events int) fstest.MapFS {
	folder := fstest.MapFS{}
	verbs := strings.Fields("opened closed burned flooded won lost sold painted moved mended")
	for i := range events {
		name := fmt.Sprintf("%03d.md", i/10)
		if folder[name] == nil {
			folder[name] = articleFile(fmt.Sprintf("---\ntitle: Chronicle, part %d\npublished: 2018-01-01\n---\n", i/10+1))
		}
		day := time.Date(2017, time.January, 1+i, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
		line := fmt.Sprintf("\nOn %s, house number-%d on Mill%c Street was %s.\n", day, i+1, 'a'+i%26, verbs[i%10])
		folder[name].Data = append(folder[name].Data, line...)
	}
	return folder
}

// turned presses a button that turns pages, and returns the page.
func turned(t *testing.T, s Setting, shown Reply, label string) (Reply, bool) {
	t.Helper()
	message := received(shown.Message, shown.Private)
	for _, c := range message.Components[0].(*discordgo.ActionsRow).Components {
		if b := c.(*discordgo.Button); b.Label == label && !b.Disabled {
			reply := mustRun(t, s, pressing(b.CustomID, message))
			if !reply.Update {
				t.Fatal("turning a page sends another message")
			}
			return reply, true
		}
	}
	return shown, false
}

// TestTimelinePages turns through all pages and back. Nothing but the messages
// is left of what was asked: each page is turned by another bot.
func TestTimelinePages(t *testing.T) {
	for _, n := range []int{3, 300} {
		reply := mustRun(t, newSetting(t, chronicle(n)), member(0, "timeline"))
		if n == 300 {
			checkGoldenReply(t, "timeline-long", reply)
		}
		setting := newSetting(t, chronicle(n))
		pages := []string{reading(reply)}
		for more := true; more; {
			checkLimits(t, "timeline", reply.Message)
			if reply, more = turned(t, setting, reply, "▶"); more {
				pages = append(pages, reading(reply))
			}
		}
		all := strings.Join(pages, "")
		for i := range n {
			if want := fmt.Sprintf("house number-%d on", i+1); strings.Count(all, want) != 1 {
				t.Errorf("of %d events, %q is shown %d times", n, want, strings.Count(all, want))
			}
		}
		if !strings.Contains(all, fmt.Sprintf(" of %d dates · %d events", n, n)) || strings.Contains(all, "<t:") {
			t.Errorf("the pages of %d events:\n%s", n, all)
		}
		for at := len(pages) - 2; at >= 0; at-- {
			reply, _ = turned(t, setting, reply, "◀")
			if got := strings.Replace(reading(reply), "(only you can see this)\n", "", 1); got != pages[at] {
				t.Errorf("page %d of %d events is on the way back\n%s", at+1, n, got)
			}
		}
		if _, more := turned(t, setting, reply, "◀"); more || n == 300 && len(pages) < 5 || n == 3 && len(pages) != 1 {
			t.Errorf("%d events have %d pages", n, len(pages))
		}
	}
}

// TestTimelineAfterAReload presses what hangs on a timeline of a story that has
// been read anew since.
func TestTimelineAfterAReload(t *testing.T) {
	folder := chronicle(60)
	setting := newSetting(t, folder)
	first := mustRun(t, setting, member(0, "timeline"))
	last := first
	for more := true; more; {
		last, more = turned(t, setting, last, "▶")
	}
	for i := 3; i < 6; i++ {
		delete(folder, fmt.Sprintf("%03d.md", i))
	}
	if _, err := setting.Store.Reload(); err != nil {
		t.Fatal(err)
	}
	const anew = "The story has been read anew since: this is its timeline now."
	message := received(last.Message, false)
	page, _ := turned(t, setting, last, "◀") // of pages that are no more
	for what, text := range map[string]string{
		"the page":     reading(page),
		"the picture":  reading(mustRun(t, setting, pressed(t, message, "picture:"))),
		"the download": reading(mustRun(t, setting, pressed(t, message, "download:", "csv"))),
	} {
		if !strings.Contains(text, anew) || !strings.Contains(text, "30 events") || !strings.Contains(text, "story "+setting.Store.Current().Version()) {
			t.Errorf("%s says\n%s", what, text)
		}
	}
	if again, _ := turned(t, setting, page, "◀"); strings.Contains(reading(again), anew) {
		t.Errorf("and the page after that, too:\n%s", reading(again))
	}
	clear(folder)
	folder["a.md"] = articleFile("# The bridge\n\nIt stands, and that is all.\n")
	if _, err := setting.Store.Reload(); err != nil {
		t.Fatal(err)
	}
	if page, _ := turned(t, setting, page, "◀"); !strings.Contains(reading(page), anew+"\nNothing in the articles has a date.") {
		t.Errorf("a page of a story without dates says\n%s", reading(page))
	}
	for _, prefix := range []string{"picture:", "download:"} {
		if _, err := run(t, setting, pressed(t, message, prefix, "csv")); err == nil || err.Error() != string(noDates) {
			t.Errorf("%s of a story without dates: %v", prefix, err)
		}
	}
}

func TestPicture(t *testing.T) {
	for _, test := range []struct {
		events int
		says   string
	}{{3, "3 events · story"}, {40, "The picture shows the events that most articles tell of"}} {
		setting := newSetting(t, chronicle(test.events))
		shown := received(mustRun(t, setting, member(0, "timeline", option("about", "street"))).Message, false)
		reply := mustRun(t, setting, pressed(t, shown, "picture:"))
		files := reply.Message.Files
		if len(files) != 1 || len(reply.Message.Embeds)+len(reply.Message.Components) > 0 || !reply.Private {
			t.Fatalf("the picture comes as %+v", reply)
		}
		if text := reading(reply); !strings.Contains(text, "**Timeline · street**\n") || !strings.Contains(text, test.says) {
			t.Errorf("above the picture of %d events:\n%s", test.events, text)
		}
		file := files[0].Reader.(Described)
		if !strings.HasPrefix(file.AltText, fmt.Sprintf("Timeline of %d events from 1 January 2017", test.events)) {
			t.Errorf("the alt text is %q", file.AltText)
		}
		img, err := png.Decode(file)
		if err != nil || img.Bounds().Dx() != picture.Width || files[0].Name != "timeline.png" || files[0].ContentType != "image/png" {
			t.Errorf("%s, %s: %v", files[0].Name, files[0].ContentType, err)
		}
		if r, g, b, _ := img.At(0, 0).RGBA(); r+g+b > 3*0x4000 {
			t.Error("the picture is light")
		}
	}
}

func TestDownloads(t *testing.T) {
	setting := newSetting(t, story.Articles())
	message := received(mustRun(t, setting, member(0, "timeline", option("about", "Switzerland"), option("from", "2018"))).Message, false)
	press := func(format string) (Reply, error) {
		in := pressed(t, message, "download:", format)
		in.ID = "1022900000000000000"
		return run(t, setting, in)
	}
	for format, want := range map[string][]string{
		"timelinejs": {"timeline.json", `"month": 5`}, "ics": {"timeline.ics", "DTSTAMP:20220923T"},
		"csv": {"timeline.csv", "2018-05,"}, "markdown": {"timeline.md", "## May 2018"},
	} {
		reply, err := press(format)
		if err != nil || len(reply.Message.Files) != 1 || !reply.Private {
			t.Fatalf("%s: %+v, %v", format, reply, err)
		}
		file := reply.Message.Files[0]
		content, err := io.ReadAll(file.Reader)
		if err != nil || file.Name != want[0] || !strings.Contains(string(content), want[1]) || strings.Contains(string(content), "resolution") {
			t.Errorf("%s is %s, %v:\n%s", format, file.Name, err, content)
		}
		if text := reading(reply); !strings.Contains(text, "**Timeline · Switzerland**\nfrom 2018 · 1 event · story ") {
			t.Errorf("above the file:\n%s", text)
		}
		if format == "timelinejs" && !json.Valid(content) {
			t.Errorf("%s is no JSON", file.Name)
		}
	}
	for _, format := range []string{"", "docx"} {
		if _, err := press(format); err == nil {
			t.Errorf("%q can be downloaded", format)
		}
	}
}
