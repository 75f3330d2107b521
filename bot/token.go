package bot

import (
	"errors"
	"net/url"
	"strings"
	"unicode"

	"storybot/bot/gateway"
)

// ErrToken says that Discord refused the token: with status 401, or by closing
// the gateway with code 4004.
var ErrToken = gateway.ErrToken

var (
	errTokenEmpty = errors.New("the token is empty: " +
		"copy it from the Bot page of your application in the Discord Developer Portal")
	errTokenBroken = errors.New("the token has a space or an invisible character inside: " +
		"copy it again, in one piece")
)

// ParseToken returns the token in s, as people paste it: inside white space or
// quotation marks, or after "Bot". What a token looks like within is Discord's
// business. The error never shows the token.
func ParseToken(s string) (string, error) {
	for {
		bare := withoutBot(strings.TrimFunc(s, wraps))
		if bare == s {
			break
		}
		s = bare
	}
	if s == "" {
		return "", errTokenEmpty
	}
	for _, r := range s {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return "", errTokenBroken
		}
	}
	return s, nil
}

// wraps says whether a character is one that people paste around a token.
func wraps(r rune) bool {
	const byteOrderMark = '\uFEFF'
	return unicode.IsSpace(r) || r == byteOrderMark || strings.ContainsRune("'\"`‘’‚‛“”„‟", r)
}

// withoutBot cuts off the "Bot" of an Authorization header, in any case.
func withoutBot(s string) string {
	const word = "Bot"
	if len(s) < len(word) || !strings.EqualFold(s[:len(word)], word) {
		return s
	}
	rest := s[len(word):]
	if rest == "" || strings.TrimLeftFunc(rest, unicode.IsSpace) != rest {
		return rest
	}
	return s
}

// InviteURL returns the address at which a person adds the bot to a server. It
// asks for no permissions: answering interactions takes none.
func InviteURL(applicationID string) string {
	return "https://discord.com/oauth2/authorize?client_id=" + url.QueryEscape(applicationID) +
		"&permissions=0&integration_type=0&scope=bot+applications.commands"
}
