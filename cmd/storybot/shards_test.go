package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"storybot/bot/discordtest"
)

// TestShardsSurviveARestart runs the program with shards twice, on the same
// state: the second goes on with the sessions of the first, and what came in
// between is answered.
func TestShardsSurviveARestart(t *testing.T) {
	for name, test := range map[string]struct {
		shards, says string
		of           int
		answer       []int // shards in this process
	}{
		"auto":   {"auto", "SHARDS=auto has nobody to share with", 2, []int{0, 1}},
		"static": {"0,2/3", "", 3, []int{0, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			leaks := goleak.IgnoreCurrent()
			defer goleak.VerifyNone(t, leaks)
			discord := discordtest.Start(discordtest.WithShards(test.of), discordtest.WithGuilds(6), discordtest.WithMaxConcurrency(3))
			defer discord.Close()
			state := t.TempDir()
			t.Chdir(t.TempDir())
			var missed discordtest.Delivered
			for run := range 2 {
				ctx, stop := context.WithCancel(t.Context())
				var said output
				code := make(chan int, 1)
				go func() {
					code <- execute(ctx, []string{"run"}, &console{in: strings.NewReader(""), out: io.Discard, err: &said, environment: map[string]string{
						"DISCORD_TOKEN": discord.Token(), "DISCORD_API_URL": discord.URL(), "STATE_DIR": state, "SHARDS": test.shards,
					}})
				}()
				held := func() (n int) {
					for _, h := range discord.Held() {
						n += h.Now
					}
					return n
				}
				o := &online{t: t, discord: discord}
				if err := discord.WaitFor(o.patience(), func() bool { return held() == len(test.answer) }); err != nil {
					t.Fatalf("%d shards are held: %v\n%s", held(), err, said.String())
				}
				if run == 1 {
					if c, err := discord.WaitCallback(o.patience(), missed); err != nil || c.Type != 4 {
						t.Errorf("what came in between: %v, callback of type %d", err, c.Type)
					}
				}
				for _, shard := range test.answer {
					if kind, _, raw := o.send(discordtest.InGuild(discordtest.Command("about"), guildOf(shard, test.of))); kind != 4 {
						t.Errorf("shard %d: callback of type %d: %s", shard, kind, raw)
					}
				}
				stop()
				if got := <-code; got != 0 || !strings.Contains(said.String(), test.says) {
					t.Errorf("exit code %d, want the log to say %q\n%s", got, test.says, said.String())
				}
				about := discordtest.InGuild(discordtest.Command("about"), guildOf(test.answer[1], test.of))
				var err error
				if missed, err = discord.Send(about); err != nil {
					t.Fatal(err)
				}
			}
			if discord.Identifies() != len(test.answer) || discord.Resumes() != len(test.answer) {
				t.Errorf("%d IDENTIFY, %d RESUME, want %d of each", discord.Identifies(), discord.Resumes(), len(test.answer))
			}
		})
	}
}

// guildOf returns a guild of a shard.
func guildOf(shard, shards int) string {
	for i := 0; ; i++ {
		if id := discordtest.Guild(i); discordtest.ShardOf(id, shards) == shard {
			return id
		}
	}
}

func TestShardsThatCannotBeRead(t *testing.T) {
	t.Chdir(t.TempDir())
	var said output
	code := execute(t.Context(), []string{"run"}, &console{out: io.Discard, err: &said, environment: map[string]string{
		"DISCORD_TOKEN": "x", "STATE_DIR": "memory", "SHARDS": "4-2/16",
	}})
	want := "storybot: SHARDS: \"4-2/16\" goes backwards, from 4 to 2: write it like 0-3/16, 5/16 or 0,2,4/16 (which shards, of how many), or auto\n"
	if code != exitUsage || said.String() != want {
		t.Errorf("exit code %d: %s", code, said.String())
	}
}

func TestDoctorAdvisesShards(t *testing.T) {
	discord := discordtest.Start(discordtest.WithShards(3))
	defer discord.Close()
	for shards, want := range map[string]string{"": "set SHARDS to auto", "0/2": "SHARDS is of 2", "auto": "", "0-3/4": ""} {
		_, said := doctor(t, map[string]string{"DISCORD_TOKEN": discord.Token(), "DISCORD_API_URL": discord.URL(), "STATE_DIR": "memory", "SHARDS": shards})
		if !strings.Contains(said, "ok    gateway: answers") || !strings.Contains(said, want) || strings.Contains(said, "recommends") != (want != "") {
			t.Errorf("SHARDS=%s:\n%s", shards, said)
		}
	}
}
