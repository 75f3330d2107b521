package jetstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"storybot/store"
)

// objects are a store.Objects in a stream of their own. An object is cut into
// parts, part n of it the one message of the subject
//
//	<bucket>.objects.<digest>.<n>
//
// and part 0 is written last and deleted first, so that an object is there when
// its part 0 is. For the subject says what is in it, a part can be written again
// by anyone, at any time: a Put that broke off is completed by the next.
// (NATS has object stores of its own, which number the parts at random: one that
// breaks off leaves parts behind, that nobody can tell from those still coming.)
type objects struct {
	s      *Store
	stream jetstream.Stream
}

const (
	partSize   = 256 << 10 // bytes
	sizeHeader = "Storybot-Size"
)

func (o *objects) prefix() string { return o.s.config.Bucket + ".objects." }

func (o *objects) part(digest string, n int) string {
	return o.prefix() + digest + "." + strconv.Itoa(n)
}

// parts is how many parts an object of the size has.
func parts(size int) int { return max(1, (size+partSize-1)/partSize) }

func (s *Store) objectsStream(replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:              s.config.Bucket + "-objects",
		Subjects:          []string{s.files.prefix() + ">"},
		MaxMsgsPerSubject: 1,
		Storage:           jetstream.FileStorage,
		Replicas:          replicas,
		Discard:           jetstream.DiscardNew,
		Duplicates:        2 * time.Minute,
	}
}

// Put implements store.Objects.
func (o *objects) Put(ctx context.Context, content []byte) (string, error) {
	if err := o.s.open(ctx); err != nil {
		return "", fmt.Errorf("put an object: %w", err)
	}
	digest, err := store.Digest(content)
	if err != nil {
		return "", err
	}
	ctx, cancel := o.bound(ctx, parts(len(content)))
	defer cancel()
	if err := o.put(ctx, digest, content); err != nil {
		return "", fmt.Errorf("put the object %s: %w", digest, err)
	}
	return digest, nil
}

// put writes the parts that are missing, until none is.
func (o *objects) put(ctx context.Context, digest string, content []byte) error {
	for {
		there, err := o.subjects(ctx, o.prefix()+digest+".*")
		if err != nil {
			return err
		}
		whole := true
		for n := parts(len(content)) - 1; n >= 0; n-- {
			if there[o.part(digest, n)] == 0 {
				whole = false
				if err := o.putPart(ctx, digest, n, content); err != nil {
					return err
				}
			}
		}
		if whole {
			return nil
		}
	}
}

func (o *objects) putPart(ctx context.Context, digest string, n int, content []byte) error {
	m := nats.NewMsg(o.part(digest, n))
	m.Header.Set(sizeHeader, strconv.Itoa(len(content)))
	m.Data = content[n*partSize : min((n+1)*partSize, len(content))]
	return o.s.retry(ctx, func(ctx context.Context) error {
		_, err := o.s.js.PublishMsg(ctx, m, jetstream.WithExpectLastSequencePerSubject(0), jetstream.WithRetryAttempts(0))
		if refused(err) {
			return nil // it is there, or about to be
		}
		return err
	})
}

// Get implements store.Objects.
func (o *objects) Get(ctx context.Context, digest string) ([]byte, error) {
	if err := o.s.open(ctx); err != nil {
		return nil, fmt.Errorf("get the object %.64q: %w", digest, err)
	}
	if err := store.CheckDigest(digest); err != nil {
		return nil, err
	}
	content, err := o.get(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("get the object %s: %w", digest, err)
	}
	return content, nil
}

func (o *objects) get(ctx context.Context, digest string) ([]byte, error) {
	if err := o.s.retry(ctx, o.beat); err != nil {
		return nil, err
	}
	first, err := o.getPart(ctx, digest, 0)
	if err != nil {
		return nil, err
	}
	size, err := strconv.Atoi(first.Header.Get(sizeHeader))
	if err != nil || size < 0 || size > store.MaxObject {
		return nil, fmt.Errorf("its size is given as %.20q", first.Header.Get(sizeHeader))
	}
	ctx, cancel := o.bound(ctx, parts(size))
	defer cancel()
	content := bytes.NewBuffer(make([]byte, 0, size))
	content.Write(first.Data)
	for n := 1; n < parts(size); n++ {
		part, err := o.getPart(ctx, digest, n)
		if err != nil {
			return nil, err
		}
		content.Write(part.Data)
	}
	if got, _ := store.Digest(content.Bytes()); got != digest {
		return nil, fmt.Errorf("what is there has the digest %s", got)
	}
	return content.Bytes(), nil
}

func (o *objects) getPart(ctx context.Context, digest string, n int) (part *jetstream.RawStreamMsg, err error) {
	err = o.s.retry(ctx, func(ctx context.Context) error {
		part, err = o.stream.GetLastMsgForSubject(ctx, o.part(digest, n))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return store.ErrNotFound
		}
		return err
	})
	return part, err
}

// Delete implements store.Objects.
func (o *objects) Delete(ctx context.Context, digest string) error {
	if err := o.s.open(ctx); err != nil {
		return fmt.Errorf("delete the object %.64q: %w", digest, err)
	}
	if err := store.CheckDigest(digest); err != nil {
		return err
	}
	for _, subject := range []string{o.part(digest, 0), o.prefix() + digest + ".*"} {
		if err := o.s.retry(ctx, func(ctx context.Context) error {
			return o.stream.Purge(ctx, jetstream.WithPurgeSubject(subject))
		}); err != nil {
			return fmt.Errorf("delete the object %s: %w", digest, err)
		}
	}
	return nil
}

// List implements store.Objects.
func (o *objects) List(ctx context.Context) ([]string, error) {
	if err := o.s.open(ctx); err != nil {
		return nil, fmt.Errorf("list the objects: %w", err)
	}
	there, err := o.subjects(ctx, o.prefix()+"*.0")
	if err != nil {
		return nil, fmt.Errorf("list the objects: %w", err)
	}
	var digests []string
	for subject := range there {
		digest := strings.TrimSuffix(strings.TrimPrefix(subject, o.prefix()), ".0")
		if store.CheckDigest(digest) == nil {
			digests = append(digests, digest)
		}
	}
	slices.Sort(digests)
	return digests, nil
}

// subjects returns the subjects that there are, with how many messages each has.
func (o *objects) subjects(ctx context.Context, filter string) (there map[string]uint64, err error) {
	if err := o.s.retry(ctx, o.beat); err != nil {
		return nil, err
	}
	err = o.s.retry(ctx, func(ctx context.Context) error {
		info, err := o.stream.Info(ctx, jetstream.WithSubjectFilter(filter))
		if err == nil {
			there = info.State.Subjects
		}
		return err
	})
	return there, err
}

// beat writes an empty message, for the reason that package comment gives. What
// is asked of the stream's leader afterwards is answered by one that was not cut
// off.
func (o *objects) beat(ctx context.Context) error {
	_, err := o.s.js.PublishMsg(ctx, nats.NewMsg(o.prefix()+"beat"), jetstream.WithRetryAttempts(0))
	return err
}

// bound gives a context that has no deadline one that as many parts can meet.
func (o *objects) bound(ctx context.Context, parts int) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, o.s.times.Call+time.Duration(parts)*time.Second)
}
