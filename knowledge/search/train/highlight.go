package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"storybot/knowledge/search"
)

// The highlighter learns from sentences that answer and the words that are the
// answer. A run of words is worth its F1 against the answer, and the loss is
// −log of the worth that a run drawn by the model has, each run's score being
// the logarithm of its odds: the right run counts most, and one a word too long
// counts nearly as much. It is fitted with AdaGrad (Duchi, Hazan and Singer,
// 2011), one question after the other.

// highlightTask is a question, the runs of words that may answer it, and what
// each is worth: worth[i][n] is that of the n+1 words from i on.
type highlightTask struct {
	chart  search.Chart
	worth  [][]float64
	weight float64
	fold   int
	from   source
}

// source is where a task comes from.
type source int

const (
	ofWiki source = iota
	ofHalf
	ofNews
	ofFreely
	sources
)

// How much a question of the news weighs, which are many of few sentences, and
// how sharply worth falls with F1.
const (
	newsWeight = 0.4
	sharpness  = 3
)

func gatherHighlights(wiki, half, news []text) []highlightTask {
	var tasks []highlightTask
	for from, texts := range [ofFreely][]text{wiki, half, news} {
		from := source(from)
		for i, t := range texts {
			st := tell([]text{t}, nil)
			for k, q := range t.Questions {
				task := highlightTask{chart: st.index.Chart(q.Question, q.Gold[0]), weight: 1, fold: i % folds, from: from}
				if from == ofNews { // three texts, too few to part
					task.weight, task.fold = newsWeight, q.Gold[0]%folds
				}
				if task.value(q.Answers) && (from != ofNews || k%2 == 0) {
					tasks = append(tasks, task)
				}
			}
		}
	}
	for _, texts := range [][]text{wiki, news} {
		for i, t := range texts {
			st := tell([]text{t}, nil)
			for _, q := range t.Freely {
				if len(q.Answers) == 0 {
					continue
				}
				for _, g := range q.Gold {
					task := highlightTask{chart: st.index.Chart(q.Question, g), weight: 1, fold: i % folds, from: ofFreely}
					if task.value(q.Answers) {
						tasks = append(tasks, task)
						break
					}
				}
			}
		}
	}
	return tasks
}

// value works out what each run is worth, and reports whether one comes near
// the answer.
func (t *highlightTask) value(answers []string) bool {
	words := make([][]string, len(t.chart.Words))
	for i, w := range t.chart.Words {
		words[i] = tokens(t.chart.Text[w.Start:w.End])
	}
	most := 0.0
	t.worth = make([][]float64, len(words))
	for i := range words {
		t.worth[i] = make([]float64, min(len(words)-i, len(t.chart.Length)))
		for _, answer := range answers {
			left, size := make(map[string]int), 0
			for _, token := range tokens(answer) {
				left[token]++
				size++
			}
			same, length := 0, 0
			for n := range t.worth[i] {
				for _, token := range words[i+n] {
					if left[token] > 0 {
						left[token]--
						same++
					}
					length++
				}
				f1 := 2 * float64(same) / float64(max(1, size+length))
				t.worth[i][n] = max(t.worth[i][n], f1)
				most = max(most, f1)
			}
		}
	}
	return most > 0.7
}

