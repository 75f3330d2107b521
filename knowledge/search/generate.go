package search

// The tables and models are made anew by these commands, in this order, from
// WordNet (Debian's wordnet-base) and from the questions below
// STORYBOT_SHARED. The models begin empty, for the commands are built with
// whatever lies here.

//go:generate sh -c ": > echoes.txt; : > translations.txt; : > ranker.txt; : > confidence.txt; : > highlight.txt"
//go:generate go run ./wordnet -from /usr/share/wordnet -to relations.bin
//go:generate go run ./train -words -to .
//go:generate go run ./train -to .
//go:generate go run ./train -highlight -to .
