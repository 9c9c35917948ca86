package query

import (
	"strings"
	"unicode/utf8"
)

// literal is one value as it was written.
type literal struct {
	text   string // without quotes, escapes undone
	at     int
	quoted bool
	star   bool // a * right after it
}

func (p *parser) literal(info FieldInfo) (literal, error) {
	if p.done() || p.src[p.at] == ')' {
		return literal{}, p.fail(p.at, "such as "+string(info.Field)+":"+info.example(), "%s has no value", info.Field)
	}
	if p.src[p.at] == '"' || strings.HasPrefix(p.src[p.at:], "“") {
		return p.quoted()
	}
	return p.bare(), nil
}

func (p *parser) quoted() (literal, error) {
	l := literal{at: p.at, quoted: true}
	var b strings.Builder
	r, size := utf8.DecodeRuneInString(p.src[p.at:])
	closing := map[rune]rune{'"': '"', '“': '”'}[r]
	for i := p.at + size; i < len(p.src); i += size {
		r, size = utf8.DecodeRuneInString(p.src[i:])
		switch {
		case r == closing:
			l.text, p.at = b.String(), i+size
			l.star = strings.HasPrefix(p.src[p.at:], "*")
			p.at += index(l.star)
			p.blanks()
			return l, nil
		case r == '\\' && i+1 < len(p.src):
			i++
			r, size = utf8.DecodeRuneInString(p.src[i:])
		}
		b.WriteRune(r)
	}
	return l, p.fail(l.at, "", "this quotation mark is never closed")
}

// bare reads up to a blank, a parenthesis, a bracket or a quotation mark.
func (p *parser) bare() literal {
	l := literal{at: p.at}
	var b strings.Builder
	i := p.at
	for size := 0; i < len(p.src); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(p.src[i:])
		if strings.ContainsRune(" \t\r\n\u00a0\u3000()[]{}\"", r) {
			break
		}
		if l.star = r == '*' && ends(p.src[i+1:]); l.star {
			i++
			break
		}
		if r == '\\' && i+1 < len(p.src) {
			i++
			r, size = utf8.DecodeRuneInString(p.src[i:])
		}
		b.WriteRune(r)
	}
	l.text, p.at = b.String(), i
	p.blanks()
	return l
}

func ends(rest string) bool {
	return rest == "" || strings.ContainsRune(" \t\r\n\u00a0\u3000()[]{}\"", firstRune(rest))
}
