package bot

import (
	"errors"
	"strings"
	"testing"
	"unicode"
)

func TestParseToken(t *testing.T) {
	const token = "MTEwMDAw.Gabcde.aa_bb-cc"
	for _, pasted := range []string{
		token,
		"  " + token + "\r\n",
		"\uFEFF" + token,
		`"` + token + `"`,
		"'" + token + "'",
		"`" + token + "`",
		"“" + token + "”",
		"‘" + token + "’",
		"Bot " + token,
		"bot\t" + token,
		"BOT Bot bOt " + token,
		`"Bot ` + token + `"`,
		`Bot "` + token + `"`,
		" ' Bot “" + token + "” ' ",
	} {
		got, err := ParseToken(pasted)
		if got != token || err != nil {
			t.Errorf("ParseToken(%q) = %q, %v; want %q", pasted, got, err, token)
		}
	}
}

func TestParseTokenKeepsTheInside(t *testing.T) {
	for _, token := range []string{"Bottle", "Bot.x", "botany-1", "x", "Bot'x", "tö.ken"} {
		got, err := ParseToken(token)
		if got != token || err != nil {
			t.Errorf("ParseToken(%q) = %q, %v; want it as it is", token, got, err)
		}
	}
}

func TestParseTokenRefuses(t *testing.T) {
	for pasted, want := range map[string]error{
		"":               errTokenEmpty,
		" \t\n":          errTokenEmpty,
		`""`:             errTokenEmpty,
		"Bot":            errTokenEmpty,
		"bot bot ":       errTokenEmpty,
		"se cret":        errTokenBroken,
		"se\ncret":       errTokenBroken,
		"se\x00cret":     errTokenBroken,
		"secret\x7f":     errTokenBroken,
		"se\u200bcret":   errTokenBroken,
		"se\u00a0cret":   errTokenBroken,
		"secret\ufffe x": errTokenBroken,
	} {
		got, err := ParseToken(pasted)
		if !errors.Is(err, want) || got != "" {
			t.Errorf("ParseToken(%q) = %q, %v; want %v", pasted, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "cret") {
			t.Errorf("ParseToken(%q): the error shows the token: %v", pasted, err)
		}
	}
}

func FuzzParseToken(f *testing.F) {
	for _, seed := range []string{"", "x", "Bot x", `"bot “x”"`, "Bot Bot", "a b", "\uFEFFx"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pasted string) {
		token, err := ParseToken(pasted)
		if err != nil {
			if token != "" {
				t.Fatalf("ParseToken(%q) = %q along with %v", pasted, token, err)
			}
			return
		}
		if !strings.Contains(pasted, token) || token == "" || strings.ContainsFunc(token, unicode.IsSpace) {
			t.Fatalf("ParseToken(%q) = %q", pasted, token)
		}
		if again, err := ParseToken("Bot " + token); again != token || err != nil {
			t.Fatalf("ParseToken of its own %q = %q, %v", token, again, err)
		}
	})
}

func TestInviteURL(t *testing.T) {
	const want = "https://discord.com/oauth2/authorize?client_id=42&permissions=0&integration_type=0&scope=bot+applications.commands"
	if got := InviteURL("42"); got != want {
		t.Errorf("InviteURL = %s\nwant        %s", got, want)
	}
}
