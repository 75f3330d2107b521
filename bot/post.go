package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"
)

// post sends a message to a channel, as nobody's answer. It pings nobody. The
// error says what to do where the bot may not write there.
func (r rest) post(ctx context.Context, channelID string, message discordgo.InteractionResponseData) error {
	payload, err := filesPayload(newMessage(message, 0), message.Files)
	if err != nil {
		return err
	}
	_, err = r.call(ctx, http.MethodPost, "/channels/"+url.PathEscape(channelID)+"/messages", payload)
	switch status(err) {
	case http.StatusForbidden:
		return fmt.Errorf("channel %s: let the bot see it and send messages there: %w", channelID, err)
	case http.StatusNotFound:
		return fmt.Errorf("channel %s: there is no such channel, copy its id anew: %w", channelID, err)
	}
	return err
}
