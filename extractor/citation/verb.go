package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// verbAt is a form of a cue where it stands.
type verbAt struct {
	syntax.Form
	at, to int
}

// group is the verb with its auxiliaries, and what stands before them.
type group struct {
	from    int  // first auxiliary, or the verb
	end     int  // last token before the group, adverbs skipped
	be      bool // passive, or progressive
	negated bool
	unreal  bool
	future  bool
	to      bool // an infinitive
	finite  bool // an auxiliary stands there, so that a base form is finite
}

// before reads the auxiliaries and adverbs to the left of a verb.
func (w *work) before(v verbAt, lo int) group {
	g := group{from: v.at, end: v.at - 1}
	for g.end >= lo {
		c := w.class(g.end)
		k := w.t.Tokens[g.end]
		switch {
		case syntax.ActorAt(w.t, g.end) != nil && !k.Is(doc.Possessive):
			return g
		case c&syntax.Neg != 0 && !k.Is(doc.Possessive):
			g.negated, g.finite = true, true
		case k.Is(doc.Possessive) && !(c&syntax.Be != 0 && g.end-1 >= lo && w.class(g.end-1)&syntax.Subject != 0):
			return g
		case c&syntax.Auxiliary != 0 && !(k.Is(doc.Capital) && !k.Is(doc.First)):
			g.be = g.be || c&syntax.Be != 0
			g.unreal = g.unreal || c&syntax.Unreal != 0
			g.future = g.future || c&syntax.Modal != 0 && c&syntax.Unreal == 0 && w.t.Word(g.end) != "can"
			g.finite, g.from = true, g.end
		case c&syntax.To != 0:
			g.to = true
			return g
		case w.x.Adverb(w.t, g.end) && c&(syntax.Num|syntax.Det|syntax.Prep|syntax.Coord) == 0:
		default:
			return g
		}
		g.end--
	}
	return g
}

// verb reads one cue.
func (w *work) verb(v verbAt) {
	sc := w.scope(v.at)
	g := w.before(v, sc.From)
	switch {
	case w.isNoun(v), w.compared(g.end, sc.From):
		return
	case g.negated, g.unreal && !g.be, g.future && v.Class != "say" && v.Class != "claim" && v.Class != "promise":
		return
	case v.Class == "cite" && v.Tense&syntax.PastParticiple != 0 && !g.finite && v.to < sc.To && w.class(v.to)&syntax.By != 0:
		w.quotedInside(v, sc)
	case v.Class == "cite" && v.Tense&syntax.GerundForm == 0 && !g.be:
		w.citesSource(v, g, sc)
	case g.to:
		w.infinitive(v, g, sc)
	case v.Tense&syntax.GerundForm != 0:
		if g.be {
			w.finite(v, g, sc)
		} else {
			w.participle(v, g, sc)
		}
	case v.Class == "sure":
		if g.be {
			w.finite(v, g, sc) // "is convinced that"
		}
	case g.be && v.Tense&syntax.PastParticiple != 0:
		w.passive(v, g, sc)
	case v.Tense&syntax.PastParticiple != 0 && !g.finite && v.to < sc.To && w.class(v.to)&syntax.By != 0 && w.medium(v.to) == 0 && v.Frames&(syntax.Weak|syntax.Written) == 0:
		if !w.agent(v, g, sc) { // "the theft announced by the bank"
			w.finite(v, g, sc)
		}
	case w.finiteForm(v, g):
		w.finite(v, g, sc)
	}
}

// compared reports whether "than" stands before a verb group, so that it is a comparison and nobody's
// saying: "more than first thought".
func (w *work) compared(i, lo int) bool {
	for i > lo && w.class(i)&(syntax.Mod|syntax.Num|syntax.Adv) != 0 {
		i--
	}
	return i >= lo && w.t.Word(i) == "than"
}

// comparison reports whether a subject is what something is compared with: "more than the bank reported",
// but not "more than 40 experts".
func (w *work) comparison(s subject) bool {
	for i := max(s.From-1, w.s.From); i < s.Core.To-1; i++ {
		next := w.t.Word(i + 1)
		if w.t.Word(i) == "than" && !w.t.Tokens[i+1].Is(doc.Digit) && w.class(i+1)&syntax.Num == 0 && !opensContent(next) && next != "a" && next != "half" {
			return true
		}
	}
	return false
}

// relativeEnd is where a relative clause between commas ends: "Moscow, which denies it, says".
func (w *work) relativeEnd(v verbAt, sc doc.Range) int {
	for i := v.to; i < sc.To; i++ {
		if w.t.Word(i) == "," && syntax.QuoteAt(w.t, i) < 0 {
			return i
		}
	}
	return sc.To
}

