package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"storybot/bot"
	"storybot/handlers"
	"storybot/knowledge"
)

type runCommand struct {
	folderFlag
}

// Run brings the bot online and answers until it is told to stop.
func (r runCommand) Run(ctx context.Context, c *console) error {
	settings, err := c.config()
	if err != nil {
		return err
	}
	if settings.Token == "" {
		return misuse(errors.New("DISCORD_TOKEN is not set: " + whereToGet))
	}
	token, err := bot.ParseToken(settings.Token)
	if err != nil {
		return misuse(fmt.Errorf("DISCORD_TOKEN: %w; %s", err, meanwhile))
	}
	api, err := bot.ParseAPIURL(settings.APIURL)
	if err != nil {
		return misuse(fmt.Errorf("DISCORD_API_URL: %w", err))
	}
	folder, onDisk, err := r.folder(c)
	if err != nil {
		return err
	}
	base, err := r.load(c)
	if err != nil {
		return err
	}
	if !onDisk {
		folder = nil
	}
	log := slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: settings.LogLevel.Level}))
	err = bot.Run(ctx, bot.Config{
		Token:    token,
		APIURL:   api,
		GuildIDs: settings.GuildIDs,
		Commands: handlers.Commands(handlers.Setting{Store: knowledge.NewStore(base, folder), Program: version(), Log: log}),
		Log:      log,
		Ready: func(online bot.Online) {
			fmt.Fprintf(c.out, "%s is online. Invite it to a server: %s\n", online.User, online.InviteURL)
		},
	})
	if errors.Is(err, bot.ErrToken) {
		return misuse(fmt.Errorf("DISCORD_TOKEN: %w; %s", err, meanwhile))
	}
	return err
}

const (
	meanwhile  = "storybot ask works without one"
	whereToGet = "make one at https://discord.com/developers/applications (New Application, Bot, Reset Token) " +
		"and put it into .env as DISCORD_TOKEN=…; " + meanwhile
)
