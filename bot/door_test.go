package bot

import (
	"testing"
	"time"
)

func TestDoorIsShut(t *testing.T) {
	d := newDoor(2, 0, time.Second)
	for range 2 {
		if !d.enter() {
			t.Fatal("an open door lets nobody in")
		}
	}
	d.leave()
	d.close()
	if d.enter() {
		t.Error("a shut door lets one in")
	}
	if d.left(time.Millisecond) {
		t.Error("all have left, with one inside")
	}
	d.leave()
	if !d.left(time.Minute) {
		t.Error("one is left when all have left")
	}
}

func TestDoorHasRoomForSoMany(t *testing.T) {
	d := newDoor(1, 1, time.Minute)
	if !d.sit(t.Context()) {
		t.Fatal("there is no room for the first")
	}
	second := make(chan bool)
	go func() { second <- d.sit(t.Context()) }()
	for len(d.queue) == 0 {
		time.Sleep(time.Millisecond)
	}
	if d.sit(t.Context()) {
		t.Error("the third did not have to wait")
	}
	d.rise()
	if !<-second {
		t.Error("the second waited in vain")
	}
}

func TestQueueThatDoesNotMove(t *testing.T) {
	d := newDoor(1, 1, time.Millisecond)
	d.sit(t.Context())
	if d.sit(t.Context()) {
		t.Error("two have the room of one")
	}
	if len(d.queue) != 0 {
		t.Error("one who was turned away still waits")
	}
}
