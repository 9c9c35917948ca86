package actor

import (
	"maps"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// join makes short forms one with the name that they shorten: a last name, a company without "Labs".
func (r *reading) join(order []*evidence) {
	whole := map[string]*evidence{}
	clash := map[string]bool{}
	put := func(short string, e *evidence) {
		if o := whole[short]; o != nil && o != e {
			clash[short] = true
		}
		whole[short] = e
	}
	adopt(order)
	for _, e := range order {
		if e.words < 2 || e.kind == "" {
			continue
		}
		words := strings.Fields(e.text)
		if e.kind == claim.Person {
			put(words[len(words)-1], e)
			continue
		}
		put(words[0], e)
		put(strings.Join(words[:len(words)-1], " "), e)
		put(strings.Join(words[1:], " "), e)
	}
	r.withoutSeat(order)
	for _, e := range order {
		if e.same != nil {
			continue
		}
		w := whole[e.text]
		if w == nil || w == e || clash[e.text] || e.words >= w.words {
			continue
		}
		if e.weight >= 6 && e.kind != w.kind && w.kind == claim.Person {
			continue
		}
		e.same = w
		w.inside += e.inside
	}
}

// shortened are the entities of the companies that the gazetteer knows and the text names in full, by the first
// words of their names: "Xyz" for "Xyz Healthcare". A word with which two names begin is none.
func (r *reading) shortened() map[string]int {
	short := map[string]int{}
	const several = -1
	for n, t := range r.d.Texts() {
		for _, f := range r.found[n] {
			if f.entity < 0 || f.To-f.From < 2 || r.d.Entities[f.entity].Kind != claim.Organization || !r.cues.Of(t.Tokens[f.To-1].Word).Has(r.is.orgSuffix|r.is.orgNoun) {
				continue
			}
			first := t.Tokens[f.From]
			if !first.Is(doc.Capital) || first.Is(doc.AllCaps) || r.place(t, f.From, f.Range).To > f.From || r.cues.Of(first.Word).Has(r.is.orgPrefix|r.is.region|r.is.compass|r.is.given) {
				continue
			}
			word := t.S[first.Start:first.End]
			if k, ok := short[word]; ok && k != f.entity {
				short[word] = several
				continue
			}
			short[word] = f.entity
		}
	}
	maps.DeleteFunc(short, func(_ string, k int) bool { return k == several })
	return short
}

// withoutSeat makes a name with the town where its body sits one with the name alone, where the text has both: "Xyz
// Capital of Utrecht".
func (r *reading) withoutSeat(order []*evidence) {
	names := map[string]*evidence{}
	for _, e := range order {
		names[e.text] = e
	}
	for _, e := range order {
		i := strings.LastIndex(e.text, " of ")
		if i < 0 {
			continue
		}
		if b := names[e.text[:i]]; b != nil && b.words > 1 {
			if b.weight < e.weight {
				b.weight, b.kind, b.source, b.noun = e.weight, e.kind, e.source, e.noun
			}
			b.inside += e.inside
			e.same = b
		}
	}
}

// adopt types a longer name by its first word where the text calls a body by that word alone.
func adopt(order []*evidence) {
	bodies := map[string]*evidence{}
	for _, e := range order {
		if e.words == 1 && e.kind == claim.Organization {
			bodies[e.text] = e
		}
	}
	for _, e := range order {
		if e.words < 2 || e.words > 3 || e.kind != "" {
			continue
		}
		first, _, _ := strings.Cut(e.text, " ")
		if b := bodies[first]; b != nil && b.words == 1 {
			e.kind, e.source, e.noun, e.weight = b.kind, b.source, b.noun, b.weight
		}
	}
}

// orgSource is what an organisation of such a name is when it speaks.
func (r *reading) orgSource(t *doc.Text, u run) claim.SourceKind {
	if s := sourceOf(strings.ToLower(t.Word(u.To - 1))); s != claim.Company {
		return s
	}
	switch strings.ToLower(t.Word(u.From)) {
	case "city", "town", "county", "ministry", "department":
		return claim.Government
	case "university", "hospital", "association", "port", "klinikum", "clinic", "church":
		return claim.OrgSource
	}
	return claim.Company
}

// sourceOf is what a body that is called by a noun is when it speaks.
func sourceOf(noun string) claim.SourceKind {
	switch noun {
	case "wire":
		return claim.NewsAgency
	case "newspaper", "paper", "daily", "broadcaster", "outlet", "website", "news", "post", "times", "herald", "tribune", "gazette", "courier",
		"chronicle", "journal", "magazine", "press", "broadcasting", "television", "radio", "media":
		return claim.NewsOutlet
	case "hospital", "hospitals", "clinic", "klinikum", "university", "school", "college", "charity", "nonprofit", "association", "federation", "union",
		"lobby", "institute", "foundation", "league", "club", "church", "museum", "library", "society", "port", "hospice":
		return claim.OrgSource
	case "authority", "agency", "regulator", "ministry", "watchdog", "council", "municipality":
		return claim.Government
	}
	return claim.Company
}
