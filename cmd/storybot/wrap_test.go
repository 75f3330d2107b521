package main

import "testing"

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, line, want string
		width            int
	}{
		{"no terminal", "> one two three", "> one two three", 0},
		{"fits", "> one two three", "> one two three", 15},
		{"between words", "> one two three", "> one two\n> three", 14},
		{"a word too wide", "> extraordinary day", ">\n> extraordinary\n> day", 8},
		{"bold takes no room", "> one \x1b[1mtwo\x1b[0m three", "> one \x1b[1mtwo\x1b[0m three", 15},
		{"wide characters", "> 卡巴 斯基", "> 卡巴\n> 斯基", 9},
		{"nothing", "", "", 8},
	} {
		if got := wrap(test.line, test.width, "> "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
