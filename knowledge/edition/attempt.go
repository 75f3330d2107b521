package edition

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"storybot/knowledge"
	"storybot/knowledge/article"
)

// atOnce is how many files are read at the same time: they may have to be
// fetched.
const atOnce = 8

// attempt is an edition that is being made, after another one.
type attempt struct {
	story  *Story
	after  *edition
	shelf  *shelf
	packer *packer // nil: nothing is kept of the attempt

	mu     sync.Mutex
	files  map[string]file
	hides  map[string]bool // of the process's folder
	known  map[sum]file    // what the shelf has
	fresh  map[sum][]byte  // what the desk wrote
	base   *knowledge.Base
	report knowledge.Report
}

func (s *Story) attempt(ctx context.Context, after *edition, packer *packer) *attempt {
	a := &attempt{
		story: s, after: after, shelf: newShelf(ctx, s.shared), packer: packer,
		files: maps.Clone(after.Files), hides: make(map[string]bool),
		known: make(map[sum]file), fresh: make(map[sum][]byte),
	}
	if a.files == nil {
		a.files = make(map[string]file)
	}
	for _, name := range after.Hidden {
		a.hides[name] = true
	}
	for _, f := range after.Files {
		a.known[f.Sum] = f
	}
	return a
}

// view returns the files as they are now.
func (a *attempt) view() *view {
	a.mu.Lock()
	defer a.mu.Unlock()
	return newView(maps.Clone(a.files), a.read)
}

// read returns what a file holds.
func (a *attempt) read(f file) ([]byte, error) {
	a.mu.Lock()
	content, ok := a.fresh[f.Sum]
	a.mu.Unlock()
	if ok {
		return content, nil
	}
	return a.shelf.read(f)
}

// load makes the Base.
func (a *attempt) load(folder fs.FS) (err error) {
	a.base, a.report, err = knowledge.Load(folder, knowledge.Reusing(&a.story.parsed), knowledge.AtOnce(atOnce))
	return cmp.Or(a.shelf.failure(), a.packer.failure(), err)
}

// make makes the Base, of the process's folder or of a change.
func (a *attempt) make(change func() error) error {
	if change == nil {
		return a.takeFolder()
	}
	if a.after.none() { // then there is nothing yet that could be changed
		if err := cmp.Or(a.takeFolder(), a.keep()); err != nil {
			return err
		}
	}
	return a.change(change)
}

// takeFolder takes the files of the process's folder in place of those that
// were taken from there before, and loads.
func (a *attempt) takeFolder() error {
	before := a.files
	a.files = maps.Clone(before)
	maps.DeleteFunc(a.files, func(_ string, f file) bool { return f.Folder })
	over := &overlay{view: a.view(), own: a.story.Folder, hides: a.hides, take: a.take, taken: make(map[string]file)}
	if err := a.load(over); err != nil {
		return err
	}
	isFolders := func(files map[string]file) bool {
		for name, f := range files {
			if f.Folder && article.Readable(name) {
				return true
			}
		}
		return false
	}
	if isFolders(before) && !slices.ContainsFunc(a.base.Articles(), func(one *article.Article) bool { return over.taken[one.File].Folder }) {
		return knowledge.ErrNoArticles // as when the folder is not mounted
	}
	maps.Copy(a.files, over.taken)
	return nil
}

// take has a file of the folder be kept, if it isn't yet.
func (a *attempt) take(of sum, content []byte) (file, error) {
	if f, ok := a.known[of]; ok {
		return f, nil
	}
	if a.packer == nil {
		return file{Sum: of, Size: len(content)}, nil
	}
	return file{Sum: of, Size: len(content)}, a.packer.add(of, content)
}

// change lets change change the files, and loads.
func (a *attempt) change(change func() error) error {
	if err := a.story.lend(a, change); err != nil {
		return cmp.Or(a.shelf.failure(), err)
	}
	return a.load(a.view())
}

// write is as in desk.Folder, and so are move and remove.
func (a *attempt) write(name string, content []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f := file{Sum: sha256.Sum256(content), Size: len(content)}
	if known, ok := a.known[f.Sum]; ok {
		f.Pack, f.At = known.Pack, known.At
	} else {
		a.fresh[f.Sum] = slices.Clone(content)
	}
	a.files[name] = f
}

// remove hides the folder's file at the path, if it is one.
func (a *attempt) remove(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files[name].Folder {
		a.hides[name] = true
	}
	delete(a.files, name)
}

// move hides the folder's file at the old path, and shows that at the new one,
// which is the folder's again if that has it.
func (a *attempt) move(from, to string) {
	f := a.files[from]
	a.remove(from)
	a.mu.Lock()
	defer a.mu.Unlock()
	f.Folder = false
	if a.hides[to] {
		_, err := fs.Stat(a.story.Folder, to)
		f.Folder = err == nil
		delete(a.hides, to)
	}
	a.files[to] = f
}

// sameAs reports whether the attempt changes nothing.
func (a *attempt) sameAs(e *edition) bool {
	return !e.none() && e.Serving == "" && a.base.Digest() == e.Digest &&
		maps.EqualFunc(a.files, e.Files, file.same) && slices.Equal(a.hidden(), e.Hidden)
}

func (a *attempt) hidden() []string { return slices.Sorted(maps.Keys(a.hides)) }

// keep puts what is not kept yet into packs, and what is in many small packs
// into fewer.
func (a *attempt) keep() error {
	if a.packer == nil {
		return nil
	}
	small := a.smallPacks()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		f := a.files[name]
		content, fresh := a.fresh[f.Sum]
		if !fresh && !small[f.Pack] {
			continue
		}
		if !fresh {
			var err error
			if content, err = a.shelf.read(f); errors.Is(err, errLost) {
				continue // as it was
			} else if err != nil {
				return err
			}
		}
		if err := a.packer.add(f.Sum, content); err != nil {
			return err
		}
	}
	if err := a.packer.close(); err != nil {
		return err
	}
	for name, f := range a.files {
		a.packer.place(&f)
		a.files[name] = f
	}
	return nil
}

// smallPacks returns the packs to be left for others: those of which little is
// used, where there are too many.
func (a *attempt) smallPacks() map[string]bool {
	used := make(map[string]int)
	for _, f := range a.files {
		if f.Pack != "" {
			used[f.Pack] += f.Size
		}
	}
	small := make(map[string]bool)
	for pack, size := range used {
		if size < smallPack {
			small[pack] = true
		}
	}
	if len(small) <= mostSmall {
		return nil
	}
	return small
}

// manifest returns the attempt as an edition.
func (a *attempt) manifest() *manifest {
	s := a.story
	m := &manifest{
		Format: format, Number: a.after.Number + 1, Digest: a.base.Digest(), Files: a.files, Hidden: a.hidden(),
		Before: a.after.inForce(), Process: s.Process, At: s.Now().UTC(),
	}
	if a.base.Digest() == a.after.Digest {
		m.Before = a.after.Before // what was served before is so still
	}
	return m
}
