// Package query is claimwire's search language, parsed once into a tree that every store and the web
// page read: a subset of Lucene and KQL.
//
//	actor:lazarus AND amount.usd>=1e6 country:KP "central bank"
//
// Begin with Parse. Bare words are ANDed; AND, OR, NOT (also "-") and parentheses combine; a phrase
// stands in quotes; a word may end in "*"; numbers and dates take <, <=, >, >= and [a TO b]. String
// gives a tree's canonical form, which Parse reads back into an equal tree. Match is the reference for
// what a tree means: a store that answers otherwise is wrong.
package query

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Node is one node of a parsed query: All, And, Or, Not, Words, Term, Range, Span or Exists. A nil
// Node is All.
type Node interface{ node() }

// All matches every claim.
type All struct{}

// And matches what each of at least two nodes matches.
type And []Node

// Or matches what any of at least two nodes matches.
type Or []Node

// Not matches what Node does not.
type Not struct{ Node Node }

// Words matches claims in one value of whose field the words stand one after the other: a single word,
// or a phrase. The words are as Tokens gives them. With Prefix the last one is only the beginning of a
// word, and is folded but not stemmed; it matches as PrefixForms says.
type Words struct {
	Field  Field
	Words  []string
	Prefix bool
}

// Term matches claims one value of whose field is Value, which is in the field's own case.
type Term struct {
	Field Field
	Value string
}

// Range matches claims whose number lies between Min and Max, both inclusive unless the matching
// Above or Below says that it is excluded; an infinite end is open.
type Range struct {
	Field        Field
	Min, Max     float64
	Above, Below bool
}

// Span matches claims whose time is at or after From and before Before; a zero end is open.
type Span struct {
	Field        Field
	From, Before time.Time
}

// Exists matches claims that have any value in the field.
type Exists struct{ Field Field }

func (All) node()    {}
func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Words) node()  {}
func (Term) node()   {}
func (Range) node()  {}
func (Span) node()   {}
func (Exists) node() {}

// String is the canonical form of a tree. Times are absolute in it, so that a query with "now-7d" keeps
// its meaning when it is stored.
func String(n Node) string {
	var b strings.Builder
	write(&b, n, 0)
	return b.String()
}

// The binding strengths of the operators: an operand that binds less than its operator needs
// parentheses.
const (
	bindOr = iota
	bindAnd
	bindNot
)

func write(b *strings.Builder, n Node, outer int) {
	switch n := n.(type) {
	case nil, All:
		b.WriteByte('*')
	case And:
		writeList(b, n, " ", bindAnd, outer)
	case Or:
		writeList(b, n, " OR ", bindOr, outer)
	case Not:
		b.WriteString("NOT ")
		write(b, n.Node, bindNot)
	case Words:
		writeField(b, n.Field)
		writeWords(b, n)
	case Term:
		writeField(b, n.Field)
		b.WriteString(quote(n.Value))
	case Range:
		writeField(b, n.Field)
		writeRange(b, n)
	case Span:
		writeField(b, n.Field)
		b.WriteString("[" + instant(n.From) + " TO " + instant(n.Before) + "}")
	case Exists:
		writeField(b, n.Field)
		b.WriteByte('*')
	}
}

func writeList(b *strings.Builder, list []Node, between string, bind, outer int) {
	if bind < outer {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, n := range list {
		if i > 0 {
			b.WriteString(between)
		}
		write(b, n, bind+1)
	}
}

func writeField(b *strings.Builder, f Field) {
	if f != Text {
		b.WriteString(string(f))
		b.WriteByte(':')
	}
}

// writeWords leaves a star outside the quotes, where Parse looks for it.
func writeWords(b *strings.Builder, n Words) {
	b.WriteString(quote(strings.Join(n.Words, " ")))
	if n.Prefix {
		b.WriteByte('*')
	}
}

func writeRange(b *strings.Builder, n Range) {
	b.WriteByte("[{"[index(n.Above)])
	b.WriteString(number(n.Min) + " TO " + number(n.Max))
	b.WriteByte("]}"[index(n.Below)])
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(f float64) string {
	if isInf(f) {
		return "*"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func instant(t time.Time) string {
	if t.IsZero() {
		return "*"
	}
	return t.UTC().Format(time.RFC3339)
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func isInf(f float64) bool { return math.IsInf(f, 0) }
