package bot

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// DefaultAPIURL is where Discord's REST API is.
const DefaultAPIURL = "https://discord.com/api/v10"

// apiVersion is the version of Discord's API that this package speaks, on REST
// and on the gateway.
const apiVersion = "v10"

// userAgent has the form that Discord asks of bots.
const userAgent = "DiscordBot (storybot, 1)"

var anyVersion = regexp.MustCompile(`^v[0-9]+$`)

// ParseAPIURL checks the address of the API, as [Config].APIURL has it, and
// returns it without a slash at the end. Empty means [DefaultAPIURL]. The error
// says in one sentence how to write it.
func ParseAPIURL(s string) (string, error) {
	if s == "" {
		return DefaultAPIURL, nil
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("the API's address cannot be read: write it like %s", DefaultAPIURL)
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	version := path.Base(u.Path)
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "", fmt.Errorf("the API's address must start with http:// or https:// and a host, like %s", DefaultAPIURL)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", fmt.Errorf("the API's address must have no user, no ? and no #: write it like %s", DefaultAPIURL)
	case version == apiVersion:
		return u.String(), nil
	case anyVersion.MatchString(version):
		return "", fmt.Errorf("the API's address asks for %s, but storybot speaks %s: write it like %s", version, apiVersion, DefaultAPIURL)
	}
	return "", fmt.Errorf("the API's address must end in /%s, like %s", apiVersion, DefaultAPIURL)
}