func tokens(text string) []string {
	text = strings.NewReplacer("'", "", "’", "").Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// spanModel is the weights of features, and what AdaGrad keeps of each.
type spanModel struct {
	weights, squares []float64
	gradient         []float64
	touched          []uint16
}

func newSpanModel() *spanModel {
	n := len(search.SpanNames())
	return &spanModel{weights: make([]float64, n), squares: make([]float64, n), gradient: make([]float64, n)}
}

func (m *spanModel) sum(features []uint16) float64 {
	sum := 0.0
	for _, f := range features {
		sum += m.weights[f]
	}
	return sum
}

func (m *spanModel) push(features []uint16, by float64) {
	if by > -1e-6 && by < 1e-6 {
		return
	}
	for _, f := range features {
		if m.gradient[f] == 0 {
			m.touched = append(m.touched, f)
		}
		m.gradient[f] += by
	}
}

// scores returns the score of each run.
func (m *spanModel) scores(c *search.Chart) [][]float64 {
	scores := make([][]float64, len(c.Words))
	lasts, insides, joints := make([]float64, len(c.Words)), make([]float64, len(c.Words)), make([]float64, len(c.Words))
	for i, w := range c.Words {
		lasts[i], insides[i], joints[i] = m.sum(w.Last), m.sum(w.Inside), m.sum(w.Joint)
	}
	lengths := make([]float64, len(c.Length))
	for n := range lengths {
		lengths[n] = m.sum(c.Length[n])
	}
	lacking := m.sum(c.LacksWanted)
	for i, w := range c.Words {
		scores[i] = make([]float64, min(len(c.Words)-i, len(lengths)))
		sum, lacks := m.sum(w.First)+insides[i], lacking
		for n := range scores[i] {
			if n > 0 {
				sum += insides[i+n] + joints[i+n]
			}
			if c.Words[i+n].Wanted {
				lacks = 0
			}
			scores[i][n] = sum + lasts[i+n] + lengths[n] + lacks
		}
	}
	return scores
}

// answerScore is the score of the likeliest run, as package search works it out.
func (m *spanModel) answerScore(c *search.Chart) float32 {
	most := float64(search.NoRun)
	for i, scores := range m.scores(c) {
		lacks := true
		for n, s := range scores {
			lacks = lacks && !c.Words[i+n].Wanted
			if lacks && c.Strict {
				lacking := m.sum(c.LacksWanted)
				s += min(lacking, search.OutOfKind) - lacking
			}
			if s > most && c.Words[i].Opens && c.Words[i+n].Closes {
				most = s
			}
		}
	}
	return float32(most)
}

// learn takes one step for one question.
func (m *spanModel) learn(t *highlightTask, rate, penalty float64) {
	runs := m.slopes(t)
	c := &t.chart
	lasts, insides, joints := make([]float64, len(c.Words)+1), make([]float64, len(c.Words)+1), make([]float64, len(c.Words)+1)
	lengths := make([]float64, len(c.Length))
	lacking := 0.0
	for i, slopes := range runs {
		first, lacks := 0.0, true
		for n, g := range slopes {
			first += g
			lasts[i+n] += g
			insides[i] += g
			insides[i+n+1] -= g
			if n > 0 {
				joints[i+1] += g
				joints[i+n+1] -= g
			}
			lengths[n] += g
			if lacks = lacks && !c.Words[i+n].Wanted; lacks {
				lacking += g
			}
		}
		m.push(c.Words[i].First, first)
	}
	inside, joint := 0.0, 0.0
	for i, w := range c.Words {
		inside += insides[i]
		joint += joints[i]
		m.push(w.Last, lasts[i])
		m.push(w.Inside, inside)
		m.push(w.Joint, joint)
	}
	for n, g := range lengths {
		m.push(c.Length[n], g)
	}
	m.push(c.LacksWanted, lacking)
	m.step(t.weight, rate, penalty)
}

// slopes returns the gradient of the loss by each run's score.
func (m *spanModel) slopes(t *highlightTask) [][]float64 {
	runs := m.scores(&t.chart)
	most := math.Inf(-1)
	for _, scores := range runs {
		for _, s := range scores {
			most = max(most, s)
		}
	}
	all, right := 0.0, 0.0
	for i, scores := range runs {
		for n, s := range scores {
			p := math.Exp(s - most)
			all += p
			right += p * math.Pow(t.worth[i][n], sharpness)
		}
	}
	for i, scores := range runs {
		for n, s := range scores {
			p := math.Exp(s - most)
			scores[n] = p/all - p*math.Pow(t.worth[i][n], sharpness)/max(right, 1e-12)
		}
	}
	return runs
}

func (m *spanModel) step(weight, rate, penalty float64) {
	for _, f := range m.touched {
		g := weight * (m.gradient[f] + penalty*m.weights[f])
		m.squares[f] += g * g
		m.weights[f] -= rate * g / (math.Sqrt(m.squares[f]) + 1)
		m.gradient[f] = 0
	}
	m.touched = m.touched[:0]
}

// fit learns from all tasks but those of a fold.
func fit(tasks []highlightTask, without int) *spanModel {
	m := newSpanModel()
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(len(tasks))
	mean := make([]float64, len(m.weights)) // of the second half, which wavers less
	for epoch := range epochs {
		rate := learningRate * (1 - 0.9*float64(epoch)/epochs)
		for _, i := range order {
			if tasks[i].fold != without {
				m.learn(&tasks[i], rate, penalty)
			}
		}
		if epoch >= epochs/2 {
			for f, w := range m.weights {
				mean[f] += w / (epochs - epochs/2)
			}
		}
	}
	m.weights = mean
	return m
}

const (
	epochs       = 12
	learningRate = 0.3
	penalty      = 3e-3
)

// figure returns the mean worth of the run that a model expects the most of,
// over the tasks of a fold, by where they come from.
func (m *spanModel) figure(tasks []highlightTask, fold int) (shares [sources]float64) {
	var n [sources]float64
	for i := range tasks {
		t := &tasks[i]
		if t.fold != fold {
			continue
		}
		n[t.from]++
		shares[t.from] += m.drawn(t)
	}
	for from := range shares {
		shares[from] /= max(1, n[from])
	}
	return shares
}

// drawn is the worth of the likeliest run.
func (m *spanModel) drawn(t *highlightTask) float64 {
	most, worth := math.Inf(-1), 0.0
	for i, scores := range m.scores(&t.chart) {
		for n, s := range scores {
			if s > most && t.chart.Words[i].Opens && t.chart.Words[i+n].Closes {
				most, worth = s, t.worth[i][n]
			}
		}
	}
	return worth
}

// learnHighlight learns from all tasks, and measures a model that was learned
// without the first fold.
func learnHighlight(tasks []highlightTask, without *spanModel) (*forest, string) {
	held := without.figure(tasks, 0)
	figure := fmt.Sprintf("F1 of the likeliest run against the answers, in the right sentences of what was held out: new_wiki %.3f, squad %.3f, qamr %.3f, asked freely %.3f", held[ofWiki], held[ofHalf], held[ofNews], held[ofFreely])
	fmt.Println(figure)
	m := &forest{names: search.SpanNames(), weights: fit(tasks, -1).weights}
	for f, w := range m.weights {
		if math.Abs(w) < leastWeight {
			m.weights[f] = 0
		}
	}
	return m, "Which words of a sentence are the answer. Learned by ./train; edit nothing here by hand.\n" + figure + "\n"
}

// leastWeight is the least weight that is written.
const leastWeight = 0.05
