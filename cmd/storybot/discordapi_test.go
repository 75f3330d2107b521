package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"storybot/bot/discordtest"
)

// discordAPI is Discord's description of its API, against which the bodies of
// requests are held. Keys that it does not know are refused.
type discordAPI struct {
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema // by operation
}

const description = "discord:openapi.json"

// readAPI reads the description from the folder of shared test data, which
// STORYBOT_SHARED names.
func readAPI(t *testing.T) discordAPI {
	t.Helper()
	shared := os.Getenv("STORYBOT_SHARED")
	if shared == "" {
		t.Skip("STORYBOT_SHARED names no folder of shared data: what is sent is not held against Discord's API description")
	}
	file, err := os.Open(filepath.Join(shared, "discord", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	refuseUnknown(document)
	// The description has it as a number, and Discord sends and takes a string
	// of digits.
	schemas := document.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)
	command := schemas["ApplicationCommandUpdateRequest"].(map[string]any)["properties"].(map[string]any)
	command["default_member_permissions"] = map[string]any{"type": []any{"string", "null"}, "pattern": "^[0-9]+$"}

	api := discordAPI{jsonschema.NewCompiler(), map[string]*jsonschema.Schema{}}
	if err := api.compiler.AddResource(description, document); err != nil {
		t.Fatal(err)
	}
	for _, operation := range operations {
		pointer := strings.NewReplacer("~", "~0", "/", "~1").Replace(operation.path)
		schema, err := api.compiler.Compile(fmt.Sprintf("%s#/paths/%s/%s/requestBody/content/application~1json/schema",
			description, pointer, strings.ToLower(operation.method)))
		if err != nil {
			t.Fatal(err)
		}
		api.compiled[operation.method+" "+operation.path] = schema
	}
	return api
}

// refuseUnknown refuses unknown keys in every object of the description whose keys are
// listed.
func refuseUnknown(node any) {
	switch node := node.(type) {
	case map[string]any:
		_, listed := node["properties"].(map[string]any)
		if _, open := node["additionalProperties"]; listed && !open && node["type"] == "object" {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			refuseUnknown(child)
		}
	case []any:
		for _, child := range node {
			refuseUnknown(child)
		}
	}
}

// operations are those to which the bot sends a body.
var operations = []struct{ method, path string }{
	{"POST", "/interactions/{interaction_id}/{interaction_token}/callback"},
	{"PUT", "/applications/{application_id}/commands"},
	{"PUT", "/applications/{application_id}/guilds/{guild_id}/commands"},
	{"PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"},
	{"POST", "/webhooks/{webhook_id}/{webhook_token}"},
	{"POST", "/channels/{channel_id}/messages"},
}

// operationOf returns which operation a request is, as the description names
// it.
func operationOf(r discordtest.Request) string {
	parts := strings.Split(r.Path, "/")
next:
	for _, operation := range operations {
		named := strings.Split(operation.path, "/")
		if r.Method != operation.method || len(named) != len(parts) {
			continue
		}
		for i, part := range named {
			if !strings.HasPrefix(part, "{") && part != parts[i] {
				continue next
			}
		}
		return operation.method + " " + operation.path
	}
	return ""
}

// check holds the body of a request against the schema of its operation, and
// against what the schema cannot say.
func (api discordAPI) check(r discordtest.Request) error {
	operation := operationOf(r)
	schema := api.compiled[operation]
	if schema == nil {
		return fmt.Errorf("%s %s is no operation that the bot is known to use", r.Method, r.Path)
	}
	body, err := jsonschema.UnmarshalJSON(strings.NewReader(string(r.Body)))
	if err != nil {
		return err
	}
	if err := schema.Validate(body); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := unsaid(body); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	return nil
}

// unsaid checks what the schema does not say, in a body and in everything in
// it.
func unsaid(body any) error {
	if commands, ok := body.([]any); ok {
		for _, command := range commands {
			if err := checkDefinition(command.(map[string]any)); err != nil {
				return err
			}
		}
		return nil
	}
	callback := body.(map[string]any)
	data, ok := callback["data"].(map[string]any)
	if !ok {
		data = callback
	}
	if data["choices"] != nil || callback["type"] == json.Number("5") {
		return nil
	}
	if callback["type"] == json.Number("8") {
		return fmt.Errorf("an autocomplete without its list of choices")
	}
	if data["title"] == nil { // a message, and no form
		mentions, _ := data["allowed_mentions"].(map[string]any)
		if parse, ok := mentions["parse"].([]any); !ok || len(parse) > 0 {
			return fmt.Errorf("it may ping: %v", data["allowed_mentions"])
		}
		embeds, _ := data["embeds"].([]any)
		if content, _ := data["content"].(string); content == "" && len(embeds) == 0 {
			return fmt.Errorf("an empty message")
		}
		if n := embedLength(embeds); n > 6000 {
			return fmt.Errorf("embeds of %d characters in all", n)
		}
	}
	return checkComponents(data["components"])
}

// embedLength is what counts against the limit of all embeds together.
func embedLength(embeds []any) int {
	n := 0
	for _, e := range embeds {
		e := e.(map[string]any)
		footer, _ := e["footer"].(map[string]any)
		for _, text := range []any{e["title"], e["description"], footer["text"]} {
			text, _ := text.(string)
			n += len(utf16.Encode([]rune(text)))
		}
	}
	return n
}

// checkComponents holds that custom_ids and a menu's values are unique, and
// that buttons say something.
func checkComponents(rows any) error {
	seen := map[any]bool{}
	list, _ := rows.([]any)
	if len(list) > 5 {
		return fmt.Errorf("%d rows of components", len(list))
	}
	for _, row := range list {
		for _, c := range row.(map[string]any)["components"].([]any) {
			c := c.(map[string]any)
			id := c["custom_id"]
			if id == nil || seen[id] {
				return fmt.Errorf("the custom_id %v is missing, or there twice", id)
			}
			seen[id] = true
			if label := c["label"]; c["type"] == json.Number("2") && (label == nil || label == "") {
				return fmt.Errorf("the button %v says nothing", id)
			}
			values := map[any]bool{}
			options, _ := c["options"].([]any)
			for _, o := range options {
				value := o.(map[string]any)["value"]
				if values[value] {
					return fmt.Errorf("the menu %v has the value %v twice", id, value)
				}
				values[value] = true
			}
		}
	}
	return nil
}

// checkDefinition holds a command's names in lower case, the options that are
// required before the others, no option both with choices and completed, and
// the whole within 8,000 characters.
func checkDefinition(command map[string]any) error {
	size := 0
	texts := func(of map[string]any, field string) []string {
		text, _ := of[field].(string)
		all, longest := []string{text}, len(utf16.Encode([]rune(text)))
		localized, _ := of[field+"_localizations"].(map[string]any)
		for _, other := range localized {
			all = append(all, other.(string))
			longest = max(longest, len(utf16.Encode([]rune(other.(string)))))
		}
		size += longest
		return all
	}
	names := texts(command, "name")
	texts(command, "description")
	options, _ := command["options"].([]any)
	optional := false
	for _, o := range options {
		o := o.(map[string]any)
		names = append(names, texts(o, "name")...)
		texts(o, "description")
		if o["required"] == true && optional {
			return fmt.Errorf("option %v is required behind one that is not", o["name"])
		}
		optional = o["required"] != true
		if choices, _ := o["choices"].([]any); len(choices) > 0 && o["autocomplete"] == true {
			return fmt.Errorf("option %v has choices and is completed", o["name"])
		}
	}
	for _, name := range names {
		if command["type"] == json.Number("1") && (strings.ToLower(name) != name || strings.Contains(name, " ")) {
			return fmt.Errorf("%q is no name", name)
		}
	}
	if size > 8000 {
		return fmt.Errorf("command %v has %d characters", command["name"], size)
	}
	return nil
}

// TestTheCheckFindsFault has bodies that Discord would refuse.
func TestTheCheckFindsFault(t *testing.T) {
	api := readAPI(t)
	const callback, commands = "/interactions/1/t/callback", "/applications/1/commands"
	message := func(fields string) string {
		return `{"type":4,"data":{"allowed_mentions":{"parse":[]},` + fields + `}}`
	}
	button := `{"type":2,"style":2,"label":"a","custom_id":"a"}`
	row := func(components string) string { return `"components":[{"type":1,"components":[` + components + `]}]` }
	for _, test := range []struct{ path, body, fault string }{
		{callback, message(`"content":"fine"`), ""},
		{callback, message(`"content":"fine",` + row(button)), ""},
		{callback, message(`"content":"a","colour":1`), "additional properties"},
		{callback, message(`"content":"` + strings.Repeat("a", 2001) + `"`), "maxLength"},
		{callback, message(`"embeds":[{"title":"` + strings.Repeat("a", 257) + `"}]`), "maxLength"},
		{callback, message(`"embeds":[{"description":"` + strings.Repeat("a", 4000) + `"},{"description":"` + strings.Repeat("a", 2001) + `"}]`), "6001 characters"},
		{callback, message(`"content":"a",` + row(button+","+button)), "there twice"},
		{callback, message(`"content":"a",` + row(strings.Repeat(button+",", 5)+button)), "maxItems"},
		{callback, message(`"content":""`), "empty message"},
		{callback, `{"type":4,"data":{"content":"a","allowed_mentions":{"parse":["everyone"]}}}`, "may ping"},
		{callback, `{"type":4,"data":{"content":"a"}}`, "may ping"},
		{callback, `{"type":8,"data":{}}`, "without its list"},
		{callback, `{"type":8,"data":{"choices":[]}}`, ""},
		{callback, `{"type":9,"data":{"custom_id":"a","title":"` + strings.Repeat("a", 46) + `","components":[]}}`, "maxLength"},
		{commands, `[{"name":"ask","type":1,"description":"Ask","default_member_permissions":"8192"}]`, ""},
		{commands, `[{"name":"Ask","type":1,"description":"Ask"}]`, "no name"},
		{commands, `[{"name":"ask","type":1,"description":"Ask","options":[{"type":3,"name":"a","description":"a"},{"type":3,"name":"b","description":"b","required":true}]}]`, "required behind"},
		{commands, `[{"name":"ask","type":1,"description":"Ask","options":[{"type":5,"name":"a","description":"a","choices":null}]}]`, "oneOf"},
		{commands, `[{"name":"ask","type":1,"description":"` + strings.Repeat("a", 101) + `"}]`, "maxLength"},
	} {
		method := map[string]string{callback: "POST", commands: "PUT"}[test.path]
		err := api.check(discordtest.Request{Method: method, Path: test.path, Body: []byte(test.body)})
		if err == nil && test.fault != "" || err != nil && (test.fault == "" || !strings.Contains(err.Error(), test.fault)) {
			t.Errorf("%.120s: %v, want %q", test.body, err, test.fault)
		}
	}
}
