package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"storybot/bot/discordtest"
	"storybot/knowledge/desk/desktest"
)

// doctor runs storybot doctor and returns its exit code and what it says.
func doctor(t *testing.T, environment map[string]string, args ...string) (int, string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	code := execute(t.Context(), append([]string{"doctor"}, args...), &console{out: &out, err: &out, environment: environment})
	return code, out.String()
}

func TestDoctorFindsNothing(t *testing.T) {
	o := goOnline(t, nil) // which registers the commands
	code, said := doctor(t, map[string]string{
		"DISCORD_TOKEN": o.discord.Token(), "DISCORD_API_URL": o.discord.URL(), "STATE_DIR": t.TempDir(),
	})
	for _, about := range []string{"articles: 2 can be used", "state: ", "token: is storybot's", "clock: agrees", "application: ", "gateway: answers", "commands: everywhere: all 10"} {
		if !strings.Contains(said, "ok    "+about) {
			t.Errorf("nothing is said of %q", about)
		}
	}
	if code != 0 || strings.Contains(said, "MEND") || strings.Contains(said, o.discord.Token()) {
		t.Errorf("exit code %d\n%s", code, said)
	}
	if o.discord.Identifies() != 1 {
		t.Errorf("the doctor began a session")
	}
}

func TestDoctorSaysWhatToMend(t *testing.T) {
	discord := discordtest.Start()
	defer discord.Close()
	well := func(change map[string]string) map[string]string {
		environment := map[string]string{"DISCORD_TOKEN": discord.Token(), "DISCORD_API_URL": discord.URL()}
		for name, value := range change {
			environment[name] = value
		}
		return environment
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, sessionFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change map[string]string
		want   string
		once   func()
	}{
		"no token":                      {change: map[string]string{"DISCORD_TOKEN": ""}, want: "token: DISCORD_TOKEN is not set"},
		"wrong token":                   {change: map[string]string{"DISCORD_TOKEN": "wrong"}, want: "token: the token was refused"},
		"no articles and a wrong token": {change: map[string]string{"ARTICLES_DIR": "nowhere", "DISCORD_TOKEN": "wrong"}, want: "token: the token was refused"},
		"no articles":                   {change: map[string]string{"ARTICLES_DIR": "nowhere"}, want: "articles: the articles folder nowhere does not exist"},
		"no state":                      {change: map[string]string{"STATE_DIR": "nowhere"}, want: "state: STATE_DIR: .* create the folder"},
		"broken state":                  {change: map[string]string{"STATE_DIR": broken}, want: "state: .*session.json is broken: .* remove it"},
		"nobody there":                  {change: map[string]string{"DISCORD_API_URL": "http://127.0.0.1:1/api/v10"}, want: "API: it cannot be reached"},
		"no commands":                   {want: "commands: everywhere: /ask is missing, .*: storybot run registers them"},
		"not there":                     {change: map[string]string{"DISCORD_GUILD_IDS": "77"}, want: "commands: in server 77: /ask is missing"},
		"wrong clock":                   {want: `clock: differs from Discord's by \d+h`, once: func() { discord.FailREST(dated("GET /users/@me")) }},
		"closed to bot":                 {want: "commands: everywhere: invite the bot there first", once: func() { discord.FailREST(closedTo("GET /applications/{app}/commands")) }},
		"no gateway":                    {want: "gateway: .* look whether a firewall", once: func() { discord.FailGateway(discordtest.GatewayFault{At: discordtest.Hello, Close: 4000}) }},
	} {
		t.Run(name, func(t *testing.T) {
			if test.once != nil {
				test.once()
			}
			code, said := doctor(t, well(test.change))
			if code != exitFailure || !regexp.MustCompile("MEND  "+test.want).MatchString(said) || strings.Contains(said, discord.Token()) {
				t.Errorf("exit code %d, want %q\n%s", code, test.want, said)
			}
		})
	}
}

// TestDoctorLooksWhetherArticlesCanBeAdded has a folder that was mounted
// read-only: that is well where no server's moderators may change it.
func TestDoctorLooksWhetherArticlesCanBeAdded(t *testing.T) {
	dir := folderOf(t)
	t.Chdir(t.TempDir())
	examine := func(guilds string) string {
		var out bytes.Buffer
		execute(t.Context(), []string{"doctor"}, &console{out: &out, err: &out, environment: map[string]string{
			"ARTICLES_DIR": dir, "STATE_DIR": "memory", "MODERATOR_GUILD_IDS": guilds,
		}})
		return out.String()
	}
	const mend = "MEND  articles: "
	if said := examine("10"); strings.Contains(said, mend) {
		t.Errorf("of a folder that can be written: %s", said)
	}
	desktest.ReadOnly(t, dir)
	if said := examine("10"); !strings.Contains(said, mend+dir+" can't be written to, so /article changes nothing: let storybot write to it") {
		t.Errorf("of one that can't: %s", said)
	}
	if said := examine(""); strings.Contains(said, mend) {
		t.Errorf("where nobody may: %s", said)
	}
}

func dated(route string) discordtest.RESTFault {
	return discordtest.RESTFault{
		Route: route, Status: 200, Body: `{"username":"storybot"}`, Header: map[string]string{"Date": "Sat, 16 Jun 2018 12:00:00 GMT"},
	}
}

func closedTo(route string) discordtest.RESTFault {
	return discordtest.RESTFault{Route: route, Status: 403, Body: `{"code":50001,"message":"Missing Access"}`}
}

// TestGatewayThatIsClosedForGood ends with the exit code of what a person has
// to mend.
func TestGatewayThatIsClosedForGood(t *testing.T) {
	discord := discordtest.Start()
	defer discord.Close()
	discord.FailGateway(discordtest.GatewayFault{At: "READY", Close: 4014})
	t.Chdir(t.TempDir())
	var err output
	code := execute(t.Context(), nil, &console{out: io.Discard, err: &err, environment: map[string]string{
		"DISCORD_TOKEN": discord.Token(), "DISCORD_API_URL": discord.URL(),
	}})
	if said := err.String(); code != exitUsage || !strings.Contains(said, "switch it on in the Discord Developer Portal") {
		t.Errorf("exit code %d: %s", code, said)
	}
}
