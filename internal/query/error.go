package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says what is wrong with a query, where, and what is allowed there.
type Error struct {
	Query   string
	Offset  int // in bytes
	Column  int // in characters, from 1
	Message string
	Hint    string // what is allowed; may be empty
}

// Error is one line.
func (e *Error) Error() string {
	s := fmt.Sprintf("query, column %d: %s", e.Column, e.Message)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Render shows the query with a mark under the place, for a terminal or a <pre>.
func (e *Error) Render() string {
	line, before := e.Query, e.Offset
	if n := strings.LastIndexByte(line[:before], '\n'); n >= 0 {
		line, before = line[n+1:], before-n-1
	}
	line, _, _ = strings.Cut(line, "\n")
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, line[:before])
	s := e.Message + "\n  " + printable(line) + "\n  " + pad + "^"
	if e.Hint != "" {
		s += "\n" + e.Hint
	}
	return s
}

// printable keeps a query from steering a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return '?'
		}
		return r
	}, s)
}

func errorAt(src string, offset int, hint, format string, args ...any) *Error {
	offset = min(max(offset, 0), len(src))
	return &Error{Query: src, Offset: offset, Column: utf8.RuneCountInString(src[:offset]) + 1,
		Message: fmt.Sprintf(format, args...), Hint: hint}
}
