// Package discordtest is a stand-in for Discord on loopback, as
// [net/http/httptest] is for a web server: a real websocket gateway and the
// REST routes that a bot calls, which record every request.
//
// A test starts one, points its bot at it, acts as a person, and looks at
// what came back:
//
//	discord := discordtest.Start()
//	defer discord.Close()
//	go run(ctx, discord.URL(), discord.Token()) // your bot
//	if err := discord.WaitReady(ctx); err != nil {
//		t.Fatal(err)
//	}
//	sent, err := discord.Send(discordtest.Command("ask", discordtest.StringOpt("question", "why?")))
//	...
//	callback, err := discord.WaitCallback(ctx, sent)
//	// callback.Type, callback.Data; discord.Callbacks(sent.ID) for exactly once
//
// # What it holds a bot to
//
// Like Discord it speaks API v10 only; takes one token; lets an interaction
// be answered once, within 3 seconds, with a callback of a type that fits it;
// opens an interaction's webhook when it has been answered and shuts it 15
// minutes later; numbers the events of a session, and replays the missed ones
// to a session that resumes. A bot that breaks one of these rules gets the
// status, error code or close code that Discord would give.
//
// A bot may have as many shards as it likes, see [WithShards]; an event goes to
// the shard of its guild. The stand-in counts which connection holds which shard
// ([Server.Held]), so that a test can show that none is held twice.
//
// It does not count rate limits, does not hang up on a client whose heartbeat
// stops, and does not measure messages: text that is too long for Discord is
// taken.
//
// # How it is made
//
// One mutex guards all state. A REST request is read whole, then answered and
// recorded under it in one step, so the order of [Server.Requests] is the
// order in which they took effect, and a client that holds an answer finds its
// request in the record. A gateway payload is queued under it and written by
// the connection's own goroutine, so a client that reads slowly holds up
// nobody else.
//
// # Faults
//
// Everything that the stand-in says goes through one of two places, and there
// it can go wrong on demand: (*Server).answer for REST, see [RESTFault], and
// (*conn).write for the gateway, see [GatewayFault].
//
//	discord.FailREST(discordtest.RESTFault{Route: "POST /interactions/{id}/{token}/callback", Status: 502})
//	discord.FailGateway(discordtest.GatewayFault{At: "READY", Close: 4009})
//
// [Server.Outcomes] then tells of each interaction whether it was acknowledged
// exactly once.
package discordtest
