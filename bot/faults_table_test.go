package bot

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"storybot/bot/discordtest"
	"storybot/bot/interval"
	"storybot/handlers"
)

// goWrong has the gateway go wrong.
func goWrong(faults ...discordtest.GatewayFault) func(*ordeal) {
	return func(o *ordeal) {
		for _, f := range faults {
			o.discord.FailGateway(f)
		}
	}
}

func heartbeat(d time.Duration) []discordtest.Option {
	return []discordtest.Option{discordtest.WithHeartbeat(d)}
}

// openingFaults happen while the bot connects for the first time.
func openingFaults() []fault {
	const whole = 1 << 20
	var failing atomic.Int32
	return []fault{
		{name: "no HELLO", before: goWrong(discordtest.GatewayFault{At: discordtest.Hello, Silence: true})},
		{name: "HELLO then silence", before: goWrong(discordtest.GatewayFault{At: "READY", Silence: true})},
		{name: "drop in place of HELLO", before: goWrong(discordtest.GatewayFault{At: discordtest.Hello, Close: discordtest.Abnormal})},
		{name: "op 7 in place of HELLO", before: goWrong(discordtest.GatewayFault{At: discordtest.Hello, Reconnect: true})},
		{name: "op 7 in Open", before: goWrong(discordtest.GatewayFault{At: "READY", Reconnect: true})},
		{name: "op 9 true in Open", before: goWrong(discordtest.GatewayFault{At: "READY", Invalid: true, Resumable: true})},
		{name: "op 9 false in Open", before: goWrong(discordtest.GatewayFault{At: "READY", Invalid: true})},
		{
			name:    "drop at every byte of READY",
			options: []discordtest.Option{discordtest.WithStartLimit(whole, 24*time.Hour)},
			config: func(c *Config) { // which are some 400
				c.Times.Gateway.LongestWait, c.Times.REST.Second = 4*time.Millisecond, 50*time.Millisecond
			},
			before: func(o *ordeal) {
				for n := range o.discord.ReadyBytes() {
					o.discord.FailGateway(discordtest.GatewayFault{At: "READY", Part: true, Bytes: n})
				}
			},
		}, {
			name: "TLS handshake that never ends",
			before: func(o *ordeal) {
				o.discord.FailREST(discordtest.RESTFault{
					Route: "GET /gateway/bot", Status: 200, Body: fmt.Sprintf(`{"url":"wss://%s"}`, listenSilently(o.t).address),
				})
			},
		}, {
			name: "the gateway's name is not found",
			config: func(c *Config) {
				c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
					if strings.HasPrefix(address, "nowhere") {
						return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}}
					}
					return new(net.Dialer).DialContext(ctx, network, address)
				}
			},
			before: func(o *ordeal) {
				o.discord.FailREST(discordtest.RESTFault{Route: "GET /gateway/bot", Status: 200, Body: `{"url":"ws://nowhere.test"}`})
			},
		}, {
			name: "DNS failure at the start",
			config: func(c *Config) {
				failing.Store(3)
				c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
					if failing.Add(-1) >= 0 {
						return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", Name: address, IsTemporary: true}}
					}
					return new(net.Dialer).DialContext(ctx, network, address)
				}
			},
		}, {
			name: "503 in place of the gateway's address",
			before: func(o *ordeal) {
				o.discord.FailREST(discordtest.RESTFault{Route: "GET /gateway/bot", Status: 503, Body: "<html>", Times: 7})
			},
		}, {
			name: "a REST answer that never ends, at the start",
			before: func(o *ordeal) {
				o.discord.FailREST(discordtest.RESTFault{Route: "GET /applications/@me", Endless: true})
			},
		},
	}
}

