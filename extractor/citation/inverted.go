package citation

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// inverted reads a cue behind its content with its speaker behind it: `"We paid," said Orla Quist.`
func (w *work) inverted(v verbAt, g group, sc doc.Range) bool {
	if !w.behindContent(v, g, sc) {
		return false
	}
	start, told := v.at == sc.From, v
	v.to = w.pastOutlet(v, sc.To)
	if v.to > told.to && start || v.to >= sc.To || !w.speakerBegins(v.to, sc.To) {
		return false
	}
	p, ok := w.x.After(w.t, v.to, sc.To)
	if ok && v.Tense&(syntax.Past|syntax.Third) == 0 {
		ok = !start && w.class(w.head(p))&syntax.Plural != 0 && w.class(w.head(p))&(syntax.People|syntax.Official) != 0 // ", say the campaigners"
	}
	if ok {
		p = w.behindPossessor(p, sc.To)
	}
	if !ok || w.clauseAfter(p, sc) || w.ownSubject(v, sc) {
		return false
	}
	p = w.appositionName(p, sc.To)
	src, ok := w.speaker(p, v.Frames&syntax.Weak == 0 && !start)
	if ok {
		w.callInverted(&src, p, sc.To)
	}
	if !ok || start && v.Tense&syntax.Past == 0 {
		return false
	}
	return w.addInverted(spoken{v: v, src: src, subj: subject{Phrase: p, from: v.at, before: v.at - 1}}, told, sc)
}

// behindContent reports whether a cue may stand behind what it tells: at the beginning, or behind a mark or "as".
func (w *work) behindContent(v verbAt, g group, sc doc.Range) bool {
	if v.Frames&(syntax.Behind|syntax.Quotation) == 0 || g.finite || v.to >= sc.To || v.Verb == "tell" {
		return false
	}
	if v.at == sc.From {
		return true
	}
	switch prev := w.t.Word(v.at - 1); prev {
	case ",", "—", "–", "?", "!", "as":
		return true
	default:
		return isQuoteMark(prev)
	}
}

// speakerBegins reports whether a noun phrase that can be a speaker begins at the token.
func (w *work) speakerBegins(i, hi int) bool {
	c := w.class(i)
	if c&(syntax.That|syntax.Subject) != 0 {
		return false
	}
	return c&(syntax.Det|syntax.Poss|syntax.Speaker|syntax.Num|syntax.Honorific) != 0 || w.stationAt(i, hi) || w.t.Tokens[i].Is(doc.Capital) || w.titledName(i, hi)
}

// addInverted adds the citation of a cue with its speaker behind it, where it has a content. told is the cue as it
// stands, without the outlet that was told.
func (w *work) addInverted(k spoken, told verbAt, sc doc.Range) bool {
	v, p := k.v, k.subj.Phrase
	c := cite{src: k.src, cue: doc.Range{From: told.at, To: told.to}, document: k.src.document, stance: v.Stance, relay: -1}
	f := w.follow(verbAt{Form: v.Form, at: v.at, to: w.appositionEnd(p.To, sc.To)}, sc.To)
	c.span = doc.Range{From: v.at, To: p.To}
	if f.paper >= 0 {
		c.document = f.paper
	}
	if v.Frames&syntax.Written != 0 && c.document < 0 {
		c.document = w.writtenBy(k.src)
	}
	if v.at == sc.From {
		k.subj.before = -1
	}
	c.contents, c.colon = w.contentsInverted(f, k.subj, sc)
	if len(c.contents) == 0 && !c.colon {
		return false
	}
	w.add(c)
	return true
}

// pastOutlet goes past the outlet that somebody spoke to, where he stands behind it: "“We paid,” declared to the
// Harbour Post the director, Orla Quist".
func (w *work) pastOutlet(v verbAt, hi int) int {
	if v.to+1 >= hi || w.class(v.to)&syntax.To == 0 {
		return v.to
	}
	p, ok := w.x.After(w.t, v.to+1, hi)
	if !ok || p.To >= hi {
		return v.to
	}
	if s, ok := w.speaker(p, false); !ok || s.kind != claim.NewsAgency && s.kind != claim.NewsOutlet {
		return v.to
	}
	i := p.To
	if w.t.Word(i) == "," {
		i++
	}
	if i >= hi || w.class(i)&(syntax.Det|syntax.Poss|syntax.Official|syntax.Spoke|syntax.Person) == 0 && !w.t.Tokens[i].Is(doc.Capital) {
		return v.to
	}
	return i
}

// behindPossessor takes the person whom a possessor's phrase leads up to: "said Palisade's recently named chair
// Karl Brandt".
func (w *work) behindPossessor(p syntax.Phrase, hi int) syntax.Phrase {
	if p.To >= hi || !w.t.Tokens[p.To-1].Is(doc.Possessive) && !w.t.Tokens[p.To].Is(doc.Possessive) {
		return p
	}
	for i := p.To; i < hi && i < p.To+longestOffice && (!w.t.Tokens[i].Is(doc.Punct) || w.t.Tokens[i].Is(doc.Glued)); i++ {
		if a := syntax.ActorAt(w.t, i); a != nil && a.Kind == claim.Person && a.From == i && w.class(i-1)&(syntax.Official|syntax.Person|syntax.Spoke) != 0 {
			return syntax.Phrase{Range: doc.Range{From: p.From, To: a.To}, Core: a.Range}
		}
	}
	return p
}

const longestOffice = 9 // tokens of an office between its body and its holder

