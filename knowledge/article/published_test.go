package article

import "testing"

// Header lines as papers write them.
func TestParseHeader(t *testing.T) {
	for _, test := range []struct{ line, published, modified, author string }{
		{"Published: 16 June 2018 - 10:38 a.m.", "2018-06-16T10:38", "", ""},
		{"Published 10:38 BST 16 June 2018", "2018-06-16T10:38", "", ""},
		{"Sat 16 Jun 2018 10.38 BST", "2018-06-16T10:38", "", ""},
		{"First published on Sat 16 Jun 2018 10.38 BST", "2018-06-16T10:38", "", ""},
		{"Last modified on Sun 17 Jun 2018 08.00 BST", "", "2018-06-17T08:00", ""},
		{"PUBLISHED: 10:38, 16 June 2018 | UPDATED: 12:44, 18 June 2018", "2018-06-16T10:38", "2018-06-18T12:44", ""},
		{"June 16, 2018 at 10:38 p.m. EDT", "2018-06-16T22:38", "", ""},
		{"Updated 1038 GMT (1838 HKT) June 16, 2018", "", "2018-06-16T10:38", ""},
		{"June 16th, 2018", "2018-06-16", "", ""},
		{"the 16th", "", "", ""},
		{"16th of June 2018", "2018-06-16", "", ""},
		{"Saturday, June 16, 2018", "2018-06-16", "", ""},
		{"JUNE 16, 2018 12:01 AM", "2018-06-16T00:01", "", ""},
		{"16-Jun-2018", "2018-06-16", "", ""},
		{"16 Jun. 2018, 12.05pm", "2018-06-16T12:05", "", ""},
		{"2018-06-16T10:38:00+01:00", "2018-06-16T10:38", "", ""},
		{"2018-06-16 10:38:59.123Z", "2018-06-16T10:38", "", ""},
		{"2018/06/16", "2018-06-16", "", ""},
		{"16/06/2018 10:38", "2018-06-16T10:38", "", ""},
		{"06/16/2018", "2018-06-16", "", ""},
		{"16.06.2018, 10:38 Uhr", "2018-06-16T10:38", "", ""},
		{"16/06/18", "2018-06-16", "", ""},
		{"Date: June 2018", "2018-06", "", ""},
		{"June 2018", "", "", ""},
		{"3 hours ago", "", "", ""},
		{"16 June 2018 · 5 min read", "2018-06-16", "", ""},
		{"By Jon Holm", "", "", "Jon Holm"},
		{"By: Jon Holm", "", "", "Jon Holm"},
		{"BY JON HOLM", "", "", "Jon Holm"},
		{"by Jon Holm and Mia Falk", "", "", "Jon Holm and Mia Falk"},
		{"By Jon Holm, Mia Falk and Lina O’Berg", "", "", "Jon Holm, Mia Falk and Lina O’Berg"},
		{"By Jon Holm, Technology Editor | June 16, 2018", "2018-06-16", "", "Jon Holm"},
		{"By JON HOLM FOR THE POST PUBLISHED: 10:38, 16 June 2018", "2018-06-16T10:38", "", "Jon Holm"},
		{"By Jon Holm, BBC News, London", "", "", "Jon Holm"},
		{"By Wikinews staff | October 9, 2010", "2010-10-09", "", "Wikinews staff"},
		{"By AP", "", "", "AP"},
		{"Posted by Jon Holm on June 16, 2018", "2018-06-16", "", "Jon Holm"},
		{"Jon Holm | 16 June 2018", "2018-06-16", "", "Jon Holm"},
		{"Jon Holm 16 June 2018 10:38", "2018-06-16T10:38", "", "Jon Holm"},
		{"Jon Holm, Mia Falk", "", "", ""},
		{"By Monday", "", "", ""},
		{"By the numbers", "", "", ""},
		{"On 16 June 2018 the ferry sank.", "", "", ""},
		{"The ferry sank on June 16, 2018", "", "", ""},
		{"Published on June 16, 2018, the report names nobody.", "", "", ""},
		{"16 June", "", "", ""},
		{"25:61, 16 June 2018", "2018-06-16", "", ""},
	} {
		h, _ := parseHeader(test.line)
		if h.published.String() != test.published || h.modified.String() != test.modified || h.author != test.author {
			t.Errorf("%q: published %q, changed %q, by %q", test.line, h.published, h.modified, h.author)
		}
	}
}

// A day that no calendar has is not taken for another one.
func TestImpossibleDays(t *testing.T) {
	for _, line := range []string{"Published: 31 June 2018", "February 29, 2019", "2018-13-01", "2018-02-30", "32/01/2018", "00.00.2018"} {
		h, ok := parseHeader(line)
		if !ok || h.published.Known() || h.bad == "" {
			t.Errorf("%q: published %q, bad %q", line, h.published, h.bad)
		}
	}
	a := mustRead(t, "korva.txt", []byte("Korva loses its ferry\nPublished: 31 June 2018"+story))
	wantWarning(t, a, `line 2: "31 June 2018" is on no calendar`)
	if a.Published.Known() {
		t.Errorf("published %s", a.Published)
	}
}
