package handlers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

// reading is a reply as a person reads it, with the second message, for all in
// the channel, below the first.
func reading(reply Reply) string {
	text := messageReading(reply.Message, reply.Private)
	if reply.Channel != nil {
		text += "\n(in the channel)\n" + messageReading(*reply.Channel, false)
	}
	return text
}

func messageReading(m discordgo.InteractionResponseData, private bool) string {
	var text strings.Builder
	if private {
		text.WriteString("(only you can see this)\n")
	}
	if m.Content != "" {
		text.WriteString(shown(m.Content) + "\n")
	}
	if m.Title != "" {
		text.WriteString("(form) " + m.Title + "\n")
	}
	for _, e := range m.Embeds {
		if e.Title != "" {
			text.WriteString("## " + shown(e.Title) + "\n")
		}
		text.WriteString(shown(e.Description) + "\n")
		if e.Footer != nil {
			text.WriteString("\n" + e.Footer.Text + "\n")
		}
	}
	for _, row := range m.Components {
		text.WriteString(rowReading(row.(discordgo.ActionsRow)) + "\n")
	}
	return text.String()
}

func rowReading(row discordgo.ActionsRow) string {
	var parts []string
	for _, c := range row.Components {
		switch c := c.(type) {
		case discordgo.Button:
			if c.Disabled {
				c.Label = "(" + c.Label + ")"
			}
			parts = append(parts, "["+c.Label+"]")
		case discordgo.SelectMenu:
			parts = append(parts, "["+c.Placeholder+" ▾]")
			for _, o := range c.Options {
				parts = append(parts, "\n  "+o.Label)
			}
		case discordgo.TextInput:
			parts = append(parts, c.Label+" ________ "+c.Placeholder)
		}
	}
	return strings.Join(parts, " ")
}

var (
	escape     = regexp.MustCompile(`\\([^0-9A-Za-z\s])`)
	smallPrint = regexp.MustCompile(`(?m)^(> )?-# `)
)

// shown is a text without the escapes that Discord takes off, and without the
// marks of small print.
func shown(markdown string) string {
	return escape.ReplaceAllString(smallPrint.ReplaceAllString(markdown, "$1"), "$1")
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite with -update):\n%s", path, diff)
	}
}

// checkGoldenReply holds a reply against its two golden files: as a person
// reads it, and as JSON.
func checkGoldenReply(t *testing.T, name string, reply Reply) {
	t.Helper()
	checkGolden(t, name+".txt", reading(reply))
	goesOut := map[string]any{"private": reply.Private, "update": reply.Update, "message": jsonOf(t, reply.Message)}
	if reply.Channel != nil {
		goesOut["channel"] = jsonOf(t, *reply.Channel)
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(goesOut); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, name+".json", text.String())
}

// jsonOf is a message in JSON's own terms, without what is empty.
func jsonOf(t *testing.T, m discordgo.InteractionResponseData) map[string]any {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	for key, value := range fields {
		if value == nil || value == "" || value == false {
			delete(fields, key)
		}
	}
	return fields
}