// titledName reports whether words in small letters lead up to a name or to one who holds an office: "said
// former Treasury secretary Karl Brandt".
func (w *work) titledName(i, hi int) bool {
	if w.class(i)&(syntax.Prep|syntax.Adv|syntax.Sub|syntax.Coord|syntax.That|syntax.Auxiliary|syntax.Verb) != 0 || w.t.Tokens[i].Is(doc.Punct) {
		return false
	}
	p, ok := w.x.After(w.t, i, hi)
	if !ok || p.Core.To-p.Core.From < 2 {
		return false
	}
	head := w.head(p)
	return w.t.Tokens[head].Is(doc.Capital) && w.class(head)&syntax.Time == 0 || w.class(head)&(syntax.Official|syntax.Person|syntax.Spoke) != 0
}

// ownSubject reports whether what stands before a cue is its subject with an insertion, rather than
// something said: it holds no verb but those of relative clauses. "Said" and its like are so often
// inverted behind clauses whose verb no list knows that they are not asked.
func (w *work) ownSubject(v verbAt, sc doc.Range) bool {
	switch v.Verb {
	case "say", "report", "write", "note", "explain":
		return false
	}
	return v.at > sc.From && w.t.Word(v.at-1) == "," && w.verbless(doc.Range{From: w.clauseStart(v.at-1, sc), To: v.at - 1})
}

// verbless reports whether a range holds no finite verb but those of relative clauses and quotations.
func (w *work) verbless(r doc.Range) bool {
	relative := false
	for i := r.From; i < r.To; i++ {
		if syntax.QuoteAt(w.t, i) >= 0 {
			return false
		}
		c, k := w.class(i), w.t.Tokens[i]
		switch {
		case w.t.Word(i) == ",":
			relative = false
		case c&(syntax.Which|syntax.Rel) != 0:
			relative = true
		case relative || k.Is(doc.Punct) || k.Is(doc.Possessive) || syntax.ActorAt(w.t, i) != nil:
		case c&(syntax.Auxiliary|syntax.Verb|syntax.Contracted) != 0 && w.x.Verbish(w.t, i):
			return false
		case w.x.CueStops(w.t, i) || w.x.Verbish(w.t, i) && !w.x.Reduced(w.t, i):
			return false
		}
	}
	return true
}

// appositionName takes the name behind an inverted office: "said its author, Gareth Moll".
func (w *work) appositionName(p syntax.Phrase, hi int) syntax.Phrase {
	i := p.To + 1
	if i >= hi || w.t.Word(p.To) != "," || syntax.ActorAt(w.t, p.Core.To-1) != nil {
		return p
	}
	if a := syntax.ActorAt(w.t, i); a != nil && a.Kind == claim.Person && (a.To >= hi || w.t.Tokens[a.To].Is(doc.Punct) || w.class(a.To)&(syntax.Of|syntax.Prep|syntax.From) != 0) {
		p.Range, p.Core = a.Range, a.Range
	}
	return p
}

// callInverted gives an inverted office the name in its apposition that no actor bears: "said its head of
// security, Orla Quist".
func (w *work) callInverted(src *speaker, p syntax.Phrase, hi int) {
	i := p.To + 1
	if i >= hi || w.t.Word(p.To) != "," || syntax.ActorAt(w.t, p.Core.To-1) != nil {
		return
	}
	to, words := i, 0
	for to < hi && to < i+6 && syntax.ActorAt(w.t, to) == nil && syntax.CountryAt(w.t, to) == nil {
		if k := w.t.Tokens[to]; k.Is(doc.Capital) && w.class(to)&syntax.Time == 0 {
			words++
		} else if to == i || to+1 >= hi || !w.nameGoesOn(to) && (w.t.Word(to) != "-" || !k.Is(doc.Glued)) {
			break // neither a particle nor a hyphen in a name
		}
		to++
	}
	s := subject{Phrase: p}
	if words < 2 || to < hi && !w.t.Tokens[to].Is(doc.Punct) || w.headClass(s)&(syntax.Official|syntax.Person|syntax.Spoke) == 0 {
		return
	}
	s.called = doc.Range{From: i, To: to}
	w.callBy(src, s)
}

// clauseAfter reports whether a verb follows the noun phrase, so that the phrase is the subject of what
// is said and not the speaker: "..., said the port was closed".
func (w *work) clauseAfter(p syntax.Phrase, sc doc.Range) bool {
	i := p.To
	for i < sc.To && w.x.Adverb(w.t, i) {
		i++
	}
	if i >= sc.To || w.t.Tokens[i].Is(doc.Punct) || w.gerundOf(i) {
		return false // "reported Reuters citing two officials"
	}
	c := w.class(i)
	return c&(syntax.Auxiliary|syntax.Verb) != 0 || w.x.Verbish(w.t, i) && (i+1 >= sc.To || w.class(i+1)&(syntax.Prep|syntax.By|syntax.Time|syntax.Mod) == 0)
}

// appositionEnd skips an apposition behind an inverted speaker: ", a London-based analyst".
func (w *work) appositionEnd(i, hi int) int {
	if i+1 >= hi || w.t.Word(i) != "," || isQuoteMark(w.t.Word(i+1)) || w.predicate(i+1) {
		return i
	}
	for j := i + 1; j < hi && j < i+insertion; j++ {
		switch word := w.t.Word(j); {
		case word == ",", word == ".", word == ";", word == ":", isQuoteMark(word):
			return j
		}
	}
	return hi
}

func isQuoteMark(s string) bool {
	switch s {
	case "\"", "“", "”", "„", "«", "»", "‘", "’", "'", "‹", "›":
		return true
	}
	return false
}
