package handlers

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"storybot/handlers/audit"
	"storybot/knowledge"
	"storybot/knowledge/desk"
	"storybot/knowledge/desk/desktest"
	"storybot/knowledge/fetch"
	"storybot/knowledge/story"
)

// curated returns a setting whose story is a folder on disk that can be
// changed, and the folder.
func curated(t *testing.T) (Setting, string) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "a.txt", "The bridge\n\nThe harbour bridge closes on Monday.\n")
	s := newSetting(t, os.DirFS(dir))
	changed, err := desk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { changed.Close() })
	s.Desk, s.Attachments, s.Pages = changed, fetch.Attachments(), fetch.Pages("news.example")
	return s, dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// behind puts a server on loopback behind a client, whatever host is asked.
func behind(t *testing.T, c *fetch.Client, handler http.HandlerFunc) {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	c.TLS = &tls.Config{InsecureSkipVerify: true} // its certificate names another host
	c.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
}

// curating is a moderator who sends a part of /article.
func curating(part string, options ...*discordgo.ApplicationCommandInteractionDataOption) Interaction {
	return member(moderator, "article", &discordgo.ApplicationCommandInteractionDataOption{
		Name: part, Type: discordgo.ApplicationCommandOptionSubCommand, Options: options,
	})
}

// attaching is a moderator who attaches a file.
func attaching(name, url string, size int) Interaction {
	in := curating("add", option("file", "55"))
	data := in.Data.(discordgo.ApplicationCommandInteractionData)
	data.Resolved = &discordgo.ApplicationCommandInteractionDataResolved{Attachments: map[string]*discordgo.MessageAttachment{
		"55": {ID: "55", Filename: name, URL: url, Size: size},
	}}
	in.Data = data
	return in
}

// filling is a moderator who fills in a form.
func filling(customID string, m *discordgo.Message, typed map[string]string) Interaction {
	in := moderatorPresses(pressing(customID, m))
	in.Type = discordgo.InteractionModalSubmit
	var rows []discordgo.MessageComponent
	for id, value := range typed {
		rows = append(rows, &discordgo.ActionsRow{Components: []discordgo.MessageComponent{&discordgo.TextInput{CustomID: id, Value: value}}})
	}
	in.Data = discordgo.ModalSubmitInteractionData{CustomID: customID, Components: rows}
	return in
}

func moderatorPresses(in Interaction) Interaction {
	return in.by(func(in *discordgo.Interaction) { in.Member.Permissions = moderator })
}

const pasted = "Ferry stops\n\nShare this story on Facebook\n\nThe ferry to Korva stops in autumn, said Mia Falk.\n"

