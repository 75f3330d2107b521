package edition

import (
	"errors"
	"io/fs"
)

// errNotNow refuses a change that no edition would have.
var errNotNow = errors.New("the story's files are changed within a reload")

// room is the desk.Folder of a story.
type room struct{ story *Story }

// FS is as in [desk.Folder]: the files of the edition that is being made, or
// else of the one in use.
func (r room) FS() fs.FS {
	s := r.story
	s.mu.Lock()
	draft, served := s.draft, s.served
	s.mu.Unlock()
	if draft != nil {
		return draft.view()
	}
	return newView(served.Files, newShelf(s.life, s.shared).read)
}

// Write is as in [desk.Folder].
func (r room) Write(name string, content []byte) error {
	draft, err := r.free("write", name)
	if err == nil {
		draft.write(name, content)
	}
	return err
}

// Move is as in [desk.Folder].
func (r room) Move(from, to string) error {
	if err := r.there("move", from); err != nil {
		return err
	}
	draft, err := r.free("move", to)
	if err == nil {
		draft.move(from, to)
	}
	return err
}

// Delete is as in [desk.Folder].
func (r room) Delete(name string) error {
	if err := r.there("delete", name); err != nil {
		return err
	}
	draft, err := r.free("delete", name)
	if err == nil {
		draft.remove(name)
	}
	return err
}

// there returns an error where there is no such file.
func (r room) there(op, name string) error {
	i, err := fs.Stat(r.FS(), name)
	if err == nil && i.IsDir() {
		err = &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return err
}

// free returns the edition that is being made, where it has a place for a file
// of the name.
func (r room) free(op, name string) (*attempt, error) {
	r.story.mu.Lock()
	draft := r.story.draft
	r.story.mu.Unlock()
	if draft == nil {
		return nil, errNotNow
	}
	i, err := draft.view().stat(op, name)
	if errors.Is(err, fs.ErrNotExist) {
		return draft, nil
	}
	if err == nil && i.folder {
		err = &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return draft, err
}
