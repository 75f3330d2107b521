// Package story is the story that is compiled in: two short articles in
// storybot's own words on Kaspersky Lab's break with the police of Europe in
// June 2018, each of which names the report whose facts it retells. It lets
// storybot answer before anyone has given it a folder.
package story

import (
	"embed"
	"io/fs"
)

//go:embed *.md
var articles embed.FS

// Articles returns the story's folder.
func Articles() fs.FS { return articles }
