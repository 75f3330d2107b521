package handlers

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"storybot/knowledge"
)

// hostile is an article with all that Discord could act on.
const hostile = "The **bridge** of @everyone and <@123>\n\n" +
	"The harbour bridge [closes](https://evil.example) ||on|| `Monday` <:x:1> \u202eno\u202c # *now* \u200b@here <#1> <t:1:R> </ask:1> discord.gg/x ~~__a__~~ ㅤ👩\u200d👩\u200d👧.\n\n" +
	"- # > The harbour bridge ```closes``` to @everyone -# 1. anyway.\n"

func TestNothingInAnArticleActs(t *testing.T) {
	setting := newSetting(t, fstest.MapFS{"a.txt": articleFile(hostile)})
	reply := mustRun(t, setting, member(0, "ask", option("question", "When does the harbour bridge close?")))
	checkGoldenReply(t, "hostile", reply)
	for _, in := range []Interaction{
		member(0, "compare", option("topic", "harbour bridge")), member(0, "sources"),
		member(0, "sources", option("article", "a.txt")), member(0, "about"), member(0, "timeline"),
	} {
		e := mustRun(t, setting, in).Message.Embeds[0]
		for _, text := range []string{e.Title, e.Description} {
			for _, acts := range []string{" @everyone", "<@", "](https://evil", "||on", "<:x", "\u202e", "\u200b", "```"} {
				if strings.Contains(text, acts) {
					t.Errorf("/%s has %q in it:\n%s", in.Command(), acts, text)
				}
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"plain text, 20 % - “so”":  "plain text, 20 % - “so”",
		"- a list":                 `\- a list`,
		"12. a list":               `12\. a list`,
		"two\nlines":               "two lines",
		"a\u200db \u2066c\u2069":   "ab c",
		"👩\u200d👧":                 "👩\u200d👧",
		`back\slash`:               `back\\slash`,
		"\u3164\u115f\u2800\u034f": "",
		"https://a.example/b":      `https\:\/\/a.example\/b`,
	} {
		if got := plain(text); got != want {
			t.Errorf("plain(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestCut holds that what is cut is a beginning, short enough, and breaks no
// character that a person sees.
func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "é", "e\u0301", "👩\u200d👩\u200d👧", "🇩🇪", "*", " ", "क्षि", "\u0301", "_x"})).Draw(t, "parts")
		most := rapid.IntRange(0, 40).Draw(t, "most")
		text := strings.Join(parts, "")
		got := cut(text, most)
		if !strings.HasPrefix(text, got) || length(got) > most {
			t.Fatalf("cut(%q, %d) = %q", text, most, got)
		}
		if whole := uniseg.GraphemeClusterCount(text); uniseg.GraphemeClusterCount(got)+uniseg.GraphemeClusterCount(text[len(got):]) != whole {
			t.Errorf("cut(%q, %d) = %q breaks a character", text, most, got)
		}
		if length(shortened(text, most+1)) > most+1 {
			t.Errorf("shortened(%q, %d) = %q", text, most+1, shortened(text, most+1))
		}
		shown, fits := plainCut(text, most)
		if length(shown) > most || fits != (shown == plain(text)) {
			t.Errorf("plainCut(%q, %d) = %q, %v", text, most, shown, fits)
		}
	})
}

func TestLongQuoteIsCutOutsideOfItsBlock(t *testing.T) {
	text := strings.Repeat("Naïve *cafés* 👩\u200d👧 ", 200)
	block := speechIn(english).blockquote(text, []span{{0, len("Naïve")}}, "[1]", 100)
	lines := strings.Split(strings.TrimSpace(block), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], `> **Naïve** \*cafés\*`) || strings.Contains(lines[0], "…") ||
		lines[1] != "… (the sentence goes on) [1]" || length(lines[0]) > 110 {
		t.Errorf("%q", block)
	}
}

// checkLimits holds a message against Discord's limits.
func checkLimits(t interface{ Errorf(string, ...any) }, what string, m discordgo.InteractionResponseData) {
	total := 0
	limit := func(name, text string, most int) {
		n := length(text)
		total += n
		if n > most || !utf8.ValidString(text) {
			t.Errorf("%s: a %s of %d characters: %q", what, name, n, text)
		}
	}
	limit("content", m.Content, maxContent)
	total = 0
	for _, e := range m.Embeds {
		limit("title", e.Title, maxTitle)
		limit("description", e.Description, maxDescription)
		if e.Footer != nil {
			limit("footer", e.Footer.Text, 2048)
		}
		if e.Description == "" || total > 6000 {
			t.Errorf("%s: an embed of %d characters", what, total)
		}
	}
	if len(m.Components) > maxRows {
		t.Errorf("%s: %d rows", what, len(m.Components))
	}
}

