package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// input opens a file of a command's, or standard input for "" and "-".
func (c *console) input(name string) (io.Reader, func() error, error) {
	if name == "" || name == "-" {
		return c.in, func() error { return nil }, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, misuse(fmt.Errorf("the file can't be read: %w", err))
	}
	return file, file.Close, nil
}

// batch writes a line of JSON for each line of a file, as soon as it is read.
// A line that is not what is wanted is named, with what to write instead, and
// the others are answered all the same.
func (c *console) batch(file, wanted string, answer func(line []byte) (any, bool)) error {
	in, closeInput, err := c.input(file)
	if err != nil {
		return err
	}
	defer closeInput()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	out := json.NewEncoder(c.out)
	out.SetEscapeHTML(false)
	bad := 0
	for number := 1; lines.Scan(); number++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		answered, ok := answer(lines.Bytes())
		if !ok {
			fmt.Fprintf(c.err, "storybot: line %d is no %s\n", number, wanted)
			bad++
			continue
		}
		if err := out.Encode(answered); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the lines: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("%d of the lines could not be read", bad)
	}
	return nil
}
