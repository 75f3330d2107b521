package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"storybot/bot/discordtest"
)

// chronicle writes so many dated sentences into a folder, ten to an article.
func chronicle(t *testing.T, folder string, events int) {
	t.Helper()
	for i := 0; i < events; i += 10 {
		text := "---\npublished: 2018-06-16\n---\n"
		for day := i; day < min(i+10, events); day++ {
			date := time.Date(2017, time.January, 1+day, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
			text += fmt.Sprintf("\nOn %s, the Mill Street Council sold house number-%d.\n", date, day+1)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.md", i/10)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sent is a message with one file, as the stand-in for Discord took it.
type sent struct {
	Content     string
	Embeds      []any
	Attachments []struct{ ID, Filename, Description string }
}

// file presses a component and returns what it is answered with, and its file.
func (o *online) file(press map[string]any) (sent, discordtest.File) {
	o.t.Helper()
	r := o.answered(press)
	if len(r.Files) != 1 || r.Status >= 300 {
		o.t.Fatalf("%d: %d files with %s", r.Status, len(r.Files), r.Body)
	}
	var body struct {
		sent
		Data sent
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		o.t.Fatal(err)
	}
	if r.Method == "POST" {
		return body.Data, r.Files[0]
	}
	return body.sent, r.Files[0]
}

// TestAMemberReadsTheTimeline narrows it, turns its pages, has it as a picture
// and as a file, and goes on when the story has been read anew.
func TestAMemberReadsTheTimeline(t *testing.T) {
	folder := t.TempDir()
	chronicle(t, folder, 60)
	o := goOnline(t, map[string]string{"ARTICLES_DIR": folder})
	from, to := discordtest.StringOpt("from", "11 January 2017"), discordtest.StringOpt("to", "febrero de 2017")

	kind, data := o.act(discordtest.Autocomplete("timeline", "about", "mill"))
	says(t, "autocomplete of a name", kind, 8, data, false, `"value":"Mill Street Council"`)
	kind, data = o.act(with(discordtest.Autocomplete("timeline", "to", "feb"), map[string]any{"locale": "es-ES"}))
	says(t, "autocomplete of a date", kind, 8, data, false, `{"name":"febrero de 2017","value":"2017-02"}`)
	kind, data = o.act(discordtest.Command("timeline", discordtest.StringOpt("from", "32 May")))
	says(t, "what is no date", kind, 4, data, true, "“32 May” is not a date")
	kind, data = o.act(discordtest.Command("timeline", discordtest.StringOpt("about", "xyzzy")))
	says(t, "what nothing tells of", kind, 4, data, false, "No event with a date fits.")

	asks := discordtest.Command("timeline", discordtest.StringOpt("about", "Mill Street Council"), from, to, discordtest.BoolOpt("private", true))
	kind, page := o.act(with(asks, map[string]any{"locale": "es-ES"}))
	says(t, "/timeline", kind, 4, page, true, "10 de 49 fechas · 49 sucesos · página 1 de 5")
	kind, page = o.act(discordtest.Button(components(page)[1].customID, page))
	says(t, "▶", kind, 7, page, false, "page 2 of 5")
	says(t, "▶", kind, 7, page, false, "**21 January 2017**")

	drawn, file := o.file(find(t, page, "picture").use(page))
	if _, err := png.Decode(bytes.NewReader(file.Data)); err != nil || file.Name != "timeline.png" || file.ContentType != "image/png" || len(drawn.Embeds) > 0 {
		t.Errorf("the picture: %v, %+v", err, drawn)
	}
	if len(drawn.Attachments) != 1 || !strings.HasPrefix(drawn.Attachments[0].Description, "Timeline of 49 events from 11 January 2017 to 28 February 2017: ") {
		t.Errorf("the picture's alt text: %+v", drawn.Attachments)
	}
	menu := find(t, page, "download")
	for format, want := range map[string]string{"timelinejs": `"events"`, "ics": "BEGIN:VCALENDAR", "csv": "2017-01-11,", "markdown": "## 11 January 2017"} {
		said, file := o.file(choose(menu.customID, format, page))
		if !strings.Contains(string(file.Data), want) || strings.Contains(string(file.Data), "number-10.") || !strings.Contains(said.Content, "**Timeline · Mill Street Council**") {
			t.Errorf("%s: %+v\n%s", format, said, file.Data)
		}
	}

	chronicle(t, folder, 30)
	for i := 3; i < 6; i++ {
		if err := os.Remove(filepath.Join(folder, fmt.Sprintf("%02d.md", i))); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.reload(discordtest.AsModerator(discordtest.Command("reload"))); !strings.Contains(got, "**Removed**") {
		t.Fatalf("/reload: %s", got)
	}
	kind, data = o.act(discordtest.Button(components(page)[1].customID, page))
	says(t, "▶ of a story read anew", kind, 7, data, false, "The story has been read anew since: this is its timeline now.")
	says(t, "▶ of a story read anew", kind, 7, data, false, "page 2 of 2")
	if said, _ := o.file(find(t, page, "picture").use(page)); !strings.Contains(said.Content, "The story has been read anew since") {
		t.Errorf("the picture of a story read anew: %q", said.Content)
	}
}

// TestNoTimelineReachesTheLog holds that what a timeline is about is not
// logged.
func TestNoTimelineReachesTheLog(t *testing.T) {
	o := goOnline(t, nil)
	_, page := o.act(discordtest.Command("timeline", discordtest.StringOpt("about", "Switzerland")))
	o.file(find(t, page, "picture").use(page))
	o.logs("command=picture", 1)
	if log := o.err.String(); strings.Contains(log, "Switzerland") {
		t.Errorf("the log holds what was asked for: %s", log)
	}
}
