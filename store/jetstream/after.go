package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"storybot/store/table"
)

// An answer is some messages of a stream, in their order.
type answer struct {
	changes []table.Change
	last    uint64    // the sequence of the last message; 0: there was none
	at      time.Time // when that was taken
	cut     bool      // whether the node has more
}

// The size of an answer, of which a node sends as much as there is before it
// writes again.
const (
	mostMessages = 50_000
	mostBytes    = 8 << 20
)

var (
	// errLags: the node that answered does not have yet what is there.
	errLags = errors.New("a node lags behind")
	errGap  = errors.New("a part of an answer was lost")
)

// after asks any node for the messages after the sequence, and waits for each at
// most as long as its patience is. It is a "direct get"
// of a batch: the messages come one by one, each naming the one before, and then
// an empty one, which says how many more there are.
func (s *Store) after(sequence uint64, patience time.Duration) (answer, error) {
	request, err := json.Marshal(map[string]uint64{"seq": sequence + 1, "batch": mostMessages, "max_bytes": mostBytes})
	if err != nil {
		return answer{}, err
	}
	inbox := s.conn.NewInbox()
	messages, err := s.conn.SubscribeSync(inbox)
	if err != nil {
		return answer{}, err
	}
	defer messages.Unsubscribe()
	if err := messages.SetPendingLimits(-1, -1); err != nil {
		return answer{}, err
	}
	if err := s.conn.PublishRequest("$JS.API.DIRECT.GET.KV_"+s.config.Bucket, inbox, request); err != nil {
		return answer{}, err
	}
	var a answer
	for {
		m, err := messages.NextMsg(patience)
		if err != nil {
			return answer{}, err
		}
		if done, err := s.take(&a, m); done || err != nil {
			return a, err
		}
	}
}

// take adds a message to the answer, and reports whether it was the last.
func (s *Store) take(a *answer, m *nats.Msg) (done bool, err error) {
	switch status := m.Header.Get("Status"); status {
	case "":
	case "404": // nothing is after the sequence
		return true, nil
	case "204": // the end
		before, err := number(m.Header, nats.JSLastSequence)
		if err != nil {
			return false, err
		}
		if before != a.last {
			return false, errGap
		}
		more, err := number(m.Header, "Nats-Num-Pending")
		a.cut = more > 0
		return true, err
	default:
		return false, fmt.Errorf("NATS answers %s %s", status, m.Header.Get("Description"))
	}
	before, err := number(m.Header, nats.JSLastSequence)
	if err != nil {
		return false, err
	}
	if before != a.last {
		return false, errGap
	}
	if a.last, err = number(m.Header, nats.JSSequence); err != nil {
		return false, err
	}
	if a.at, err = time.Parse(time.RFC3339Nano, m.Header.Get(nats.JSTimeStamp)); err != nil {
		return false, err
	}
	if change, ok := decode(m.Header.Get(nats.JSSubject), s.prefix(), m.Header, m.Data, a.last, a.at); ok {
		a.changes = append(a.changes, change)
	}
	return false, nil
}

// number returns the number in a header.
func number(header nats.Header, name string) (uint64, error) {
	n, err := strconv.ParseUint(header.Get(name), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("NATS answers without %s", name)
	}
	return n, nil
}

// lastMessage returns the header and the sequence of the last message of the
// key, which the stream's leader has; 0 if there is none.
func (s *Store) lastMessage(ctx context.Context, key string) (nats.Header, uint64, error) {
	request, err := json.Marshal(map[string]string{"last_by_subj": s.subject(key)})
	if err != nil {
		return nil, 0, err
	}
	reply, err := s.conn.RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET.KV_"+s.config.Bucket, request)
	if err != nil {
		return nil, 0, err
	}
	var got struct {
		Error *struct {
			Code        int
			Description string
		}
		Message struct {
			Seq  uint64
			Hdrs []byte
		}
	}
	if err := json.Unmarshal(reply.Data, &got); err != nil {
		return nil, 0, err
	}
	if got.Error != nil {
		if got.Error.Code == 404 {
			return nil, 0, nil
		}
		return nil, 0, fmt.Errorf("NATS answers %d %s", got.Error.Code, got.Error.Description)
	}
	header := nats.Header{}
	if len(got.Message.Hdrs) > 0 {
		header, err = nats.DecodeHeadersMsg(got.Message.Hdrs)
	}
	return header, got.Message.Seq, err
}
