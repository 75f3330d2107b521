package picture

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"

	"storybot/knowledge"
	"storybot/knowledge/dates"
	"storybot/knowledge/story"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

func storyEvents(t testing.TB) []knowledge.Event {
	t.Helper()
	base, report, err := knowledge.Load(story.Articles())
	if err != nil || len(report.Errors) > 0 {
		t.Fatal(err, report.Errors)
	}
	return base.Timeline(knowledge.Period{})
}

// mergedEvents are the story's events with all that a picture may have to show.
func mergedEvents(t testing.TB) []knowledge.Event {
	events := storyEvents(t)
	third := events[2].Quotes[0]
	events[0].Inferred = true
	events[0].Also = []knowledge.Also{{Date: dates.OfDay(2018, time.May, 15), Quote: third}}
	long := third
	long.Article, long.Title = "other.md", "Another article, whose title is so long that it takes up more than one line of the list of sources"
	long.Text = strings.Repeat("A sentence that goes on and on, ", 30) + "ends."
	odd := third
	odd.Text = "Касперский and Čapek met at 10 °C: 卡巴斯基, \U0001F469\u200d\U0001F469\u200d\U0001F467, cafe\u0301, " +
		"\u202ereversed\u202c, https://example.com/" + strings.Repeat("averylongpath", 8)
	events[1].Quotes = append(events[1].Quotes, long, odd)
	events[1].End = dates.OfDay(2018, time.June, 15)
	return events
}

// repeated returns so many events, each of which is the last of the story.
func repeated(t testing.TB, n int) []knowledge.Event {
	events := storyEvents(t)
	for len(events) < n {
		events = append(events, events[len(events)-1])
	}
	return events[:n]
}

func drawn(t *testing.T, events []knowledge.Event, look Look) image.Image {
	t.Helper()
	var file bytes.Buffer
	if err := Draw(&file, events, look); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// halved is a picture at half its size, in the colours that it may have: what
// is kept as golden.
func halved(img image.Image, look Look) *image.Paletted {
	size := img.Bounds().Size().Div(2)
	half := image.NewRGBA(image.Rectangle{Max: size})
	draw.BiLinear.Scale(half, half.Bounds(), img, img.Bounds(), draw.Src, nil)
	return look.palette().reduced(half)
}

// unlike is the share of the pixels of two pictures that differ plainly; 1
// where the sizes do.
func unlike(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	differ := 0
	size := a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			_, green, _, _ := a.At(x, y).RGBA()
			_, other, _, _ := b.At(x, y).RGBA()
			if max(green, other)-min(green, other) > 0x3000 {
				differ++
			}
		}
	}
	return float64(differ) / float64(size.X*size.Y)
}

// tolerance is how unlike a golden picture may be: less than a changed word.
const tolerance = 0.0005

func TestGoldenPictures(t *testing.T) {
	for _, test := range []struct {
		name   string
		events []knowledge.Event
		look   Look
	}{
		{"story-light", storyEvents(t), Light},
		{"story-dark", storyEvents(t), Dark},
		{"merged-light", mergedEvents(t), Light},
		{"none-dark", nil, Dark},
	} {
		t.Run(test.name, func(t *testing.T) {
			img := drawn(t, test.events, test.look)
			if img.Bounds().Dx() != Width || img.Bounds().Dy() > MaxHeight {
				t.Errorf("the picture is %v", img.Bounds().Size())
			}
			got := halved(img, test.look)
			golden := filepath.Join("testdata", test.name+".png")
			if *update {
				writePNG(t, golden, got)
			}
			want := readPNG(t, golden)
			if share := unlike(got, want); share > tolerance {
				path := filepath.Join(t.ArtifactDir(), test.name+".png")
				writePNG(t, path, got)
				t.Errorf("%.2f %% of the picture is unlike the golden one: look at %s, and rewrite with -update if it is better", 100*share, path)
			}
		})
	}
}

