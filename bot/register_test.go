package bot

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"storybot/bot/discordtest"
	"storybot/handlers"
)

// definitions are commands with every field that is compared.
func definitions() []handlers.Command {
	names := map[discordgo.Locale]string{discordgo.German: "fragen"}
	moderators := int64(discordgo.PermissionManageMessages)
	least := 0.0
	ask := &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand, Name: "ask", NameLocalizations: &names, Description: "Ask",
		DefaultMemberPermissions: &moderators,
		Contexts:                 &[]discordgo.InteractionContextType{0, 1},
		IntegrationTypes:         &[]discordgo.ApplicationIntegrationType{0},
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What?", Required: true, Autocomplete: true,
		}, {
			Type: discordgo.ApplicationCommandOptionInteger, Name: "page", Description: "Which?", MinValue: &least,
		}},
	}
	check := &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: "Check"}
	run := replies(handlers.Reply{Message: content("hello")}, nil)
	return []handlers.Command{{Definition: ask, Run: run}, {Definition: check, Run: run}}
}

// register tells Discord of commands as a bot does that comes online, and
// returns how many times they have been overwritten so far.
func register(t *testing.T, discord *discordtest.Server, guilds []string, commands []handlers.Command) (puts int) {
	t.Helper()
	wire := &http.Transport{}
	defer wire.CloseIdleConnections()
	if err := newRest(discord.URL(), discord.Token(), wire).register(soon(t), discord.ApplicationID(), guilds, commands); err != nil {
		t.Fatal(err)
	}
	for _, r := range discord.Requests() {
		if r.Method == http.MethodPut {
			puts++
		}
	}
	return puts
}

func TestCommandsAreOverwrittenOnlyWhenTheyDiffer(t *testing.T) {
	t.Parallel()
	for name, guilds := range map[string][]string{"everywhere": nil, "in servers": {"11", "12"}} {
		discord := discordtest.Start()
		defer discord.Close()
		each := max(1, len(guilds))
		if n := register(t, discord, guilds, definitions()); n != each {
			t.Errorf("%s: at first overwritten %d times, want %d", name, n, each)
		}
		if n := register(t, discord, guilds, definitions()); n != each {
			t.Errorf("%s: the same commands are overwritten %d times", name, n-each)
		}
		changed := definitions()
		changed[0].Definition.Options[0].Description = "What do you want to know?"
		if n := register(t, discord, guilds, changed); n != 2*each {
			t.Errorf("%s: changed commands are overwritten %d times, want %d", name, n-each, each)
		}
		if n := register(t, discord, guilds, changed[:1]); n != 3*each {
			t.Errorf("%s: fewer commands are overwritten %d times, want %d", name, n-2*each, each)
		}
	}
}

// TestCommandsAreComparedByField holds the definitions against what Discord
// makes of them, and then against every change of it.
func TestCommandsAreComparedByField(t *testing.T) {
	t.Parallel()
	var wanted []*discordgo.ApplicationCommand
	for _, c := range definitions() {
		wanted = append(wanted, c.Definition)
	}
	const echoed = `[
		{"id": "2", "application_id": "9", "version": "3", "type": 3, "name": "Check", "name_localizations": null,
		 "description": "", "description_localizations": null, "default_member_permissions": null, "nsfw": false},
		{"id": "1", "application_id": "9", "version": "3", "name": "ask", "name_localizations": {"de": "fragen"},
		 "description": "Ask", "description_localizations": {}, "default_member_permissions": "8192", "dm_permission": true,
		 "contexts": [1, 0], "integration_types": [0], "nsfw": false, "options": [
			{"type": 3, "name": "question", "description": "What?", "required": true, "autocomplete": true},
			{"type": 4, "name": "page", "description": "Which?", "min_value": 0}]}]`
	same := func(echo any, ignored ...string) bool {
		t.Helper()
		a, err := canonical(echo)
		if err != nil {
			t.Fatal(err)
		}
		b, err := canonical(wanted)
		if err != nil {
			t.Fatal(err)
		}
		return sameCommands(a, b, ignored)
	}
	if !same(json.RawMessage(echoed)) {
		got, _ := canonical(json.RawMessage(echoed))
		want, _ := canonical(wanted)
		t.Errorf("what Discord makes of the commands differs from them:\n%s", cmp.Diff(want, got))
	}
	for field, other := range map[string]any{
		"name": "asks", "type": 2, "description": "Ask!", "name_localizations": map[string]any{"de": "frage"},
		"description_localizations": map[string]any{"de": "Frag"}, "default_member_permissions": nil,
		"contexts": []int{0}, "integration_types": []int{0, 1}, "nsfw": true, "options": nil,
	} {
		var echo []map[string]any
		if err := json.Unmarshal([]byte(echoed), &echo); err != nil {
			t.Fatal(err)
		}
		echo[1][field] = other
		if same(echo) {
			t.Errorf("another %s is no difference", field)
		}
	}
	for field, other := range map[string]any{
		"type": 4, "name": "q", "description": "?", "required": false, "autocomplete": nil, "max_length": 80,
		"choices": []any{map[string]any{"name": "none", "value": ""}},
	} {
		var echo []map[string]any
		if err := json.Unmarshal([]byte(echoed), &echo); err != nil {
			t.Fatal(err)
		}
		question := echo[1]["options"].([]any)[0].(map[string]any)
		maps.Copy(question, map[string]any{field: other})
		if same(echo) {
			t.Errorf("another %s of an option is no difference", field)
		}
	}
	if without := json.RawMessage(`[{"type":3,"name":"Check"}]`); same(without) {
		t.Error("a command that is not there is no difference")
	}
}
