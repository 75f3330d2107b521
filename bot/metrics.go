package bot

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"storybot/bot/gateway"
)

// metrics counts what happens. A nil *metrics counts nothing.
type metrics struct {
	interactions *prometheus.CounterVec   // by command and outcome
	acknowledged prometheus.Histogram     // from arrival to the callback's answer
	answered     prometheus.Histogram     // from arrival to the end
	abstentions  prometheus.Counter       // answers that say that the story does not say
	reconnects   *prometheus.CounterVec   // by reason
	waits        *prometheus.HistogramVec // for rate limits, by scope
	gateway      prometheus.Gauge         // the state of the shard that is worst off
	shards       *prometheus.GaugeVec     // how many are in each state

	mu     sync.Mutex
	status map[int]gateway.Status // of each shard
}

// seconds in which an interaction is answered well, in time, and too late.
var seconds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3, 10, 60}

// newMetrics registers the metrics. Those of the Go runtime, its goroutines
// among them, are registered too.
func newMetrics(registry *prometheus.Registry) (*metrics, error) {
	name := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "storybot", Name: name, Help: help}
	}
	timing := func(name, help string) prometheus.HistogramOpts {
		return prometheus.HistogramOpts{Namespace: "storybot", Name: name, Help: help, Buckets: seconds}
	}
	m := &metrics{
		interactions: prometheus.NewCounterVec(prometheus.CounterOpts(
			name("interactions_total", "Interactions, by command and outcome.")), []string{"command", "outcome"}),
		acknowledged: prometheus.NewHistogram(timing("acknowledgement_seconds", "From an interaction's arrival until Discord took its acknowledgement.")),
		answered:     prometheus.NewHistogram(timing("answer_seconds", "From an interaction's arrival until its answer was sent.")),
		abstentions: prometheus.NewCounter(prometheus.CounterOpts(
			name("abstentions_total", "Answers that say that the articles do not say."))),
		reconnects: prometheus.NewCounterVec(prometheus.CounterOpts(
			name("gateway_losses_total", "Gateway connections that were lost, or not made, by reason.")), []string{"reason"}),
		waits: prometheus.NewHistogramVec(timing("ratelimit_wait_seconds", "Waits for rate limits and before retries, by scope."), []string{"scope"}),
		gateway: prometheus.NewGauge(prometheus.GaugeOpts(
			name("gateway_state", "The gateway's state: 0 offline, 1 connecting, 2 online; of several shards the lowest."))),
		shards: prometheus.NewGaugeVec(prometheus.GaugeOpts(
			name("shards", "Shards in this process, by their gateway's state.")), []string{"state"}),
		status: make(map[int]gateway.Status),
	}
	for _, c := range []prometheus.Collector{
		m.interactions, m.acknowledged, m.answered, m.abstentions, m.reconnects, m.waits, m.gateway, m.shards, collectors.NewGoCollector(),
	} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) interaction(command, outcome string, took time.Duration) {
	if m != nil {
		m.interactions.WithLabelValues(command, outcome).Inc()
		m.answered.Observe(took.Seconds())
	}
}

func (m *metrics) acknowledgement(took time.Duration) {
	if m != nil {
		m.acknowledged.Observe(took.Seconds())
	}
}

func (m *metrics) abstention() {
	if m != nil {
		m.abstentions.Inc()
	}
}

func (m *metrics) waited(scope string, d time.Duration) {
	m.waits.WithLabelValues(scope).Observe(d.Seconds())
}

func (m *metrics) lost(loss *gateway.Loss) { m.reconnects.WithLabelValues(loss.Reason).Inc() }

func (m *metrics) setStatus(shard int, s gateway.Status) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status[shard] = s
	m.count()
}

// forget says that a shard is not in this process any more.
func (m *metrics) forget(shard int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.status, shard)
	m.count()
}

// count sets the gauges of the shards' states.
func (m *metrics) count() {
	in := make([]int, gateway.Online+1)
	for _, s := range m.status {
		in[s]++
	}
	lowest := gateway.Offline
	for s := gateway.Online; s >= gateway.Offline; s-- {
		m.shards.WithLabelValues(s.String()).Set(float64(in[s]))
		if in[s] > 0 {
			lowest = s
		}
	}
	m.gateway.Set(float64(lowest))
}

// online says whether all shards that this process has are online.
func (m *metrics) online() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.status {
		if s != gateway.Online {
			return false
		}
	}
	return true
}