// isNoun reports whether a word that is a noun as well is one here: a document, or the subject of a verb.
func (w *work) isNoun(v verbAt) bool {
	if v.Frames&syntax.NounToo == 0 || v.Tense&(syntax.Past|syntax.GerundForm) != 0 {
		return false
	}
	if _, ok := w.papers[v.at]; ok {
		return true
	}
	if v.at > w.s.From && v.Tense&syntax.Third != 0 && strings.HasSuffix(w.t.Word(v.at-1), "ed") && w.x.Verbish(w.t, v.at-1) && syntax.ActorAt(w.t, v.at-1) == nil {
		return true // "routed calls for"
	}
	if v.to < w.s.To && (w.t.Tokens[v.to].Is(doc.Possessive) || v.Tense&syntax.Base != 0 && w.x.CueStops(w.t, v.to)) {
		return true // "the state's law", "the Chinese state denied"
	}
	if v.Tense&syntax.Base != 0 && v.to+1 < w.s.To && w.x.Verbish(w.t, v.to) && !w.x.Reduced(w.t, v.to) {
		return true
	}
	i := v.to
	for i < w.s.To && w.x.Adverb(w.t, i) {
		i++
	}
	return i < w.s.To && w.class(i)&syntax.Auxiliary != 0 && !w.t.Tokens[i].Is(doc.Possessive)
}

// listenerName is the outlet to whom something is told, where it is not the article's own.
func (w *work) listenerName(f follow) string {
	if f.heard.To <= f.heard.From {
		return ""
	}
	p, ok := w.x.After(w.t, f.heard.From, f.heard.To)
	if !ok {
		return ""
	}
	s, ok := w.speaker(p, false)
	if !ok || s.kind != "news_agency" && s.kind != "news_outlet" || sameName(s.name, w.d.Article.Publisher) {
		return ""
	}
	return s.name
}

// finiteForm reports whether the form can be a finite verb here.
func (w *work) finiteForm(v verbAt, g group) bool {
	if v.Tense&(syntax.Past|syntax.Third) != 0 || g.finite {
		return true
	}
	return v.Tense&syntax.Base != 0
}

// finite reads a cue with a subject before it, inverted behind its content, or leaning on the subject of
// the verb before it.
func (w *work) finite(v verbAt, g group, sc doc.Range) {
	if w.figure(v, g, sc) || !w.insertedSubject(v, g, sc) && w.inverted(v, g, sc) {
		return
	}
	subj, ok := w.subject(v, g, sc)
	if !ok {
		w.leaning(v, g, sc)
		return
	}
	if !w.agrees(v, g, subj) || w.crosses(subj) || w.comparison(subj) {
		return
	}
	src, ok := w.speaker(subj.Phrase, v.Frames&syntax.Weak == 0)
	if !ok || w.mute(src, v, subj) || w.class(subj.Core.From)&syntax.Nobody != 0 {
		return
	}
	w.callBy(&src, subj)
	if subj.whose || w.class(subj.Core.From)&syntax.Rel != 0 {
		sc.To = w.relativeEnd(v, sc)
	}
	f := w.follow(v, sc.To)
	if subj.before >= 0 && w.class(subj.before)&syntax.Open != 0 && f.kind != atQuote && !w.namesIt(v, f, subj) {
		return // "if he says no", "what he said"
	}
	if g.future && f.kind == atClause && !w.clauseBegins(f.at) {
		return // "will announce its results"
	}
	if w.reduced(v, g, sc) {
		return
	}
	if f.at < sc.To && w.class(f.at)&syntax.By != 0 && w.medium(f.at) == 0 && v.Tense&syntax.PastParticiple != 0 && !g.finite {
		return // "a poll published on Friday by"
	}
	if !w.fits(v, f, src) && !w.namesIt(v, f, subj) || (f.kind == atEnd || f.kind == atComma) && !w.apart(subj, v) && !w.namesIt(v, f, subj) {
		return
	}
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: subj.from, To: max(f.spanTo, v.to)}
	c.belief = v.Frames&syntax.Belief != 0
	if f.paper >= 0 {
		c.document = f.paper
	}
	c.heard = w.listenerName(f)
	if c.document < 0 && g.end >= 0 && w.t.Word(g.end) == "," {
		c.document = w.paperInside(subj.To, g.end)
	}
	if lead := w.leadPaper(subj.from, sc.From); lead >= 0 && c.document < 0 {
		c.document = lead
		c.span.From = sc.From
	}
	if v.Frames&syntax.Written != 0 && c.document < 0 {
		c.document = w.writtenBy(src)
	}
	c.contents, c.colon = w.contents(v, f, subj, sc)
	if c.document < 0 && f.kind == atClause {
		c.document = w.tailPaper(sc)
	}
	if v.Class == "issue" && !w.issued(&c, v, sc) {
		return
	}
	if v.Frames&syntax.Alone != 0 && (f.kind == atEnd || f.kind == atComma) && (subj.before < 0 || !w.t.Tokens[subj.before].Is(doc.Punct)) {
		c.contents = nil // "Her colleague disagreed", behind another's quotation
	}
	if len(c.contents) == 0 && v.Frames&syntax.Alone == 0 && !c.colon {
		return
	}
	w.add(c)
}

