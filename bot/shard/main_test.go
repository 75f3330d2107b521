package shard

import (
	"log/slog"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// discard is a log that nobody reads.
var discard = slog.New(slog.DiscardHandler)
