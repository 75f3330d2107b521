package gateway

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/gorilla/websocket"
)

// dial opens the websocket. The dialer does not heed its context while it
// shakes hands, so the connection beneath is closed when there is no more time.
func (g *Gateway) dial(ctx context.Context, address string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, g.Times.Open, fmt.Errorf("no answer within %v", g.Times.Open))
	defer cancel()
	u, err := url.Parse(address)
	if err != nil {
		return nil, ErrAddress
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = "v=10&encoding=json"
	keep := func() bool { return true }
	dialer := *g.Dialer
	dialer.NetDialContext = func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := g.Dialer.NetDialContext(dialing, network, address)
		if err == nil {
			keep = context.AfterFunc(ctx, func() { conn.Close() })
		}
		return conn, err
	}
	socket, response, err := dialer.DialContext(ctx, u.String(), http.Header{"User-Agent": {g.Agent}})
	if !keep() && err == nil {
		return nil, context.Cause(ctx)
	}
	if err != nil && response != nil {
		return nil, fmt.Errorf("%w: answer %s", err, response.Status)
	}
	return socket, err
}

// Knock connects, waits for HELLO, and leaves: no session is begun, and none is
// counted.
func (g *Gateway) Knock(ctx context.Context, address string) error {
	socket, err := g.dial(ctx, address)
	if err != nil {
		return err
	}
	defer socket.Close()
	c := &connection{Gateway: g, socket: socket}
	if loss := c.hello(); loss != nil {
		return loss
	}
	c.farewell(c.Times.Close)
	return nil
}