// namesIt reports whether a cue tells by what words a speaker calls something: "what he called a “fee”".
func (w *work) namesIt(v verbAt, f follow, s subject) bool {
	if s.before < 0 || w.class(s.before)&syntax.Wh == 0 || !strings.EqualFold(w.t.Word(s.before), "what") {
		return false
	}
	if v.Class == "label" && v.Tense&syntax.Past == 0 && !w.quoteWithin(f.at, f.at+3) {
		return false // "what they call the dog"
	}
	return v.Class == "label" && (f.kind == atClause || f.kind == atQuote) || v.Verb == "describe" && f.at < w.s.To && w.t.Word(f.at) == "as"
}

// crosses reports whether a subject reaches over the verb of a citation with the same subject, so that
// the word behind it is no verb: "the tests reveal strong links".
func (w *work) crosses(s subject) bool {
	for _, c := range w.cites[w.first:] {
		if c.span.From == s.from && c.saw == 0 && c.cue.From > s.from && s.Core.From < c.cue.From && s.To > c.cue.From {
			return true
		}
	}
	return false
}

// reduced reports whether a past form qualifies the noun before it, as the verb behind shows: "people
// briefed on the inquiry said".
func (w *work) reduced(v verbAt, g group, sc doc.Range) bool {
	if v.Verb == "say" || g.finite || v.Tense&syntax.PastParticiple == 0 || v.to+1 >= sc.To || w.class(v.to)&syntax.Prep == 0 || w.needs(v, v.to) {
		return false
	}
	p, ok := w.x.After(w.t, v.to+1, sc.To)
	return ok && p.To < sc.To && w.class(p.To)&syntax.CueWord != 0 && w.x.CueStops(w.t, p.To) && !w.x.Reduced(w.t, p.To)
}

// callBy gives a speaker the name in the apposition behind him, where no actor bears it.
func (w *work) callBy(src *speaker, s subject) {
	if s.called.To <= s.called.From {
		return
	}
	person := w.headClass(s)&(syntax.Official|syntax.Person|syntax.Spoke) != 0
	if src.entity >= 0 && !person {
		return
	}
	src.name = w.text1(s.called)
	if person {
		src.kind, src.entity = claim.PersonSource, -1
	}
}

// issued reads "the city released the following statement": what follows it is the statement.
func (w *work) issued(c *cite, v verbAt, sc doc.Range) bool {
	p, ok := w.x.After(w.t, v.to, sc.To)
	if !ok {
		return false
	}
	d, ok := w.papers[w.head(p)]
	if kind := ""; ok {
		kind = w.d.Documents[d].Kind
		ok = kind == "statement" || kind == "letter" || w.t.Word(p.From+1) == "following"
	}
	if !ok {
		return false
	}
	c.document, c.span.To, c.colon, c.contents = d, p.To, true, nil
	if p.To < sc.To && w.t.Word(p.To) == ":" {
		c.contents, c.colon = w.contentsAfter(follow{kind: atColon, at: p.To}, subject{before: -1}, sc)
	}
	return true
}

// apart reports whether a mark stands between a subject and what is said before it, as it must where the
// cue has nothing behind it.
func (w *work) apart(s subject, v verbAt) bool {
	if v.Frames&(syntax.Behind|syntax.Alone) == 0 && len(v.Needs) == 0 && !(s.before > 0 && (isQuoteMark(w.t.Word(s.before)) || syntax.QuoteAt(w.t, s.before-1) >= 0)) {
		return false
	}
	return s.before < 0 || s.as || s.rel || w.t.Tokens[s.before].Is(doc.Punct) || len(v.Needs) > 0 || v.Frames&syntax.Alone != 0
}

