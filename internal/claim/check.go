package claim

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Check makes the extract contract executable: it reports every way in which the reading breaks it for
// that article, or nil. Spans lie inside their text, end on rune boundaries and equal their slice; lists
// are in text order; indexes are in range; enums hold known values; numbers are finite.
func (r *Reading) Check(a *Article) error {
	c := checker{a: a}
	for i := range r.Amounts {
		c.amount(fmt.Sprintf("amounts[%d]", i), &r.Amounts[i])
	}
	for i := range r.Actors {
		at, x := fmt.Sprintf("actors[%d]", i), &r.Actors[i]
		c.span(at, x.Span)
		c.that(x.Name != "", "%s: no name", at)
		oneOf(&c, at+".kind", x.Kind, Group, State, Agency, Person, Organization)
		oneOf(&c, at+".role", x.Role, Perpetrator, Victim, SourceRole, Responder, Other)
		c.that(x.Country == "" || len(x.Country) == 2, "%s: country %q is no ISO 3166 alpha-2 code", at, x.Country)
	}
	for i := range r.Countries {
		at, x := fmt.Sprintf("countries[%d]", i), &r.Countries[i]
		c.span(at, x.Span)
		c.that(len(x.Code) == 2 && x.Name != "", "%s: code %q, name %q", at, x.Code, x.Name)
		oneOf(&c, at+".form", x.Form, ByName, ByDemonym, ByAbbreviation, ByCapital, ByCity)
	}
	for i := range r.Citations {
		c.citation(fmt.Sprintf("citations[%d]", i), r, i)
	}
	for i := range r.Assertions {
		c.assertion(fmt.Sprintf("claims[%d]", i), r, &r.Assertions[i])
	}
	c.order("amounts", len(r.Amounts), func(i int) Span { return r.Amounts[i].Span })
	c.order("actors", len(r.Actors), func(i int) Span { return r.Actors[i].Span })
	c.order("countries", len(r.Countries), func(i int) Span { return r.Countries[i].Span })
	c.order("citations", len(r.Citations), func(i int) Span { return r.Citations[i].Span })
	return errors.Join(c.errs...)
}

type checker struct {
	a    *Article
	errs []error
}

func (c *checker) that(ok bool, format string, args ...any) {
	if !ok {
		c.errs = append(c.errs, fmt.Errorf(format, args...))
	}
}

func oneOf[T comparable](c *checker, at string, got T, known ...T) {
	c.that(slices.Contains(known, got), "%s: unknown value %v", at, got)
}

func (c *checker) span(at string, s Span) {
	text := c.place(at, Place{Start: s.Start, End: s.End, In: s.In})
	c.that(text == s.Text, "%s: text %q, but [%d:%d] of %s is %q", at, s.Text, s.Start, s.End, s.In, text)
	c.that(s.Start < s.End, "%s: empty span at %d", at, s.Start)
}

func (c *checker) place(at string, p Place) string {
	s := c.a.Text
	switch p.In {
	case InTitle:
		s = c.a.Title
	case InText:
	default:
		c.that(false, "%s: in is %q", at, p.In)
	}
	if p.Start < 0 || p.End > len(s) || p.Start > p.End {
		c.that(false, "%s: [%d:%d] lies outside the %d bytes of %s", at, p.Start, p.End, len(s), p.In)
		return ""
	}
	for _, edge := range []int{p.Start, p.End} {
		c.that(edge == len(s) || utf8.RuneStart(s[edge]), "%s: offset %d splits a character", at, edge)
	}
	return s[p.Start:p.End]
}

func (c *checker) amount(at string, m *Amount) {
	c.span(at, m.Span)
	c.that(m.Currency != "", "%s: no currency", at)
	oneOf(c, at+".qualifier", m.Qualifier, Exact, About, AtLeast, AtMost, MoreThan, LessThan)
	for _, f := range []*float64{&m.Value, m.Min, m.Max, m.USD} {
		c.that(f == nil || finite(*f) && *f >= 0, "%s: a number is negative or not finite", at)
	}
	c.that((m.Min == nil) == (m.Max == nil), "%s: min and max do not come together", at)
	c.that(m.Min == nil || m.Max == nil || *m.Min <= m.Value && m.Value <= *m.Max, "%s: value lies outside min and max", at)
}

func (c *checker) citation(at string, r *Reading, i int) {
	x := &r.Citations[i]
	c.span(at, x.Span)
	c.span(at+".cue", x.Cue)
	c.that(x.Source != nil, "%s: no source", at)
	if x.Source != nil {
		c.span(at+".source", x.Source.Span)
		c.that(x.Source.Name != "", "%s: source without a name", at)
		oneOf(c, at+".source.kind", x.Source.Kind, NewsAgency, NewsOutlet, Government, International, Company,
			Researcher, Court, OrgSource, PersonSource, Unnamed)
	}
	if x.Document != nil {
		c.span(at+".document", x.Document.Span)
	}
	for n, s := range x.Content {
		c.span(fmt.Sprintf("%s.content[%d]", at, n), s)
	}
	if x.Via != nil {
		c.that(*x.Via >= 0 && *x.Via < len(r.Citations) && *x.Via != i, "%s: via %d is no other citation", at, *x.Via)
	}
}

func (c *checker) assertion(at string, r *Reading, x *Assertion) {
	oneOf(c, at+".kind", x.Kind, Kinds...)
	oneOf(c, at+".certainty", x.Certainty, Asserted, Reported, Estimated, Alleged, Suspected, Denied)
	oneOf(c, at+".sum", x.Sum, "", SumTaken, SumDemanded, SumPaid, SumDamage, SumRecovered, SumFine, SumTotal)
	c.that(x.Fingerprint != "", "%s: no fingerprint", at)
	c.that(x.Statement != "", "%s: no statement", at)
	c.that(len(x.Evidence) > 0, "%s: no evidence", at)
	for n, p := range x.Evidence {
		c.place(fmt.Sprintf("%s.evidence[%d]", at, n), p)
	}
	c.indexes(at+".actors", x.Actors, len(r.Actors))
	c.indexes(at+".victims", x.Victims, len(r.Actors))
	c.indexes(at+".countries", x.Countries, len(r.Countries))
	c.indexes(at+".amounts", x.Amounts, len(r.Amounts))
	c.indexes(at+".citations", x.Citations, len(r.Citations))
	c.indexes(at+".apart", x.Apart, len(r.Assertions))
	for n, k := range x.Counts {
		c.that(finite(k.Value) && k.Unit != "", "%s.counts[%d]: value %v, unit %q", at, n, k.Value, k.Unit)
	}
}

func (c *checker) indexes(at string, list []int, n int) {
	for _, i := range list {
		c.that(i >= 0 && i < n, "%s: index %d of %d", at, i, n)
	}
}

// order wants title before text, then by start, then by end.
func (c *checker) order(at string, n int, span func(int) Span) {
	for i := 1; i < n; i++ {
		a, b := span(i-1), span(i)
		ok := a.In == InTitle && b.In == InText ||
			a.In == b.In && (a.Start < b.Start || a.Start == b.Start && a.End <= b.End)
		c.that(ok, "%s[%d]: out of order", at, i)
	}
}
