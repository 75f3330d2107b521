package bot

import (
	"encoding/json"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// TestFilesAreDescribed holds that each file of a message is named by its
// number, with what it shows where that is said.
func TestFilesAreDescribed(t *testing.T) {
	long := strings.Repeat("é", 2000)
	data := discordgo.InteractionResponseData{Files: []*discordgo.File{
		{Name: "a.csv", Reader: strings.NewReader("1,2")},
		{Name: "b.png", Reader: handlers.Described{Reader: strings.NewReader("picture"), AltText: "A timeline"}},
		{Name: "c.png", Reader: handlers.Described{Reader: strings.NewReader("another"), AltText: long}},
	}}
	payload, err := filesPayload(newMessage(data, 0), data.Files)
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(payload.ContentType)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := multipart.NewReader(strings.NewReader(string(payload.Body)), parameters["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	var m struct{ Attachments json.RawMessage }
	if err := json.Unmarshal([]byte(sent.Value["payload_json"][0]), &m); err != nil {
		t.Fatal(err)
	}
	want := `[{"id":"0","filename":"a.csv"},{"id":"1","filename":"b.png","description":"A timeline"},` +
		`{"id":"2","filename":"c.png","description":"` + long[:2*longestAlt] + `"}]`
	if string(m.Attachments) != want {
		t.Errorf("the files are described as\n%s, want\n%s", m.Attachments, want)
	}
	if file := sent.File["files[1]"]; len(file) != 1 || file[0].Size != int64(len("picture")) {
		t.Errorf("the second file is sent as %+v", file)
	}
}
