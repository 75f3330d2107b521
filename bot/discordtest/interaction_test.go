package discordtest_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
	"storybot/handlers"
)

// The golden files hold what a bot is sent for each builder.
func TestInteractionsAsTheyAreSent(t *testing.T) {
	ask := func() map[string]any {
		return discordtest.Command("ask", discordtest.StringOpt("question", "why?"), discordtest.BoolOpt("private", true))
	}
	for name, i := range map[string]map[string]any{
		"command":        ask(),
		"command-in-dm":  discordtest.InDM(ask()),
		"command-as-mod": discordtest.AsModerator(ask()),
		"autocomplete":   discordtest.Autocomplete("ask", "question", "wh"),
		"button":         discordtest.Button("more:1", nil),
		"button-of":      discordtest.Button("more:1", map[string]any{"id": "77", "content": "A quote."}),
		"form":           discordtest.Form("feedback", map[string]string{"why": "because", "how": "so"}),
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, discordtest.WithClock(newClock().Now))
			c, _ := ready(t, s)
			_, err := s.Send(i)
			must(t, err)
			golden(t, name+".json", c.expect(0, "INTERACTION_CREATE").D)
		})
	}
}

func golden(t *testing.T, name string, text []byte) {
	t.Helper()
	var got bytes.Buffer
	must(t, json.Indent(&got, text, "", "  "))
	got.WriteByte('\n')
	path := filepath.Join("testdata", name)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, got.Bytes())
	}
}

// received sends an interaction and returns what discordgo makes of it.
func received(t *testing.T, i map[string]any) handlers.Interaction {
	t.Helper()
	s := start(t)
	c, _ := ready(t, s)
	_, err := s.Send(i)
	must(t, err)
	in := new(discordgo.Interaction)
	must(t, json.Unmarshal(c.expect(0, "INTERACTION_CREATE").D, in))
	return handlers.Interaction{Interaction: in}
}

func TestWhatABotReads(t *testing.T) {
	command := received(t, discordtest.Command("ask", discordtest.StringOpt("question", "why?"), discordtest.BoolOpt("private", true)))
	if command.Command() != "ask" || command.Text("question") != "why?" || !command.Bool("private") {
		t.Errorf("command %+v", command.Data)
	}
	if command.Person() != discordtest.UserID || command.GuildID != discordtest.GuildID || command.User != nil {
		t.Errorf("sent by %q in guild %q", command.Person(), command.GuildID)
	}
	if command.Member.Permissions&discordgo.PermissionManageMessages != 0 || command.Member.Permissions == 0 {
		t.Errorf("a plain member may %b", command.Member.Permissions)
	}
	if moderator := received(t, discordtest.AsModerator(discordtest.Command("ask"))); moderator.Member.Permissions&discordgo.PermissionManageMessages == 0 {
		t.Errorf("a moderator may %b only", moderator.Member.Permissions)
	}
	dm := received(t, discordtest.AsModerator(discordtest.InDM(discordtest.Command("ask"))))
	if dm.Member != nil || dm.GuildID != "" || dm.Person() != discordtest.UserID || dm.Context != discordgo.InteractionContextBotDM {
		t.Errorf("a DM by %q in guild %q with context %d", dm.Person(), dm.GuildID, dm.Context)
	}
	typing := received(t, discordtest.Autocomplete("ask", "question", "wh"))
	if option, text := typing.Focused(); option != "question" || text != "wh" || typing.Command() != "ask" {
		t.Errorf("typing %q in %q of %q", text, option, typing.Command())
	}
	button := received(t, discordtest.Button("more:1", nil))
	if button.CustomID() != "more:1" || button.State() != "1" || button.Message == nil || len(button.Message.Components) != 1 {
		t.Errorf("button %q of %+v", button.CustomID(), button.Message)
	}
	form := received(t, discordtest.Form("feedback", map[string]string{"why": "because"}))
	row := form.ModalSubmitData().Components[0].(*discordgo.ActionsRow)
	if input := row.Components[0].(*discordgo.TextInput); form.CustomID() != "feedback" || input.CustomID != "why" || input.Value != "because" {
		t.Errorf("form %q with %+v", form.CustomID(), input)
	}
}

func TestSendKeepsWhatTheMapHas(t *testing.T) {
	i := discordtest.Command("ask")
	i["id"], i["token"], i["locale"] = "5", "mine", "de"
	in := received(t, i)
	if in.ID != "5" || in.Token != "mine" || in.Locale != discordgo.German {
		t.Errorf("id %q, token %q, locale %q", in.ID, in.Token, in.Locale)
	}
	bare := received(t, map[string]any{"type": 2, "data": map[string]any{"name": "ask"}})
	if bare.Person() != discordtest.UserID || bare.ID == "" || bare.Token == "" || bare.AppID == "" || bare.Version != 1 || bare.Locale == "" {
		t.Errorf("filled in %+v", bare.Interaction)
	}
}

func TestBuildersLeaveTheirMapsAlone(t *testing.T) {
	i := discordtest.Command("ask")
	before, err := json.Marshal(i)
	must(t, err)
	s := start(t)
	ready(t, s)
	first, err := s.Send(i)
	must(t, err)
	second, err := s.Send(i)
	must(t, err)
	discordtest.InDM(i)
	discordtest.AsModerator(i)
	after, err := json.Marshal(i)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Errorf("changed from %s to %s", before, after)
	}
	if first.ID == second.ID || first.Token == second.Token {
		t.Errorf("sent twice as %+v and %+v", first, second)
	}
}

func TestIDsTellTheTime(t *testing.T) {
	clock := newClock()
	_, d := delivered(t, discordtest.Command("ask"), discordtest.WithClock(clock.Now))
	at, err := discordgo.SnowflakeTimestamp(d.ID)
	must(t, err)
	if !at.Equal(clock.Now()) {
		t.Errorf("id of %v, want %v", at.UTC(), clock.Now())
	}
}

func TestACommandCarriesTheIDThatItWasRegisteredWith(t *testing.T) {
	s := start(t)
	c, _ := ready(t, s)
	var registered []struct{ ID string }
	rest(t, s, "PUT", "/applications/"+s.ApplicationID()+"/commands", `[{"name":"ask"}]`).into(t, &registered)
	_, err := s.Send(discordtest.Command("ask"))
	must(t, err)
	var sent struct{ Data struct{ ID string } }
	must(t, json.Unmarshal(c.expect(0, "INTERACTION_CREATE").D, &sent))
	if sent.Data.ID != registered[0].ID {
		t.Errorf("sent with %s, registered with %s", sent.Data.ID, registered[0].ID)
	}
}
