package shard

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"storybot/bot/gateway"
	"storybot/bot/interval"
	"storybot/store"
	"storybot/store/memory"
)

// still is a connection that has a session, and ends when it is told or with an
// error.
type still struct {
	session gateway.Session
	err     error
}

func (s still) Run(ctx context.Context) error {
	if s.err != nil {
		interval.Pause(ctx, time.Second)
		return s.err
	}
	<-ctx.Done()
	return nil
}

func (s still) Session() gateway.Session { return s.session }

// runStatic runs shards for a while. Each goes on with the session that it is
// given, and counts one event. It returns how they were opened, and the error.
func runStatic(t *testing.T, s *Static, fails int) (map[gateway.Shard]gateway.Session, error) {
	t.Helper()
	opened := make(map[gateway.Shard]gateway.Session)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	err := s.Run(ctx, Bot{Open: func(turn Turn) Connection {
		opened[turn.Shard] = turn.Session
		if turn.Torn || !turn.Held() || s.Ready() {
			t.Errorf("%v: torn %v, held %v; ready before all are opened: %v", turn.Shard, turn.Torn, turn.Held(), s.Ready())
		}
		c := still{session: gateway.Session{ID: turn.Shard.String(), Seq: turn.Session.Seq + 1}}
		if turn.Shard.Number == fails {
			c.err = errStill
		}
		return c
	}})
	return opened, err
}

var errStill = errors.New("it cannot go on")

func TestStatic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := make(map[int]gateway.Session)
		s := &Static{
			Numbers: []int{2, 3}, Count: 4, Sessions: map[int]gateway.Session{3: {ID: "before", Seq: 7}},
			Leave: func(shard gateway.Shard, session gateway.Session) { left[shard.Number] = session },
		}
		opened, err := runStatic(t, s, -1)
		want := map[gateway.Shard]gateway.Session{{Number: 2, Count: 4}: {}, {Number: 3, Count: 4}: {ID: "before", Seq: 7}}
		if diff := cmp.Diff(want, opened); err != nil || diff != "" || !s.Ready() {
			t.Errorf("%v, ready %v; opened (-want +got):\n%s", err, s.Ready(), diff)
		}
		if diff := cmp.Diff(map[int]gateway.Session{2: {ID: "2/4", Seq: 1}, 3: {ID: "3/4", Seq: 8}}, left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	})
}

func TestStaticWithoutShards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opened, err := runStatic(t, new(Static), -1)
		if want := map[gateway.Shard]gateway.Session{{Number: 0, Count: 1}: {}}; err != nil || !maps.Equal(opened, want) {
			t.Errorf("%v; opened %v", err, opened)
		}
	})
}

func TestStaticThatCannotGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := runStatic(t, &Static{Count: 3}, 1)
		if !errors.Is(err, errStill) || time.Since(began) > 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// TestKept has one process leave its sessions in a store, and the next take them,
// once. Without the store it begins anew.
func TestKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := memory.New(time.Now)
		defer kept.Close()
		way := &line{Store: kept, random: rand.New(rand.NewPCG(1, 1))}
		runs := func() map[gateway.Shard]gateway.Session {
			opened, err := runStatic(t, &Static{Count: 2, Kept: &Kept{way, discard}}, -1)
			if err != nil {
				t.Error(err)
			}
			return opened
		}
		for want := range int64(3) {
			for shard, session := range runs() {
				if session.Seq != want {
					t.Errorf("run %d: shard %v goes on after %d", want, shard, session.Seq)
				}
			}
		}
		anew := func(why string) {
			t.Helper()
			for shard, session := range runs() {
				if session.ID != "" {
					t.Errorf("%s, shard %v goes on", why, shard)
				}
			}
		}
		way.set(gone)
		anew("without a store")
		way.set(well)
		time.Sleep(keptFor + time.Minute)
		anew("after a quarter of an hour")
		for _, number := range []int{0, 1} {
			_, err := store.Update(t.Context(), kept, keptKey(gateway.Shard{Number: number, Count: 2}), func(e *store.Entry) error {
				e.Value = []byte("{")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		anew("with what cannot be read")
	})
}
