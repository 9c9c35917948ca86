package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// otherwise reports whether a verb with a noun phrase behind it tells of what was done or felt, not of what was said:
// "admitted 40 patients", "denied visas to students", "feared reprisals".
func (w *work) otherwise(v verbAt, f follow) bool {
	if f.kind != atClause {
		return false
	}
	switch v.Verb {
	case "admit", "deny", "fear", "know", "discover":
	default:
		return false
	}
	p, ok := w.x.After(w.t, f.at, w.s.To)
	if !ok {
		return false
	}
	head := w.head(p)
	switch v.Verb {
	case "admit":
		return w.class(head)&(syntax.People|syntax.Person) != 0 && (w.figureAt(p.From) || w.class(head)&syntax.Plural != 0) && !w.predicated(p)
	case "deny":
		return w.refuses(p, head)
	case "fear":
		return w.is(head, reprisal) && !w.predicated(p)
	case "discover":
		return w.class(head)&syntax.NounCue == 0 && !w.clauseBegins(f.at)
	}
	return !w.clauseBegins(f.at) // "knows the town"
}

// predicated reports whether a verb follows a phrase, so that it is a subject.
func (w *work) predicated(p syntax.Phrase) bool {
	return p.To < w.s.To && (w.predicate(p.To) || w.x.Verbish(w.t, p.To))
}

// refuses reports whether something is denied that one is given, or to one who would have it: "denied him bail",
// "denied treatment to prisoners", but not "denied involvement to reporters".
func (w *work) refuses(p syntax.Phrase, head int) bool {
	if w.is(head, granted) {
		return true
	}
	if c := w.class(p.From); p.To == p.From+1 && c&(syntax.He|syntax.She|syntax.They|syntax.It) != 0 {
		return p.To < w.s.To && w.is(p.To, granted)
	}
	i := p.Core.To
	if i >= w.s.To || w.class(i)&syntax.To == 0 || w.class(p.From)&(syntax.Det|syntax.Poss) != 0 || w.class(head)&syntax.NounCue != 0 || w.t.Word(head) == "wrongdoing" {
		return false
	}
	to, ok := w.x.After(w.t, i+1, w.s.To)
	return ok && w.class(w.head(to))&syntax.People != 0 && w.class(w.head(to))&(syntax.Press|syntax.Official|syntax.Spoke) == 0
}

// attributive reports whether a participle stands before a noun behind a preposition and so says nothing itself:
// "over alleged assaults", where "the man she works for said talks would go on" does.
func (w *work) attributive(v verbAt, g group) bool {
	if v.Tense&syntax.PastParticiple == 0 || v.Verb == "say" || g.end != v.at-1 || g.end <= w.s.From || v.to >= w.s.To {
		return false
	}
	k := w.t.Tokens[v.to]
	return w.class(g.end)&syntax.Prep != 0 && w.class(g.end)&(syntax.Sub|syntax.Det) == 0 && !w.t.Tokens[g.end].Is(doc.Capital) &&
		k.Is(doc.Alpha) && !k.Is(doc.Capital) && w.class(v.to)&(syntax.That|syntax.Wh|syntax.Subject|syntax.Det|syntax.Poss|syntax.Prep|syntax.To|syntax.Adv|syntax.Num|syntax.Time) == 0
}

// onlyMeans reports whether "referring to" tells whom a speaker's words were about rather than whose word he has it
// on: "he said, referring to the firm", but "the daily reported, referring to the ministry".
func (w *work) onlyMeans(a syntax.Attribution, at int, src speaker) bool {
	if a.Phrase != "referring to" && a.Phrase != "in reference to" || src.document >= 0 {
		return false
	}
	if src.kind == claim.Unnamed && src.plural {
		return false
	}
	for k := len(w.cites) - 1; k >= w.first; k-- {
		if c := &w.cites[k]; c.cue.To <= at {
			return !c.src.publishes()
		}
	}
	return false
}

// reviews reports whether an outlet that says "we" tells of what it did rather than of what it knows: "we compared the
// two", "we recommend the larger one".
func (w *work) reviews(v verbAt, f follow, src speaker, s subject) bool {
	if s.To-s.From != 1 || w.class(s.From)&syntax.We == 0 || src.kind != claim.NewsOutlet && src.kind != claim.NewsAgency {
		return false
	}
	switch v.Class {
	case "report", "deny", "learn", "estimate":
		return false
	}
	return f.kind == atTo || f.kind == atClause && !w.clauseBegins(f.at)
}

// disowned reports whether a noun of saying is said to be untrue or said by one who is quoted of himself: "the
// ministry's claim is “a lie”", "“My assessment is that …”".
func (w *work) disowned(from, noun, end int, sc doc.Range) bool {
	if w.class(from)&(syntax.We|syntax.I) != 0 || strings.EqualFold(w.t.Word(from), "our") || strings.EqualFold(w.t.Word(from), "my") {
		if from < noun && syntax.QuoteAt(w.t, from) >= 0 {
			return true
		}
	}
	i := end
	for i < sc.To && (w.class(i)&syntax.Be != 0 || w.x.Adverb(w.t, i)) {
		i++
	}
	if i == end || i >= sc.To || !isQuoteMark(w.t.Word(i)) {
		return false
	}
	switch strings.ToLower(w.t.Word(noun)) {
	case "claim", "claims", "accusation", "accusations", "allegation", "allegations", "charge", "charges", "assertion", "assertions", "report", "reports":
		return true
	}
	return false
}
