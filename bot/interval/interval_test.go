package interval

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestOrDefault(t *testing.T) {
	type inner struct{ Wait time.Duration }
	type times struct {
		First, Second time.Duration
		Inner         inner
		Tries         int
	}
	got := OrDefault(times{Second: time.Minute}, times{First: time.Second, Second: time.Hour, Inner: inner{time.Hour}, Tries: 3})
	if want := (times{First: time.Second, Second: time.Minute}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		for _, test := range []struct {
			d, took time.Duration
			all     bool
		}{
			{2 * time.Second, 2 * time.Second, true},
			{0, 0, true},
			{-time.Hour, 0, true},
			{time.Hour, time.Second, false},
			{0, 0, false},
		} {
			if all := Pause(ctx, test.d); all != test.all || time.Since(began) != test.took {
				t.Errorf("Pause(%v) = %v after %v, want %v after %v", test.d, all, time.Since(began), test.all, test.took)
			}
			began = time.Now()
		}
	})
}
