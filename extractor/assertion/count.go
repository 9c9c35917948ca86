package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// counts makes a frame of what the sentence counts: acts, victims, stolen things. Numbers joined by a
// preposition ("35 attacks in 17 countries") are one frame.
func (s *sentence) counts() {
	if !s.cyber {
		return
	}
	t := s.t
	var open *frame
	end := 0
	for i := s.from(len(t.Numbers), func(i int) doc.Range { return t.Numbers[i].Range }); i < len(t.Numbers) && t.Numbers[i].From < s.span.To; i++ {
		n := &t.Numbers[i]
		c, to, act := s.count(n)
		if to == 0 {
			continue
		}
		if open != nil && s.linkedCount(end, n.From) {
			open.counts = append(open.counts, c)
			open.at.To, end = to, to
			continue
		}
		if !s.countable(n, act) || !act && (s.inventory(n.From) || s.staffed(n.From, to)) {
			continue
		}
		open = &frame{text: s.n, t: t, sentence: s.index, at: doc.Range{From: n.From, To: to}, clause: s.span, kind: claim.CountKind, counts: []claim.Count{c}, plain: true}
		end = to
		if s.countActors(open); act && len(open.actors) == 0 {
			open.actors = s.hostileBefore()
		}
		s.complete(open, open.at)
		s.frames = append(s.frames, open)
	}
}

// count reads the unit behind a number.
func (s *sentence) count(n *doc.Number) (c claim.Count, to int, act bool) {
	if n.Ordinal || n.Glued(s.t) || s.insideOther(n.Range) {
		return c, 0, false
	}
	word := func(i int) uint32 { return s.t.Tokens[i].Word }
	for i := n.To; i < s.span.To && i < n.To+4; i++ {
		x, length := s.nouns.Longest(word, i, s.span.To)
		if length > 0 && x.class&perp != 0 && x.plural == "" {
			x.plural = strings.ToLower(s.t.S[s.t.Tokens[i].Start:s.t.Tokens[i+length-1].End])
			x.class |= unit
		}
		if length > 0 && n.Plain && n.Value >= 1900 && n.Value < 2100 && !strings.HasSuffix(s.t.Word(i+length-1), "s") {
			return c, 0, false // "a 2013 breach"
		}
		if length > 0 && x.plural != "" && (x.class&unit != 0 || x.class&target != 0 && s.struckBefore(n.From)) {
			return claim.Count{Value: n.Value, Unit: s.unitOf(x.plural, i+length), Qualifier: orExact(n.Qualifier)}, i + length, s.actNoun(i, i+length)
		}
		if w := s.plainPlural(n, i); w != "" {
			return claim.Count{Value: n.Value, Unit: w, Qualifier: orExact(n.Qualifier)}, i + 1, false
		}
		if tok := s.t.Tokens[i]; tok.Is(doc.Punct) || tok.Is(doc.Digit) || s.has(i, prep|conj|sub|rel|be|have|det|pron) {
			return c, 0, false
		}
	}
	return c, 0, false
}

// unitOf is the name of a unit: "cases of suspected attack" and "instances of hackers attacking" are attacks.
func (s *sentence) unitOf(plural string, end int) string {
	switch plural {
	case "cyberattacks", "cyber attacks":
		return "attacks"
	case "cases", "instances", "reported instances", "incidents":
		if s.preps2(min(end, s.span.To-1)) != "of" {
			return plural
		}
		for _, h := range s.hits {
			if h.From > end && h.From-end < 8 && (h.kind == claim.Attack || h.kind == claim.Theft) {
				return "attacks"
			}
		}
	}
	return plural
}

// leastUnknown is the least number of things that no table knows that is worth a claim.
const leastUnknown = 50

