package citation

import (
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
			n := w.connective(g.end, lo)
			if n == 0 {
				return g
			}
			g.end -= n - 1
		}
		g.end--
	}
	return g
}

// connective is the number of tokens of a phrase that ends at i and may stand between a subject and its verb:
// "the firm on the contrary considers".
func (w *work) connective(i, lo int) int {
	switch w.t.Word(i) {
	case "contrary":
		if i-2 > lo && w.t.Word(i-1) == "the" && w.t.Word(i-2) == "on" {
			return 3
		}
	case "part":
		if i-2 > lo && w.t.Word(i-2) == "for" && w.class(i-1)&syntax.Poss != 0 {
			return 3
		}
	default:
		if w.is(i, connecting) && !w.t.Tokens[i].Is(doc.Capital) && i-1 > lo && w.t.Word(i-1) == "in" {
			return 2
		}
	}
	return 0
}

// verb reads one cue.
func (w *work) verb(v verbAt) {
	sc := w.scope(v.at)
	g := w.before(v, sc.From)
	w.adds = w.is(v.at, adding) || v.at > sc.From && w.is(v.at-1, adding) || v.to < sc.To && w.is(v.to, adding)
	switch {
	case w.isNoun(v), w.compared(g.end, sc.From), w.asStated(v, sc), w.attributive(v, g):
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
	case v.Tense&syntax.PastParticiple != 0 && !g.finite && v.to < sc.To && w.class(v.to)&syntax.By != 0 && w.medium(v.to) == 0 && (v.Frames&(syntax.Weak|syntax.Written) == 0 || w.blamedInside(v, sc)):
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
	if p, ok := w.x.After(w.t, v.to, sc.To); ok && v.Frames&syntax.Object != 0 && p.To < sc.To && w.class(p.From)&syntax.Subject == 0 && w.x.CueStops(w.t, p.To) {
		return p.To // "the guard who reported the leak recalled that"
	}
	for i := v.to; i < sc.To; i++ {
		if w.t.Word(i) == "," && syntax.QuoteAt(w.t, i) < 0 {
			return i
		}
	}
	return sc.To
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
	if last, found := w.before1(func(s speaker) bool { return s.kind == claim.NewsAgency }); found && w.is(w.head(p), agencyNoun) {
		s, ok = last, true // "told the agency": who is told things by people is the wire
	}
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

// spoken is a finite cue with its auxiliaries, what follows it, who speaks and the phrase that names him.
type spoken struct {
	v    verbAt
	g    group
	f    follow
	src  speaker
	subj subject
}

// finite reads a cue with a subject before it, inverted behind its content, or leaning on the subject of
// the verb before it.
func (w *work) finite(v verbAt, g group, sc doc.Range) {
	if w.figure(v, g, sc) || !w.insertedSubject(v, g, sc) && w.inverted(v, g, sc) {
		return
	}
	subj, ok := w.subject(v, g, sc)
	if !ok || g.end >= sc.From && w.class(g.end)&syntax.And != 0 && !w.isPaper(g.end) {
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
	if v.Stance == claim.Denies && src.kind == claim.Government && w.class(subj.Core.From)&syntax.They != 0 {
		src = w.unnamed(subj.Phrase) // they deny what the police say
	}
	if w.is(w.head(subj.Phrase), partOfPaper) && src.document < 0 {
		if part, found := w.partOfPaper(subj.Phrase); found {
			src = part // "a copy of the letter says"
		}
	}
	w.callBy(&src, subj)
	if len(src.also) > 0 {
		src.also = append(src.also, w.listedBodies(subj.Phrase, sc)...)
	}
	if subj.whose || w.class(subj.Core.From)&syntax.Rel != 0 {
		sc.To = w.relativeEnd(v, sc)
	}
	k := spoken{v, g, w.follow(v, sc.To), src, subj}
	if subj.rel && k.f.kind == atTo && k.f.at == v.to && v.Class == "accuse" && w.needs(v, v.to) {
		k.f.kind = atClause // "which the agency has tied to two brothers"
	}
	if w.asserts(k, sc) {
		w.addFinite(k, sc)
	}
}

// asserts reports whether a finite cue says something with what follows it.
func (w *work) asserts(k spoken, sc doc.Range) bool {
	v, g, f, src, subj := k.v, k.g, k.f, k.src, k.subj
	if w.reviews(v, f, src, subj) || w.reduced(v, g, sc) || w.namesItself(v, sc.To) {
		return false
	}
	if subj.before >= 0 && w.class(subj.before)&syntax.Open != 0 && f.kind != atQuote && !w.namesIt(v, f, subj) {
		return false // "if he says no", "what he said"
	}
	if g.future && f.kind == atClause && !w.clauseBegins(f.at) {
		return false // "will announce its results"
	}
	if f.at < sc.To && w.class(f.at)&syntax.By != 0 && w.medium(f.at) == 0 && v.Tense&syntax.PastParticiple != 0 && !g.finite {
		return false // "a poll published on Friday by"
	}
	return w.namesIt(v, f, subj) || w.fits(v, f, src) && (f.kind != atEnd && f.kind != atComma || w.apart(subj, v))
}

// addFinite adds the citation of a finite cue, where it has a content or needs none.
func (w *work) addFinite(k spoken, sc doc.Range) {
	v, g, f, src, subj := k.v, k.g, k.f, k.src, k.subj
	c := cite{src: src, cue: doc.Range{From: v.at, To: v.to}, document: src.document, stance: v.Stance, relay: -1}
	c.span = doc.Range{From: subj.from, To: max(f.spanTo, v.to)}
	if !f.needed {
		c.stance = "" // a document that names somebody
	}
	c.belief, c.whose = v.Frames&syntax.Belief != 0, subj.whose
	if f.paper >= 0 {
		c.document = f.paper
		if src.kind == claim.Unnamed && w.class(subj.Core.From)&syntax.It != 0 {
			c.src = w.paperSpeaks(subj.Phrase, f.paper) // "it says in the memo"
		}
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
		c.document = w.tailPaper(doc.Range{From: v.to, To: sc.To})
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

// insertedSubject reports whether the sentence begins with a speaker that only an insertion parts from
// the cue: "The advisory, issued on Thursday, says".
func (w *work) insertedSubject(v verbAt, g group, sc doc.Range) bool {
	if g.end <= sc.From || w.t.Word(g.end) != "," || sc.From != w.s.From {
		return false
	}
	s, ok := w.inserted(g.end, sc)
	return ok && s.From == w.skipOpening(sc.From, v.at) && w.t.Tokens[s.To].Is(doc.Punct)
}
