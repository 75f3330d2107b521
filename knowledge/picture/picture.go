// Package picture draws a timeline for people to look at, as tall as it needs
// to be and as wide as a phone.
//
// A picture is made in two steps. First a page is laid out: from the top down,
// each piece of text is wrapped to the column and given its place, and so are
// the dots on the line. Only then is it known how tall the picture is, and
// everything is painted. A page that would be taller than a phone's reader
// scrolls is laid out anew with fewer events, those that fewer articles tell of left out,
// and says how many these are.
//
//	    Timeline
//	    2 events · May 2018 to 13 June 2018
//
//	●   May 2018                             the event's date
//	│   “Kaspersky Lab had announced in      each of its quotes
//	│   May that …” [1] ¶ 6                  article and paragraph
//	│   "in May", the nearest to 16 June     how the date was worked out
//	│
//	●   13 June 2018
//	    “Members of …” [1] ¶ 3
//	    ─────────────
//	    Sources
//	    [1] Kaspersky Lab halts its work …
//
// Quotes are shown to the letter and in quotation marks; where one is too long,
// the ellipsis stands outside them. For those who can't see the picture there
// is [AltText].
package picture

import (
	"fmt"
	"image/png"
	"io"

	"git.sr.ht/~sbinet/gg"

	"storybot/knowledge"
)

// The bounds of a picture, in pixels and events.
const (
	Width     = 1080 // a phone's
	MaxHeight = 4800
	MaxEvents = 12
)

// Draw writes the events, which are in the order of their dates, as a PNG. The
// same events give the same picture. Where it has no room for all, the most
// important are drawn (see [knowledge.Top]), and it says how many are left out. It may be called by any number of
// goroutines.
func Draw(w io.Writer, events []knowledge.Event, look Look) error {
	typefaces, err := newTypefaces()
	if err != nil {
		return fmt.Errorf("draw the timeline: %w", err)
	}
	laid := fitting(events, typefaces)
	canvas := gg.NewContext(Width, int(laid.y))
	laid.paint(canvas, look.palette())
	if err := png.Encode(w, look.palette().reduced(canvas.Image())); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// fitting lays out as many events as a picture holds.
func fitting(events []knowledge.Event, with *typefaces) *page {
	for shown := min(len(events), MaxEvents); ; shown-- {
		if laid := layOut(events, shown, with); laid.y <= MaxHeight || shown <= 1 {
			return laid
		}
	}
}

// paint draws a page that has been laid out.
func (p *page) paint(canvas *gg.Context, colours palette) {
	canvas.SetColor(colours[ground])
	canvas.Clear()
	for _, stroke := range p.strokes {
		canvas.SetColor(colours[stroke.tone])
		canvas.SetLineWidth(stroke.thick)
		canvas.DrawLine(stroke.x1, stroke.y1, stroke.x2, stroke.y2)
		canvas.Stroke()
	}
	for _, dot := range p.dots {
		canvas.SetColor(colours[dot.tone])
		canvas.DrawCircle(lineX, dot.y, dot.radius)
		canvas.Fill()
		if dot.hollow {
			canvas.SetColor(colours[ground])
			canvas.DrawCircle(lineX, dot.y, dot.radius-4)
			canvas.Fill()
		}
	}
	for _, pill := range p.pills {
		canvas.SetColor(colours[rule])
		canvas.DrawRoundedRectangle(pill.x, pill.y, pill.width, pill.height, pill.height/2)
		canvas.Fill()
	}
	for _, piece := range p.pieces {
		canvas.SetColor(colours[piece.tone])
		canvas.SetFontFace(piece.face)
		canvas.DrawString(piece.text, piece.x, piece.y)
	}
}
