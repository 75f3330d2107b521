package dates

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestRulesFire keeps the table honest: rules are there for English, so on all
// the articles at hand no more than one in ten may fire but once or never.
func TestRulesFire(t *testing.T) {
	shared := os.Getenv("STORYBOT_SHARED")
	if shared == "" {
		t.Skip("STORYBOT_SHARED does not name the folder of articles to count on")
	}
	fired := make(map[string]int)
	read := 0
	err := filepath.WalkDir(shared, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".txt" && filepath.Ext(path) != ".jsonl" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read++
		for _, pattern := range firing(string(text)) {
			fired[pattern]++
		}
		return nil
	})
	if err != nil || read == 0 {
		t.Fatalf("read %d articles below %s: %v", read, shared, err)
	}
	rare := 0
	for _, r := range rules {
		if fired[r.pattern] <= 1 {
			rare++
			t.Logf("fired %d times: %s", fired[r.pattern], r.pattern)
		}
	}
	if rare*10 > len(rules) {
		t.Errorf("%d of %d rules fire at most once on %d articles", rare, len(rules), read)
	}
}

// firing returns the patterns that made an expression of a text.
func firing(text string) []string {
	r := &reader{text: text, ref: Published(OfDay(2010, 6, 16)), tokens: tokens(text, grammarOfEnglish.words, false)}
	var fired []string
	for at := 0; at < len(r.tokens); at++ {
		m, ok := grammarOfEnglish.longest(r.tokens, at)
		if !ok {
			continue
		}
		e, ok := r.meaning(m)
		r.follow(e)
		if ok || m.rule.means == nil {
			fired = append(fired, m.rule.pattern)
		}
		at = m.to - 1
	}
	return fired
}