// sessionFaults happen while the bot is online.
func sessionFaults() []fault {
	inFlight := func(faults ...discordtest.GatewayFault) func(*ordeal) {
		return func(o *ordeal) {
			o.deliver(discordtest.Command("echo"))
			goWrong(faults...)(o)
			o.deliver(discordtest.Command("echo"))
		}
	}
	identified := func(n int) func(*ordeal) {
		return func(o *ordeal) {
			if got := o.discord.Identifies(); got != n {
				o.t.Errorf("%d IDENTIFY, want %d\n%s", got, n, o.log)
			}
		}
	}
	return []fault{
		{name: "op 7 in mid-session", during: inFlight(discordtest.GatewayFault{Reconnect: true}), after: identified(1)},
		{name: "op 7 ten times in a row", during: inFlight(
			discordtest.GatewayFault{At: "RESUMED", After: true, Reconnect: true, Times: 9}, discordtest.GatewayFault{Reconnect: true},
		), after: identified(1)},
		{name: "op 9 true", during: inFlight(discordtest.GatewayFault{Invalid: true, Resumable: true}), after: identified(1)},
		{name: "op 9 false", during: func(o *ordeal) { goWrong(discordtest.GatewayFault{Invalid: true})(o); gone(o) }, after: identified(2)},
		{name: "op 9 after RESUME", during: func(o *ordeal) {
			goWrong(discordtest.GatewayFault{At: "RESUMED", Invalid: true}, discordtest.GatewayFault{Close: discordtest.Abnormal})(o)
			for ctx := soon(o.t); o.discord.Faults() > 0; interval.Pause(ctx, time.Millisecond) {
			}
			gone(o)
		}, after: identified(2)},
		{name: "missed ACK", options: heartbeat(80 * time.Millisecond), during: func(o *ordeal) {
			inFlight(discordtest.GatewayFault{At: discordtest.ACK})(o)
			for ctx := soon(o.t); o.discord.Resumes() == 0 && interval.Pause(ctx, time.Millisecond); {
			}
		}, after: func(o *ordeal) {
			identified(1)(o)
			o.waitLog("heartbeat not acknowledged", 1)
		}},
		{name: "half-open TCP", options: heartbeat(80 * time.Millisecond), during: inFlight(discordtest.GatewayFault{Silence: true}), after: identified(1)},
		{name: "READY then drop, 30 times", before: goWrong(
			discordtest.GatewayFault{At: "READY", After: true, Close: discordtest.Abnormal},
			discordtest.GatewayFault{At: "RESUMED", After: true, Close: discordtest.Abnormal, Times: 29},
		), during: func(o *ordeal) { o.deliver(discordtest.Command("echo")) }, after: identified(1)},
		{
			name:    "READY then the session ends, 30 times",
			options: []discordtest.Option{discordtest.WithStartLimit(40, 300*time.Millisecond)},
			before:  goWrong(discordtest.GatewayFault{At: "READY", After: true, Close: 4009, Times: 30}),
			during: func(o *ordeal) {
				for ctx := soon(o.t); o.discord.Faults() > 0; interval.Pause(ctx, time.Millisecond) {
				}
				gone(o)
			},
			after: func(o *ordeal) {
				identified(31)(o)
				if !strings.Contains(o.log.String(), "few sessions left") {
					o.t.Errorf("nothing is said of the budget\n%s", o.log)
				}
			},
		},
	}
}

// gone waits until the old session is, so that nothing more is delivered to it.
func gone(o *ordeal) {
	if err := o.discord.WaitGone(soon(o.t)); err != nil {
		o.t.Error(err)
	}
}

// closeFaults close the connection with each code.
func closeFaults() []fault {
	stops := map[int]string{
		4004: "the token was refused", 4010: "the shard", 4011: "with shards", 4012: "no longer spoken",
		4013: "does not exist", 4014: "switched off",
	}
	var all []fault
	for _, code := range []int{1006, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007, 4008, 4009, 4010, 4011, 4012, 4013, 4014} {
		all = append(all, fault{
			name: fmt.Sprintf("close code %d", code), stops: stops[code],
			during: func(o *ordeal) {
				o.deliver(discordtest.Command("echo"))
				o.discord.FailGateway(discordtest.GatewayFault{Close: code})
			},
		})
	}
	return all
}

const (
	callbackRoute = "POST /interactions/{id}/{token}/callback"
	editRoute     = "PATCH /webhooks/{app}/{token}/messages/{message}"
	followUpRoute = "POST /webhooks/{app}/{token}"
)

// limited is an answer 429 of Discord's.
func limited(route, after, scope string) discordtest.RESTFault {
	return discordtest.RESTFault{
		Route: route, Status: http.StatusTooManyRequests,
		Header: map[string]string{"Retry-After": after, "X-RateLimit-Scope": scope},
		Body:   fmt.Sprintf(`{"message":"You are being rate limited.","retry_after":%s,"global":%t}`, after, scope == "global"),
	}
}

