package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"storybot/knowledge/library"
)

// storiesMetrics are the metrics of several stories.
type storiesMetrics struct{ stories *library.Library }

// maxLabelled is of how many stories the version is told: each is a series.
const maxLabelled = 100

var (
	storiesArticles  = prometheus.NewDesc("storybot_articles", "Articles of the stories in memory.", nil, nil)
	storiesLoaded    = prometheus.NewDesc("storybot_stories_loaded", "Stories in memory.", nil, nil)
	storiesBytes     = prometheus.NewDesc("storybot_stories_bytes", "Memory that they take, estimated.", nil, nil)
	storiesLoads     = prometheus.NewDesc("storybot_story_loads_total", "How often a story was loaded, by how that went.", []string{"outcome"}, nil)
	storiesEvictions = prometheus.NewDesc("storybot_story_evictions_total", "How often a story was let go for memory.", nil, nil)
	storiesInfo      = prometheus.NewDesc("storybot_story_info", "The first stories in memory, by name, with their versions.", []string{"story", "version"}, nil)
)

func (storiesMetrics) Describe(all chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{storiesArticles, storiesLoaded, storiesBytes, storiesLoads, storiesEvictions, storiesInfo} {
		all <- d
	}
}

func (m storiesMetrics) Collect(all chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		all <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	counter := func(d *prometheus.Desc, value int64, labels ...string) {
		all <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
	}
	loaded, articles := m.stories.Loaded(), 0
	for i, story := range loaded {
		base := story.Store.Current()
		articles += len(base.Articles())
		if i < maxLabelled {
			gauge(storiesInfo, 1, story.Name, base.Version())
		}
	}
	gauge(storiesArticles, float64(articles))
	gauge(storiesLoaded, float64(len(loaded)))
	gauge(storiesBytes, float64(m.stories.Memory()))
	count := m.stories.Count()
	counter(storiesLoads, count.Loads, "loaded")
	counter(storiesLoads, count.Failures, "failed")
	counter(storiesEvictions, count.Evictions)
}

// storeMetrics are the metrics of what is kept.
type storeMetrics struct{ state state }

var storeUp = prometheus.NewDesc("storybot_store_up", "1 where what is kept can be reached, else 0: it may be in NATS.", nil, nil)

func (storeMetrics) Describe(all chan<- *prometheus.Desc) { all <- storeUp }

func (m storeMetrics) Collect(all chan<- prometheus.Metric) {
	up := 1.0
	if m.state.fit() != nil {
		up = 0
	}
	all <- prometheus.MustNewConstMetric(storeUp, prometheus.GaugeValue, up)
}
