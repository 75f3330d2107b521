package bot

import (
	"context"
	"flag"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"storybot/bot/discordtest"
	"storybot/bot/interval"
	"storybot/handlers"
)

var soakFor = flag.Duration("soak", 2*time.Second, "how long the soak lasts")

const (
	soakRate  = 500             // interactions a second
	soakEvery = 2 * time.Second // a fault
	// slack is how long after a recovery its effects may still be felt, and
	// before a fault, since it may hit what is on its way.
	slack = 250 * time.Millisecond
)

// soakFaults are those after which every interaction can still be answered.
var soakFaults = []func(*discordtest.Server){
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Reconnect: true}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Invalid: true, Resumable: true}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Close: discordtest.Abnormal}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Close: 4000}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Close: 4009}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{Silence: true}) },
	func(d *discordtest.Server) { d.FailGateway(discordtest.GatewayFault{At: discordtest.ACK}) },
	func(d *discordtest.Server) { d.FailREST(limited(callbackRoute, "0.1", "user")) },
	func(d *discordtest.Server) { d.FailREST(limited(callbackRoute, "0.1", "global")) },
	func(d *discordtest.Server) {
		d.FailREST(discordtest.RESTFault{Route: callbackRoute, Status: 503, Times: 20})
	},
	func(d *discordtest.Server) {
		d.FailREST(discordtest.RESTFault{Route: callbackRoute, Status: 502, After: true, Times: 20})
	},
	func(d *discordtest.Server) {
		d.FailREST(discordtest.RESTFault{Route: callbackRoute, Mute: true, Times: 5})
	},
}

// window is a time in which a fault may be felt.
type window struct{ from, to time.Time }

// soak is a long run under load.
type soak struct {
	discord *discordtest.Server
	bot     *process
	windows []window
	samples []sample

	mu       sync.Mutex
	outcomes []discordtest.Outcome
}

// runSoaked is the bot of the soak.
func runSoaked(ctx context.Context, api, token string) error {
	times := brisk
	times.Answer, times.Queue = 0, 0 // as they really are
	// A callback that is slow must not be taken for one that is lost, on a
	// machine that has other things to do.
	times.REST.Callback = 1500 * time.Millisecond
	return Run(ctx, Config{Token: token, APIURL: api, Times: times, Commands: []handlers.Command{echo()}, Log: slog.New(slog.DiscardHandler)})
}

// TestSoak delivers interactions for a while, with a random fault now and
// then, and looks whether all are answered, and nothing grows in the bot.
func TestSoak(t *testing.T) {
	discord := discordtest.Start(discordtest.WithHeartbeat(300*time.Millisecond), discordtest.WithRecord(64))
	s := &soak{discord: discord, bot: startProcess(t, "soaked", discord)}
	defer s.bot.end(t)
	if err := discord.WaitReady(soon(t)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), *soakFor)
	defer cancel()
	var parts sync.WaitGroup
	var sent int
	began := time.Now()
	parts.Go(func() { sent = s.load(ctx, t) })
	parts.Go(func() { s.trouble(ctx, t, began) })
	parts.Wait()
	for end := soon(t); s.unanswered() > 0 && interval.Pause(end, 10*time.Millisecond); {
	}
	s.collect(0)
	s.judge(t, sent)
}

// load delivers interactions at the rate, and returns how many.
func (s *soak) load(ctx context.Context, t *testing.T) (sent int) {
	began := time.Now()
	i := discordtest.Command("echo", discordtest.StringOpt("text", "why?"))
	for interval.Pause(ctx, 5*time.Millisecond) {
		for due := int(time.Since(began).Seconds() * soakRate); sent < due; sent++ {
			for {
				if _, err := s.discord.Send(i); err == nil {
					break
				}
				if !interval.Pause(ctx, time.Millisecond) { // there is no session now
					return sent
				}
			}
		}
	}
	return sent
}

// trouble has faults happen, and notes when they could be felt. Before each, at
// the end of a quiet while, it samples heap and goroutines.
func (s *soak) trouble(ctx context.Context, t *testing.T, began time.Time) {
	for interval.Pause(ctx, min(soakEvery, *soakFor/3)) {
		s.sample(t, time.Since(began))
		from := time.Now()
		soakFaults[rand.IntN(len(soakFaults))](s.discord)
		recovered := soon(t)
		interval.Pause(recovered, 50*time.Millisecond)
		for s.discord.Faults() > 0 && interval.Pause(recovered, time.Millisecond) {
		}
		if err := s.discord.WaitReady(recovered); err != nil {
			t.Error(err)
		}
		// A connection that is silent, or not acknowledged, is noticed at
		// the second heartbeat.
		interval.Pause(recovered, 650*time.Millisecond)
		if err := s.discord.WaitReady(recovered); err != nil {
			t.Error(err)
		}
		s.windows = append(s.windows, window{from.Add(-slack), time.Now().Add(slack)})
	}
}

