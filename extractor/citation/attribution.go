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
		return w.seenBy(doc.Range{From: i, To: i + n}, a, w.beforeVerb(p, sc.To))
	}
	if a.Class == "origin" && !w.documented(p) || w.noSource(i, n, p, a) {
		return 0
	}
	p = w.withClause(p, sc.To)
	src, ok := w.attributedTo(p, a, sc)
	if !ok || w.idleSource(a, p, src) || w.onlyMeans(a, i, src) {
		return 0
	}
	if a.Class == "origin" && src.document >= 0 {
		src = w.figuresOf(src, i)
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

// noSource reports whether what follows a phrase cannot be a source: "per head", a name that holds "Based on".
func (w *work) noSource(i, n int, p syntax.Phrase, a syntax.Attribution) bool {
	if a.Phrase == "per" {
		return !w.perSource(p)
	}
	return a.Phrase == "based on" && a.Class == "cite" && i+n < w.s.To && w.t.Tokens[i].Is(doc.Capital) && i > w.s.From
}

// attributedTo is the source behind a phrase such as "according to": a speaker, a document or a part of one, whose
// information it is, or figures that nobody is known to have given.
func (w *work) attributedTo(p syntax.Phrase, a syntax.Attribution, sc doc.Range) (speaker, bool) {
	src, ok := w.partOfPaper(p)
	if !ok {
		src, ok = w.speaker(p, a.Phrase != "per" && a.Class != "cite")
	}
	if !ok || src.kind == claim.Unnamed && src.document < 0 && w.t.Word(w.head(p)) == "information" {
		if held, found := w.informer(p); found {
			src, ok = held, true
		}
	}
	if !ok && p.To > p.Core.To+1 && w.class(p.Core.To)&syntax.From != 0 {
		if q, found := w.x.After(w.t, p.Core.To+1, sc.To); found { // "information from a member state"
			src, ok = w.speaker(q, false)
		}
	}
	if !ok {
		if a.Class == "cite" || a.Phrase == "per" || !w.dataSource(p) {
			return speaker{}, false
		}
		src = w.unnamed(p)
	}
	if src.kind == claim.Unnamed || src.document >= 0 && w.d.Documents[src.document].Publisher == "" {
		w.given(&src, p, sc.To)
	}
	return src, true
}

// idleSource reports whether what was found behind a phrase is nobody's word: "based on a hunch".
func (w *work) idleSource(a syntax.Attribution, p syntax.Phrase, src speaker) bool {
	c := w.class(w.head(p))
	return src.document < 0 && (a.Phrase == "based on" && c&syntax.Data == 0 || c&syntax.Idle != 0)
}

// informer is whose information it is: "information of the Harbour Post", "Harbour Post information".
func (w *work) informer(p syntax.Phrase) (speaker, bool) {
	head := w.head(p)
	if head < p.Core.From || w.t.Word(head) != "information" {
		return speaker{}, false
	}
	if p.To > p.Core.To+1 && w.class(p.Core.To)&(syntax.Of|syntax.From|syntax.By) != 0 {
		if q, ok := w.x.After(w.t, p.Core.To+1, p.To); ok {
			return w.speaker(q, false)
		}
	}
	if head == p.Core.From {
		return speaker{}, false
	}
	last := head - 1
	if w.t.Tokens[last].Is(doc.Possessive) {
		last--
		if q, ok := w.x.Before(w.t, p.Core.From, last); ok { // "the ministry's information"
			return w.speaker(q, false)
		}
	}
	q, ok := w.x.Before(w.t, p.Core.From, head-1)
	if !ok || syntax.ActorAt(w.t, head-1) == nil && !w.t.Tokens[head-1].Is(doc.Capital) {
		return speaker{}, false
	}
	return w.speaker(q, false)
}

// given gives figures or a document to the one who gave them out in the clause behind: "according to figures the
// clinic gave to the state", "a notice that the bank mailed".
func (w *work) given(src *speaker, p syntax.Phrase, hi int) {
	if src.document < 0 && w.class(w.head(p))&syntax.Data == 0 {
		return
	}
	from := p.Core.To
	if from < hi && w.class(from)&syntax.Which != 0 {
		from++
	}
	if from >= hi || from == p.Core.To && w.class(from)&(syntax.Det|syntax.Subject) == 0 && syntax.ActorAt(w.t, from) == nil {
		return
	}
	verb := from + 1
	for verb < hi && verb < from+issuerReach && !w.is(verb, giving) && !w.t.Tokens[verb].Is(doc.Punct) {
		verb++
	}
	if verb >= hi || !w.is(verb, giving) {
		return
	}
	g := w.before(verbAt{at: verb, to: verb + 1}, from)
	q, ok := w.x.After(w.t, from, g.end+1)
	if !ok || q.To != g.end+1 || g.be || g.negated {
		return
	}
	s, ok := w.speaker(q, false)
	if !ok || s.kind == claim.Unnamed || s.document >= 0 {
		return
	}
	if d := src.document; d >= 0 && w.d.Documents[d].Publisher == "" {
		w.d.Documents[d].Publisher, w.d.Documents[d].Issuer = s.name, s.kind
	}
	s.span, s.document, s.also = src.span, src.document, nil
	*src = s
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
	if head < p.Core.From || !w.section(w.t.Word(head)) || head+1 >= w.s.To || w.class(head+1)&(syntax.Prep|syntax.Of|syntax.From) == 0 {
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
func (w *work) section(s string) bool { return w.words.of(s)&partOfPaper != 0 }

// figuresOf gives the document that "the number comes from" to the one who gave the number last.
func (w *work) figuresOf(src speaker, i int) speaker {
	k := &w.d.Documents[src.document]
	p, ok := w.x.Before(w.t, w.s.From, i-1)
	if k.Publisher != "" || !ok || len(w.said) == 0 || !w.numeric(w.t.Word(w.head(p))) || p.From != w.s.From {
		return src
	}
	last := w.said[len(w.said)-1]
	if last.person() || last.document >= 0 || last.at < w.s.From+w.offset-memory/2 {
		return src
	}
	k.Publisher, k.Issuer = last.name, last.kind
	last.span, last.document = src.span, src.document
	return last
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
	if before.To == before.From+1 && w.class(before.From)&syntax.It != 0 && p.To+1 < sc.To && w.t.Word(p.To) == "that" {
		return []doc.Range{w.trim(doc.Range{From: p.To + 1, To: sc.To})} // "it emerged from a letter that"
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
	return n > 0 && (a.Order == "seen" || a.Class == "cite") || w.x.Verbish(w.t, i) && w.class(i)&syntax.Verb == 0 && i+1 < hi && (w.class(i+1)&(syntax.Prep|syntax.By|syntax.Time|syntax.Mod) != 0)
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
