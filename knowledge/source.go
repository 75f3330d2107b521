package knowledge

import (
	"errors"
	"io/fs"
)

// ErrUnsaved: a story that processes share was not changed, since what they
// share it by can't be reached.
var ErrUnsaved = errors.New("what the processes of this bot share can't be reached: try again in a minute")

// A Source is where the story of a [Store] comes from. The Store calls its
// methods one at a time.
type Source interface {
	// Read makes a Base of the story as it is. Unless it is only to try, the
	// Base is that of all who share the story when Read has returned it.
	//
	// change, if it is not nil, changes the folder first. It may be called again
	// where another process came first; an error of its own is returned as it is.
	//
	// Errors: [ErrFolder], [ErrNoArticles], [ErrUnsaved], that of change. With
	// them nothing has changed for anybody, but that with ErrUnsaved it may come
	// out later that all had been saved.
	Read(try bool, change func() error) (*Base, Report, error)

	// Back makes the story what it was before, for all who share it, and returns
	// the Base of that. It is given the one that the Store had in use then, or nil.
	//
	// Errors: [ErrNoBefore], [ErrUnsaved].
	Back(before *Base) (*Base, error)
}

// ownFolder is the Source of a story that this process alone reads.
type ownFolder struct{ fs.FS }

func (f ownFolder) Read(_ bool, change func() error) (*Base, Report, error) {
	if change != nil {
		if err := change(); err != nil {
			return nil, Report{}, err
		}
	}
	return Load(f.FS)
}

func (ownFolder) Back(before *Base) (*Base, error) {
	if before == nil {
		return nil, ErrNoBefore
	}
	return before, nil
}
