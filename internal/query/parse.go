package query

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of a query. What is longer or deeper comes from a program gone wrong.
const (
	maxBytes = 4096
	maxDepth = 32
	maxTerms = 256
)

// Parse reads a query. An empty one is All. Dates relative to now ("now-7d") are taken at the time
// given. Every error is an *Error.
func Parse(src string, now time.Time) (Node, error) {
	if len(src) > maxBytes {
		return nil, errorAt(src, maxBytes, "", "the query has %d bytes, the limit is %d", len(src), maxBytes)
	}
	if !utf8.ValidString(src) {
		return nil, errorAt(src, invalidAt(src), "", "the query is not valid UTF-8")
	}
	p := &parser{src: src, now: now}
	p.blanks()
	if p.done() {
		return All{}, nil
	}
	n, err := p.or(Text)
	if err != nil {
		return nil, err
	}
	if !p.done() {
		return nil, p.fail(p.at, "", "this ) closes nothing")
	}
	return n, nil
}

func invalidAt(s string) int {
	return strings.IndexFunc(s, func(r rune) bool { return r == utf8.RuneError })
}

type parser struct {
	src   string
	at    int
	depth int
	terms int
	now   time.Time
}

func (p *parser) fail(at int, hint, format string, args ...any) error {
	return errorAt(p.src, at, hint, format, args...)
}

func (p *parser) done() bool { return p.at >= len(p.src) }

func (p *parser) blanks() {
	rest := strings.TrimLeft(p.src[p.at:], " \t\r\n\u00a0\u3000")
	p.at = len(p.src) - len(rest)
}

// accept takes s, and the blanks after it, where it comes next.
func (p *parser) accept(s string) bool {
	if !strings.HasPrefix(p.src[p.at:], s) {
		return false
	}
	p.at += len(s)
	p.blanks()
	return true
}

// keyword takes an operator word: in capitals, and not the beginning of a longer word.
func (p *parser) keyword(word string) bool {
	rest, ok := strings.CutPrefix(p.src[p.at:], word)
	if !ok || rest != "" && !strings.ContainsRune(" \t\r\n()\"\u00a0\u3000", firstRune(rest)) {
		return false
	}
	p.at += len(word)
	p.blanks()
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// or reads operands joined by OR; what has no field of its own is looked for in field.
func (p *parser) or(field Field) (Node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(p.at, "", "more than %d levels of parentheses and NOT", maxDepth)
	}
	defer func() { p.depth-- }()
	var list []Node
	for {
		n, err := p.and(field)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if !p.keyword("OR") && !p.accept("||") {
			return joinOr(list), nil
		}
	}
}

// and reads operands joined by AND or by nothing.
func (p *parser) and(field Field) (Node, error) {
	var list []Node
	for {
		n, err := p.not(field)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if p.keyword("AND") || p.accept("&&") {
			continue
		}
		if p.done() || p.src[p.at] == ')' || p.ahead("OR") {
			return joinAnd(list), nil
		}
	}
}

// ahead reports whether an OR comes next, and takes nothing.
func (p *parser) ahead(word string) bool {
	at := p.at
	defer func() { p.at = at }()
	return p.keyword(word) || p.accept("||")
}

func (p *parser) not(field Field) (Node, error) {
	if p.keyword("NOT") || p.minus() {
		if p.depth++; p.depth > maxDepth {
			return nil, p.fail(p.at, "", "more than %d levels of parentheses and NOT", maxDepth)
		}
		defer func() { p.depth-- }()
		n, err := p.not(field)
		if err != nil {
			return nil, err
		}
		return negate(n), nil
	}
	return p.operand(field)
}

// minus takes a "-" that stands right before what it negates.
func (p *parser) minus() bool {
	rest, ok := strings.CutPrefix(p.src[p.at:], "-")
	if !ok || rest == "" || strings.ContainsRune(" \t\r\n)-", firstRune(rest)) {
		return false
	}
	p.at++
	return true
}

const operandHint = `a word, a "phrase", field:value, or ( … )`

func (p *parser) operand(field Field) (Node, error) {
	if p.terms++; p.terms > maxTerms {
		return nil, p.fail(p.at, "", "more than %d terms", maxTerms)
	}
	start := p.at
	switch {
	case p.done():
		return nil, p.fail(p.at, operandHint, "the query ends where a term is missing")
	case p.src[p.at] == ')':
		return nil, p.fail(p.at, operandHint, "a term is missing before )")
	case p.src[p.at] == '(':
		return p.group(field)
	case p.keyword("AND"), p.keyword("OR"):
		return nil, p.fail(start, operandHint, "AND and OR stand between two terms")
	case strings.IndexByte("[]{}", p.src[p.at]) >= 0:
		return nil, p.fail(p.at, "such as amount.usd:[1m TO 5m]", "a bracket stands only around a field's range")
	}
	if name := p.fieldName(); name != "" {
		info, ok := lookup(name)
		if !ok {
			return nil, p.unknownField(start, name)
		}
		return p.fieldValue(info)
	}
	info, _ := lookup(string(field))
	return p.value(info)
}

func (p *parser) unknownField(at int, name string) error {
	hint := "fields are " + fieldNames() + "; to search for the text itself, put it in quotes"
	if near := nearest(name); near != "" {
		hint = "did you mean " + near + "? " + hint
	}
	return p.fail(at, hint, "there is no field %q", name)
}