// sample is what the bot held at a time.
type sample struct {
	at time.Duration
	held
}

// sample is taken once all that may fill is full.
func (s *soak) sample(t *testing.T, at time.Duration) {
	if at < *soakFor/3 {
		return
	}
	s.collect(time.Second)
	now := sample{at: at}
	if err := s.bot.says("held", &now.held); err != nil {
		t.Error(err)
	}
	s.samples = append(s.samples, now)
}

// collect takes the outcomes of interactions that were answered, or could no
// longer be.
func (s *soak) collect(ago time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outcomes = append(s.outcomes, s.discord.Forget(max(ago, 0))...)
}

func (s *soak) unanswered() (n int) {
	for _, o := range s.discord.Outcomes() {
		if o.Taken == 0 {
			n++
		}
	}
	return n
}

// judge prints the figures, and finds fault with them.
func (s *soak) judge(t *testing.T, sent int) {
	var calm []time.Duration
	unanswered, twice := sent-len(s.outcomes), 0
	for _, o := range s.outcomes {
		if o.Taken == 0 {
			unanswered++
			continue
		}
		if o.Again > 0 {
			twice++
		}
		if !slices.ContainsFunc(s.windows, func(w window) bool { return o.At.After(w.from) && o.At.Before(w.to) }) {
			calm = append(calm, o.After)
		}
	}
	slices.Sort(calm)
	if len(calm) == 0 {
		t.Fatal("no interaction was outside a fault")
	}
	p50, p99, last := calm[len(calm)/2], calm[len(calm)*99/100], calm[len(calm)-1]
	heap, heapSlope := trend(s.samples, func(s sample) float64 { return float64(s.Heap) / 1024 })
	goroutines, goroutinesSlope := trend(s.samples, func(s sample) float64 { return float64(s.Goroutines) })
	t.Logf("%d interactions in %v, %d faults; unanswered %d, twice %d; IDENTIFY %d, RESUME %d",
		sent, *soakFor, len(s.windows), unanswered, twice, s.discord.Identifies(), s.discord.Resumes())
	t.Logf("acknowledged, outside faults (%d): p50 %v, p99 %v, max %v", len(calm), p50, p99, last)
	t.Logf("slope between faults: heap %+.1f KiB/s of %.0f KiB, goroutines %+.2f/s of %.0f",
		heapSlope, heap, goroutinesSlope, goroutines)
	if unanswered != 0 || twice != 0 {
		t.Errorf("%d interactions are unanswered, and %d were answered twice", unanswered, twice)
	}
	const settled = 30 * time.Second // from then on the figures say something
	if *soakFor < settled {
		return
	}
	if p99 > 100*time.Millisecond {
		t.Errorf("p99 is %v, more than 100 ms", p99)
	}
	if heapSlope > 64 || goroutinesSlope > 1 {
		t.Error("heap or goroutines grow")
	}
}

// trend returns the median of samples, and the median of the slopes between any
// two of them that had as many connections open, a second (Theil, 1950; Sen,
// 1968). What leaks lifts most slopes; what a fault has left behind for a while
// lifts few.
func trend(samples []sample, of func(sample) float64) (median, slope float64) {
	var values, slopes []float64
	for i, s := range samples {
		values = append(values, of(s))
		for _, before := range samples[:i] {
			if s.Connections == before.Connections {
				slopes = append(slopes, (of(s)-of(before))/(s.at-before.at).Seconds())
			}
		}
	}
	return middle(values), middle(slopes)
}

func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func TestTrendTellsALeakFromAFault(t *testing.T) {
	every := func(values ...int) (samples []sample) {
		for i, v := range values {
			samples = append(samples, sample{time.Duration(i) * 500 * time.Millisecond, held{Goroutines: v}})
		}
		return samples
	}
	of := func(s sample) float64 { return float64(s.Goroutines) }
	if _, slope := trend(every(90, 92, 88, 91, 89, 90, 92, 310, 280, 90), of); slope > 1 || slope < -1 {
		t.Errorf("with a fault late: %v a second", slope)
	}
	if _, slope := trend(every(90, 93, 310, 99, 102, 105, 108, 111, 114, 117), of); slope < 5 || slope > 7 {
		t.Errorf("of 6 a second that leak: %v", slope)
	}
	pool := every(90, 90, 90, 200, 200, 200, 290, 290, 290, 320)
	for i := range pool {
		pool[i].Connections = pool[i].Goroutines
	}
	if _, slope := trend(pool, of); slope != 0 {
		t.Errorf("with more connections now and then: %v a second", slope)
	}
	if median, slope := trend(nil, of); median != 0 || slope != 0 {
		t.Errorf("of nothing: %v, %v a second", median, slope)
	}
}
