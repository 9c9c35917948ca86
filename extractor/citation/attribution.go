package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// attribution reads a phrase before a source: "according to", "citing", "seen by". It returns how many
// tokens it took.
func (w *work) attribution(i, n int, a syntax.Attribution) int {
	if a.Order == "saw" {
		return w.saw(i, n)
	}
	sc := w.scope(i)
	p, ok := w.x.After(w.t, i+n, sc.To)
	if !ok {
		return 0
	}
	if a.Class == "cite" && i > sc.From && (w.class(i-1)&syntax.Neg != 0 || strings.EqualFold(w.t.Word(i-1), "without")) {
		return n // "without citing sources"
	}
	if a.Order == "seen" {
		return w.seenBy(i, n, w.beforeVerb(p, sc.To))
	}
	if a.Class == "origin" && !w.documented(p) {
		return 0
	}
	if a.Phrase == "per" && !w.perSource(p) || a.Class == "cite" && i+n < w.s.To && w.t.Tokens[i].Is(doc.Capital) && i > w.s.From && a.Phrase == "based on" {
		return 0
	}
	p = w.withClause(p, sc.To)
	src, ok := w.partOfPaper(p)
	if !ok {
		src, ok = w.speaker(p, a.Phrase != "per" && a.Class != "cite")
	}
	if !ok && p.To > p.Core.To+1 && w.class(p.Core.To)&syntax.From != 0 {
		if q, found := w.x.After(w.t, p.Core.To+1, sc.To); found { // "information from a member state"
			src, ok = w.speaker(q, false)
		}
	}
	if !ok {
		if a.Class == "cite" || a.Phrase == "per" || !w.dataSource(p) {
			return 0
		}
		src = w.unnamed(p)
	}
	if a.Phrase == "based on" && src.document < 0 && src.kind == claim.Unnamed || w.class(w.head(p))&syntax.Idle != 0 && src.document < 0 {
		return 0
	}
	c := cite{src: src, cue: doc.Range{From: i, To: i + n}, document: src.document, stance: claim.Stance(a.Stance), relay: -1}
	c.span = doc.Range{From: i, To: p.To}
	if c.document < 0 {
		c.document = w.paperWithin(p)
	}
	c.contents = w.around(i, p, sc, a)
	if len(c.contents) == 0 {
		return 0
	}
	k := w.add(c)
	if a.Class == "cite" {
		w.cites[k].relay = citing
	}
	return n
}

// withClause takes the relative clause behind people into a phrase: "according to lawmakers who were there, …".
func (w *work) withClause(p syntax.Phrase, hi int) syntax.Phrase {
	if p.To >= hi || w.t.Word(p.To) != "who" || w.class(w.head(p))&syntax.Speaker == 0 {
		return p
	}
	for i := p.To; i < hi && i < p.To+insertion/2; i++ {
		if isQuoteMark(w.t.Word(i)) {
			return p
		}
		if k := w.t.Tokens[i]; k.Is(doc.Punct) && !k.Is(doc.Glued) || i+1 == hi || w.t.Word(i) == "," || w.t.Word(i) == "." && i+1 >= w.s.To {
			p.To = i
			return p
		}
	}
	return p
}

// partOfPaper is the document of "a line in the leaked report", "the first page of the indictment".
func (w *work) partOfPaper(p syntax.Phrase) (speaker, bool) {
	head := w.head(p)
	if head < p.Core.From || !section(w.t.Word(head)) || head+1 >= w.s.To || w.class(head+1)&(syntax.Prep|syntax.Of|syntax.From) == 0 {
		return speaker{}, false
	}
	q, ok := w.x.After(w.t, head+2, w.s.To)
	if !ok || !w.documented(q) {
		return speaker{}, false
	}
	s := w.paperSpeaks(q, w.papers[w.head(q)])
	s.span = p.Range
	return s, true
}

// section reports whether a noun means a part of a document, or a copy of it.
func section(s string) bool {
	switch s {
	case "line", "lines", "page", "pages", "passage", "passages", "footnote", "section", "paragraph", "copy", "copies", "draft", "summary", "excerpt", "excerpts", "version", "text", "chapter", "part", "parts", "appendix", "annex":
		return true
	}
	return false
}

// citing marks a citation that is relayed by the one whose subject cites it; chain.go finds it.
const citing = -2

// documented reports whether a phrase is a document: "the number comes from a report to the council".
func (w *work) documented(p syntax.Phrase) bool {
	_, ok := w.papers[w.head(p)]
	return ok
}

