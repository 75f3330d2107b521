package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long loading may take before a person is shown how far it is.
const patience = time.Second

// progress returns a function that shows how many files have been read, as a
// bar on a terminal, from the time when it has taken longer than a moment.
func progress(terminal io.Writer, began time.Time, now func() time.Time) func(read, total int) {
	var bar *progressbar.ProgressBar
	return func(read, total int) {
		if bar == nil && (now().Sub(began) < patience || read == total) {
			return
		}
		if bar == nil {
			bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(terminal),
				progressbar.OptionSetDescription("reading articles"),
				progressbar.OptionShowCount(),
				progressbar.OptionClearOnFinish(),
			)
		}
		bar.Set(read) // its error is the terminal's, which is not what was asked for
	}
}
