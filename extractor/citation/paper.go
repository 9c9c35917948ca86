package citation

import (
	"sort"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
)

// paper is a mention of a document: "a confidential U.N. report", "the dossier".
type paper struct {
	syntax.Paperwork
	doc.Range     // determiner to noun
	head      int // last token of the noun
	definite  bool
	other     bool // "a second report": another than the one before
	issuer    speaker
	issued    bool // an issuer stands with it
	access    string
	date      string
}

// findPapers reads the documents that the sentence mentions, so that the cues find them by their nouns.
func (w *work) findPapers() {
	for i := w.s.From; i < w.s.To; {
		k, n := w.x.PaperAt(w.t, i, w.s.To)
		if n == 0 || k.Class == "data" || w.verbThere(i, n) || w.inName(i, n) || w.titled(i) {
			i += max(n, 1)
			continue
		}
		m := w.paper(k, i, n)
		w.papers[m.head] = w.resolvePaper(m)
		i += n
	}
}

// titled reports whether a word has a capital that its place does not give it: it is a name's.
func (w *work) titled(i int) bool {
	k := w.t.Tokens[i]
	return k.Is(doc.Capital) && !k.Is(doc.First) && !w.headed && (!w.t.Tokens[i-1].Is(doc.Punct) || w.t.Word(i-1) == "-" && k.Is(doc.Glued))
}

// inName reports whether the noun is part of an actor's name.
func (w *work) inName(i, n int) bool {
	a := syntax.ActorAt(w.t, i+n-1)
	return a != nil && a.To > i
}

// verbThere reports whether the word is a verb here: "experts report that", "they reviewed".
func (w *work) verbThere(i, n int) bool {
	if n != 1 || i == w.s.From {
		return false
	}
	prev := w.class(i - 1)
	if syntax.ActorAt(w.t, i-1) != nil {
		return w.reports(i)
	}
	return prev&(syntax.Subject|syntax.To|syntax.Modal|syntax.Plural|syntax.Neg) != 0 || w.reports(i)
}

// reports reports whether a plural in -s is a verb: "the agency reports.", "Reuters reports that".
func (w *work) reports(i int) bool {
	word := w.t.Word(i)
	if word[len(word)-1] != 's' || w.class(i)&syntax.CueWord == 0 {
		return false
	}
	k := w.t.Tokens[i-1]
	if k.Is(doc.Punct) && i+1 < w.s.To { // ", reports the agency"
		return w.class(i+1)&syntax.Det != 0 || w.t.Tokens[i+1].Is(doc.Capital) || w.stationAt(i+1, w.s.To)
	}
	if k.Is(doc.Possessive) || !k.Is(doc.Capital) && w.class(i-1)&syntax.Speaker == 0 && !w.isPaper(i-1) {
		return false
	}
	return i+1 >= w.s.To || w.t.Tokens[i+1].Is(doc.Punct) || w.class(i+1)&(syntax.That|syntax.Mod|syntax.Adv|syntax.Time) != 0
}

const maxDocuments = 400 // a text that introduces more of them cites none of them again

func (w *work) paper(k syntax.Paperwork, i, n int) paper {
	m := paper{Paperwork: k, head: i + n - 1}
	m.Range = doc.Range{From: w.x.Minimal(w.t, doc.Range{From: max(w.s.From, i-12), To: i + n}), To: i + n}
	if m.Range.From > i {
		m.Range.From = i
	}
	m.Range.From = w.pastVerb(m.Range.From, i)
	if from := m.Range.From; from-2 >= w.s.From && w.class(from-1)&syntax.Mod != 0 && w.class(from-2)&syntax.Poss != 0 {
		m.Range.From -= 2 // "its last yearly report"
	}
	m.definite = w.definite(m.Range.From, i, m.head)
	for j := m.Range.From; j < m.head; j++ {
		m.other = m.other || w.is(j, anotherPaper)
	}
	m.access = w.accessOf(m)
	m.issuer, m.issued = w.issuerOf(m, i)
	m.date = w.dateOf(m)
	return m
}

// pastVerb is where a document's phrase begins behind a verb that the words before it hold: "police released dramatic
// video".
func (w *work) pastVerb(from, noun int) int {
	if w.class(from)&(syntax.Det|syntax.Poss) != 0 {
		return from
	}
	for j := from + 1; j < noun; j++ {
		if w.class(j)&syntax.Puts != 0 && !w.t.Tokens[j].Is(doc.Capital) {
			from = j + 1
		}
	}
	return from
}

// accessOf is how a document may be read, by an adjective before its noun or a participle right behind it: "a leaked
// memo", "an indictment unsealed on Monday".
func (w *work) accessOf(m paper) string {
	access := ""
	for j := m.Range.From; j <= m.head+1 && j < w.s.To; j++ {
		if j == m.head || w.class(j)&syntax.AccessWord == 0 || j > m.head && !w.x.Verbish(w.t, j) {
			continue
		}
		if a, ok := w.x.Access[w.t.Tokens[j].Word]; ok {
			access = a
		}
	}
	return access
}

// definite reports whether the phrase refers back: "the report", "its report", a bare "findings".
func (w *work) definite(from, noun, head int) bool {
	if from == noun {
		word := w.t.Word(head)
		return word[len(word)-1] != 's' || w.class(head)&syntax.NounCue != 0 // "findings", but not "polls", "e-mails"
	}
	c := w.class(from)
	return isThe(w.t.Word(from)) || c&syntax.Poss != 0 || strings.EqualFold(w.t.Word(from), "this") || strings.EqualFold(w.t.Word(from), "that")
}

