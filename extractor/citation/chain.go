package citation

import (
	"cmp"
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// order sorts the citations of a sentence, drops those that read the same words twice, and cuts the
// contents where the next clause speaks for itself.
func (w *work) order() {
	list := w.cites[w.first:]
	slices.SortStableFunc(list, func(a, b cite) int {
		return cmp.Or(a.span.From-b.span.From, a.span.To-b.span.To, a.cue.From-b.cue.From)
	})
	kept := list[:0]
	for _, c := range list {
		if !c.twin && slices.ContainsFunc(kept, func(k cite) bool { return k.cue.Overlaps(c.cue) }) || c.belief && w.toldByItself(c, list) {
			continue
		}
		kept = append(kept, c)
	}
	w.cites = w.cites[:w.first+len(kept)]
	for i := range kept {
		for j := range kept {
			w.cut(&kept[i], &kept[j])
		}
	}
	w.citing(kept)
	w.seen(kept)
}

// toldByItself reports whether a belief is what its holder says of itself: "The bank expects a loss, it said".
func (w *work) toldByItself(c cite, list []cite) bool {
	for _, o := range list {
		if o.cue.From <= c.cue.From || !same(o.src, c.src) {
			continue
		}
		for _, r := range o.contents {
			if r.Has(c.cue.From) {
				return true
			}
		}
	}
	return false
}

// seen ties what a document says to the outlet that saw it, in whichever order the sentence tells of them;
// where the outlet's own content is but the document's name, it is what the document says.
func (w *work) seen(list []cite) {
	for i := range list {
		a := &list[i]
		if a.saw == 0 {
			continue
		}
		for j := range list {
			b := &list[j]
			if b.document != a.saw-1 || j == i || b.relay >= 0 || same(a.src, b.src) {
				continue
			}
			b.relay = w.first + i
			if len(a.contents) == 1 && len(b.contents) > 0 && (a.contents[0].To-a.contents[0].From < insertion/2 && w.verbless(a.contents[0]) || a.contents[0].Has(b.span.From)) {
				a.contents = slices.Clone(b.contents)
			}
		}
	}
}

// citing gives "citing a report" its relayer: the attribution that it stands in, else the one behind it
// where it begins the sentence, else the one before. Its content is what the relayer says.
func (w *work) citing(list []cite) {
	for i := range list {
		c := &list[i]
		if c.relay != citing {
			continue
		}
		c.relay = -1
		best := -1
		for j := range list {
			if j != i && list[j].span.Covers(c.cue) {
				best = j
			}
		}
		if best < 0 {
			best = w.neighbour(list, i)
		}
		if best >= 0 {
			c.relay = w.first + best
			if len(list[best].contents) > 0 {
				c.contents = slices.Clone(list[best].contents)
			}
		}
	}
}

func (w *work) neighbour(list []cite, i int) int {
	if list[i].span.From <= w.s.From+2 && i+1 < len(list) {
		return i + 1
	}
	if i > 0 {
		return i - 1
	}
	if i+1 < len(list) {
		return i + 1
	}
	return -1
}

// cut ends what a says where b, behind it and joined by "but" or "and", speaks for itself.
func (w *work) cut(a, b *cite) {
	if b.cue.From <= a.cue.From || b.span.From <= w.s.From || syntax.QuoteAt(w.t, b.cue.From) >= 0 {
		return
	}
	if b.aside || len(b.contents) > 0 && b.contents[0].Has(a.cue.From) && b.contents[0].To <= b.span.From {
		w.cutAt(a, b) // "…, Reuters reported" at the end
		return
	}
	if a.relay >= 0 {
		return
	}
	prev := b.span.From - 1
	if isQuoteMark(w.t.Word(prev)) && prev-1 > a.cue.From && w.t.Word(prev-1) == "," {
		prev-- // `"a disgrace," adding that`
	}
	joins := w.class(prev)&syntax.Coord != 0 || w.t.Word(prev) == "while" || prev > 0 && w.t.Word(prev) == "with" && w.t.Word(prev-1) == ","
	if w.t.Word(prev) != "," && !joins && b.span.From != b.cue.From {
		return
	}
	if !joins && !(b.span.From == b.cue.From && w.t.Word(prev) == ",") {
		return
	}
	w.cutAt(a, b)
}

func (w *work) cutAt(a, b *cite) {
	for k := range a.contents {
		if r := &a.contents[k]; r.From > a.cue.From && r.Has(b.cue.From) && r.From < b.span.From {
			*r = w.trim(doc.Range{From: r.From, To: b.span.From})
			for r.To > r.From+1 && (w.class(r.To-1)&syntax.Coord != 0 || w.t.Word(r.To-1) == "while" || w.t.Word(r.To-1) == "with") {
				*r = w.trim(doc.Range{From: r.From, To: r.To - 1})
			}
		}
	}
}

// finish completes the citations of a text and writes them.
func (w *work) finish() {
	for i := range w.cites {
		w.goOn(i)
	}
	w.issuers()
	w.name()
	w.relay()
	w.t.Citations = slices.Grow(w.t.Citations, len(w.cites))
	for i := range w.cites {
		w.t.Citations = append(w.t.Citations, w.citation(&w.cites[i]))
	}
}

// name gives a body that a lead tells of without its name ("its operator said") the name of the next
// organisation that speaks.
func (w *work) name() {
	for i := range w.cites {
		c := &w.cites[i]
		if !c.src.open {
			continue
		}
		if c.src.person() {
			w.nameOffice(i)
			continue
		}
		for j := i + 1; j < len(w.cites) && w.cites[j].cue.From < c.cue.From+memory/2; j++ {
			o := w.cites[j].src
			if c.src.kind == claim.Unnamed && (o.publishes() && o.kind != claim.Researcher || w.t.SentenceAt(c.cue.From) >= leadSentences) {
				break
			}
			if o.entity >= 0 && o.document < 0 && w.d.Entities[o.entity].Kind == claim.Organization {
				c.src.name, c.src.kind, c.src.entity = o.name, o.kind, o.entity
				break
			}
		}
	}
}

const nested = 64 // citations inside one content that are looked at

// relay ties each citation that stands in the content of another to it: the innermost one relays it. A
// speaker who told an outlet is relayed by it, where the outlet is cited.
func (w *work) relay() {
	width := make([]int, len(w.cites))
	for a := range w.cites {
		for _, r := range w.cites[a].contents {
			from := sort.Search(len(w.cites), func(k int) bool { return w.cites[k].span.From >= r.From })
			for b := max(from-1, 0); b < len(w.cites) && b < from+nested && w.cites[b].span.From < r.To; b++ {
				if a == b || !r.Has(w.cites[b].cue.From) || w.cites[b].relay == a || !w.canRelay(&w.cites[a], &w.cites[b]) {
					continue
				}
				if n := r.To - r.From; w.cites[b].relay < 0 || width[b] > 0 && n < width[b] {
					w.cites[b].relay, width[b] = a, n
				}
			}
		}
	}
	for b := range w.cites {
		w.breakCircle(b)
	}
	w.told()
}

// canRelay reports whether a can pass on what b says: they are two, and a is not somebody without a name
// on whose word a document rests.
func (w *work) canRelay(a, b *cite) bool {
	return !same(a.src, b.src) && !b.remark && !(b.src.document >= 0 && a.src.kind == claim.Unnamed && a.src.document < 0)
}

// breakCircle cuts a chain that leads back to itself.
func (w *work) breakCircle(b int) {
	steps := 0
	for a := w.cites[b].relay; a >= 0; a = w.cites[a].relay {
		steps++
		if a == b || steps > nested {
			w.cites[b].relay = -1
			return
		}
	}
}

func same(a, b speaker) bool {
	return a.name == b.name || a.entity >= 0 && a.entity == b.entity
}

// told ties a speaker to the outlet that he spoke to, by its nearest citation.
func (w *work) told() {
	for b := range w.cites {
		c := &w.cites[b]
		if c.relay >= 0 || c.heard == "" {
			continue
		}
		for d := 1; d < len(w.cites) && d < nested && c.relay < 0; d++ {
			for _, a := range [...]int{b - d, b + d} {
				if a >= 0 && a < len(w.cites) && w.cites[a].src.name == c.heard {
					c.relay = a
					break
				}
			}
		}
	}
}

// citation is the finished form.
func (w *work) citation(c *cite) doc.Citation {
	c.contents = slices.DeleteFunc(c.contents, func(r doc.Range) bool { return r.From >= r.To }) // what another citation took whole
	out := doc.Citation{Range: c.span, SourceRange: c.src.span, CueRange: c.cue, Contents: c.contents, Entity: c.src.entity, Document: c.document}
	out.Span, out.Cue, out.Stance = w.t.Span(c.span), w.t.Span(c.cue), c.stance
	kind := c.src.kind
	if w.names.people[c.src.entity] && c.src.document < 0 {
		kind = claim.PersonSource
	}
	if kind == "" {
		kind = claim.OrgSource
	}
	out.Source = &claim.Source{Span: w.t.Span(c.src.span), Name: c.src.name, Kind: kind}
	if c.document >= 0 {
		d := w.d.Documents[c.document].Document
		if r, ok := w.mention(c); ok {
			d.Span = w.t.Span(r)
		}
		if d.Text != "" && d.In == w.t.In {
			out.Citation.Document = &d
		}
	}
	for _, r := range c.contents {
		out.Content = append(out.Content, w.t.Span(r))
		out.Quote = out.Quote || w.holdsQuote(r)
	}
	if c.relay >= 0 {
		via := c.relay
		out.Via = &via
	}
	return out
}

// mention is where the citation itself names its document.
func (w *work) mention(c *cite) (doc.Range, bool) {
	for i := c.span.From; i < c.span.To; i++ {
		if d, ok := w.papers[i]; ok && d == c.document {
			return doc.Range{From: max(c.span.From, w.x.Minimal(w.t, doc.Range{From: max(0, i-12), To: i + 1})), To: i + 1}, true
		}
	}
	return doc.Range{}, false
}

// holdsQuote reports whether a range is or holds quoted speech.
func (w *work) holdsQuote(r doc.Range) bool {
	n := sort.Search(len(w.t.Quotes), func(k int) bool { return w.t.Quotes[k].From >= r.From })
	if n > 0 && w.t.Quotes[n-1].To > r.From && !w.t.Quotes[n-1].Scare {
		return true
	}
	for ; n < len(w.t.Quotes) && w.t.Quotes[n].From < r.To; n++ {
		if !w.t.Quotes[n].Scare {
			return true
		}
	}
	return false
}
