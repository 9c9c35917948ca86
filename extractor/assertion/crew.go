package assertion

import (
	"slices"
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// organs are what a state acts through: its hackers are the state's.
var organs = [...]string{"government", "state", "military", "army", "intelligence", "regime", "security", "spy", "nation"}

// bonds are the words, besides those of en/clausewords, that tie perpetrators to a state: "with clear links to".
var bonds = [...]string{"links", "link", "ties", "tie", "connections", "clear", "close", "alleged", "strong", "suspected", "apparent", "thought", "said",
	"be", "have", "having", "to", "with", "in", "the", "pay", "alignment", "aligned", "clearly", "closely", "allegedly", "reportedly", "likely", "possibly"}

// reachBond is how many words may tie perpetrators to a state.
const reachBond = 8

// ofStates gives the words for a state's organs to the state, where perpetrators are said to be theirs: "Chinese
// government hackers", "hackers backed by the Russian state", "hackers sponsored by the government of Iran".
func (s *sentence) ofStates() {
	for k := range s.items {
		it := &s.items[k]
		if it.kind != place && !(it.kind == party && it.known && s.actor(it.who).Kind == claim.State) {
			continue
		}
		if to := s.organEnd(it.To); to > it.To && (s.crewAt(to) || s.bound1(it.From)) {
			it.To, it.demonym = to, false
		} else if from := s.organOf(it.From); from < it.From && s.bound1(from) {
			it.From, it.demonym = from, false
		} else if it.demonym && s.bound1(it.From) && (to == it.To && it.To < s.span.To && !s.noun(it.To)) {
			it.demonym = false
		}
	}
	s.called()
	slices.SortStableFunc(s.items, byPlace)
}

// noun guesses that a word goes on with a noun phrase: a demonym before it says only whose it is.
func (s *sentence) noun(i int) bool {
	return s.at(i) >= 0 || s.t.Tokens[i].Is(doc.Capital) || !s.t.Tokens[i].Is(doc.Punct) && !s.has(i, prep|conj|sub|rel|be|have|do|modal|adv)
}

func byPlace(a, b item) int {
	if a.From != b.From {
		return a.From - b.From
	}
	return b.To - a.To
}

// organEnd is the end of the words for a state's organs from token i on, behind a possessive too; i where none stand
// there.
func (s *sentence) organEnd(i int) int {
	to := i
	if to < s.span.To && s.t.Tokens[to].Is(doc.Possessive) {
		to++
	}
	end := i
	for n := 0; n < 3 && to < s.span.To && slices.Contains(organs[:], strings.ToLower(s.t.Word(to))); n++ {
		to++
		end = to
	}
	return end
}

// organOf is where "the government of" before token i begins, without the article; i where it does not stand there.
func (s *sentence) organOf(i int) int {
	if i-2 < s.span.From || s.preps2(i-1) != "of" || !slices.Contains(organs[:], strings.ToLower(s.t.Word(i-2))) {
		return i
	}
	return i - 2
}

// crewAt reports whether unnamed perpetrators stand at token i, or behind "-linked" there.
func (s *sentence) crewAt(i int) bool {
	if i+2 < s.span.To && s.t.Word(i) == "-" && s.has(i+1, linking) {
		i += 2
	}
	k := s.at(i)
	return k >= 0 && s.items[k].kind == someone && s.items[k].From == i
}

// bound1 reports whether words that tie to it what stands before lead from unnamed perpetrators to token i.
func (s *sentence) bound1(i int) bool {
	tied := false
	for n := 0; n < reachBond; n++ {
		i--
		if i < s.span.From {
			return false
		}
		if k := s.at(i); k >= 0 {
			return tied && s.items[k].kind == someone
		}
		if !s.bonding(i) {
			return false
		}
		tied = tied || s.ties(i)
	}
	return false
}

// bonding reports whether a word may stand between perpetrators and the state that they serve.
func (s *sentence) bonding(i int) bool {
	w := strings.ToLower(s.t.Word(i))
	return s.has(i, linking) && !s.has(i, rel) || slices.Contains(bonds[:], w)
}

// ties reports whether a word says that somebody serves a state.
func (s *sentence) ties(i int) bool {
	switch w := strings.ToLower(s.t.Word(i)); w {
	case "links", "link", "ties", "tie", "connections", "pay", "alignment", "aligned", "working", "backed", "sponsored", "linked", "tied", "affiliated", "associated",
		"connected", "employed", "hired", "directed", "controlled", "commanded", "service", "loyal", "acting", "operating":
		return true
	}
	return false
}

// called drops the word for who gave a group its name from between the two, and gives the noun to the name: "a group it
// tracks as Xyz", "a crew the firm calls Xyz". It drops a state too that only owns the organ which perpetrators are from.
func (s *sentence) called() {
	for k := 0; k+1 < len(s.items); k++ {
		it, next := s.items[k], &s.items[k+1]
		if next.kind != party || !next.known {
			continue
		}
		first := k
		for first > 0 && s.items[first-1].To > it.From {
			first-- // a state stands there as an actor and as a country
		}
		switch s.actor(next.who).Kind {
		case claim.Group:
			noun := s.nounBefore(it.From)
			if noun < 0 || it.kind != party && it.kind != class1 || !s.namesIt(it.To, next.From) {
				continue
			}
			next.From = noun
		case claim.Agency:
			if it.kind == class1 || it.kind == money || !s.owns(it) || next.From != it.To+1 || first == 0 || s.items[first-1].kind != someone || !s.servant(&s.items[first-1], &it) {
				continue
			}
		default:
			continue
		}
		s.items = slices.Delete(s.items, first, k+1)
		k = first
	}
}

// nounBefore is where a noun for a crew stands right before token i, an article between them apart, or -1.
func (s *sentence) nounBefore(i int) int {
	i--
	for i > s.span.From && (s.has(i, det) || s.t.Word(i) == "that" || s.t.Word(i) == "which") {
		i--
	}
	if i < s.span.From {
		return -1
	}
	switch strings.ToLower(s.t.Word(i)) {
	case "group", "gang", "crew", "actor", "cluster", "outfit", "team", "unit", "collective", "operation":
		return i
	}
	return -1
}

// namesIt reports whether a verb of naming, with "as" where it needs one, is all that stands between two tokens.
func (s *sentence) namesIt(from, to int) bool {
	verb := false
	for i := from; i < to; i++ {
		switch w := s.t.Word(i); w {
		case "calls", "call", "called", "dubs", "dubbed", "named", "names", "labels", "labeled", "labelled", "nicknamed", "tracks", "track", "tracked", "designates", "refers", "refer":
			verb = true
		default:
			if !s.has(i, have|adv|modal|det) && w != "as" && w != "to" && w != "\"" && w != "“" && w != "‘" {
				return false
			}
		}
	}
	return verb
}