// plainPlural is the word at token i, where it is a plural that no table knows behind a large number, in a
// sentence about an act. Measures of time, length and share are no things.
func (s *sentence) plainPlural(n *doc.Number, i int) string {
	tok := s.t.Tokens[i]
	w := s.t.Word(i)
	if n.Value < leastUnknown || n.Plain && n.Value >= 1900 && n.Value < 2100 || tok.Flags&(doc.Capital|doc.Digit) != 0 || len(w) < 5 || w[len(w)-1] != 's' || w[len(w)-2] == 's' || s.cls[i-s.span.From]&^(incident|impact|everyday|accusal|offer|story|pastform|further|owners) != 0 {
		return ""
	}
	if i+1 < s.span.To && s.t.Tokens[i+1].Is(doc.Alpha) && !s.has(i+1, prep|conj|sub|rel|be|have|modal|adv|det) && !s.t.Tokens[i+1].Is(doc.Possessive) {
		return "" // it only qualifies the next word, or is a verb
	}
	for k := s.span.From; k < s.span.To; k++ {
		if s.has(k, incident|theft|ransom|impact) {
			return strings.ToLower(w)
		}
	}
	return ""
}

// actNoun reports whether what is counted is an act: its last word is a noun that sets off a frame.
func (s *sentence) actNoun(from, to int) bool {
	for i := from; i < to; i++ {
		senses, n := s.triggers.Longest(func(i int) uint32 { return s.t.Tokens[i].Word }, i, s.span.To)
		if n > 0 && i+n >= to && slices.ContainsFunc(senses, func(x sense) bool { return x.pos == 'n' }) {
			return true
		}
	}
	return false
}

func orExact(q claim.Qualifier) claim.Qualifier {
	if q == "" {
		return claim.Exact
	}
	return q
}

// insideOther reports whether a number is part of a sum, a period, a name, or of who speaks.
func (s *sentence) insideOther(r doc.Range) bool {
	if k := s.at(r.From); k >= 0 {
		return true
	}
	t := s.t
	for i := s.from(len(t.Periods), func(i int) doc.Range { return t.Periods[i].Range }); i < len(t.Periods) && t.Periods[i].Range.From < s.span.To; i++ {
		if t.Periods[i].Overlaps(r) {
			return true
		}
	}
	for _, c := range s.citationsAt() {
		if c.SourceRange.Overlaps(r) {
			return true
		}
	}
	return false
}

// linkedCount: "35 attacks in 17 countries", "2.1 million from some 30 firms in six states".
func (s *sentence) linkedCount(from, to int) bool {
	if to-from > 40 {
		return false
	}
	for i := max(from, to-3); i < to; i++ {
		switch s.preps2(i) {
		case "in", "across", "from", "on", "against", "at":
			return true
		}
	}
	return false
}

// inventory reports whether a number only says how much of something somebody has: "runs 34 hospitals".
func (s *sentence) inventory(i int) bool {
	for i--; i >= s.span.From; i-- {
		if s.has(i, owns) {
			return true
		}
		if !s.has(i, same|adv|det) && s.t.Word(i) != "than" && s.t.Word(i) != "least" && s.t.Word(i) != "to" && s.t.Word(i) != "up" {
			return false
		}
	}
	return false
}

// staffed reports whether a number only says how many people or branches a body has: "which has 7,000 employees", "a district
// with 36,000 students".
func (s *sentence) staffed(from, to int) bool {
	if !s.in(to-1, staff) || to < s.span.To && s.t.Tokens[to].Is(doc.Possessive) {
		return false
	}
	i := from - 1
	for i > s.span.From && (s.has(i, same|adv) && s.t.Word(i) != "with" || s.t.Word(i) == "than") {
		i--
	}
	return i > s.span.From && (s.has(i, have) && !s.has(i-1, modal|neg) || s.t.Word(i) == "with" && (s.at(i-1) >= 0 || s.in(i-1, body) || s.t.Word(i-1) == ","))
}

// countable reports whether a number is worth a claim: acts always, other things from ten on.
func (s *sentence) countable(n *doc.Number, act bool) bool {
	if act {
		return n.Value >= 2
	}
	return n.Value >= 10 || n.Value >= 2 && s.struckBefore(n.From)
}

