package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The parts of speech, as WordNet's files name them.
var parts = []struct {
	file string
	code byte
}{{"noun", 'n'}, {"verb", 'v'}, {"adj", 'a'}, {"adv", 'r'}}

// place is where a synset stands: a part of speech and an offset in its file.
type place struct {
	part   byte
	offset string
}

// synset is a set of words with one meaning.
type synset struct {
	words    []string
	category int // the lexicographer's file, such as 18 for persons
	pointers []pointer
	gloss    string
}

// pointer leads from a word (1…; 0 is the whole synset) to another's.
type pointer struct {
	symbol   string
	to       place
	from, at int
}

// sense is a lemma's use for a synset, with its share of the lemma's uses.
type sense struct {
	at    place
	share float64
}

// net is the database.
type net struct {
	licence    string
	synsets    map[place]*synset
	senses     map[string][]sense
	tagged     map[string]float64    // how often lemmas stand in tagged text
	exceptions map[string][]string   // irregular forms, and what they are forms of
	verbs      map[string][2]float64 // uses as a verb, uses in all
}

func read(folder string) (*net, error) {
	n := &net{
		synsets: make(map[place]*synset), senses: make(map[string][]sense),
		tagged: make(map[string]float64), exceptions: make(map[string][]string),
		verbs: make(map[string][2]float64),
	}
	counts, err := readCounts(filepath.Join(folder, "cntlist.rev"))
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		for _, step := range []struct {
			file string
			take func(line string) error
		}{
			{"data." + part.file, func(line string) error { return n.takeSynset(line, part.code) }},
			{"index." + part.file, func(line string) error { return n.takeLemma(line, part.code, counts) }},
			{part.file + ".exc", n.takeException},
		} {
			if err := eachLine(filepath.Join(folder, step.file), step.take); err != nil {
				return nil, err
			}
		}
	}
	n.shareSenses()
	return n, nil
}

func eachLine(path string, take func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		if err := take(lines.Text()); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, number, err)
		}
	}
	return lines.Err()
}

// readCounts returns how often each sense stands in tagged text, by
// "lemma part number".
func readCounts(path string) (map[string]float64, error) {
	counts := make(map[string]float64)
	err := eachLine(path, func(line string) error {
		f := strings.Fields(line)
		if len(f) != 3 {
			return fmt.Errorf("want 3 fields: %q", line)
		}
		lemma, rest, _ := strings.Cut(f[0], "%")
		count, err := strconv.ParseFloat(f[2], 64)
		counts[lemma+" "+string("?nvara"[rest[0]-'0'])+" "+f[1]] = count
		return err
	})
	return counts, err
}

// takeSynset reads a line of a data file. The lines that begin with a blank
// are the licence.
func (n *net) takeSynset(line string, part byte) error {
	if strings.HasPrefix(line, " ") {
		if part == 'n' {
			f := strings.Fields(line)
			n.licence += strings.Join(f[1:], " ") + "\n"
		}
		return nil
	}
	head, gloss, _ := strings.Cut(line, " | ")
	f := strings.Fields(head)
	category, err := strconv.Atoi(f[1])
	if err != nil {
		return err
	}
	words, err := strconv.ParseInt(f[3], 16, 32)
	if err != nil {
		return err
	}
	s := &synset{category: category, gloss: gloss}
	at := 4
	for range words {
		word, _, _ := strings.Cut(f[at], "(")
		s.words = append(s.words, strings.ToLower(word))
		at += 2
	}
	pointers, err := strconv.Atoi(f[at])
	if err != nil {
		return err
	}
	at++
	for range pointers {
		ends, err := strconv.ParseInt(f[at+3], 16, 32)
		if err != nil {
			return err
		}
		s.pointers = append(s.pointers, pointer{f[at], place{f[at+2][0], f[at+1]}, int(ends >> 8), int(ends & 255)})
		at += 4
	}
	n.synsets[place{part, f[0]}] = s
	return nil
}

// takeLemma reads a line of an index file: the lemma, and its synsets, the
// most frequent first.
func (n *net) takeLemma(line string, part byte, counts map[string]float64) error {
	if strings.HasPrefix(line, " ") {
		return nil
	}
	f := strings.Fields(line)
	pointers, err := strconv.Atoi(f[3])
	if err != nil {
		return err
	}
	for i, offset := range f[6+pointers:] {
		count := counts[fmt.Sprintf("%s %c %d", f[0], part, i+1)]
		n.tagged[f[0]] += count
		share := count + 0.5/float64(i+1)
		n.senses[f[0]] = append(n.senses[f[0]], sense{place{part, offset}, share})
		uses := n.verbs[f[0]]
		if part == 'v' {
			uses[0] += share
		}
		uses[1] += share
		n.verbs[f[0]] = uses
	}
	return nil
}

func (n *net) takeException(line string) error {
	f := strings.Fields(line)
	n.exceptions[f[0]] = append(n.exceptions[f[0]], f[1:]...)
	return nil
}

// shareSenses makes the uses of each lemma add up to one.
func (n *net) shareSenses() {
	for _, senses := range n.senses {
		var all float64
		for _, s := range senses {
			all += s.share
		}
		for i := range senses {
			senses[i].share /= all
		}
	}
}

// share returns how much of a lemma's use a synset is.
func (n *net) share(lemma string, at place) float64 {
	for _, s := range n.senses[lemma] {
		if s.at == at {
			return s.share
		}
	}
	return 0
}