// perSource reports whether what follows "per" can speak: "per FireEye", not "per cent".
func (w *work) perSource(p syntax.Phrase) bool {
	c := w.class(p.Core.From)
	return w.documented(p) || w.t.Tokens[p.Core.From].Is(doc.Capital) || isThe(w.t.Word(p.Core.From)) || c&syntax.Poss != 0
}

// dataSource reports whether figures, or people that no list knows, stand behind "according to".
func (w *work) dataSource(p syntax.Phrase) bool {
	head := w.head(p)
	c := w.class(head)
	return head >= p.Core.From && c&(syntax.Idle|syntax.Time) == 0 && (c&syntax.Data != 0 || w.x.Of(w.t, head)&syntax.NounCue != 0)
}

// paperWithin is a document in the complement of a source: "three people and an invoice", or -1.
func (w *work) paperWithin(p syntax.Phrase) int {
	for i := p.From; i < p.To; i++ {
		if d, ok := w.papers[i]; ok {
			return d
		}
	}
	return -1
}

// around is the content of an attribution by a phrase: behind it where it begins the sentence, else before.
func (w *work) around(i int, p syntax.Phrase, sc doc.Range, a syntax.Attribution) []doc.Range {
	before := w.trim(doc.Range{From: w.clauseStart(i, sc), To: i})
	if w.beginsContent(i) {
		before.To = before.From
	}
	if before.From < before.To && !w.opening(before) {
		list := w.beforePhrase(before, sc)
		if p.To+1 < sc.To && w.t.Word(p.To) == "," && (w.predicate(p.To+1) || w.x.Verbish(w.t, p.To+1) && w.verbless(before)) {
			list = append(list, w.trim(doc.Range{From: p.To, To: sc.To}))
		}
		return list
	}
	if after := w.trim(doc.Range{From: w.pastParticiple(w.pastRole(p, sc.To), sc.To), To: sc.To}); after.From < after.To {
		return []doc.Range{after}
	}
	if before.From < before.To {
		return []doc.Range{before}
	}
	return w.quoteBefore(sc.From)
}

// pastRole goes over an apposition that tells who a source is, to the comma that the content stands behind:
// "according to Karl Ott, a lawyer for the firm, …".
func (w *work) pastRole(p syntax.Phrase, hi int) int {
	i := p.To + 1
	if i >= hi || w.t.Word(p.To) != "," || w.class(i)&syntax.Det == 0 || syntax.ActorAt(w.t, w.head(p)) == nil {
		return p.To
	}
	q, ok := w.x.After(w.t, i, hi)
	if !ok || !indefinite(w.t.Word(i)) && w.class(w.head(q))&(syntax.Official|syntax.Person|syntax.Spoke) == 0 {
		return p.To
	}
	end := q.To
	for end < hi && w.t.Word(end) != "," && w.class(q.To)&syntax.Rel != 0 {
		end++
	}
	if end+1 >= hi || w.t.Word(end) != "," || w.class(end+1)&(syntax.Rel|syntax.Coord) != 0 || !w.clauseBegins(end+1) {
		return p.To
	}
	return end
}

// pastParticiple goes over what qualifies a source behind it, to the comma that the content stands behind:
// "according to a memo obtained by the paper, …".
func (w *work) pastParticiple(i, hi int) int {
	from := i
	if from+1 < hi && w.t.Word(from) == "," {
		from++
	}
	if from >= hi || !w.qualifies(from, hi) {
		return i
	}
	for j := from + 1; j < hi && j < from+insertion/2; j++ {
		if w.t.Word(j) == "," {
			return j
		}
		if isQuoteMark(w.t.Word(j)) || w.class(j)&syntax.Subject != 0 {
			return i
		}
	}
	return i
}

// qualifies reports whether a participle, or a preposition with what hangs on it, begins at the token.
func (w *work) qualifies(i, hi int) bool {
	if w.class(i)&syntax.Rel != 0 && w.t.Word(i-1) == "," {
		return true // ", who was there,"
	}
	if w.t.Tokens[i].Is(doc.Capital) || w.class(i)&syntax.Auxiliary != 0 {
		return false
	}
	a, n := w.x.AttributionAt(w.t, i, hi)
	return n > 0 && a.Order == "seen" || w.x.Verbish(w.t, i) && w.class(i)&syntax.Verb == 0 && i+1 < hi && (w.class(i+1)&(syntax.Prep|syntax.By|syntax.Time|syntax.Mod) != 0)
}

// beforePhrase widens a content before a phrase to the whole of the quotation that it ends.
func (w *work) beforePhrase(r doc.Range, sc doc.Range) []doc.Range {
	if q := syntax.QuoteAt(w.t, r.From); q >= 0 && w.t.Quotes[q].From < r.From && sc.Covers(w.s.Range) {
		r.From = w.t.Quotes[q].From
	}
	return []doc.Range{r}
}

