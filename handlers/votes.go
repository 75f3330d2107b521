package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"storybot/handlers/vote"
	"storybot/knowledge"
)

// Under an answer anyone can say whether it helped. The buttons carry which
// answer it is: a hash of the question and of the passages that answered it, so
// that it is one answer wherever it was asked. What was asked stands at the head
// of the message that they hang on.

// voting adds the buttons with which a person votes on an answer.
func (s *sheet) voting(base *knowledge.Base, answer knowledge.Answer) {
	id := answerID(base, answer)
	s.buttons(press{label: "👍", customID: customID("like", base, id)}, press{label: "👎", customID: customID("dislike", base, id)})
}

func answerID(base *knowledge.Base, answer knowledge.Answer) string {
	hash := sha256.New()
	hash.Write([]byte(strings.ToLower(strings.Join(strings.Fields(answer.Question), " "))))
	for _, q := range answer.Quotes {
		hash.Write([]byte("\x00" + base.PassageID(q.Citation)))
	}
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:12])
}

// cast counts the vote of whoever presses a button. A question whose answer is
// disliked is a gap, until whoever disliked it thinks better of it.
func (s Setting) cast(v vote.Vote) Handler {
	return func(ctx context.Context, in Interaction) (Reply, error) {
		answer, _, err := carried(in)
		say := in.speech()
		asked := askedIn(in)
		if err == nil && (answer == "" || asked == "" || in.Person() == "" || s.votes == nil) {
			err = Refusal(say.that(oldButton))
		}
		if err != nil {
			return Reply{}, err
		}
		ctx = context.WithoutCancel(ctx) // what is counted is acknowledged, even if late
		before, err := s.votes.Cast(ctx, answer, in.Person(), v)
		switch {
		case err != nil:
			return Reply{}, say.away(err)
		case before == v:
			return Reply{}, Refusal(say.that(votedAlready))
		case v == vote.Dislike:
			err = s.gaps.Disliked(ctx, asked)
		case before == vote.Dislike:
			err = s.gaps.Liked(ctx, asked)
		}
		if err != nil {
			return Reply{}, say.away(err)
		}
		shown := newSheet("")
		shown.add(say.that(voteCounted), 0)
		return Reply{Message: shown.message(plainColour), Private: true}, nil
	}
}

// askedIn returns the question at the head of the answer that a button hangs
// on, without the marks of Markdown; "" where there is none.
func askedIn(in Interaction) string {
	if in.Message == nil || len(in.Message.Embeds) == 0 || in.Message.Embeds[0] == nil {
		return ""
	}
	head, _, _ := strings.Cut(in.Message.Embeds[0].Description, "\n")
	head, opened := strings.CutPrefix(head, "**")
	head, closed := strings.CutSuffix(head, "**")
	if !opened || !closed {
		return ""
	}
	var asked strings.Builder
	escaped := false
	for _, r := range head {
		if escaped = r == '\\' && !escaped; !escaped {
			asked.WriteRune(r)
		}
	}
	return asked.String()
}

// A question without an answer is kept within keepWithin; the reply waits for
// that for gapWithin, so that what was asked is kept when somebody looks, but not
// for a store that is slow.
const (
	keepWithin = 10 * time.Second
	gapWithin  = 300 * time.Millisecond
)

// noteGap keeps a question that found no answer. That it can't be kept is no
// matter for whoever asked.
func (s Setting) noteGap(ctx context.Context, question string) {
	if s.gaps == nil {
		return
	}
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
		defer cancel()
		if err := s.gaps.Unanswered(ctx, bare(question)); err != nil {
			s.Log.ErrorContext(ctx, "a question without an answer is not kept", "err", err)
		}
	}()
	late := time.NewTimer(gapWithin)
	defer late.Stop()
	select {
	case <-kept:
	case <-late.C:
	}
}
