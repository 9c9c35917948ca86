package assertion

import (
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// modifiers reads what stands before a noun: "X's theft of", "the Marrow Bank heist", "the 2018 hack".
func (s *sentence) modifiers(h *hit, f *frame) {
	for i := h.From - 1; i >= s.span.From && h.From-i < 10; i-- {
		k := s.at(i)
		if k < 0 {
			if s.has(i, prep|rel|sub|conj|be|have|modal|pron|det|inquires) || s.t.Tokens[i].Is(doc.Punct) && s.t.Word(i) != "-" && s.t.Word(i) != "’" || s.verbAt(i, h.order) != nil {
				return
			}
			continue
		}
		it := s.items[k]
		if s.leads1(it) {
			return
		}
		if it.kind == money || it.kind == someone {
			if it.kind == someone {
				s.give(h, f, isPerp, []int{k})
			}
			i = it.From
			continue
		}
		if s.scene(it) {
			i = it.From
			continue
		}
		if s.mayAct(it) && (it.kind == place || s.actor(it.who).Kind != claim.Person && s.actor(it.who).Kind != claim.Agency) {
			s.give(h, f, isPerp, []int{k})
		} else {
			s.give(h, f, isVictim, []int{k})
		}
		i = it.From
	}
}

// scene reports whether a place before an act's noun only says where it was: a capital, "the Lima heist".
func (s *sentence) scene(it item) bool {
	i := sort.Search(len(s.t.Countries), func(i int) bool { return s.t.Countries[i].To > it.From })
	return i < len(s.t.Countries) && s.t.Countries[i].Range == it.Range && s.t.Countries[i].Form == claim.ByCapital && !s.owns(it)
}

// leads1 reports whether an item only says who runs what follows: "an FBI-led operation".
func (s *sentence) leads1(it item) bool {
	return it.To+1 < s.span.To && s.t.Word(it.To) == "-" && s.t.Word(it.To+1) == "led"
}