// insertedSubject reports whether the sentence begins with a speaker that only an insertion parts from
// the cue: "The advisory, issued on Thursday, says".
func (w *work) insertedSubject(v verbAt, g group, sc doc.Range) bool {
	if g.end <= sc.From || w.t.Word(g.end) != "," || sc.From != w.s.From {
		return false
	}
	s, ok := w.inserted(g.end, sc)
	return ok && s.From == w.skipOpening(sc.From, v.at) && w.t.Tokens[s.To].Is(doc.Punct)
}

// agrees reports whether a base form can belong to the subject: several who speak, or an auxiliary.
func (w *work) agrees(v verbAt, g group, s subject) bool {
	head := s.Core.To - 1
	c := w.class(head)
	if w.isPaper(head) && v.Tense&syntax.Base != 0 && w.t.Word(head)[len(w.t.Word(head))-1] == 's' {
		return true
	}
	if v.Tense&syntax.Third != 0 && v.Frames&syntax.NounToo != 0 && c&(syntax.Plural|syntax.They|syntax.We|syntax.I) != 0 {
		return false
	}
	if a := syntax.ActorAt(w.t, head); a != nil && v.Tense&(syntax.Past|syntax.Third) == 0 && !g.finite {
		return w.plural(a) || w.hasAnd(s.Range)
	}
	if v.Tense&(syntax.Past|syntax.Third) != 0 || g.finite || c&(syntax.Num|syntax.Det) != 0 && c&syntax.Poss == 0 {
		return true
	}
	if c&(syntax.They|syntax.We|syntax.I|syntax.You|syntax.Plural) != 0 {
		return true
	}
	if n, ok := w.nounEnding(head, s.Core.From); ok && n.Class&(syntax.People|syntax.Plural) != 0 {
		return true
	}
	if w.mask&syntax.And != 0 && w.hasAnd(s.Range) {
		return true
	}
	word := w.t.Word(head)
	return len(word) > 3 && word[len(word)-1] == 's' && v.Frames&syntax.NounToo == 0 || word == "police" || word == "Police"
}

// plural reports whether an actor takes the plural: known to be several, or police.
func (w *work) plural(a *doc.Actor) bool {
	if a.Entity >= 0 && a.Entity < len(w.d.Entities) && w.d.Entities[a.Entity].Plural {
		return true
	}
	c := w.class(a.To - 1)
	return c&syntax.Plural != 0 && !w.t.Tokens[a.To-1].Is(doc.Capital) || strings.EqualFold(w.t.Word(a.To-1), "police")
}

func (w *work) hasAnd(r doc.Range) bool {
	for i := r.From; i < r.To; i++ {
		if w.class(i)&syntax.And != 0 {
			return true
		}
	}
	return false
}

// mute reports whether a pronoun speaks only of itself: "I think" inside a quotation, "we know" in an
// article that is no statement of its publisher.
func (w *work) mute(src speaker, v verbAt, s subject) bool {
	c := w.class(s.Core.From)
	quoted := syntax.QuoteAt(w.t, s.From) >= 0
	if c&syntax.One != 0 && c&syntax.Num == 0 || quoted && v.Frames&syntax.Belief != 0 {
		return true
	}
	if s.Core.To-s.Core.From != 1 || c&(syntax.We|syntax.I|syntax.You) == 0 {
		return false
	}
	return c&syntax.You != 0 || v.Frames&syntax.Belief != 0 || quoted
}

// infinitive reads "went on to say" and "continues to deny"; other infinitives were not said.
func (w *work) infinitive(v verbAt, g group, sc doc.Range) {
	i := g.end - 1 // before "to"
	if i >= sc.From && w.t.Word(i) == "on" {
		i--
	}
	if i < sc.From || w.class(i)&syntax.Light == 0 || w.class(i)&syntax.Auxiliary != 0 {
		return
	}
	outer := verbAt{Form: v.Form, at: i, to: v.to}
	og := w.before(outer, sc.From)
	if og.negated || og.to || og.future && v.Class != "say" {
		return
	}
	outer.Tense |= syntax.Past
	w.finiteAs(outer, v, og, sc)
}

// finiteAs reads a cue whose finite verb stands before it.
func (w *work) finiteAs(outer, v verbAt, g group, sc doc.Range) {
	subj, ok := w.subject(outer, g, sc)
	if !ok {
		return
	}
	src, ok := w.speaker(subj.Phrase, false)
	if !ok {
		return
	}
	f := w.follow(v, sc.To)
	if !w.fits(v, f, src) {
		return
	}
	c := cite{src: src, cue: doc.Range{From: outer.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: subj.from, To: max(f.spanTo, v.to)}
	if f.paper >= 0 {
		c.document = f.paper
	}
	c.contents, c.colon = w.contents(v, f, subj, sc)
	if len(c.contents) > 0 || c.colon {
		w.add(c)
	}
}
