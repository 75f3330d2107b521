package main

import (
	"math"
	"slices"
)

// list is the candidates of one question: rows from first up to end.
type list struct{ first, end int }

// softmaxGradients fills in the gradients of −log of the probability that a
// right candidate is drawn, the scores being logarithms of odds.
func softmaxGradients(lists []list, gold []bool, scores, gradient, hessian []float64) float64 {
	loss := 0.0
	for _, l := range lists {
		most := slices.Max(scores[l.first:l.end])
		var all, right float64
		for i := l.first; i < l.end; i++ {
			p := math.Exp(scores[i] - most)
			gradient[i] = p
			all += p
			if gold[i] {
				right += p
			}
		}
		loss -= math.Log(right / all)
		for i := l.first; i < l.end; i++ {
			p := gradient[i] / all
			gradient[i] = p
			hessian[i] = p * (1 - p)
			if gold[i] {
				gradient[i] -= p * all / right
			}
		}
	}
	return loss / float64(len(lists))
}

// linear fits weights by the same loss, with Adam on the whole set.
func linear(features [][]float32, lists []list, gold []bool, steps int, penalty float64) ([]float64, []float64) {
	n := len(features[0])
	// features are scaled to unit variance, which Adam likes
	scale := make([]float64, n)
	for f := range n {
		var sum, square float64
		for i := range features {
			v := float64(features[i][f])
			sum += v
			square += v * v
		}
		mean := sum / float64(len(features))
		if variance := square/float64(len(features)) - mean*mean; variance > 1e-9 {
			scale[f] = 1 / math.Sqrt(variance)
		}
	}
	weights, first, second := make([]float64, n), make([]float64, n), make([]float64, n)
	scores := make([]float64, len(features))
	gradient, hessian := make([]float64, len(features)), make([]float64, len(features))
	for step := 1; step <= steps; step++ {
		for i := range features {
			s := 0.0
			for f, w := range weights {
				s += w * scale[f] * float64(features[i][f])
			}
			scores[i] = s
		}
		softmaxGradients(lists, gold, scores, gradient, hessian)
		total := make([]float64, n)
		for i := range features {
			if g := gradient[i]; g > 1e-5 || g < -1e-5 {
				for f := range total {
					total[f] += g * float64(features[i][f])
				}
			}
		}
		rate := 0.1 * math.Pow(0.01, float64(step)/float64(steps))
		for f := range weights {
			g := total[f]*scale[f]/float64(len(lists)) + penalty*weights[f]
			first[f] = 0.9*first[f] + 0.1*g
			second[f] = 0.99*second[f] + 0.01*g*g
			weights[f] -= rate * first[f] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(second[f]/(1-math.Pow(0.99, float64(step)))) + 1e-8)
		}
	}
	for f := range weights {
		weights[f] *= scale[f]
	}
	for i := range features {
		s := 0.0
		for f, w := range weights {
			s += w * float64(features[i][f])
		}
		scores[i] = s
	}
	return weights, scores
}
