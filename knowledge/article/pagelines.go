package article

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A pageRule knows a kind of line that belongs to the page, not to the story,
// by the whole line. Each is written for words that sites put around every
// story, so that no sentence of one can match.
type pageRule struct {
	name string
	line *regexp.Regexp
}

func rule(name string, patterns ...string) pageRule {
	return pageRule{name, regexp.MustCompile(`^(?i:` + strings.Join(patterns, "|") + `)$`)}
}

const (
	// networks are the places that a story is shared to.
	networks = `(?:facebook|twitter|x|linked ?in|whats ?app|reddit|pinterest|telegram|e-?mail|messenger|bluesky|mastodon|threads|tumblr|flipboard|instagram|youtube|pocket|sms|print|copy(?: the)? link|link|more)`
	// prompted is what a prompt calls the article.
	prompted = `(?: (?:this|the))?(?: (?:article|story|page|post|video|link))?`
	agencies = `(?:getty|ap|afp|reuters|epa|pa|shutterstock|bloomberg|alamy|istock)`
	digest   = `(?:newsletters?|inbox|e-?mails?|alerts?|updates|briefings?|digest|access|notifications?|membership)`
)

var pageRules = []pageRule{
	rule("navigation",
		`skip (?:to )?(?:the )?(?:main |site |article )?(?:content|navigation|nav|main|search|footer|header|article|index|links?)`,
		`this (?:article|story) is more than \d+ (?:months?|years?) old|order reprints(?: .{0,60})?`,
		`(?:(?:main |open |close |show |hide |toggle )(?:the )?)?(?:menu|navigation)|home(?:page)?|search(?: this site| the site|\.\.\.|…)?`,
		`(?:sign|log) ?(?:in|out|up)(?: (?:/|or) (?:sign|log|register) ?(?:in|up)?)?|register|subscribe(?: now| today)?|(?:my |your )?account`,
		`(?:(?:back|go|return) to )(?:the )?(?:top|home ?page|home)|(?:previous|next)(?: (?:article|story|page|post))?`,
		`(?:show|view|read|load|see) (?:more|less|all|full (?:article|story))|(?:all )?sections|contact(?: us)?|about(?: us)?|help|faqs?|site ?map`,
		`accessibility(?: (?:help|links|statement))?|terms(?: (?:of (?:use|service)|(?:and|&) conditions))?|privacy(?: (?:policy|notice|cent(?:er|re)))?`,
		`cookie(?:s| policy| settings| preferences)|advertise(?: with us)?|careers|newsletters?|e-?paper|(?:(?:uk|us|international|world|europe|asia) )?edition`,
		`(?:https?://|www\.)\S+(?: +\d+/\d+)?`),
	rule("share prompt",
		`(?:share|tweet|retweet|pin|pin it|print|like|save|bookmark|e-?mail|send|copy link|copy url|link copied!?|gift|give)`+prompted,
		`(?:share|tweet|print|save|e-?mail|send|gift|follow|like|find|join)(?: (?:this|us|me|the|author|article|story|page|options?|on|via|with|by|to|a friend|your friends))*:?(?:[ ,|/•·]+(?:and |on |via |or )?`+networks+`\b)*:?`,
		networks+`(?:[ ,|/•·]+`+networks+`)*`,
		`(?:\d[\d,.]*k? )?(?:shares?|likes?|retweets?|views)|sharing options|follow @?[\w .]{1,30} on `+networks),
	rule("comment prompt",
		`(?:click here to |please |be the first to |add |join |leave |post |view |show |read |see |write |start )?(?:(?:add|leave|post|write|your|a|the|to|all|reader) )*(?:comments?|reply|conversation|discussion)(?: (?:below|now|here|on this (?:story|article)|policy|guidelines|section))?`,
		`(?:read|see|view|show)(?: all)? \d[\d,]* comments?|share or comment on this (?:article|story):?|be the first to comment.{0,30}|what do you think\? .{0,60}(?:comment|below).{0,20}|have your say(?: .{0,30})?`,
		`(?:\(?\d[\d,]*\)? )?(?:comments?|replies)(?: ?\(?\d[\d,]*\)?)?|no comments?(?: yet)?|comments (?:are )?(?:closed|off|disabled)\.?`,
		`your e-?mail address will not be published\.?(?: .{0,60})?|required fields are marked.{0,10}|(?:you must be logged in|(?:log|sign) ?in) to (?:post a )?(?:comment|reply)\b.{0,20}`,
		`save my name.{0,80}next time i comment\.?`),
	rule("advertisement",
		`(?:advertisement|advert|ads?|advertising|sponsored|promoted|paid (?:content|post|promotion)|sponsored (?:content|links?)|promoted content|ad feedback)s?`,
		`(?:(?:article|story|content|text) )?continues? (?:reading )?(?:below|after|the main story)(?: (?:the |this )?(?:ad(?:vert(?:isement)?)?|video|newsletter|promotion|main story))?`,
		`continue reading(?: (?:below|the main story|the story))?|scroll (?:down )?(?:to|for) (?:continue|more|read).{0,30}|(?:skip|remove|report|close|hide|why this) (?:this |the )?ads?`),
	rule("image credit",
		`[(\[]?(?:image|photo(?:graph)?|picture|pic|illustration|graphic|cover|video|file|featured|header|lead|stock)s?(?: (?:image|photo(?:graph)?|picture))?(?: ?(?:credits?|source|courtesy|copyright)(?: of)?) ?[:,/|]? ?.{0,100}[^.!?]`,
		`[(\[]?(?:(?:image|photo(?:graph)?|picture|pic|illustration|graphic)s?|credits?) ?[:|©] ?.{0,100}[^.!?]`,
		`[(\[](?:image|photo(?:graph)?|picture|illustration)s? (?:by|via|from) .{1,60}[)\]]|(?:photo(?:graph)?|picture|illustration) by [^.!?]{1,60}`,
		`image caption,?(?: .{1,200})?|.{1,250} photograph: [\p{L} .'-]{2,40}(?:/[\p{L} .'-]{2,40})?|.{1,250} (?:photo|picture|image): [\p{L} .'-]{2,40}/[\p{L} .'-]{2,40}|(?:click |tap )?(?:here )?(?:on (?:the )?(?:image|picture|photo) )?(?:to )?(?:enlarge|expand|zoom)(?: (?:the |this )?(?:image|picture|photo))?`,
		`view (?:image|gallery|(?:image )?in full ?screen)|(?:hide|show|toggle) caption|open (?:image )?in (?:image )?gallery`,
		`.{0,250}[(\[](?:`+agencies+`(?: photo| images?)? ?/|(?:photo|image|picture)s?(?: (?:by|credit|courtesy(?: of)?))?[:/ ])[^)]{1,60}[)\]]`,
		`(?:[\p{L}.'-]+[ /]){0,4}(?:getty(?: images)?|shutterstock|istock|alamy|rex features|ap photo|unsplash|wikimedia commons|pixabay)(?:/.{1,40})?`),
	rule("newsletter",
		`(?:sign up|subscribe|register)\b.{0,150}\b`+digest+`\b.{0,100}`,
		`(?:sign up|subscribe)(?: (?:now|here|today|free|for free))*[.!]?`,
		`(?:get|receive)\b.{0,80}\b(?:in|to) your (?:inbox|e-?mail|phone)\b.{0,60}`,
		`(?:enter )?(?:your )?e-?mail address|(?:thanks|thank you) for (?:signing up|subscribing).{0,80}|(?:daily|weekly|morning|evening|breaking news) (?:newsletter|briefing|e-?mails?|alerts?)`,
		`invalid e-?mail.{0,40}|(?:already|become) a (?:subscriber|member)\b\??.{0,40}`),
	rule("read more",
		`(?:read more|read also|also read|read next|see also|also see|must read|don't miss) ?[:|»>] ?.{1,150}`,
		`(?:read|more|related|related (?:story|article|video)|watch|watch more|watch now|listen|listen to|recommended|explainer|in pictures|in pics|editors?'? picks?|from the archive) ?[:|»>] ?.{0,150}[^.]`,
		`read (?:the )?(?:full|original|more)(?: (?:article|story|report|here|on|about|at|from))\b.{0,80}[^.]`),
	rule("topics",
		`(?:filed under|tags?|tagged|topics?|categor(?:y|ies)|related topics|keywords|more (?:on|about)|posted in|labels?) ?: ?.{1,200}`,
		`(?:posted|filed) (?:in|under) [^.!?]{1,60}`),
	rule("video player",
		`(?:play|pause|watch|mute|unmute|replay)(?: (?:the )?(?:video|audio|live|now))?|media playback is (?:un|not )supported(?: on your device)?|loading(?:\.\.\.|…)?|now playing|live|just watched|must watch|more videos(?: ?\.\.\.)?`,
		`this (?:video|content) (?:can ?not be played|is not available(?: in your (?:country|region|location))?|has been removed)\.?|listen to (?:this )?(?:article|story)|\d{1,2}:\d{2}(?: ?/ ?\d{1,2}:\d{2})?`,
		`(?:this article is |listen )?\(?\d+[ -]min(?:ute)?s?(?: (?:read|listen))?\)?`,
		`(?:please )?(?:enable|turn on) javascript\b.{0,80}|(?:your browser|javascript)\b.{0,40}(?:does not support|is disabled|not supported|is required)\b.{0,80}`),
	rule("cookie notice",
		`(?:we (?:and our partners )?use|(?:this|our) (?:web)?site uses) cookies\b.{0,300}`,
		`by (?:using|continuing)\b.{0,80}\byou (?:agree|accept|consent)\b.{0,200}`,
		`(?:accept|reject|manage|allow)(?: all)?(?: (?:cookies|preferences|options|settings|choices))?|(?:accept|agree) and (?:close|continue)|i (?:accept|agree)|got it!?`),
	rule("copyright",
		`(?:©|\(c\) ?\d|copyright ?(?:©|\(c\)|\d{4})).{0,200}`,
		`(?:.{0,80}[.,|-] )?all rights reserved\.?(?: .{0,60})?`,
		`this (?:material|story|article) (?:may|can) ?not be (?:published|reproduced|copied)\b.{0,120}`,
		`(?:the )?[\p{L} ]{2,40} is not responsible for the content of external (?:inter)?net ?sites\.?.{0,60}`),
	rule("credits",
		`(?:(?:additional |further )?(?:reporting|writing|editing)(?: and (?:writing|editing|reporting))? by [^;]{2,100}; ?)+(?:additional |further )?(?:reporting|writing|editing)(?: and (?:writing|editing|reporting))? by [^;]{2,100}`,
		`[(\[](?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited)(?: and (?:writing|editing|reporting))? by [^)]{2,200}[)\]]`,
		`[\p{L} .,'-]{3,80} contributed (?:reporting|to this (?:report|article|story))(?: from [\p{L} .,'-]{2,40})?`,
		`a version of this (?:article|story) (?:appears|appeared|ran|was (?:first |originally )?published)\b.{0,300}`,
		`(?:additional|further) reporting by [^.]{2,100}\.?|our standards: .{2,60}`),
	rule("page number",
		`(?:page |p\. ?)?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|- ?\d{1,4} ?-`),
}