// opening reports whether what stands before a phrase is only an adverb or a conjunction: "But according
// to".
func (w *work) opening(r doc.Range) bool {
	if r.To-r.From > 4 {
		return false
	}
	for i := r.From; i < r.To; i++ {
		if w.class(i)&(syntax.Coord|syntax.Adv|syntax.Sub|syntax.Time|syntax.Prep|syntax.Mod) == 0 && !w.t.Tokens[i].Is(doc.Punct) {
			return false
		}
	}
	return true
}

// seenBy reads the outlet that relays a document: "a report seen by Reuters". The article's own outlet
// relays nothing.
func (w *work) seenBy(i, n int, p syntax.Phrase) int {
	d := w.paperBefore(i)
	src, ok := w.speaker(p, false)
	if d < 0 || !ok || !w.relays(d, src) {
		return 0
	}
	w.relayedFrom(i, cite{src: src, cue: doc.Range{From: i, To: i + n}, document: -1, relay: -1, saw: d + 1, span: doc.Range{From: i, To: p.To}})
	return n
}

// beforeVerb ends a phrase where the verb of several documents follows it: "documents seen by Reuters show".
func (w *work) beforeVerb(p syntax.Phrase, hi int) syntax.Phrase {
	for i := p.From + 1; i < p.To; i++ {
		f, n := w.x.CueAt(w.t, i, hi)
		if n == 0 || f.Tense&(syntax.Base|syntax.Third) == 0 || f.Frames&(syntax.Clause|syntax.ThatClause) == 0 || w.t.Tokens[i].Is(doc.Capital) {
			continue
		}
		if i+n >= hi || w.t.Tokens[i+n].Is(doc.Punct) && f.Tense&syntax.Third != 0 || w.class(i+n)&(syntax.That|syntax.Det|syntax.Poss|syntax.Subject|syntax.Wh) != 0 || w.t.Tokens[i+n].Is(doc.Capital) {
			p.To = i
			p.Core.To = min(p.Core.To, i)
			return p
		}
	}
	return p
}

// relays notes who saw a document, and reports whether that is another outlet, which relays it.
func (w *work) relays(d int, src speaker) bool {
	if src.kind == claim.Unnamed || src.document >= 0 {
		return false
	}
	for _, c := range w.cites[w.first:] {
		if same(c.src, src) {
			return false // it says that it saw it
		}
	}
	w.d.Documents[d].SeenBy = src.name
	return !sameName(src.name, w.d.Article.Publisher) && src.name != w.d.Documents[d].Publisher && (src.kind == claim.NewsAgency || src.kind == claim.NewsOutlet)
}

// sameName compares names without their article.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "The "), strings.TrimPrefix(b, "The "))
}

// relayedFrom adds the citation of an outlet that relays what the sentence told before token i.
func (w *work) relayedFrom(i int, c cite) {
	if r := w.trim(doc.Range{From: w.s.From, To: i}); r.From < r.To {
		c.contents = []doc.Range{r}
		w.add(c)
	}
}

// saw reads "which AFP was able to consult" behind a document.
func (w *work) saw(i, n int) int {
	d := w.paperBefore(i)
	if d < 0 {
		return w.sees(i, n)
	}
	g := w.before(verbAt{at: i, to: i + n}, w.s.From)
	end := g.end
	for end > w.s.From && (w.class(end)&(syntax.To|syntax.Auxiliary) != 0 || w.t.Word(end) == "able") {
		end--
	}
	p, ok := w.x.Before(w.t, w.s.From, end)
	if !ok || g.negated || p.From == w.s.From || w.class(p.From-1)&syntax.Which == 0 {
		return 0
	}
	if src, ok := w.speaker(p, false); ok && w.relays(d, src) {
		w.relayedFrom(p.From-1, cite{src: src, cue: doc.Range{From: i, To: i + n}, document: -1, relay: -1, saw: d + 1, span: doc.Range{From: p.From, To: i + n}})
	}
	return n
}

// paperBefore is the document whose noun stands a few tokens before i, or -1.
func (w *work) paperBefore(i int) int {
	for j := i - 1; j >= w.s.From && j > i-issuerReach; j-- {
		if d, ok := w.papers[j]; ok {
			return d
		}
	}
	return -1
}

