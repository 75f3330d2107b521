package fetch

import (
	"fmt"
	"mime"
	"net/url"
	"path"
	"strings"

	"storybot/knowledge/article"
)

// endings are those of the media types that articles come in.
var endings = map[string]string{
	"text/plain":            ".txt",
	"text/markdown":         ".md",
	"text/x-markdown":       ".md",
	"text/html":             ".html",
	"application/xhtml+xml": ".html",
	"application/pdf":       ".pdf",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

// nameOf returns a file's name by its address and its media type. A type that
// says little (plain text, any bytes, none at all) is told by the name's ending.
func nameOf(contentType string, u *url.URL) (string, error) {
	base := path.Base(u.Path)
	if base == "." || base == "/" {
		base = u.Hostname()
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil && contentType != "" {
		kind = strings.ToLower(strings.TrimSpace(strings.Split(contentType, ";")[0]))
	}
	switch kind {
	case "text/plain", "application/octet-stream", "binary/octet-stream", "":
		if article.Readable(base) {
			return base, nil
		}
	}
	ending, ok := endings[kind]
	if !ok {
		return "", fmt.Errorf("%w; this is %.60q", ErrType, kind)
	}
	if strings.EqualFold(path.Ext(base), ending) {
		return base, nil
	}
	if article.Readable(base) {
		base = strings.TrimSuffix(base, path.Ext(base))
	}
	return base + ending, nil
}
