package memory_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"storybot/store"
	"storybot/store/memory"
	"storybot/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestContract(t *testing.T) {
	storetest.Test(t, func(*testing.T) store.Store { return memory.New(time.Now) })
}

func TestObjects(t *testing.T) {
	storetest.TestObjects(t, func(*testing.T) store.Objects { return memory.NewObjects() })
}
