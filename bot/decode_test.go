package bot

import (
	"encoding/json"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// TestDecode reads interactions that discordgo can read, in part or not at all.
func TestDecode(t *testing.T) {
	const known, unknown = `{"type":1,"components":[{"type":2,"custom_id":"a"}]}`, `{"type":99}`
	for _, test := range []struct {
		name, text string
		kind       string // "" is one that no handler can be given
		id, named  string
		whole      bool
	}{
		{"a command", `{"id":"1","token":"t","type":2,"data":{"name":"ask"}}`, "command", "1", "ask", true},
		{"fields to come", `{"id":"1","token":"t","type":2,"data":{"name":"ask","new":{}},"new":[1]}`, "command", "1", "ask", true},
		{"a button", `{"id":"1","token":"t","type":3,"data":{"custom_id":"more:1"},"message":{"id":"3","components":[` + known + `]}}`, "component", "1", "more", true},
		{"beside a component to come", `{"id":"1","token":"t","type":3,"data":{"custom_id":"more:1"},"message":{"id":"3","components":[` + unknown + `]}}`, "component", "1", "more", false},
		{"a form with a component to come", `{"id":"1","token":"t","type":5,"data":{"custom_id":"form:1","components":[` + unknown + `]}}`, "form", "1", "form", false},
		{"no data", `{"id":"1","token":"t","type":2}`, "", "1", "", false},
		{"data of another kind", `{"id":"1","token":"t","type":2,"data":[]}`, "", "1", "", false},
		{"a member that is none", `{"id":"1","token":"t","type":2,"data":{"name":"ask"},"member":7}`, "", "1", "", false},
		{"no interaction", `"x"`, "", "", "", false},
	} {
		in, err := decode(json.RawMessage(test.text))
		if in.ID != test.id || kindOf(in) != test.kind || nameOf(handlers.Interaction{Interaction: in}) != test.named || (err == nil) != test.whole {
			t.Errorf("%s: %+v, %v", test.name, in, err)
		}
		if test.named == "more" && in.Message == nil {
			t.Errorf("%s: the message that it hangs on is lost", test.name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`null`, `{}`, `{"id":"1","token":"t","type":2,"data":{"name":"ask"}}`, `{"type":5,"data":{"components":[{"type":99}]}}`,
		`{"type":3,"message":{"components":[null]}}`, `{"type":2,"data":{"options":[null]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, _ := decode(json.RawMessage(text))
		if in == nil {
			t.Fatalf("decode(%q) is nil", text)
		}
		if kindOf(in) != "" && in.Type < discordgo.InteractionApplicationCommand {
			t.Errorf("decode(%q) is a %s of type %d", text, kindOf(in), in.Type)
		}
	})
}
