package indexer

import "strings"

// How quotations are known again that two articles cut differently: by runs of some words, of which the one with the
// smallest hash in each window is kept. Two that share a run as long as both together have one in common.
const (
	runWords  = 7
	runWindow = 4
	maxRuns   = 8 // of one quotation
)

// runs are stretches of a quotation that stand for it, whole words joined by blanks.
func runs(quotation string) []string {
	words := strings.Fields(quotation)
	if len(words) <= runWords {
		return nil
	}
	hashes := make([]uint64, len(words)-runWords+1)
	for i := range hashes {
		hashes[i] = hash64(words[i : i+runWords]...)
	}
	var out []string
	last := -1
	for from := range max(1, len(hashes)-runWindow+1) {
		least := from
		for i := from; i < min(from+runWindow, len(hashes)); i++ {
			if hashes[i] <= hashes[least] {
				least = i
			}
		}
		if least != last && len(out) < maxRuns {
			out = append(out, strings.Join(words[least:least+runWords], " "))
			last = least
		}
	}
	return out
}
