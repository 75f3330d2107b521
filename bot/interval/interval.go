// Package interval has what the parts of the bot do with the intervals that they
// keep to, each of which is a field of a struct of theirs: it fills in those that
// were left out, and waits for one.
package interval

import (
	"context"
	"reflect"
	"time"
)

// OrDefault returns a struct whose fields that are a [time.Duration] of zero have
// the values of another's. Fields of other types stay as they are.
func OrDefault[T any](times, defaults T) T {
	into, from := reflect.ValueOf(&times).Elem(), reflect.ValueOf(defaults)
	for i := range into.NumField() {
		if d, ok := into.Field(i).Addr().Interface().(*time.Duration); ok && *d == 0 {
			into.Field(i).Set(from.Field(i))
		}
	}
	return times
}

// Pause waits for d, not at all where it is negative, and returns false when ctx
// is done first.
func Pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
