// Package search finds the sentences that answer a question, and says how
// likely they do.
//
// # From a question to its answer
//
// A question passes five stations, each a file or two:
//
//   - It is read (question.go): its words become terms of the story, typing
//     errors are mended (typing.go), and what kind of answer it asks for is
//     worked out, such as a person for "who". A term weighs its idf, times how
//     often such a term comes back in an answer (echoes.go).
//
//   - Candidates are found (candidates.go): the 20 sentences that BM25
//     (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009)
//     scores best,
//
//     score(q, s) = Σ weight(t) · tf(t,s)·(k1+1) / (tf(t,s) + k1·(1 − b + b·|s|/avg))
//
//     Words that WordNet relates to the question's count too, but less
//     (relations.go, matches.go), and so do acronyms, words of one family
//     (families.go), and words that often bring forth one of the question's
//     (translations.go).
//
//   - Each candidate is looked at closely (features.go, surroundings.go,
//     answertype.go): how much of the question it covers, in which order, how
//     near its words come in meaning to those that it lacks (vectors.go), what
//     its neighbours and its title cover, whether it has what was asked for.
//     That gives some 80 named numbers.
//
//   - The ranker weighs them (weighing.go, ranker.txt), which puts the candidates
//     in order. In the two best, a second model looks for the words that answer
//     (highlight.go, spans.go, highlight.txt), and a third compares the two again
//     by how good an answer these would be (final.go, final.txt).
//
//   - A fourth says how likely the best is to answer at all, by all of that
//     (confidence.go, confidence.txt), and a sentence without a number is held
//     back where only a number answers (demands.go). Below [Threshold] nothing
//     answers, but for other articles that tell the same as the best
//     (agreement.go). Of a sentence that answers, the words that do are
//     highlighted.
//
// [Index.Explain] shows all of it for one question. The models are small text
// files with a name on every number; ./train learns them, see generate.go.
package search
