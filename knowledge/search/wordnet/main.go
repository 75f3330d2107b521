// Command wordnet makes relations.bin, the table of related words that package
// search embeds, from the WordNet database (Debian's wordnet-base).
//
//	go run ./wordnet -from /usr/share/wordnet -to relations.bin
//
// The table speaks of stems, as the index does: a stem stands for all lemmas
// that share it. How likely a lemma is meant in one of its senses is estimated
// from WordNet's counts of tagged text, so that "bank" is more a "deposit"
// than a "slope"; a relation weighs what both of its ends make likely.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "/usr/share/wordnet", "the folder of the WordNet database")
	to := flag.String("to", "relations.bin", "the file to write")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "wordnet:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	net, err := read(from)
	if err != nil {
		return err
	}
	table := newTable(net)
	table.relateSenses(net)
	table.relateExceptions(net)
	return os.WriteFile(to, table.encode(net.licence), 0o644)
}
