package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"storybot/knowledge"
	"storybot/knowledge/eval"
)

type evalCommand struct {
	folderFlag
	Paths []string `arg:"" name:"path" help:"A file of questions, as JSON lines; or a folder, for all folders below it that have articles/ and questions.jsonl."`
}

// evaluation is what has been found so far.
type evaluation struct {
	c      *console
	sets   int // folders
	total  eval.Score
	failed int
}

// Run asks the questions of each file or folder. It ends with exit code 1 when
// a curator's question fails; gold questions are scored, and don't.
func (e evalCommand) Run(c *console) error {
	found := evaluation{c: c}
	for _, path := range e.Paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return misuse(fmt.Errorf("%s can't be read: name a file of questions, or a folder: %w", path, err))
		case info.IsDir():
			err = found.folders(path)
		default:
			err = e.file(&found, path)
		}
		if err != nil {
			return err
		}
	}
	if found.sets > 1 {
		fmt.Fprintf(c.out, "all %d: %s\n", found.sets, found.total.Figures())
	}
	if found.total.Questions() > 0 {
		fmt.Fprintf(c.out, "%s\n", found.total.Surety())
	}
	if found.failed > 0 {
		return exit{code: exitFailure}
	}
	return nil
}

// file asks a file of questions about the story that the flag, the environment
// or the program itself has.
func (e evalCommand) file(found *evaluation, path string) error {
	questions, err := readQuestions(path)
	if err != nil {
		return err
	}
	base, err := e.load(found.c)
	if err != nil {
		return err
	}
	found.ask("", base, questions)
	return nil
}

const (
	setArticles  = "articles"
	setQuestions = "questions.jsonl"
)

// folders asks the questions of every folder below one about its own articles.
func (found *evaluation) folders(root string) error {
	before := found.sets
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || !isSet(path) {
			return err
		}
		found.sets++
		return found.set(path)
	})
	if err == nil && found.sets == before {
		err = misuse(fmt.Errorf("no folder below %s has %s/ and %s", root, setArticles, setQuestions))
	}
	return err
}

func isSet(path string) bool {
	articles, err := os.Stat(filepath.Join(path, setArticles))
	if err != nil || !articles.IsDir() {
		return false
	}
	questions, err := os.Stat(filepath.Join(path, setQuestions))
	return err == nil && questions.Mode().IsRegular()
}

func (found *evaluation) set(path string) error {
	questions, err := readQuestions(filepath.Join(path, setQuestions))
	if err != nil {
		return err
	}
	base, report, err := knowledge.Load(os.DirFS(filepath.Join(path, setArticles)))
	for _, problem := range report.Errors {
		fmt.Fprintf(found.c.err, "storybot: %s: %v\n", path, problem)
	}
	if err != nil {
		return misuse(fmt.Errorf("%s: %w", path, err))
	}
	found.ask(path+": ", base, questions)
	return nil
}

// ask scores the gold questions and checks the curator's.
func (found *evaluation) ask(name string, base *knowledge.Base, questions []eval.Question) {
	var gold, curated []eval.Question
	for _, q := range questions {
		if q.IsGold() {
			gold = append(gold, q)
		} else {
			curated = append(curated, q)
		}
	}
	out := found.c.out
	if len(gold) > 0 {
		score := eval.Grade(base, gold)
		for _, style := range score.Styles() {
			fmt.Fprintf(out, "  %s\n", style)
		}
		fmt.Fprintf(out, "%s%s\n", name, score.Figures())
		found.total.Merge(score)
	}
	if len(curated) > 0 {
		failures := eval.Check(base, curated)
		for _, f := range failures {
			fmt.Fprintf(out, "line %d: %s\n  %s\n", f.Line, show(f.Question.Question), show(f.Why))
		}
		fmt.Fprintf(out, "%s%d of %d questions are answered as expected\n", name, len(curated)-len(failures), len(curated))
		found.failed += len(failures)
	}
}

func readQuestions(path string) ([]eval.Question, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, misuse(fmt.Errorf("the file of questions can't be read: %w", err))
	}
	defer file.Close()
	questions, err := eval.Read(file)
	if err != nil {
		return nil, misuse(fmt.Errorf("%s: %w", path, err))
	}
	return questions, nil
}
