package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers"
)

// startWithin bounds the requests before the gateway is opened.
const startWithin = 30 * time.Second

// start asks Discord whose the token is and tells it of the commands. It
// returns the application's id.
func start(ctx context.Context, discord rest, c Config) (id string, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, startWithin, fmt.Errorf("no answer within %v", startWithin))
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
	body, err := r.call(ctx, http.MethodGet, discordgo.EndpointApplication("@me"), Payload{})
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

// register replaces all of the application's commands, in each server or else
// everywhere.
func (r rest) register(ctx context.Context, id string, guildIDs []string, commands []handlers.Command) error {
	definitions := make([]*discordgo.ApplicationCommand, 0, len(commands))
	for _, command := range commands {
		definitions = append(definitions, command.Definition)
	}
	payload, err := jsonPayload(definitions)
	if err != nil {
		return err
	}
	if len(guildIDs) == 0 {
		_, err := r.call(ctx, http.MethodPut, discordgo.EndpointApplicationGlobalCommands(id), payload)
		return err
	}
	for _, guildID := range guildIDs {
		if guildID == "" || strings.Trim(guildID, "0123456789") != "" {
			return fmt.Errorf("%q is not a server's id, which is digits only: "+
				"turn on developer mode in Discord, right-click the server and copy its id", guildID)
		}
		_, err := r.call(ctx, http.MethodPut, discordgo.EndpointApplicationGuildCommands(id, guildID), payload)
		if status(err) == http.StatusForbidden {
			return fmt.Errorf("server %s: invite the bot there first, with %s: %w", guildID, InviteURL(id), err)
		}
		if err != nil {
			return fmt.Errorf("server %s: %w", guildID, err)
		}
	}
	return nil
}
