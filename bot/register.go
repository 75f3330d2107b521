package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// start asks Discord whose the token is and tells it of the commands. It
// returns the application's id.
func start(ctx context.Context, discord rest, c Config) (id string, err error) {
	limit := c.Times.Start
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %v", limit))
	defer cancel()
	id, err = discord.application(ctx)
	if err != nil {
		return "", fmt.Errorf("asking Discord whose the token is: %w", err)
	}
	if err := discord.register(ctx, id, c.GuildIDs, c.Commands); err != nil {
		return "", fmt.Errorf("registering the commands: %w", err)
	}
	return id, nil
}

// application returns the id of the application that the token belongs to.
func (r rest) application(ctx context.Context) (string, error) {
	body, err := r.call(ctx, http.MethodGet, "/applications/@me", Payload{})
	if status(err) == http.StatusUnauthorized {
		return "", ErrToken
	}
	if err != nil {
		return "", err
	}
	var application struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &application); err != nil || application.ID == "" {
		return "", errors.New("what answered is not Discord's API: it names no application")
	}
	return application.ID, nil
}

// register tells Discord of the commands, in each server or else everywhere,
// by one bulk overwrite, which replaces all that were there. Where Discord has
// the same already, it is left alone: a bulk overwrite counts against a daily
// limit, and makes people's clients load the commands again.
func (r rest) register(ctx context.Context, id string, guildIDs []string, commands []handlers.Command) error {
	definitions := make([]*discordgo.ApplicationCommand, 0, len(commands))
	for _, command := range commands {
		definitions = append(definitions, command.Definition)
	}
	wanted, err := canonical(definitions)
	if err != nil {
		return err
	}
	if len(guildIDs) == 0 {
		return r.overwrite(ctx, "/applications/"+url.PathEscape(id)+"/commands", wanted, nil)
	}
	for _, guildID := range guildIDs {
		if guildID == "" || strings.Trim(guildID, "0123456789") != "" {
			return fmt.Errorf("%q is not a server's id, which is digits only: "+
				"turn on developer mode in Discord, right-click the server and copy its id", guildID)
		}
		err := r.overwrite(ctx, "/applications/"+url.PathEscape(id)+"/guilds/"+guildID+"/commands", wanted, everywhereOnly)
		if status(err) == http.StatusForbidden {
			return fmt.Errorf("server %s: invite the bot there first, with %s: %w", guildID, InviteURL(id), err)
		}
		if err != nil {
			return fmt.Errorf("server %s: %w", guildID, err)
		}
	}
	return nil
}

// overwrite replaces the commands at an address by those that are wanted, if
// they differ in a field other than those that are ignored.
func (r rest) overwrite(ctx context.Context, address string, wanted []map[string]any, ignored []string) error {
	registered, err := r.registered(ctx, address)
	if err == nil && sameCommands(registered, wanted, ignored) {
		return nil
	}
	// What is there can't be compared where it can't be read; if something is
	// wrong with the connection, the overwrite says so.
	payload, err := jsonPayload(wanted)
	if err != nil {
		return err
	}
	_, err = r.call(ctx, http.MethodPut, address, payload)
	return err
}

// registered returns the commands that Discord has at an address.
func (r rest) registered(ctx context.Context, address string) ([]map[string]any, error) {
	body, err := r.call(ctx, http.MethodGet, address+"?with_localizations=true", Payload{})
	if err != nil {
		return nil, err
	}
	return canonical(json.RawMessage(body))
}

// everywhereOnly are the fields that Discord keeps only of a command that is
// registered everywhere.
var everywhereOnly = []string{"contexts", "integration_types", "dm_permission"}

// given are the fields of a command that Discord adds by itself.
var given = []string{"id", "application_id", "guild_id", "version", "dm_permission", "default_permission", "name_localized", "description_localized", "handler"}

// canonical returns commands in the one form in which they are sent and
// compared: as JSON, without what Discord adds by itself, and without fields
// that say nothing (null, false, 0, "" and empty lists), which Discord and
// discordgo leave out or write at their own discretion.
func canonical(commands any) ([]map[string]any, error) {
	text, err := json.Marshal(commands)
	if err != nil {
		return nil, err
	}
	var all []map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("a command is not what a command should be: %w", err)
	}
	for _, command := range all {
		for _, field := range given {
			delete(command, field)
		}
		if command["type"] == nil {
			command["type"] = float64(discordgo.ChatApplicationCommand)
		}
		prune(command)
	}
	return all, nil
}

// prune takes out of an object, and of all objects in it, the fields that say
// nothing, and reports whether nothing is left. Lists of values that have no
// order are put into one.
func prune(value any) (empty bool) {
	switch value := value.(type) {
	case map[string]any:
		maps.DeleteFunc(value, func(field string, v any) bool { return !slices.Contains(zeroCounts, field) && prune(v) })
		for _, field := range []string{"contexts", "integration_types"} {
			if list, ok := value[field].([]any); ok {
				slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
		return len(value) == 0
	case []any:
		for _, v := range value {
			prune(v)
		}
		return len(value) == 0
	}
	return value == nil || value == false || value == "" || value == 0.0
}

// zeroCounts are the fields that say something also when they are 0 or empty.
var zeroCounts = []string{"value", "min_value", "max_value", "min_length"}

// sameCommands compares commands field by field, in whatever order.
func sameCommands(a, b []map[string]any, ignored []string) bool {
	if len(a) != len(b) {
		return false
	}
	byName := map[string]map[string]any{}
	key := func(command map[string]any) string { return fmt.Sprint(command["type"], command["name"]) }
	for _, command := range a {
		byName[key(command)] = without(command, ignored)
	}
	for _, command := range b {
		if !reflect.DeepEqual(byName[key(command)], without(command, ignored)) {
			return false
		}
	}
	return true
}

func without(command map[string]any, fields []string) map[string]any {
	rest := maps.Clone(command)
	for _, field := range fields {
		delete(rest, field)
	}
	return rest
}
