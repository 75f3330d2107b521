package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// A statusError is an answer from Discord that is not a success.
type statusError struct {
	status int    // of HTTP
	code   int    // Discord's own; 0 when there is none
	text   string // what Discord says of it
}

// Codes of Discord's that end a matter, or tell how it stands.
const (
	unknownMessage      = 10008 // the webhook has no such message
	unknownWebhook      = 10015 // the interaction has not been acknowledged
	alreadyAcknowledged = 40060 // by another callback
)

// newStatusError reads what Discord says of an answer.
func newStatusError(status int, answer []byte) *statusError {
	e := &statusError{status: status}
	var said struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Errors  json.RawMessage `json:"errors"` // which fields Discord finds fault with
	}
	if json.Unmarshal(answer, &said) != nil {
		return e
	}
	const most = 400
	e.code, e.text = said.Code, said.Message
	if len(said.Errors) > 0 {
		e.text += " " + cut(string(said.Errors), most)
	}
	return e
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("answer %d %s", e.status, http.StatusText(e.status))
	if e.text != "" {
		text += fmt.Sprintf(": %s (code %d)", e.text, e.code)
	}
	return text
}

// Is makes the statuses that say that the request itself is at fault
// [ErrRefused].
func (e *statusError) Is(target error) bool {
	if target != ErrRefused || e.code == alreadyAcknowledged {
		return false
	}
	return e.status == http.StatusBadRequest || e.status == http.StatusRequestEntityTooLarge
}

// status returns the HTTP status of the answer behind err, or 0.
func status(err error) int {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.status
	}
	return 0
}

// codeOf returns Discord's code of the answer behind err, or 0.
func codeOf(err error) int {
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.code
	}
	return 0
}

// plain returns an error of the client's without what should not be logged:
// the address of a request, which has the interaction's token in it.
func plain(err error) error {
	if request, ok := errors.AsType[*url.Error](err); ok {
		return request.Err
	}
	return err
}
