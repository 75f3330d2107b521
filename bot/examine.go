package bot

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/gateway"
	"storybot/handlers"
)

// A Finding is one thing that [Examine] has looked at.
type Finding struct {
	About string // a word or two: "token", "gateway"
	Says  string // how it is; where it is not well, what to do
	Well  bool
}

// Examine looks at the bot from Discord's side, as far as it gets, without
// bringing it online: nothing is registered, and no session is begun.
func Examine(ctx context.Context, c Config) []Finding {
	c = c.orDefault()
	e := &examination{Config: c}
	watch, err := newMetrics(c.Registry)
	if err != nil {
		return e.fail("metrics", err)
	}
	token, err := ParseToken(c.Token)
	if err != nil {
		return e.fail("token", err)
	}
	discord, hangUp, err := c.rest(token, watch)
	if err != nil {
		return e.fail("API address", err)
	}
	defer hangUp()
	e.discord = discord
	if !e.token(ctx) {
		return e.found
	}
	e.application(ctx, token)
	e.gateway(ctx, gateway.New(c.gateway(token)))
	e.commands(ctx)
	return e.found
}

// examination is what has been found so far.
type examination struct {
	Config
	discord rest
	id      string // the application's
	found   []Finding
}

func (e *examination) well(about, says string) {
	e.found = append(e.found, Finding{About: about, Says: says, Well: true})
}

func (e *examination) fail(about string, err error) []Finding {
	e.found = append(e.found, Finding{About: about, Says: err.Error()})
	return e.found
}

// token asks whose the token is, and by the way what time it is. It returns
// false when there is no use in going on.
func (e *examination) token(ctx context.Context) bool {
	body, header, err := e.discord.request(ctx, http.MethodGet, "/users/@me", Payload{})
	switch {
	case status(err) == http.StatusUnauthorized:
		e.fail("token", ErrToken)
		return false
	case err != nil:
		e.fail("API", fmt.Errorf("it cannot be reached: %w: look at the network, and at DISCORD_API_URL", err))
		return false
	}
	var user struct {
		Username string `json:"username"`
	}
	if err := json.Unmarshal(body, &user); err != nil || user.Username == "" {
		e.fail("API", errors.New("what answered is not Discord's API: look at DISCORD_API_URL"))
		return false
	}
	e.well("token", "is "+user.Username+"'s")
	e.clock(header.Get("Date"))
	return true
}

// clock compares Discord's clock with ours.
func (e *examination) clock(date string) {
	const most = 30 * time.Second
	theirs, err := http.ParseTime(date)
	if err != nil {
		e.well("clock", "cannot be compared: the answer has no date")
		return
	}
	now := time.Now
	if e.Now != nil {
		now = e.Now
	}
	if skew := now().Sub(theirs).Round(time.Second); skew.Abs() > most {
		e.fail("clock", fmt.Errorf("differs from Discord's by %v: set it, or have NTP set it", skew))
		return
	}
	e.well("clock", "agrees with Discord's")
}

// application compares the application's id with the one in the token.
func (e *examination) application(ctx context.Context, token string) {
	id, err := e.discord.application(ctx)
	if err != nil {
		e.fail("application", err)
		return
	}
	e.id = id
	first, _, _ := strings.Cut(token, ".")
	if inToken, err := base64.RawStdEncoding.DecodeString(first); err == nil {
		if _, isID := parseID(string(inToken)); isID && string(inToken) != id {
			e.fail("application", fmt.Errorf("is %s, but the token was made for %s: copy the token of the right application", id, inToken))
			return
		}
	}
	e.well("application", id+"; invite it with "+InviteURL(id))
}

// gateway asks for the gateway's address, and knocks there.
func (e *examination) gateway(ctx context.Context, g *gateway.Gateway) {
	entry, err := e.discord.entry(ctx)
	if err == nil {
		err = g.Knock(ctx, entry.URL)
	}
	if err != nil {
		e.fail("gateway", fmt.Errorf("%w: look whether a firewall or proxy lets websockets through", err))
		return
	}
	says := fmt.Sprintf("answers; %d of %d sessions are left", entry.Limit.Remaining, entry.Limit.Total)
	if entry.Limit.Total > 0 && entry.Limit.Remaining == 0 {
		e.fail("gateway", fmt.Errorf("%s: wait for %v, and find out what starts it so often",
			says, time.Duration(entry.Limit.ResetAfter)*time.Millisecond))
		return
	}
	if advice := adviceOn(e.shardsTold(), entry.Shards); advice != "" {
		says += "; " + advice
	}
	e.well("gateway", says)
}

// commands compares the commands that are registered, and who may use them,
// with ours.
func (e *examination) commands(ctx context.Context) {
	if e.id == "" {
		return
	}
	paths := map[string]string{"everywhere": "/applications/" + url.PathEscape(e.id) + "/commands"}
	places := []string{"everywhere"}
	if len(e.GuildIDs) > 0 {
		places = nil
		for _, guild := range e.GuildIDs {
			place := "in server " + guild
			places = append(places, place)
			paths[place] = "/applications/" + url.PathEscape(e.id) + "/guilds/" + url.PathEscape(guild) + "/commands"
		}
	}
	for _, place := range places {
		body, err := e.discord.call(ctx, http.MethodGet, paths[place], Payload{})
		if status(err) == http.StatusForbidden {
			err = fmt.Errorf("%s: invite the bot there first, with %s", place, InviteURL(e.id))
		}
		var registered []*discordgo.ApplicationCommand
		if err == nil {
			err = json.Unmarshal(body, &registered)
		}
		if err != nil {
			e.fail("commands", err)
			continue
		}
		if wrong := differences(e.Commands, registered); len(wrong) > 0 {
			e.fail("commands", fmt.Errorf("%s: %s: storybot run registers them", place, strings.Join(wrong, ", ")))
			continue
		}
		e.well("commands", fmt.Sprintf("%s: all %d are registered, with the permissions that they need", place, len(registered)))
	}
}

// differences says which commands are not registered as they should be.
func differences(ours []handlers.Command, registered []*discordgo.ApplicationCommand) []string {
	var wrong []string
	for _, c := range ours {
		want := c.Definition
		i := slices.IndexFunc(registered, func(r *discordgo.ApplicationCommand) bool { return r.Name == want.Name })
		switch {
		case i < 0:
			wrong = append(wrong, "/"+want.Name+" is missing")
		case permissions(registered[i]) != permissions(want):
			wrong = append(wrong, "/"+want.Name+" is open to others than it should be")
		}
	}
	return wrong
}

// permissions are those that a member needs for a command; 0 is none.
func permissions(c *discordgo.ApplicationCommand) int64 {
	if c.DefaultMemberPermissions == nil {
		return 0
	}
	return *c.DefaultMemberPermissions
}