// barRuleOf knows a bar of links, such as "Home | World | Politics". Two links
// are a bar only when one of them is known by itself, for a title may have a bar
// before its paper: "The title | The Paper".
func barRuleOf(text string) string {
	if !strings.ContainsAny(text, "|•·›»>/") || endsInStop(text) {
		return ""
	}
	items := bars.Split(text, -1)
	if len(items) < 2 {
		return ""
	}
	known, rules := 0, make(map[string]bool)
	for _, item := range items {
		if words := len(strings.Fields(item)); words == 0 || words > 4 || len(item) > 50 {
			return ""
		}
		name := lineRuleOf(item)
		rules[name] = true
		if name != "" {
			known++
		}
	}
	switch {
	case known == len(items) && len(rules) == 1:
		return lineRuleOf(items[0])
	case known > 0 || len(items) > 2:
		return "navigation"
	}
	return ""
}

var bars = regexp.MustCompile(` ?[|•·›»>] ?| / `)

// hasCue reports whether a long line has a word or a mark without which no rule
// knows it. It spares the rules most lines of a story.
func hasCue(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(cues, func(cue string) bool { return strings.Contains(text, cue) })
}

var cues = []string{
	":", "|", "»", ">", "(", "[", "©", "cookie", "rights reserved", "copyright", "inbox", "mail", "newsletter", "subscribe", "sign up", "register",
	"comment", "you agree", "you accept", "you consent", "javascript", "browser", "responsible for", "ting by", "caption", "image", "photo",
	"picture", "getty", "be published", "reproduced", "copied", "facebook", "twitter", "read more", "read the", "illustration", "alerts", "signing up", "contributed", "version of",
}

