package dates

import (
	"testing"
	"time"
)

// published is a Saturday.
var published = OfDay(2018, time.June, 16)

func TestFind(t *testing.T) {
	for _, test := range []struct {
		text, want, why string
	}{
		{"It was adopted on 13 June 2018.", "2018-06-13", `"13 June 2018"`},
		{"It was adopted on June 13.", "2018-06-13", `"June 13", the nearest to 16 June 2018 (published)`},
		{"The vote of December 30 stands.", "2017-12-30", `"December 30", the nearest to 16 June 2018 (published)`},
		{"On Wednesday, the vote was held.", "2018-06-13", `"On Wednesday", before Saturday 16 June 2018 (published)`},
		{"It appeared on Saturday.", "2018-06-16", `"on Saturday", the day it was published`},
		{"In May, it was announced.", "2018-05", `"In May", the nearest to 16 June 2018 (published)`},
		{"It began in March 2003.", "2003-03", `"in March 2003"`},
		{"They may march past June 31 or on 2018-06-31.", "", ""},
		{"It may take 20 years.", "", ""},
		{"", "", ""},
	} {
		found := Find(test.text, published)
		var date, why string
		if len(found) > 0 {
			date, why = found[0].Date.String(), found[0].Why
		}
		if date != test.want || why != test.why {
			t.Errorf("Find(%q) = %q, %q; want %q, %q", test.text, date, why, test.want, test.why)
		}
	}
}

func TestFindWithoutAReferenceDateTakesWholeDatesAlone(t *testing.T) {
	found := Find("On Wednesday, in May, on June 13 and on 1 July 2018", Date{})
	if len(found) != 1 || found[0].Date != OfDay(2018, time.July, 1) {
		t.Errorf("found %v, want 1 July 2018 alone", found)
	}
}

func TestParseReadsDateLines(t *testing.T) {
	for line, want := range map[string]string{
		"Published: 16 June 2018 - 10:38 a.m.": "2018-06-16T10:38",
		"Published: 16 June 2018 - 10:38 p.m.": "2018-06-16T22:38",
		"By A. Writer | October 9, 2010":       "2010-10-09",
		"Friday, July 21, 2017":                "2017-07-21",
		"2015-08-21":                           "2015-08-21",
		"1st Sept. 2019, 23:05":                "2019-09-01T23:05",
		"31 June 2018":                         "",
		"A headline of May":                    "",
	} {
		if got, _ := Parse(line); got.String() != want {
			t.Errorf("Parse(%q) = %v, want %q", line, got, want)
		}
	}
}