// TestArticleFromAFormToTheStoryAndOut goes the whole way, with each button.
func TestArticleFromAFormToTheStoryAndOut(t *testing.T) {
	s, dir := curated(t)
	asked := member(0, "ask", option("question", "When does the ferry to Korva stop?"))
	if said := reading(mustRun(t, s, asked)); !strings.Contains(said, "don't say") {
		t.Fatalf("before: %s", said)
	}
	opened := mustRun(t, s, curating("add"))
	if !opened.Form {
		t.Fatalf("no form: %+v", opened)
	}
	preview := mustRun(t, s, filling(opened.Message.CustomID, nil, map[string]string{"text": pasted}))
	shown := received(preview.Message, true)
	if said := reading(preview); !preview.Private || !strings.Contains(said, "**Ferry stops**") || !strings.Contains(said, "line 3") || !strings.Contains(said, "[Keep dropped lines]") {
		t.Errorf("the preview:\n%s", said)
	}
	kept := mustRun(t, s, moderatorPresses(pressed(t, shown, "keepdropped:")))
	if said := reading(kept); !kept.Update || strings.Contains(said, "[Keep dropped lines]") || strings.Contains(said, "line 3") {
		t.Errorf("with the dropped lines:\n%s", said)
	}
	edit := mustRun(t, s, moderatorPresses(pressed(t, shown, "edit:")))
	fields := map[string]string{"title": "Korva loses its ferry", "author": "Jon Holm", "publisher": "", "published": "2019-03-04", "url": ""}
	edited := mustRun(t, s, filling(edit.Message.CustomID, shown, fields))
	if said := reading(edited); !edited.Update || !strings.Contains(said, "**Korva loses its ferry**\nJon Holm · 4 March 2019") {
		t.Errorf("after editing:\n%s", said)
	}
	fields["published"], fields["author"], fields["url"] = "soon", "Mia Falk", "javascript:alert(1)"
	edited = mustRun(t, s, filling(edit.Message.CustomID, shown, fields))
	for _, want := range []string{
		"**Date** stays as it was. That is no date", "**Address on the web** stays as it was. That is not a web address", "**Korva loses its ferry**\nMia Falk · 4 March 2019",
	} {
		if said := reading(edited); !edited.Update || !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	emptied := mustRun(t, s, filling(edit.Message.CustomID, shown, map[string]string{"title": "", "author": "", "published": ""}))
	if said := reading(emptied); !strings.Contains(said, "**Ferry stops**\nundated") || strings.Contains(said, "stays as it was") {
		t.Errorf("with nothing said of it:\n%s", said)
	}
	emptied = mustRun(t, s, filling(edit.Message.CustomID, shown, map[string]string{"title": ""}))
	if said := reading(emptied); !strings.Contains(said, "**Title** stays as it was. The article says so itself") {
		t.Errorf("without the title that was found:\n%s", said)
	}
	fields["published"], fields["url"] = "2019-03-04", ""
	mustRun(t, s, filling(edit.Message.CustomID, shown, fields))
	published := mustRun(t, s, moderatorPresses(pressed(t, shown, "publish:")))
	for _, want := range []string{"## Published", "**Added**: Korva loses its ferry", "**Answered now**: When does the ferry to Korva stop?"} {
		if said := reading(published); !strings.Contains(said, want) {
			t.Errorf("publishing says\n%s", said)
		}
	}
	if said := reading(mustRun(t, s, asked)); !strings.Contains(said, "[1] Korva loses its ferry") {
		t.Errorf("afterwards: %s", said)
	}
	if _, err := run(t, s, moderatorPresses(pressed(t, shown, "publish:"))); !strings.Contains(fmt.Sprint(err), "no longer held") {
		t.Errorf("publishing again: %v", err)
	}
	id := knowledge.ArticleID(s.Store.Current().Article("added/korva-loses-its-ferry.txt"))
	if said := reading(mustRun(t, s, curating("remove", option("article", id)))); !strings.Contains(said, "**Removed**: Korva loses its ferry") ||
		!strings.Contains(said, "**No longer answered**: When does") {
		t.Errorf("removing says\n%s", said)
	}
	if _, err := os.Stat(filepath.Join(dir, ".removed", "added", "korva-loses-its-ferry.txt")); err != nil {
		t.Error(err)
	}
	offered, err := command(t, s, "article").Complete(context.Background(), typing("restore", "korva"))
	if err != nil || len(offered) != 1 {
		t.Fatalf("offered: %v, %v", offered, err)
	}
	if said := reading(mustRun(t, s, curating("restore", option("article", offered[0].Value)))); !strings.Contains(said, "## Restored\nVersion") {
		t.Errorf("restoring says\n%s", said)
	}
	if _, err := run(t, s, curating("restore", option("article", offered[0].Value))); !strings.Contains(fmt.Sprint(err), "No such article was removed") {
		t.Errorf("restoring again: %v", err)
	}
	var did []string
	for _, row := range audited(t, s) {
		did = append(did, row.Action+" "+row.Result)
	}
	want := []string{"article add done", "article paste done", "article keep dropped done", "article edit done", "article edit done", "article edit refused",
		"article edit done", "article edit refused", "article edit done",
		"article publish done", "article publish refused", "article remove done", "article restore done", "article restore refused"}
	if !slices.Equal(did, want) {
		t.Errorf("recorded is %q", did)
	}
}

// TestAddressOfAnAttachment is what the option says beside the file.
func TestAddressOfAnAttachment(t *testing.T) {
	s, _ := curated(t)
	behind(t, s.Attachments, serving("text/plain", []byte(pasted)))
	in := attaching("a.txt", "https://cdn.discordapp.com/a.txt", 10)
	data := in.Data.(discordgo.ApplicationCommandInteractionData)
	data.Options[0].Options = append(data.Options[0].Options, option("url", "https://news.example/korva"))
	if said := reading(mustRun(t, s, in)); !strings.Contains(said, "news.example/korva") {
		t.Errorf("the preview:\n%s", said)
	}
	if rows := audited(t, s); rows[0].On != "a.txt · Ferry stops" {
		t.Errorf("recorded is %+v", rows)
	}
}

// typing is a moderator who types in the option of a part of /article.
func typing(part, typed string) Interaction {
	o := option("article", typed)
	o.Focused = true
	return curating(part, o)
}

func TestDiscard(t *testing.T) {
	s, dir := curated(t)
	preview := received(mustRun(t, s, filling(customID("pasted", s.Store.Current(), ""), nil, map[string]string{"text": pasted})).Message, true)
	if reply := mustRun(t, s, moderatorPresses(pressed(t, preview, "discard:"))); !reply.Update || !strings.Contains(reading(reply), "Discarded") {
		t.Errorf("%s", reading(reply))
	}
	for _, prefix := range []string{"edit:", "keepdropped:", "publish:", "discard:"} {
		if _, err := run(t, s, moderatorPresses(pressed(t, preview, prefix))); !strings.Contains(fmt.Sprint(err), "no longer held") {
			t.Errorf("%s after that: %v", prefix, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "added")); err == nil {
		t.Error("something was published")
	}
}

func TestStoryThatIsCompiledInCantBeChanged(t *testing.T) {
	s := newSetting(t, story.Articles())
	for _, in := range []Interaction{
		curating("add"), attaching("a.txt", "https://cdn.discordapp.com/a.txt", 1), curating("add", option("url", "https://news.example/")),
		curating("remove", option("article", "kaspersky-and-the-eu-report.md")), curating("restore", option("article", "a.txt")),
		filling(customID("pasted", s.Store.Current(), ""), nil, map[string]string{"text": pasted}),
	} {
		if _, err := run(t, s, in.in("fr")); !strings.Contains(fmt.Sprint(err), "Aucun dossier n’est indiqué") {
			t.Errorf("%+v: %v", in.Data, err)
		}
	}
}

// TestFolderThatCantBeWritten is told of before anybody types an article, and
// by each part of the command.
func TestFolderThatCantBeWritten(t *testing.T) {
	s, dir := curated(t)
	write(t, dir, "b.txt", "The school\n\nThe mayor opened a school.\n")
	mustRun(t, s, member(moderator, "reload"))
	mustRun(t, s, curating("remove", option("article", "b.txt")))
	write(t, dir, "b2.txt", "The school\n\nThe mayor opened a school.\n")
	mustRun(t, s, member(moderator, "reload"))
	form := mustRun(t, s, curating("add")).Message.CustomID
	preview := received(mustRun(t, s, filling(form, nil, map[string]string{"text": pasted})).Message, true)
	desktest.ReadOnly(t, dir)
	for _, in := range []Interaction{
		curating("add"), attaching("a.txt", "https://cdn.discordapp.com/a.txt", 1), curating("add", option("url", "https://news.example/")),
		filling(form, nil, map[string]string{"text": pasted}), moderatorPresses(pressed(t, preview, "publish:")),
		curating("remove", option("article", "b2.txt")), curating("restore", option("article", "b.txt")),
	} {
		_, err := run(t, s, in)
		if text, _ := RefusalText(err); !strings.HasPrefix(text, "The articles folder can't be written to: whoever runs the bot lets it write to ARTICLES_DIR.") {
			t.Errorf("%+v: %v", in.Data, err)
		}
	}
	rows := audited(t, s)
	if last := rows[len(rows)-1]; last.Result != audit.Refused || last.On != "b.txt" {
		t.Errorf("recorded is %+v", last)
	}
	if _, err := s.Desk.Removed(); err != nil {
		t.Error(err)
	}
}

// TestWhatWasDoneIsSaidWhereTheReloadFails publishes into a folder of which no
// Base can be made.
func TestWhatWasDoneIsSaidWhereTheReloadFails(t *testing.T) {
	s, dir := curated(t)
	if _, err := run(t, s, curating("remove", option("article", "a.txt"))); !strings.Contains(fmt.Sprint(err), "This is the only article of the story") {
		t.Errorf("removing the only article: %v", err)
	}
	write(t, dir, "b.txt", "The school\n\nThe mayor opened a school.\n")
	mustRun(t, s, member(moderator, "reload"))
	write(t, dir, "b.txt", "bro\x00ken")
	_, err := run(t, s, curating("remove", option("article", "a.txt")))
	if text, _ := RefusalText(err); !strings.HasPrefix(text, "**Removed**: a.txt\nThe story stays as it was (version ") || !strings.Contains(text, `Left out: b.txt`) {
		t.Errorf("%v", err)
	}
	rows := audited(t, s)
	if last := rows[len(rows)-1]; last.Result != audit.Refused || !strings.HasPrefix(last.On, "a.txt · ") {
		t.Errorf("recorded is %+v", last)
	}
}

// TestManyRemovedArticles removes more than Discord shows choices: each can be
// found by typing, and restored.
func TestManyRemovedArticles(t *testing.T) {
	s, dir := curated(t)
	const many = 40
	for i := range many {
		write(t, dir, fmt.Sprintf("tram-%02d.txt", i), fmt.Sprintf("Tram %02d\n\nTram number %d runs on Monday.\n", i, i))
	}
	mustRun(t, s, member(moderator, "reload"))
	for i := range many {
		if err := s.Desk.Remove(fmt.Sprintf("tram-%02d.txt", i)); err != nil {
			t.Fatal(err)
		}
	}
	complete := command(t, s, "article").Complete
	for _, typed := range []string{"tram-00", "tram 39", "25"} {
		offered, err := complete(context.Background(), typing("restore", typed))
		number := strings.TrimSpace(typed[len(typed)-2:])
		if err != nil || len(offered) == 0 || offered[0].Value != "tram-"+number+".txt" {
			t.Fatalf("%q offers %v, %v", typed, offered, err)
		}
		mustRun(t, s, curating("restore", option("article", offered[0].Value)))
	}
	if got, err := s.Desk.Removed(); err != nil || len(got) != many-3 {
		t.Errorf("%d are still removed, %v", len(got), err)
	}
}
