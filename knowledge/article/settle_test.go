package article

import "testing"

// An article of a folder, with the line that dates it and the date that it is
// settled to.
type filed struct{ name, line, want string }

func TestSettleDates(t *testing.T) {
	for _, test := range []struct {
		name     string
		articles []filed
		warning  string
	}{
		{"alone, the day is first", []filed{{"a", "05/06/2018", "2018-06-05"}}, "05/06/2018 is ambiguous"},
		{"as the others are", []filed{{"a", "05/06/2018", "2018-05-06"}, {"b", "06/16/2018", "2018-06-16"}}, "as in the other articles of the folder"},
		{"as most of the others are", []filed{{"a", "05/06/2018", "2018-06-05"}, {"b", "06/16/2018", "2018-06-16"}, {"c", "16/06/2018", "2018-06-16"}, {"d", "17/06/2018", "2018-06-17"}}, "the day first"},
		{"nearer to the others", []filed{{"a", "05/06/2018", "2018-05-06"}, {"b", "7 May 2018", "2018-05-07"}}, "nearer to the other articles"},
		{"with its time", []filed{{"a", "05/06/2018 10:38", "2018-05-06T10:38"}, {"b", "7 May 2018", "2018-05-07"}}, "nearer"},
		{"the same either way", []filed{{"a", "05/05/2018", "2018-05-05"}, {"b", "06/16/2018", "2018-06-16"}}, ""},
		{"full stops say that the day is first", []filed{{"a", "05.06.2018", "2018-06-05"}, {"b", "06/16/2018", "2018-06-16"}}, ""},
	} {
		var articles []*Article
		for _, d := range test.articles {
			articles = append(articles, mustRead(t, d.name+".txt", []byte("Title of "+d.name+"\n"+d.line+story)))
		}
		for range 2 { // settling what is settled changes nothing
			Settle(articles)
		}
		for i, d := range test.articles {
			if got := articles[i].Published.String(); got != d.want {
				t.Errorf("%s: %s is %s, want %s", test.name, d.line, got, d.want)
			}
		}
		wantWarning(t, articles[0], test.warning)
		if len(articles[0].Warnings) > 1 {
			t.Errorf("%s: warnings %q", test.name, articles[0].Warnings)
		}
	}
}

// The publisher's own habit counts before that of others.
func TestSettleByPublisher(t *testing.T) {
	read := func(name, publisher, line string) *Article {
		a, err := ReadWith(name, []byte("Title of "+name+"\n"+line+story), Sidecar{matter: matter{publisher: publisher}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := read("a.txt", "The Post", "05/06/2018")
	Settle([]*Article{a, read("b.txt", "the post", "06/16/2018"), read("c.txt", "The Sun", "16/06/2018"), read("d.txt", "The Sun", "17/06/2018")})
	if got := a.Published.String(); got != "2018-05-06" {
		t.Errorf("published %s", got)
	}
	wantWarning(t, a, "as in the other articles of The Post")
}

// A line that is another article's title is a link to it.
func TestSettleHeadlines(t *testing.T) {
	a := mustRead(t, "a.txt", []byte("Korva loses its ferry\n\nThe ferry stops in autumn.\n\nThe bridge that nobody on the island of Korva ever wanted\n\nNobody takes the ferry.\n"))
	b := mustRead(t, "b.txt", []byte("The bridge that nobody on the island of Korva ever wanted\n\nIt is late.\n"))
	if len(a.Sentences) != 3 {
		t.Fatalf("sentences %q", sentences(a))
	}
	Settle([]*Article{a, b})
	checkArticle(t, a)
	wantSentences(t, a, "The ferry stops in autumn.", "Nobody takes the ferry.")
	wantRule(t, a, "The bridge that nobody on the island of Korva ever wanted", "related")
	if a.Dropped[0].Line != 5 || a.Sentences[1].Paragraph != 2 {
		t.Errorf("line %d, paragraph %d", a.Dropped[0].Line, a.Sentences[1].Paragraph)
	}
}
