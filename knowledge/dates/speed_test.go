package dates_test

import (
	"strings"
	"testing"
	"time"

	"storybot/knowledge/dates"
)

// TestLinear: a text ten times as long takes about ten times as long, whatever
// it is made of. The ratio that is allowed lies far below the hundred of a
// quadratic reader.
func TestLinear(t *testing.T) {
	for _, test := range []struct {
		piece string
		size  int
	}{
		{"1234567890", 10_000_000},
		{"May ", 10_000_000},
		{"after 2 days, said ", 2_000_000},
		{"“today 5 weeks before ", 2_000_000},
		{"twenty-", 2_000_000},
		{"2018, a day after the ", 2_000_000},
	} {
		whole := strings.Repeat(test.piece, test.size/len(test.piece))
		short, long := reading(whole[:len(whole)/10]), reading(whole)
		if ratio := float64(long) / float64(max(short, 20*time.Millisecond)); ratio > 40 {
			t.Errorf("%q: %d bytes take %v, %d bytes %v", test.piece, len(whole)/10, short, len(whole), long)
		}
	}
}

func reading(text string) time.Duration {
	start := time.Now()
	dates.Read(text, []dates.Span{{Start: 0, End: len(text)}}, dates.Published(published))
	return time.Since(start)
}

// BenchmarkRead reads a news article of 600 words.
func BenchmarkRead(b *testing.B) {
	paragraph := `On Wednesday, the council of the valley backed a plan for the harbour bridge that could close it to all lorries by
next spring. The port announced on 12 June 2018 that it would pay for the repairs, which were first asked for in 2014.
"We have kept this bridge open for 20 years," he said. "After today's vote there is no choice but to shut it next month."
`
	text := strings.Repeat(paragraph, 600/len(strings.Fields(paragraph))+1)
	var spans []dates.Span
	for start := 0; start < len(text); {
		end := start + strings.IndexByte(text[start:], '\n')
		spans = append(spans, dates.Span{Start: start, End: end})
		start = end + 1
	}
	b.ReportAllocs()
	for b.Loop() {
		dates.Read(text, spans, dates.Published(published))
	}
}