// dateOf is the period that stands with the document.
func (w *work) dateOf(m paper) string {
	first := sort.Search(len(w.t.Periods), func(k int) bool { return w.t.Periods[k].Range.From >= m.Range.From })
	if first == len(w.t.Periods) {
		return ""
	}
	p := w.t.Periods[first]
	near := p.Range.To <= m.head+6 || p.Range.To <= m.head+issuerReach && m.issued && !w.interrupted(m.head+1, p.Range.From)
	if near && p.Period.From == p.Period.To {
		return p.Period.From
	}
	return ""
}

// interrupted reports whether a mark or a finite verb stands between two tokens.
func (w *work) interrupted(from, to int) bool {
	for i := from; i < to; i++ {
		if w.t.Tokens[i].Is(doc.Punct) && !w.t.Tokens[i].Is(doc.Glued) || w.t.Word(i) == "," || w.class(i)&syntax.Auxiliary != 0 || w.x.CueStops(w.t, i) && w.class(i)&syntax.Puts == 0 {
			return true
		}
	}
	return false
}

// resolvePaper is the document that a mention means: the one introduced before, or a new one.
func (w *work) resolvePaper(m paper) int {
	if !m.other {
		if d, ok := w.sameDocument(m); ok {
			w.complete(d, m)
			return d
		}
	}
	if len(w.d.Documents) >= maxDocuments {
		return len(w.d.Documents) - 1
	}
	r := m.Range
	r.To = w.titleEnd(m)
	for r.From < m.head && (w.class(r.From)&(syntax.Det|syntax.Poss) != 0 || w.class(r.From)&syntax.Date != 0 || r.From > m.Range.From && w.class(r.From-1)&syntax.Date != 0 && w.t.Tokens[r.From].Is(doc.Digit)) {
		r.From++
	}
	n := doc.Document{In: w.t.In, Token: m.Range.From}
	n.Span = w.t.Span(doc.Range{From: m.Range.From, To: m.Range.To})
	n.Title, n.Kind, n.Access, n.Date = w.text1(r), m.Kind, m.access, m.date
	if m.issued {
		n.Publisher, n.Issuer = m.issuer.name, m.issuer.kind
	} else if s, ok := w.councilPaper(m); ok {
		n.Publisher, n.Issuer = s.name, s.kind
	} else if s, ok := w.usualIssuer(m); ok {
		n.Publisher, n.Issuer = s.name, s.kind
	} else if s, ok := w.ownReport(m); ok {
		n.Publisher, n.Issuer = s.name, s.kind
	}
	w.d.Documents = append(w.d.Documents, n)
	w.nouns = append(w.nouns, m.Noun)
	return len(w.d.Documents) - 1
}

// titleEnd takes the addressee into a document's title: "memo to council members".
func (w *work) titleEnd(m paper) int {
	if m.Range.To+1 >= w.s.To || m.issued || w.class(m.Range.To)&syntax.To == 0 {
		return m.Range.To
	}
	p, ok := w.x.After(w.t, m.Range.To+1, w.s.To)
	for ok && p.To-1 > m.Range.To+1 && w.class(p.To-1)&syntax.CueWord != 0 && w.class(p.To-1)&(syntax.Speaker|syntax.Paper) == 0 {
		p.To-- // "a memo to council members shows"
	}
	if ok && p.To-m.Range.To < 8 {
		return p.To
	}
	return m.Range.To
}

const documentsBack = 12 // documents that a definite mention may go back over

// sameDocument finds the document that a mention refers back to.
func (w *work) sameDocument(m paper) (int, bool) {
	lowest := max(0, len(w.d.Documents)-documentsBack)
	best, rank := -1, 0
	for d := len(w.d.Documents) - 1; d >= lowest; d-- {
		if r := w.likeness(m, d); r > rank {
			best, rank = d, r
		}
	}
	return best, best >= 0
}

// likeness ranks a document as the one that a mention means, 0 where it cannot be: the same noun before
// the same kind, and of those one with an issuer first.
func (w *work) likeness(m paper, d int) int {
	k := w.d.Documents[d]
	if m.issued && k.Publisher != m.issuer.name && !(k.Publisher == "" && isThe(w.t.Word(m.Range.From))) || !m.issued && !m.definite {
		return 0
	}
	if m.date != "" && k.Date != "" && m.date != k.Date {
		return 0
	}
	rank := 0
	switch {
	case w.nouns[d] == m.Noun:
		rank = 5
	case k.Kind == m.Kind:
		rank = 3
	case m.issued:
		return 0
	case m.Class == "generic" || k.Kind == "document" || w.near(m, k):
		rank = 1
	default:
		return 0
	}
	if k.Publisher != "" {
		rank++
	}
	return rank
}

// near reports whether two nouns can mean one document: a release and the statement in it, a filing and
// the complaint.
func (w *work) near(m paper, k doc.Document) bool {
	courtly := func(kind string) bool { return kind == "indictment" || kind == "complaint" || kind == "filing" }
	return courtly(m.Kind) && courtly(k.Kind)
}

// complete adds to a document what a later mention tells of it.
func (w *work) complete(d int, m paper) {
	k := &w.d.Documents[d]
	if k.Publisher == "" && m.issued {
		k.Publisher, k.Issuer = m.issuer.name, m.issuer.kind
	}
	if k.Access == "" {
		k.Access = m.access
	}
	if k.Date == "" {
		k.Date = m.date
	}
}