func (p *parser) group(field Field) (Node, error) {
	open := p.at
	p.accept("(")
	n, err := p.or(field)
	if err != nil {
		return nil, err
	}
	if !p.accept(")") {
		return nil, p.fail(open, "", "this ( is never closed")
	}
	return n, nil
}

// fieldName takes a name where an operator follows it at once, and stops before the operator. Before a
// comparison of a field that has any there may be blanks.
func (p *parser) fieldName() string {
	rest := p.src[p.at:]
	n := strings.IndexFunc(rest, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.')
	})
	if n <= 0 {
		return ""
	}
	after := rest[n:]
	if info, ok := lookup(rest[:n]); ok && info.compares() {
		if spaced := strings.TrimLeft(after, " "); strings.HasPrefix(spaced, "<") || strings.HasPrefix(spaced, ">") {
			after = spaced
		}
	}
	if strings.IndexByte(":=<>", after[0]) < 0 && !strings.HasPrefix(after, "!=") {
		return ""
	}
	p.at = len(p.src) - len(after)
	return rest[:n]
}

// fieldValue reads what follows a field's name: an operator and a value, or a group of values.
func (p *parser) fieldValue(info FieldInfo) (Node, error) {
	at := p.at
	switch {
	case p.accept("!="):
		n, err := p.value(info)
		if err != nil {
			return nil, err
		}
		return negate(n), nil
	case p.accept(":"), p.accept("="):
	}
	if !info.compares() && !p.done() && (p.src[p.at] == '<' || p.src[p.at] == '>') {
		return nil, p.fail(at, fmt.Sprintf("write %s:%s", info.Field, info.example()), "%s cannot be compared", info.Field)
	}
	if !p.done() && p.src[p.at] == '(' {
		return p.group(info.Field)
	}
	return p.value(info)
}

func (p *parser) comparison() string {
	for _, op := range []string{">=", "<=", ">", "<"} {
		if p.accept(op) {
			return op
		}
	}
	return ""
}

// value reads one value of a field: a literal, a comparison or a range.
func (p *parser) value(info FieldInfo) (Node, error) {
	if info.compares() {
		if op := p.comparison(); op != "" {
			return p.compared(info, op)
		}
	}
	if !p.done() && (p.src[p.at] == '[' || p.src[p.at] == '{') {
		return p.bounds(info)
	}
	l, err := p.literal(info)
	if err != nil {
		return nil, err
	}
	if l.text == "" && l.star {
		if info.Field == Text {
			return All{}, nil
		}
		return Exists{info.Field}, nil
	}
	switch info.Sort {
	case TermField:
		return p.term(info, l)
	case NumberField:
		return p.equalNumber(info, l)
	case TimeField:
		return p.inTime(info, l)
	}
	return p.words(info, l)
}

func (p *parser) words(info FieldInfo, l literal) (Node, error) {
	if i := strings.IndexByte(l.text, '*'); i >= 0 && !l.quoted {
		return nil, p.fail(l.at+i, "", "a * may only stand at the end of a word")
	}
	n := Words{Field: info.Field, Prefix: l.star}
	list := folded(l.text)
	for i, t := range list {
		if !l.star || i < len(list)-1 {
			t.Word = stem(t.Word)
		}
		n.Words = append(n.Words, t.Word)
	}
	if len(n.Words) == 0 {
		return nil, p.fail(l.at, operandHint, "there is no letter or digit in %q", l.text)
	}
	return n, nil
}

func (p *parser) term(info FieldInfo, l literal) (Node, error) {
	if l.star || l.text == "" {
		return nil, p.fail(l.at, info.allowed(), "%s takes whole values", info.Field)
	}
	v := l.text
	switch info.Field {
	case Country, Currency:
		v = strings.ToUpper(v)
		if info.Field == Country && len(v) != 2 {
			return nil, p.fail(l.at, "such as country:KP", "country takes a code of two letters, not %q", l.text)
		}
	default:
		v = strings.ToLower(v)
	}
	if info.Values != nil && !slices.Contains(info.Values, v) {
		return nil, p.fail(l.at, info.allowed(), "%q is no %s", l.text, info.Field)
	}
	return Term{info.Field, v}, nil
}

func (f FieldInfo) compares() bool { return f.Sort == NumberField || f.Sort == TimeField }

func (f FieldInfo) allowed() string {
	if f.Values != nil {
		return string(f.Field) + " is one of " + strings.Join(f.Values, ", ")
	}
	return "such as " + string(f.Field) + ":" + f.Example
}

func (f FieldInfo) example() string {
	if f.Values != nil {
		return f.Values[0]
	}
	return f.Example
}

func negate(n Node) Node {
	if x, ok := n.(Not); ok {
		return x.Node
	}
	return Not{n}
}

// joinAnd is what all of the list match: the node itself where there is one, without And in And.
func joinAnd(list []Node) Node {
	if flat := flatten[And](list); len(flat) > 1 {
		return flat
	}
	return list[0]
}

// joinOr is what any of the list matches, in the same way.
func joinOr(list []Node) Node {
	if flat := flatten[Or](list); len(flat) > 1 {
		return flat
	}
	return list[0]
}

// flatten puts the nodes of lists of the same kind in the place of these lists.
func flatten[L interface {
	And | Or
	Node
}](list []Node) L {
	var flat L
	for _, n := range list {
		if inner, ok := n.(L); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, n)
		}
	}
	return flat
}
