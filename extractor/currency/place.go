package currency

import (
	"slices"

	"github.com/claimwire/claimwire/extractor/doc"
)

// Places are the places of currencies that a text names: what decides which pesos are meant. The zero
// value, with the Table set, looks at the text when it is first asked.
type Places struct {
	table *Table
	text  *doc.Text
	found []place
	ready bool
}

type place struct {
	token int
	codes map[string]bool
}

// Places returns the places of a text, not yet looked for.
func (t *Table) Places(x *doc.Text) *Places { return &Places{table: t, text: x} }

// Resolve is the currency that a mark at a token means. near reports that the text names one of its
// places.
func (p *Places) Resolve(m *Mark, token int) (code string, near bool) {
	if m.Code != "" {
		return m.Code, m.Placed || m.Weak && p.nearest([]string{m.Code}, token) != ""
	}
	if code := p.nearest(m.Shared, token); code != "" {
		return code, true
	}
	return m.Shared[0], false
}

// nearest is the code among those given whose place the text names nearest to the token.
func (p *Places) nearest(codes []string, token int) string {
	p.look()
	best, distance := "", 0
	at, _ := slices.BinarySearchFunc(p.found, token, func(x place, token int) int { return x.token - token })
	for i := at; i < len(p.found) && i < at+reach; i++ {
		if d := p.found[i].token - token; best == "" || d < distance {
			if c := p.found[i].pick(codes); c != "" {
				best, distance = c, d
			}
		}
	}
	for i := at - 1; i >= 0 && i >= at-reach; i-- {
		if d := token - p.found[i].token; best == "" || d < distance {
			if c := p.found[i].pick(codes); c != "" {
				best, distance = c, d
			}
		}
	}
	return best
}

// reach is how many mentions of places to either side are looked at: enough for any article, and a bound
// for texts that name nothing else.
const reach = 64

func (x place) pick(codes []string) string {
	for _, c := range codes {
		if x.codes[c] {
			return c
		}
	}
	return ""
}

func (p *Places) look() {
	if p.ready {
		return
	}
	p.ready = true
	x := p.text
	word := func(k int) uint32 { return x.Tokens[k].Word }
	for i := 0; i < len(x.Tokens); i++ {
		if !x.Tokens[i].Is(doc.Capital) || !p.table.places.Begins(x.Tokens[i].Word) {
			continue
		}
		if codes, n := p.table.places.Longest(word, i, len(x.Tokens)); n > 0 {
			p.found = append(p.found, place{i, codes})
			i += n - 1
		}
	}
}

// DollarOf is the code of the dollar that a place at token i names by itself: "$200 Canadian", "$5 US".
func (t *Table) DollarOf(x *doc.Text, i int) string {
	if !x.Tokens[i].Is(doc.Capital) {
		return ""
	}
	codes, n := t.places.Longest(func(k int) uint32 { return x.Tokens[k].Word }, i, i+1)
	if n == 0 {
		return ""
	}
	best := ""
	for code := range codes {
		if t.dollars[code] && (best == "" || code < best) {
			best = code
		}
	}
	return best
}
