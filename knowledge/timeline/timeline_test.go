package timeline

import (
	"testing"
	"time"

	"storybot/knowledge/dates"
)

func TestRowsAreInDateOrder(t *testing.T) {
	reference := dates.OfDay(2018, time.June, 16)
	rows := Rows([]Sentence{
		{"It voted on Wednesday.", reference},
		{"In May, it was announced.", reference},
		{"On 2 May 2018 and again on 2 May 2018, it was denied.", dates.Date{}},
		{"On Wednesday, too, says an undated article.", dates.Date{}},
	})
	want := []string{"2018-05", "2018-05-02", "2018-06-13"}
	if len(rows) != len(want) {
		t.Fatalf("got %d rows: %+v", len(rows), rows)
	}
	for i, row := range rows {
		if row.Date.String() != want[i] {
			t.Errorf("row %d is of %s, want %s", i, row.Date, want[i])
		}
	}
	if rows[1].Sentence != 2 {
		t.Errorf("2 May is told by sentence %d, want 2", rows[1].Sentence)
	}
}