// restFaults have answers go wrong.
func restFaults() []fault {
	fails := func(command string, faults ...discordtest.RESTFault) func(*ordeal) {
		return func(o *ordeal) {
			for _, f := range faults {
				o.discord.FailREST(f)
			}
			o.deliver(discordtest.Command(command))
		}
	}
	edited := func(o *ordeal) { o.edited("shared") }
	cloudflare := discordtest.RESTFault{
		Route: callbackRoute, Status: http.StatusTooManyRequests, Body: "<html>error code: 1015",
		Header: map[string]string{"Content-Type": "text/html", "Retry-After": "0.05"},
	}
	all := []fault{
		{name: "429 on a route", during: fails("echo", limited(callbackRoute, "0.05", "user"))},
		{name: "429 on a route, for the answer", during: fails("share", limited(editRoute, "0.05", "user")), after: edited},
		{name: "429 shared", during: fails("echo", limited(callbackRoute, "0.05", "shared"))},
		{name: "429 global", during: fails("echo", limited(callbackRoute, "0.05", "global"))},
		{name: "429 as Cloudflare HTML", during: fails("echo", cloudflare)},
		{name: "429 with Retry-After 0", during: fails("echo", limited(callbackRoute, "0", "user"))},
		{name: "429 with Retry-After -1", during: fails("echo", limited(callbackRoute, "-1", "user"))},
		{name: "429 with Retry-After 86400, on the answer", during: fails("share", limited(editRoute, "86400", "user"))},
		{name: "429 with Retry-After 86400, on a callback", during: fails("echo", limited(callbackRoute, "86400", "user"))},
	}
	for _, status := range []int{500, 502, 503, 504} {
		broken := func(route string, after bool) discordtest.RESTFault {
			return discordtest.RESTFault{Route: route, Status: status, Body: "<html>", After: after}
		}
		all = append(all,
			fault{name: fmt.Sprintf("%d on callback", status), during: fails("echo", broken(callbackRoute, false))},
			fault{name: fmt.Sprintf("%d on callback that took effect", status), during: fails("echo", broken(callbackRoute, true))},
			fault{name: fmt.Sprintf("%d on the answer", status), during: fails("share", broken(editRoute, false)), after: edited},
			fault{name: fmt.Sprintf("%d on follow-up", status), during: fails("share", broken(followUpRoute, true)), after: func(o *ordeal) {
				o.waitLog("outcome=undelivered", 1)
				if n := strings.Count(bodiesOf(o.discord), "for all"); n != 1 {
					o.t.Errorf("the follow-up was sent %d times", n)
				}
			}},
		)
	}
	return append(all,
		fault{name: "a callback's answer that never ends", during: fails("echo", discordtest.RESTFault{Route: callbackRoute, After: true, Endless: true})},
		fault{name: "a callback without an answer", during: fails("echo", discordtest.RESTFault{Route: callbackRoute, Mute: true})},
		fault{name: "a callback that took effect without an answer", during: fails("echo", discordtest.RESTFault{Route: callbackRoute, After: true, Mute: true})},
		fault{name: "an answer to the answer that never ends", during: fails("share", discordtest.RESTFault{Route: editRoute, Endless: true}), after: edited},
	)
}

// bodiesOf is what all requests carried.
func bodiesOf(discord *discordtest.Server) string {
	var all strings.Builder
	for _, r := range discord.Requests() {
		all.Write(r.Body)
	}
	return all.String()
}

