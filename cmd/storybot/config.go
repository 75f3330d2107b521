package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"

	"storybot/bot/shard"
	"storybot/knowledge"
	"storybot/knowledge/story"
)

// config is what the environment says. Each field is described in the README.
type config struct {
	Token       string   `env:"DISCORD_TOKEN"`
	APIURL      string   `env:"DISCORD_API_URL"`
	GuildIDs    []string `env:"DISCORD_GUILD_IDS"`
	ArticlesDir string   `env:"ARTICLES_DIR"`
	StoriesDir  string   `env:"STORIES_DIR"`
	Story       string   `env:"STORY"`
	StateDir    string   `env:"STATE_DIR"`
	KeepDays    days     `env:"RETENTION_DAYS" envDefault:"90"`

	NATSURL         string `env:"NATS_URL"`
	NATSCredentials string `env:"NATS_CREDENTIALS"`

	StoryMemory megabytes `env:"STORY_MEMORY_MB" envDefault:"512"`

	Watch         onOff    `env:"ARTICLES_WATCH"`
	FetchHosts    []string `env:"ARTICLE_FETCH_HOSTS"`
	QuestionsFile string   `env:"QUESTIONS_FILE"`

	ModeratorGuilds  []snowflake `env:"MODERATOR_GUILD_IDS"`
	ModeratorRoles   []snowflake `env:"MODERATOR_ROLE_IDS"`
	ModeratorChannel snowflake   `env:"MODERATOR_CHANNEL_ID"`

	Shards shard.Plan `env:"SHARDS"`

	MetricsAddr string    `env:"METRICS_ADDR"`
	LogLevel    logLevel  `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat   logFormat `env:"LOG_FORMAT" envDefault:"text"`
}

// config reads the configuration from the environment, and what the
// environment lacks, or leaves empty, from a file .env in the working folder.
func (c *console) config() (config, error) {
	environment, err := godotenv.Read(".env")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		environment = make(map[string]string)
	case err != nil:
		return config{}, misuse(fmt.Errorf("read .env: %w: write one NAME=value a line", err))
	}
	for name, value := range c.environment {
		if value != "" {
			environment[name] = value
		}
	}
	var parsed config
	if err := env.ParseWithOptions(&parsed, env.Options{Environment: environment}); err != nil {
		if e, ok := errors.AsType[env.ParseError](err); ok {
			err = e.Err
		}
		return config{}, misuse(err)
	}
	if parsed.NATSURL != "" && parsed.Shards.Count == 0 {
		parsed.Shards.Auto = true // for other processes may run too, which would each answer everything
	}
	return parsed, nil
}

// snowflake is an id of Discord's, of a server, a role or a channel.
type snowflake string

func (s *snowflake) UnmarshalText(text []byte) error {
	*s = snowflake(strings.TrimSpace(string(text)))
	if _, err := strconv.ParseUint(string(*s), 10, 64); err != nil {
		return fmt.Errorf("%q is no id of a server, role or channel, which is digits only: turn on developer mode in Discord, right-click it and copy its id", text)
	}
	return nil
}

// days is a number of days.
type days int

func (d *days) UnmarshalText(text []byte) error {
	const most = 3650
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || n < 1 || n > most {
		return fmt.Errorf("%q is no number of days: set RETENTION_DAYS to one from 1 to %d", text, most)
	}
	*d = days(n)
	return nil
}

// duration is how long the days are.
func (d days) duration() time.Duration { return time.Duration(d) * 24 * time.Hour }

// onOff is a switch.
type onOff bool

func (o *onOff) UnmarshalText(text []byte) error {
	switch strings.TrimSpace(string(text)) {
	case "1", "true":
		*o = true
	case "", "0", "false":
		*o = false
	default:
		return fmt.Errorf("%q is neither on nor off: set ARTICLES_WATCH to 1, or leave it out", text)
	}
	return nil
}

// texts are ids as text.
func texts(ids []snowflake) []string {
	var all []string
	for _, id := range ids {
		all = append(all, string(id))
	}
	return all
}

// logLevel is how much is logged.
type logLevel struct{ slog.Level }

func (l *logLevel) UnmarshalText(text []byte) error {
	if err := l.Level.UnmarshalText(text); err != nil {
		return fmt.Errorf("%q is no level: set LOG_LEVEL to debug, info, warn or error", text)
	}
	return nil
}

// logFormat is how a line of the log is written.
type logFormat string

func (f *logFormat) UnmarshalText(text []byte) error {
	*f = logFormat(text)
	if *f != "text" && *f != "json" {
		return fmt.Errorf("%q is no format: set LOG_FORMAT to text or json", text)
	}
	return nil
}

// logger returns the log that is asked for.
func (c config) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel.Level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// folderFlag chooses the story. Its flag wins over the environment, and without
// either the story that is compiled in is used.
type folderFlag struct {
	Articles string `placeholder:"DIR" help:"The folder of articles (default: ARTICLES_DIR, or the story of STORIES_DIR that STORY names, or the one that is compiled in)."`
}

// dir returns the path of the folder of articles, be it there or not; "" for the
// story that is compiled in.
func (f folderFlag) dir(settings config) (string, error) {
	if f.Articles != "" {
		return f.Articles, nil
	}
	return settings.articlesDir()
}

// folder returns the folder of articles, and its path on disk; "" for the story
// that is compiled in.
func (f folderFlag) folder(c *console) (folder fs.FS, dir string, err error) {
	settings, err := c.config()
	if err != nil {
		return nil, "", err
	}
	if dir, err = f.dir(settings); err != nil {
		return nil, "", err
	}
	if dir == "" {
		return story.Articles(), "", nil
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", misuse(fmt.Errorf("the articles folder %s does not exist: create it, or name another with --articles or ARTICLES_DIR", dir))
	case err != nil:
		return nil, "", misuse(fmt.Errorf("the articles folder can't be read: %w", err))
	case !info.IsDir():
		return nil, "", misuse(fmt.Errorf("%s is a file: name the folder that the articles are in", dir))
	}
	return os.DirFS(dir), dir, nil
}

// load reads the story. Files that could not be used are named on standard
// error; the rest answers.
func (f folderFlag) load(c *console) (*knowledge.Base, error) {
	folder, _, err := f.folder(c)
	if err != nil {
		return nil, err
	}
	base, report, err := c.read(folder)
	for _, problem := range report.Errors {
		fmt.Fprintf(c.err, "storybot: %v\n", problem)
	}
	if err != nil {
		return nil, misuse(err)
	}
	return base, nil
}

// read loads a folder, and shows how far it is where someone watches.
func (c *console) read(folder fs.FS) (*knowledge.Base, knowledge.Report, error) {
	if !c.watched {
		return knowledge.Load(folder)
	}
	return knowledge.Load(folder, knowledge.WithProgress(progress(c.err, time.Now(), time.Now)))
}
