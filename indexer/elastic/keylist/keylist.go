// Package keylist writes and reads the candidate keys of nodes as the Elasticsearch index has them.
package keylist

import (
	"fmt"
	"strconv"
	"strings"
)

// List are candidate keys. In the index each is a word, since Elasticsearch has no unsigned numbers of that
// size that terms look up as fast; in memory, where there are a million, a number takes a fifth.
type List []uint64

// Name is a key as the index has it.
func Name(k uint64) string { return strconv.FormatUint(k, 16) }

// MarshalJSON writes the words.
func (l List) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 2+19*len(l))
	b = append(b, '[')
	for i, k := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(append(b, '"'), k, 16)
		b = append(b, '"')
	}
	return append(b, ']'), nil
}

// UnmarshalJSON reads them.
func (l *List) UnmarshalJSON(b []byte) error {
	*l = nil
	text := string(b)
	inside, isList := strings.CutPrefix(text, "[")
	inside = strings.TrimSpace(strings.TrimSuffix(inside, "]"))
	if text == "null" || isList && inside == "" {
		return nil
	}
	list := make(List, 0, strings.Count(inside, ",")+1)
	for part := range strings.SplitSeq(inside, ",") {
		word, isText := strings.CutPrefix(strings.TrimSpace(part), `"`)
		k, err := strconv.ParseUint(strings.TrimSuffix(word, `"`), 16, 64)
		if !isList || !isText || err != nil {
			return fmt.Errorf("key %.40q is no hexadecimal number", part)
		}
		list = append(list, k)
	}
	*l = list
	return nil
}