// Rules returns the names of the rules that drop lines, sorted.
func Rules() []string {
	names := []string{
		ruleTitleAgain, ruleByline, ruleBiography, ruleSection, ruleOutside, ruleCode, ruleTable,
		ruleHeader, ruleSidecar, ruleLinks,
	}
	for _, r := range pageRules {
		names = append(names, r.name)
	}
	for _, r := range listRules {
		names = append(names, r.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// The rules that need more than one line to go by.
const (
	ruleTitleAgain = "title again"
	ruleByline     = "byline"
	ruleBiography  = "biography"
	ruleSection    = "section"
	ruleRelated    = "related"
	ruleOutside    = "outside the article" // of a page
	ruleCode       = "code"                // of Markdown
	ruleTable      = "table"               // of Markdown
	ruleLinks      = "links"               // of Markdown: a list of links
	ruleHeader     = "page header"         // of a PDF: the same on every page
	ruleSidecar    = "sidecar"
)

// pageRuleOf returns the name of the rule that drops a line by itself, or "".
func pageRuleOf(text string) string {
	return cmp.Or(lineRuleOf(text), barRuleOf(text))
}

func lineRuleOf(text string) string {
	if len(text) > 400 || len(text) > 60 && !hasCue(text) {
		return ""
	}
	for _, r := range pageRules {
		if r.line.MatchString(text) {
			return r.name
		}
	}
	return ""
}
