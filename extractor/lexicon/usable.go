package lexicon

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Usable reports what of a user's own files build cannot use, by file, line and reason. build makes the
// passes, which panic at a value that they do not know: over the embedded data that is a mistake of the
// program, over a user's it is one of theirs. The line is found by building over ever fewer of the rows, so
// the search costs a few builds, and only where something is wrong.
func Usable(paths []string, build func(*Lexicon)) error {
	var files []ownFile
	total := 0
	for _, path := range paths {
		content, err := readOwn(path)
		if err != nil {
			return fmt.Errorf("lexicon %s: %w", path, err)
		}
		f := ownFile{path: path, lines: strings.SplitAfter(content, "\n"), own: isOwn(content)}
		total += len(f.lines)
		files = append(files, f)
	}
	if broken(files, total, build) == nil {
		return nil
	}
	first := 1 + sort.Search(total-1, func(n int) bool { return broken(files, n+1, build) != nil })
	reason := broken(files, first, build)
	for _, f := range files {
		if first <= len(f.lines) {
			row := strings.Join(strings.Fields(f.lines[first-1]), " ")
			return fmt.Errorf("lexicon %s line %d: %q cannot be used: %w", f.path, first, cutAt(row, 120), reason)
		}
		first -= len(f.lines)
	}
	return reason
}

// ownFile is a user's file.
type ownFile struct {
	path  string
	lines []string
	own   bool // a table of actors of its own
}

// broken is why nothing can be built over the first n lines of the files; nil where it can be. Lines that
// cannot be merged are no matter here: Open tells of them.
func broken(files []ownFile, n int, build func(*Lexicon)) (err error) {
	lex, err := Load(data())
	if err != nil {
		return err
	}
	for _, f := range files {
		part := f.lines[:min(n, len(f.lines))]
		n -= len(part)
		if f.own {
			_ = lex.AddOwn(f.path, strings.Join(part, "")) // see above
		} else {
			_ = lex.Merge(f.path, strings.Join(part, ""))
		}
	}
	defer func() {
		if r := recover(); r != nil {
			err = errors.New(strings.TrimPrefix(fmt.Sprint(r), "internal error: "))
		}
	}()
	build(lex)
	return nil
}

func cutAt(s string, n int) string {
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "") + "…"
	}
	return s
}
