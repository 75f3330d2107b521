package bot

import (
	"encoding/json"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"storybot/bot/discordtest"
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
		{"a member without rights", `{"id":"1","token":"t","type":2,"data":{"name":"ask"},"member":{"permissions":""}}`, "", "1", "", false},
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

// TestFields reads interactions field by field, and holds what was read against
// discordgo, which reads all of them.
func TestFields(t *testing.T) {
	var texts []string
	for _, i := range []map[string]any{
		discordtest.Command("ask", discordtest.StringOpt("question", "Why \\ \"so\", {he} [said]? ü")),
		discordtest.InDM(discordtest.Command("ask")), discordtest.Autocomplete("ask", "question", "wh"),
		discordtest.Button("more:1", nil), discordtest.Form("filled", map[string]string{"question": "Why?"}),
	} {
		i["id"], i["token"], i["application_id"], i["locale"] = "1", "t", "2", "de"
		text, err := json.MarshalIndent(i, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	texts = append(texts, `{"id":"1","token":"t","type":2,"data":{"name":"ask"},"user":null,"member":{"user":{"id":"7","username":"a\u00e4","global_name":"Ä","bot":true},"nick":"x","roles":["1","2"],"permissions":"9007199254740993"}}`)
	texts = append(texts, ` { "id" : "\u0031","type":3 ,"data":{"custom_id":"a"},"message":null, "token":"\ufffd\"" } `)
	for _, text := range texts {
		got, ok := decodeFields(json.RawMessage(text))
		var want discordgo.Interaction
		if err := json.Unmarshal([]byte(text), &want); err != nil || !ok {
			t.Fatalf("%s: read %v, by discordgo %v", text, ok, err)
		}
		want.AppPermissions, want.GuildLocale, want.Context, want.AuthorizingIntegrationOwners = 0, nil, 0, nil
		if want.Member != nil {
			want.Member = &discordgo.Member{User: namesOf(want.Member.User), Nick: want.Member.Nick, Roles: want.Member.Roles, Permissions: want.Member.Permissions}
		}
		want.User = namesOf(want.User)
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("%s (-discordgo +fields):\n%s", text, diff)
		}
	}
}

func namesOf(u *discordgo.User) *discordgo.User {
	if u == nil {
		return nil
	}
	return &discordgo.User{ID: u.ID, Username: u.Username, GlobalName: u.GlobalName, Bot: u.Bot}
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