// interactionFaults are interactions, handlers and clocks that go wrong.
func interactionFaults() []fault {
	text := func(s string) map[string]any {
		return discordtest.Command("echo", discordtest.StringOpt("text", s))
	}
	deliver := func(all ...map[string]any) func(*ordeal) {
		return func(o *ordeal) {
			for _, i := range all {
				o.deliver(i)
			}
		}
	}
	odd, bare := text("x"), discordtest.Command("echo")
	odd["from_the_future"] = map[string]any{"a": []any{1, nil}}
	delete(bare, "data")
	unknownComponent := discordtest.Button("again:1", map[string]any{
		"components": []any{map[string]any{"type": 99, "id": 1}},
	})
	unknownInForm := discordtest.Form("filled:1", nil)
	unknownInForm["data"].(map[string]any)["components"] = []any{map[string]any{"type": 99, "id": 1}}
	var ahead atomic.Int64
	all := []fault{
		{name: "the same interaction 3 times", during: func(o *ordeal) {
			same := text("x")
			same["id"], same["token"] = "1234567890123456789", "one-token"
			d := o.deliver(same)
			for range 2 {
				o.send(same)
			}
			o.waitLog("outcome=repeated", 2)
			if n := o.requests("POST", d.ID); n != 1 {
				o.t.Errorf("%d callbacks", n)
			}
		}},
		{name: "unknown fields", during: deliver(odd)},
		{name: "unknown component type", during: deliver(unknownComponent, unknownInForm)},
		{name: "no data", during: deliver(bare)},
		{name: "1 MB of options", during: deliver(text(strings.Repeat("why? ", 200_000)))},
		{name: "handler panic", during: deliver(text("panic"), text("panic"))},
		{name: "handler that sleeps 10 s", during: deliver(discordtest.Command("slow")), after: func(o *ordeal) { o.edited("at last") }},
		{name: "more at once than there is room for", config: func(c *Config) { c.AtOnce, c.Queue = 2, 2 }, during: func(o *ordeal) {
			for range 20 {
				o.deliver(discordtest.Command("slow"))
			}
			o.waitLog("outcome=busy", 16)
		}},
		sigtermFault(),
	}
	for _, jump := range []time.Duration{time.Hour, -time.Hour} {
		all = append(all, fault{
			name:   fmt.Sprintf("clock jump of %+d h", int(jump.Hours())),
			config: func(c *Config) { c.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) } },
			during: func(o *ordeal) {
				same := text("x")
				same["id"], same["token"] = "1234567890123456789", "one-token"
				o.deliver(same)
				o.deliver(discordtest.Command("slow"))
				o.deliver(discordtest.Command("share"))
				o.waitLog("outcome=answered", 1)
				ahead.Store(int64(jump))
				o.send(same)
				o.deliver(discordtest.Command("share"))
				o.discord.FailGateway(discordtest.GatewayFault{Close: discordtest.Abnormal})
			},
			after: func(o *ordeal) { ahead.Store(0); o.waitLog("outcome=repeated", 1) },
		})
	}
	return all
}

// sigtermFault stops a bot that has 200 interactions in hand, delivers 20 more
// to nobody, and starts the next process, which resumes.
func sigtermFault() fault {
	const inHand, missed = 200, 20
	var taken atomic.Int32
	// On a machine that has other things to do, so many at once are slow, and
	// must not be taken for lost.
	times := brisk
	times.REST.Callback, times.Drain = 1500*time.Millisecond, 8*time.Second
	commands := []handlers.Command{echo(), {
		Definition: &discordgo.ApplicationCommand{Name: "hold", Description: "Take a while"},
		Run: func(context.Context, handlers.Interaction) (handlers.Reply, error) {
			taken.Add(1)
			time.Sleep(brisk.Answer)
			return handlers.Reply{Message: content("held")}, nil
		},
	}}
	return fault{
		name:   fmt.Sprintf("SIGTERM with %d in flight", inHand),
		config: func(c *Config) { c.Commands, c.Times = commands, times },
		during: func(o *ordeal) {
			for range inHand {
				o.deliver(discordtest.Command("hold"))
			}
			for ctx := soon(o.t); taken.Load() < inHand && interval.Pause(ctx, time.Millisecond); {
			}
			o.stop()
			gone(o)
			for range missed {
				o.deliver(discordtest.Command("echo"))
			}
			if err := <-o.ended; err != nil {
				o.t.Errorf("Run: %v", err)
			}
			if once, _ := o.count(); once != inHand {
				o.t.Errorf("%d of %d were acknowledged when the process ended", once, inHand)
			}
			o.trial = startBotAt(o.t, o.discord, Config{Times: times, Shards: resuming(o.session), Commands: commands})
		},
		after: func(o *ordeal) {
			if n := o.discord.Identifies(); n != 1 {
				o.t.Errorf("%d IDENTIFY, want 1: the next process did not resume", n)
			}
		},
	}
}