// TestEveryAnswerHasRoom makes the longest answers that there can be: at least
// one quote with its citation is always shown.
func TestEveryAnswerHasRoom(t *testing.T) {
	base := newSetting(t, bridge()).Store.Current()
	rapid.Check(t, func(t *rapid.T) {
		long := func(name string, most int) string {
			piece := rapid.SampledFrom([]string{"word ", "*_*", "@everyone ", "👩\u200d👩\u200d👧", "é", "( ", "Ж"}).Draw(t, name)
			return strings.Repeat(piece, rapid.IntRange(1, most).Draw(t, name+" times"))
		}
		text := long("text", 700)
		q := knowledge.Quote{
			Text: text, Highlight: text[:len(text)/2], Relation: knowledge.Best, Context: long("context", 400),
			Citation: knowledge.Citation{
				Title: long("title", 400), Author: long("author", 400), Publisher: long("publisher", 400),
				After: long("after", 400), URL: "https://example.com/" + strings.Repeat("a", 370), Paragraph: 12345,
			},
		}
		for range 5 {
			q.AlsoIn = append(q.AlsoIn, q.Citation)
		}
		answer := knowledge.Answer{Question: long("question", 600), ReadAs: long("read as", 600), Answered: true, Confidence: 1, Version: "f1b8b3", Quotes: []knowledge.Quote{q, q, q, q, q}}
		for tongue := english; tongue <= russian; tongue++ {
			m := speechIn(tongue).answerMessage(base, answer, true)
			checkLimits(t, "answer", m)
			if !strings.Contains(m.Embeds[0].Description, "\n[1] ") {
				t.Errorf("no quote is shown:\n%s", m.Embeds[0].Description)
			}
		}
	})
}

func TestMessagesStayWithinDiscordsLimits(t *testing.T) {
	folder := fstest.MapFS{}
	for i := range 24 {
		folder[fmt.Sprintf("%03d.txt", i)] = articleFile(fmt.Sprintf(
			"%s %d\n\nOn %d May 2018 the *bridge* number %d closed %s.\n", strings.Repeat("Bridge closes ", 30), i, i%28+1, i, strings.Repeat("for *repairs* ", 300)))
	}
	setting := newSetting(t, folder)
	for _, in := range []Interaction{
		member(0, "ask", option("question", "When did the bridge close for repairs?"+strings.Repeat(" bridge", 900)), private()),
		member(0, "ask", option("question", strings.Repeat("antivirus*", 600))),
		member(0, "compare", option("topic", "bridge repairs"+strings.Repeat("!", 900))),
		member(0, "timeline"), member(0, "sources"), member(0, "sources", option("article", "007.txt")), member(0, "about"),
		checking(strings.Repeat("The bridge closed for repairs. ", 60)),
	} {
		reply := mustRun(t, setting, in)
		checkLimits(t, in.Command(), reply.Message)
		message := received(reply.Message, reply.Private)
		for _, row := range message.Components {
			for _, c := range row.(*discordgo.ActionsRow).Components {
				if b, ok := c.(*discordgo.Button); ok && !strings.HasPrefix(b.CustomID, "reword") {
					checkLimits(t, b.CustomID, mustRun(t, setting, pressing(b.CustomID, message)).Message)
				}
			}
		}
	}
}

// TestWhatIsUsualStays holds that a character that is not looked at closely
// need not be.
func TestWhatIsUsualStays(t *testing.T) {
	usual := 0
	for r := range rune(0x3000) {
		if unusual(r) {
			continue
		}
		if usual++; knowledge.Legible(string(r)) != string(r) || unicode.In(r, invisible) || r == '\u200d' {
			t.Errorf("%U is shown otherwise", r)
		}
	}
	if usual < 500 || unusual('’') || unusual('é') || !unusual('\u202e') || !unusual('\u00ad') {
		t.Errorf("%d characters are usual, or not the right ones", usual)
	}
}