func writePNG(t *testing.T, path string, img image.Image) {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readPNG(t *testing.T, path string) image.Image {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestTheGoldenTestSeesAWord holds the tolerance against what it must not pass.
func TestTheGoldenTestSeesAWord(t *testing.T) {
	events := storyEvents(t)
	before := halved(drawn(t, events, Light), Light)
	quote := &events[1].Quotes[0]
	quote.Text = strings.Replace(quote.Text, "cyber", "other", 1)
	if share := unlike(before, halved(drawn(t, events, Light), Light)); share <= tolerance || share == 1 {
		t.Errorf("a changed word makes %.3f %% of the picture unlike: the tolerance is too wide", 100*share)
	}
}

func TestTheSameEventsGiveTheSamePicture(t *testing.T) {
	var first, second bytes.Buffer
	failed := make(chan error, 2)
	for _, file := range []*bytes.Buffer{&first, &second} {
		events := mergedEvents(t)
		go func() { failed <- Draw(file, events, Dark) }()
	}
	if err := errors.Join(<-failed, <-failed); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two pictures of the same events differ")
	}
}

// TestWhatIsLeftOut: a picture holds so many events and no more, and says how
// many there are besides.
func TestWhatIsLeftOut(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	events := repeated(t, 300)
	for i := range events[1:10] {
		events[i+1].Quotes = append(events[i+1].Quotes, events[0].Quotes[0], events[1].Quotes[0], events[0].Quotes[0], events[1].Quotes[0])
	}
	laid := fitting(events, typefaces)
	if laid.y > MaxHeight {
		t.Errorf("the picture is %v pixels high", laid.y)
	}
	shown := 0
	for _, dot := range laid.dots {
		if dot.radius >= 10 {
			shown++
		}
	}
	for _, says := range []string{"300 events · May 2018 to 13 June 2018", "and 2 more quotes", leftOut(300 - shown)} {
		if !slices.ContainsFunc(laid.pieces, func(p piece) bool { return p.text == says }) {
			t.Errorf("the picture does not say %q", says)
		}
	}
}

// TestTheWidestEventFits draws one event that is as long in everything as can
// be, of the font's widest letter.
func TestTheWidestEventFits(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Repeat("W", 2000)
	event := knowledge.Event{
		Date: dates.OfDay(2018, time.September, 30), End: dates.OfDay(2019, time.September, 30), Inferred: true, Why: wide,
	}
	for i := range 10 {
		quote := knowledge.Quote{Text: wide, Citation: knowledge.Citation{Article: fmt.Sprint(i), Title: wide, Paragraph: 1000}}
		event.Quotes = append(event.Quotes, quote)
		quote.Article += "other"
		event.Also = append(event.Also, knowledge.Also{Date: event.Date, Quote: quote})
	}
	if laid := fitting([]knowledge.Event{event, event}, typefaces); laid.y > MaxHeight {
		t.Errorf("the picture is %v pixels high", laid.y)
	}
}

// TestAnyEventsCanBeDrawn lays out events of any text in any number: nothing
// stands outside the picture.
func TestAnyEventsCanBeDrawn(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(anyEvent, 0, 5).Draw(t, "events")
		laid := fitting(events, typefaces)
		if laid.y > MaxHeight {
			t.Fatalf("the picture is %v pixels high", laid.y)
		}
		for _, piece := range laid.pieces {
			right := piece.x + (typeface{face: piece.face}).width(piece.text)
			if piece.x < margin || right > Width-margin+1 || piece.y < 0 || piece.y > laid.y {
				t.Fatalf("%q stands from %v to %v at %v of %v", piece.text, piece.x, right, piece.y, laid.y)
			}
		}
	})
}

var (
	anyText = rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`([a-z]{1,30} ?){0,30}`),
		rapid.SampledFrom([]string{"", "\xff\xfe", "\x1b[31m", "e" + strings.Repeat("\u0301", 1000), strings.Repeat("x", 5000)}),
	)
	anyDate = rapid.Custom(func(t *rapid.T) dates.Date {
		day := dates.OfDay(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		return day.To(dates.Precision(rapid.IntRange(int(dates.Unknown), int(dates.Day)).Draw(t, "precision")))
	})
	anyQuote = rapid.Custom(func(t *rapid.T) knowledge.Quote {
		return knowledge.Quote{Text: anyText.Draw(t, "text"), Citation: knowledge.Citation{
			Article: anyText.Draw(t, "file"), Title: anyText.Draw(t, "title"), Paragraph: rapid.IntRange(0, 1e6).Draw(t, "paragraph"),
		}}
	})
	anyEvent = rapid.Custom(func(t *rapid.T) knowledge.Event {
		return knowledge.Event{
			Date: anyDate.Draw(t, "date"), End: anyDate.Draw(t, "end"), Inferred: rapid.Bool().Draw(t, "inferred"),
			Why: anyText.Draw(t, "why"), Quotes: rapid.SliceOfN(anyQuote, 0, 6).Draw(t, "quotes"),
			Also: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) knowledge.Also {
				return knowledge.Also{Date: anyDate.Draw(t, "also"), Quote: anyQuote.Draw(t, "quote")}
			}), 0, 5).Draw(t, "also"),
		}
	})
)

// TestTheMostImportantAreDrawn: of too many events, those that several articles
// tell of are in the picture and in what is said of it, wherever they stand.
func TestTheMostImportantAreDrawn(t *testing.T) {
	typefaces, err := newTypefaces()
	if err != nil {
		t.Fatal(err)
	}
	var events []knowledge.Event
	for i := range 40 {
		quote := knowledge.Quote{Text: fmt.Sprintf("House %d was sold.", i), Citation: knowledge.Citation{Article: "a"}}
		events = append(events, knowledge.Event{Date: dates.OfYear(1900 + i), Quotes: []knowledge.Quote{quote}})
	}
	events[30].Quotes = append(events[30].Quotes, knowledge.Quote{Text: "It rained.", Citation: knowledge.Citation{Article: "b"}})
	laid := fitting(events, typefaces)
	for text, want := range map[string]bool{"1900": true, "1910": true, "1911": false, "1930": true, "1939": false, leftOut(28): true} {
		if slices.ContainsFunc(laid.pieces, func(p piece) bool { return p.text == text }) != want {
			t.Errorf("%q is in the picture: %v, want %v", text, !want, want)
		}
	}
	alt := AltText(events)
	if !strings.Contains(alt, "1930: “House 30") || strings.Contains(alt, "1911: ") || !strings.HasSuffix(alt, "; and 28 more events") {
		t.Errorf("the alt text is %q", alt)
	}
}