// struckBefore reports whether a verb of attacking that makes no claim itself stands right before a number: "the campaign hit at
// least nine firms".
func (s *sentence) struckBefore(i int) bool {
	for i--; i >= s.span.From; i-- {
		if h := s.verbAt(i, len(s.hits)); h != nil {
			told := slices.ContainsFunc(s.frames, func(f *frame) bool { return f.at.Overlaps(h.Range) })
			return h.kind == claim.Attack && !told && !h.passive && !h.irreal && !h.negated
		}
		if !s.has(i, same|adv|det) && s.t.Word(i) != "than" && s.t.Word(i) != "least" && s.t.Word(i) != "to" && s.t.Word(i) != "up" {
			return false
		}
	}
	return false
}

// countActors names the states and groups of the sentence that are not only asked or told.
func (s *sentence) countActors(f *frame) {
	for _, it := range s.items {
		if it.kind == place && it.demonym || it.kind == party {
			if !it.known {
				continue
			}
			if k := s.actor(it.who).Kind; k == claim.Group || k == claim.State && s.ofDoer(it) {
				f.actors = append(f.actors, it.who)
			}
		}
	}
}

// ofDoer reports whether a state stands where it may be who did what is counted: with its hackers or its attacks, as a subject
// or behind "by". "A U.S. firm" and "Russia's banks" do nothing.
func (s *sentence) ofDoer(it item) bool {
	p := s.prepBefore(it.From)
	if it.crew || p == "by" {
		return true
	}
	i := it.To
	for i < s.span.To && (s.t.Tokens[i].Is(doc.Possessive) || s.has(i, adv) || s.in(i, tie) || s.t.Word(i) == "-") {
		i++
	}
	for k := i; k < s.span.To && k < i+3 && !s.stops(k); k++ {
		if s.has(k, perp|crime) || s.actNoun(k, k+1) {
			return true
		}
		if s.has(k, prep|conj|be|have) {
			break
		}
	}
	if s.owns(it) || it.demonym {
		return false
	}
	return p == "" && s.at(it.To) < 0 || p != "in" && slices.ContainsFunc(s.frames, func(f *frame) bool {
		return f.kind != claim.Statement && slices.ContainsFunc(f.actors, func(m mention) bool { return s.actor(m).Entity == s.actor(it.who).Entity })
	})
}

// joinCounts ties the number of what was stolen to the theft. A volume is a part of it ("stole 640 gigabytes") and no
// claim of its own; people, accounts and records are counted apart, with the theft's parties and time.
func (s *sentence) joinCounts() {
	for _, f := range s.frames {
		switch c := s.countOf(f); {
		case c == nil:
		case volume(c):
			f.counts = c.counts
		default:
			c.victims, c.actors = distinct(append(c.victims, f.victims...)), distinct(append(c.actors, f.actors...))
			if c.when == nil {
				c.when = f.when
			}
		}
	}
	s.frames = slices.DeleteFunc(slices.Clone(s.frames), func(f *frame) bool {
		return f.kind == claim.CountKind && volume(f) && slices.ContainsFunc(s.frames, func(g *frame) bool { return g.kind == claim.Theft && len(g.counts) > 0 && &g.counts[0] == &f.counts[0] })
	})
}

// countOf is the count of what a theft of data took: in its clause, with no sum of money.
func (s *sentence) countOf(f *frame) *frame {
	if f.kind != claim.Theft || len(f.amounts) > 0 || !f.thing && !f.noun {
		return nil
	}
	for _, c := range s.frames {
		if c.kind == claim.CountKind && c.at.From >= f.clause.From && c.at.To <= f.clause.To && (c.at.From >= f.at.To && c.at.From-f.at.To < reachCount || c.at.To <= f.at.From) {
			return c
		}
	}
	return nil
}

// reachCount is how far behind a theft's verb the number of what it took may stand.
const reachCount = 12

// volume reports whether a count is one of data, not of people or things.
func volume(c *frame) bool {
	switch c.counts[0].Unit {
	case "gigabytes", "terabytes", "megabytes", "petabytes", "gb", "tb", "mb":
		return true
	}
	return false
}
