package assertion

import (
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// denialsOf finds a denial in the sentence and makes it a frame. What it denies is no positive frame any
// more: the frames of verbs behind it are taken out of made.
func (s *sentence) denialsOf(made []*frame) {
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := s.span.From; i < s.span.To; i++ {
		kind, n := s.denials.Longest(word, i, s.span.To)
		if n == 0 {
			continue
		}
		at := doc.Range{From: i, To: i + n}
		if kind == "none" || !s.denies(kind, at) {
			i = at.To - 1
			continue
		}
		f := s.denial(at)
		f.denies = s.denied(at, made)
		var against []mention
		for k, h := range s.hits {
			m := made[k]
			if m == nil || m.kind == claim.Statement || m.unpaid || !s.underDenial(kind, at, h) {
				continue
			}
			against = append(against, m.victims...)
			if !h.noun() || len(m.victims) == 0 || len(m.amounts) == 0 || h.From < at.From {
				made[k] = nil
			}
		}
		s.complete(f, at)
		s.aim(f, at, against)
		f.certainty = claim.Denied
		s.frames = append(s.frames, f)
		return
	}
}

// aim gives a denial by a state or a group that names no victim those of the acts that it denies, else the one of
// whom the text tells, where it denies "the attack" or a part in it.
func (s *sentence) aim(f *frame, at doc.Range, against []mention) {
	if len(f.victims) > 0 || f.denies == claim.Statement || !s.hostile(f) {
		return
	}
	f.victims = distinct(without(against, f.actors))
	if len(f.victims) > 0 || !s.ofTheAct(at) {
		return
	}
	if last := s.lastAct(); last != nil && len(last.victims) == 1 && s.onlyVictims(last) {
		f.victims = without(slices.Clone(last.victims), f.actors)
	}
}

// ofTheAct reports whether a definite act stands behind a denial: "any part in the raid".
func (s *sentence) ofTheAct(at doc.Range) bool {
	return slices.ContainsFunc(s.hits, func(h *hit) bool {
		return h.noun() && h.From >= at.To && (s.has(h.From-1, definite) || s.has(h.From-2, definite))
	})
}

// onlyVictims reports whether no act of the text has other victims than one has.
func (s *sentence) onlyVictims(f *frame) bool {
	for _, other := range s.reader.acts {
		for _, m := range other.victims {
			if !slices.ContainsFunc(f.victims, func(v mention) bool { return s.actor(v).Entity == s.actor(m).Entity }) {
				return false
			}
		}
	}
	return true
}

// innocence makes a denial of an act that a speaker says was not: "we did not attack this ministry".
func (s *sentence) innocence(h *hit, f *frame) {
	if len(s.holding(s.t, h.Range)) == 0 || f.irreal {
		return
	}
	for _, other := range s.frames {
		if other.kind == claim.Denial {
			return
		}
	}
	d := s.denial(h.Range)
	d.denies, d.victims = f.kind, f.victims
	s.complete(d, h.Range)
	d.certainty = claim.Denied
	s.frames = append(s.frames, d)
}

// underDenial reports whether a hit is what the words at a place deny.
func (s *sentence) underDenial(kind string, at doc.Range, h *hit) bool {
	if h.Overlaps(at) {
		return true
	}
	if h.From < at.From && (kind == "slur" || kind == "quoted") && s.has(at.From-1, be) {
		return !s.dividesDenial(h.To, at.From) // "the claim that data was stolen is false"
	}
	if h.From < at.From && (kind == "slur" || kind == "quoted") && s.labelled(h.From) {
		return true
	}
	if h.From < at.From || kind == "slur" || kind == "quoted" || kind == "nothing" && h.From-at.To > 6 {
		return false
	}
	for i := at.To; i < h.From; i++ {
		w := s.t.Word(i)
		if s.has(i, rel) && w != "that" || w == ";" || w == "but" || w == "although" || w == "while" || w == "when" || w == "," && kind == "nothing" {
			return false
		}
	}
	return true
}

// labelled reports whether what stands at a token is what somebody gives a name: "called reports of a loss exaggerated".
func (s *sentence) labelled(i int) bool {
	for k := i - 1; k >= s.span.From && k > i-reachLabel; k-- {
		switch s.t.Word(k) {
		case "called", "calls", "calling", "branded", "brands", "labelled", "labeled", "dismissed", "dismisses", "described", "describes", "slammed":
			return s.chargeIn(k, i+1)
		}
	}
	return false
}

// dividesDenial reports whether a mark or a word that begins another clause stands between two tokens.
func (s *sentence) dividesDenial(from, to int) bool {
	for i := from; i < to; i++ {
		if w := s.t.Word(i); w == "," || w == ";" || w == "but" || w == "and" {
			return true
		}
	}
	return false
}

// denies reports whether the words really deny an act. In a text about incidents what is called untrue, or not
// proven, is the act; elsewhere only who denies a charge, or says that something is not so, denies.
func (s *sentence) denies(kind string, at doc.Range) bool {
	if !s.cyber {
		return s.deniesCharge(kind, at)
	}
	if s.t.Word(at.To-1) == "do" && !s.withBehind(at.To) {
		return false // "nothing to do"
	}
	if s.t.Word(at.To-1) == "up" && s.sumsUp(at.To) || (kind == "deny" || kind == "scorn") && s.ofPayment(at) {
		return false
	}
	switch kind {
	case "unhurt":
		return s.incidentToldBefore() && (s.somebody(at) || s.dataOrTarget(at))
	case "quoted":
		return !s.qualifiesPlain(at) && (len(s.holding(s.t, at)) > 0 || s.quoted(at))
	case "belief":
		return slices.ContainsFunc(s.hits, func(h *hit) bool {
			return h.From >= at.To && (h.kind == claim.Theft || h.kind == claim.Attack || h.kind == claim.Attribution)
		})
	case "slur", "nothing":
		return s.somebody(at)
	case "deny", "scorn", "doubt":
		return s.finiteDenial(at) && !(kind == "deny" && s.ofElse(at))
	case "noproof":
		return !s.wouldBe(at)
	}
	return true
}

// sumsUp reports whether what "made up" has behind it is a share of something, and no invention.
func (s *sentence) sumsUp(i int) bool {
	for k := i; k < s.span.To && k < i+4; k++ {
		if s.t.Tokens[k].Is(doc.Digit) || s.at(k) >= 0 && s.items[s.at(k)].kind == money || s.in(k, part) {
			return true
		}
	}
	return false
}

// ofPayment reports whether what is turned down is a payment or an order, which nobody denies.
func (s *sentence) ofPayment(at doc.Range) bool {
	for i := at.To; i < s.span.To && i < at.To+5; i++ {
		if s.in(i, payment) {
			return true
		}
		if s.has(i, prep|rel|sub|be|have) {
			return false
		}
	}
	return false
}

// somebody reports whether a denial in words of innocence is anybody's: it has a speaker or a subject.
func (s *sentence) somebody(at doc.Range) bool {
	if len(s.holding(s.t, at)) > 0 || s.quoted(at) {
		return true
	}
	for i := at.From - 1; i >= s.span.From; i-- {
		if k := s.at(i); k >= 0 {
			return s.items[k].kind != money
		}
		if s.has(i, pron|neg) {
			return true
		}
	}
	return s.has(at.From, neg)
}

// reachLabel is how far before what is labelled the verb may stand.
const reachLabel = 7

// reachWithheld is how far behind a denial what is only withheld, or who is only sent away, may stand.
const reachWithheld = 5

// withheld reports whether what is denied is access, bail or the like, or whether somebody is dismissed from a post.
func (s *sentence) withheld(at doc.Range) bool {
	for i := at.To; i < s.span.To && i < at.To+reachWithheld; i++ {
		switch s.t.Word(i) {
		case "access", "entry", "bail", "visa", "visas", "permission", "admission", "asylum", "parole", "chief", "boss", "director", "manager", "staff", "employees", "workers":
			return true
		case "that", "having", "any", "the":
			return false
		}
	}
	return false
}

// ofOffer reports whether what is rejected is a demand or an offer, which nobody denies.
func (s *sentence) ofOffer(at doc.Range) bool {
	for i := at.To; i < s.span.To && i < at.To+5; i++ {
		if s.has(i, offer) {
			return true
		}
	}
	return false
}

func (s *sentence) quoted(at doc.Range) bool {
	q := s.t.Quotes
	for i := max(0, sort.Search(len(q), func(i int) bool { return q[i].From > at.From })-3); i < len(q) && q[i].From < at.To; i++ {
		if q[i].Overlaps(at) {
			return true
		}
	}
	return false
}

// denial is the frame of who denies.
func (s *sentence) denial(at doc.Range) *frame {
	f := &frame{text: s.n, t: s.t, sentence: s.index, at: at, clause: s.span, kind: claim.Denial, plain: true}
	f.actors = s.speakers(at)
	spoken := len(s.holding(s.t, at)) > 0
	for i := at.From - 1; i >= s.span.From && len(f.actors) == 0; i-- {
		if k := s.at(i); k >= 0 && !(spoken && s.items[k].ref) && (s.items[k].kind == party || s.items[k].kind == place) && s.prepBefore(s.items[k].From) == "" {
			s.givePerp(f, s.items[k])
			break
		}
	}
	f.actors = append(f.actors, s.statesOf(f.actors)...)
	if !s.hostile(f) {
		f.actors = append(f.actors, s.speakersState(at)...)
	}
	return f
}

// speakersState is the state in whose name one speaks: "the spokeswoman of the Russian foreign ministry".
func (s *sentence) speakersState(at doc.Range) []mention {
	for _, i := range s.holding(s.t, at) {
		src := s.t.Citations[i].SourceRange
		for _, it := range s.items {
			if it.known && (it.kind == place || it.kind == party && s.actor(it.who).Kind == claim.State) && src.Overlaps(it.Range) {
				return []mention{it.who}
			}
		}
	}
	return nil
}

// speakers are the sources of the citations that hold a range, where they are actors.
func (s *sentence) speakers(at doc.Range) []mention {
	list := s.holding(s.t, at)
	if len(list) == 0 {
		return nil
	}
	if k := s.at(at.From - 1); k >= 0 && s.items[k].kind == party && s.items[k].known && !s.items[k].ref && s.t.Citations[list[len(list)-1]].SourceRange.Overlaps(s.items[k].Range) {
		return []mention{s.items[k].who} // "its rival Orrin Credit denied"
	}
	c := s.t.Citations[list[len(list)-1]]
	if c.Entity < 0 || s.reporter(c.Entity) {
		return nil // an agency that only relays it
	}
	if m, ok := s.nearest(c.Entity, s.n, c.From); ok {
		return []mention{m}
	}
	return nil
}

// statesOf are the states that agencies speak for: an embassy's denial is its country's.
func (s *sentence) statesOf(list []mention) []mention {
	var out []mention
	for _, m := range list {
		a := s.actor(m)
		if a.Kind != claim.Agency && a.Kind != claim.Person || a.Country == "" {
			continue
		}
		if st, ok := s.state(a.Country, m.token); ok {
			out = append(out, st)
		}
	}
	return out
}

// denied is the kind of claim that is denied: of the act named behind the denial, else of what the text
// told last.
func (s *sentence) denied(at doc.Range, made []*frame) claim.Kind {
	for i, h := range s.hits {
		if i >= len(made) {
			break
		}
		if f := made[i]; f != nil && h.From >= at.From && f.kind != claim.Statement {
			return f.kind
		}
	}
	for i := at.From; i < s.span.To; i++ {
		switch s.t.Word(i) {
		case "payment", "paid", "pay", "ransom":
			return claim.Theft
		case "involvement", "accusation", "accusations", "allegation", "allegations", "charge", "charges", "role":
			return claim.Attribution
		}
	}
	if len(s.reader.frames) > 0 {
		last := s.reader.frames[len(s.reader.frames)-1]
		if last.kind != claim.Statement && last.kind != claim.Denial && last.kind != claim.CountKind {
			return last.kind
		}
	}
	return claim.Attribution
}
