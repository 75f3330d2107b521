package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longestStem is how many characters a file's name has at most, before its
// ending.
const longestStem = 60

// reserved are names that Windows keeps for devices.
var reserved = regexp.MustCompile(`^(?:con|prn|aux|nul|com\d|lpt\d)$`)

// stem makes a file's name, without its ending, of a title: "Bridge closes!"
// becomes "bridge-closes". It has small letters without accents, digits and
// hyphens alone, so it means the same on every system, leads to no other
// folder, is never hidden, and holds no dot by which a sidecar could belong to
// two articles.
func stem(title string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFKD.String(title)), func(r rune) bool {
		return !unicode.Is(unicode.Mn, r) && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	name := ""
	for _, word := range words {
		word = strings.Map(asciiOnly, word)
		if name != "" && len(name)+1+len(word) > longestStem {
			break
		}
		name = strings.TrimPrefix(name+"-"+word[:min(len(word), longestStem)], "-")
	}
	if name == "" || reserved.MatchString(name) {
		name = strings.TrimSuffix("article-"+name, "-")
	}
	return name
}

// asciiOnly takes accents out, which NFKD has set apart from their letters.
func asciiOnly(r rune) rune {
	if r > unicode.MaxASCII {
		return -1
	}
	return r
}

// freeName returns the path of a new file in a folder. Where a file there, or
// one that was removed from there, begins with the same name, in whatever case,
// a number is added: so no sidecar is claimed by two.
func (d *Desk) freeName(folder, stem, ending string) (string, error) {
	var names []string
	for _, in := range []string{folder, path.Join(removed, folder)} {
		entries, err := fs.ReadDir(d.folder.FS(), in)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		for _, entry := range entries {
			names = append(names, strings.ToLower(strings.TrimPrefix(entry.Name(), ".")))
		}
	}
	free := stem
	for number := 2; slices.ContainsFunc(names, begins(strings.ToLower(free))); number++ {
		free = fmt.Sprintf("%s-%d", stem, number)
	}
	return path.Join(folder, free+ending), nil
}

func begins(stem string) func(name string) bool {
	return func(name string) bool { return name == stem || strings.HasPrefix(name, stem+".") }
}