// citesSource reads "Reuters cited a police officer as saying that" and ", which cited a study by": the
// source is who is cited, and the subject relays it.
func (w *work) citesSource(v verbAt, g group, sc doc.Range) {
	p, ok := w.cited(v.to, sc.To)
	if !ok || w.class(v.to)&syntax.Prep != 0 {
		return
	}
	src, ok := w.speaker(p, false)
	if !ok {
		return
	}
	subj, ok := w.subject(v, g, sc)
	if !ok {
		return
	}
	by, ok := w.speaker(subj.Phrase, false)
	if !ok {
		return
	}
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, relay: -1, span: doc.Range{From: v.at, To: p.To}}
	var as doc.Range
	if c.contents, as = w.citedContent(p, subj, sc); len(c.contents) > 0 {
		c.cue, c.span = as, doc.Range{From: p.From, To: as.To}
	}
	if k := w.citedAlready(by); k >= 0 {
		if len(c.contents) == 0 {
			c.contents = w.cites[k].contents
		}
		c.relay = citing
	} else if by.publishes() && len(c.contents) > 0 {
		w.add(cite{src: by, cue: doc.Range{From: v.at, To: v.to}, span: doc.Range{From: subj.from, To: v.to}, document: -1, relay: -1, contents: []doc.Range{w.trim(doc.Range{From: v.to, To: sc.To})}})
	}
	if len(c.contents) == 0 && subj.whose && by.publishes() && w.goesOnSaying(p.To, sc) {
		c.relay = citing // its content is what the relayer goes on to say
	} else if len(c.contents) == 0 {
		return
	}
	w.add(c)
}

// goesOnSaying reports whether the main clause goes on with a cue behind a relative clause that ends at i.
func (w *work) goesOnSaying(i int, sc doc.Range) bool {
	if i+1 >= sc.To || w.t.Word(i) != "," {
		return false
	}
	f, n := w.x.CueAt(w.t, i+1, sc.To)
	return n > 0 && f.Tense&(syntax.Past|syntax.Third) != 0
}

// citedAlready is the citation of this sentence whose speaker is the one given, or -1.
func (w *work) citedAlready(s speaker) int {
	for k := len(w.cites) - 1; k >= w.first; k-- {
		if same(w.cites[k].src, s) {
			return k
		}
	}
	return -1
}

// cited is the phrase behind "quoted", a pronoun included.
func (w *work) cited(i, hi int) (syntax.Phrase, bool) {
	if i >= hi {
		return syntax.Phrase{}, false
	}
	if w.class(i)&syntax.Pronoun != 0 && (i+1 >= hi || w.class(i+1)&(syntax.Sub|syntax.Prep) != 0 || w.t.Tokens[i+1].Is(doc.Punct)) {
		r := doc.Range{From: i, To: i + 1}
		return syntax.Phrase{Range: r, Core: r}, true
	}
	return w.x.After(w.t, i, hi)
}

// citedContent is what the cited one says: behind "as saying" or a colon, or before it all.
func (w *work) citedContent(p syntax.Phrase, subj subject, sc doc.Range) (list []doc.Range, cue doc.Range) {
	i := p.To
	if i+1 >= sc.To {
		return nil, cue
	}
	if w.t.Word(i) == ":" || isQuoteMark(w.t.Word(i)) {
		list, _ = w.contentsAfter(follow{kind: atQuote, at: i}, subject{before: -1}, sc)
		return list, doc.Range{From: p.From, To: p.To}
	}
	if w.t.Word(i) != "as" {
		return nil, cue
	}
	f, n := w.x.CueAt(w.t, i+1, sc.To)
	if n == 0 || f.Tense&syntax.GerundForm == 0 {
		return nil, cue
	}
	cue = doc.Range{From: i, To: i + 1 + n}
	behind := w.follow(verbAt{Form: f, at: i + 1, to: cue.To}, sc.To)
	if behind.kind == atEnd || behind.kind == atComma {
		return w.contentBefore(subj, sc), cue
	}
	list, _ = w.contentsAfter(behind, subject{before: -1}, sc)
	return list, cue
}

// sees reads "Reuters has seen a report that says …": the outlet relays what the report says.
func (w *work) sees(i, n int) int {
	p, ok := w.x.After(w.t, i+n, w.s.To)
	if !ok || !w.documented(p) {
		return 0
	}
	g := w.before(verbAt{at: i, to: i + n}, w.s.From)
	subj, ok := w.x.Before(w.t, w.s.From, g.end)
	if !ok || g.negated || g.to {
		return 0
	}
	src, ok := w.speaker(subj, false)
	if !ok || !w.relays(w.papers[w.head(p)], src) {
		return 0
	}
	w.add(cite{src: src, cue: doc.Range{From: g.from, To: i + n}, document: -1, relay: -1, span: doc.Range{From: subj.From, To: i + n},
		contents: []doc.Range{w.trim(doc.Range{From: p.From, To: w.s.To})}})
	return n
}
