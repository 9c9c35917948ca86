package assertion

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// funding settles the frames of paying for something: they stand only where the purpose is one that
// matters. Where a theft is told "for its weapons programme", the purpose is a claim of its own.
func (s *sentence) funding() {
	var kept []*frame
	found := false
	for _, f := range s.frames {
		if f.kind == claim.Funding {
			if found || !s.purposeNear(f.at) {
				continue
			}
			found = true
			if len(f.actors) == 0 {
				f.actors = s.anyPerp()
			}
			f.amounts = s.shareSum(f)
		}
		kept = append(kept, f)
	}
	s.frames = kept
	if found || !s.dirtyMoney() {
		return
	}
	for i := s.span.From; i < s.span.To; i++ {
		if s.preps2(i) != "for" || s.has(i-1, post) || !s.purposeNear(doc.Range{From: i, To: i + 1}) {
			continue
		}
		f := &frame{text: s.n, t: s.t, sentence: s.index, at: doc.Range{From: i, To: i + 1}, clause: s.span, kind: claim.Funding, actors: s.anyPerp(), plain: true}
		s.complete(f, f.at)
		s.frames = append(s.frames, f)
		return
	}
}

// shareSum leaves funding its own sum only where nothing else has it.
func (s *sentence) shareSum(f *frame) []int { return f.amounts }

// purposeNear reports whether weapons, a war or the like stand within reach behind a token.
func (s *sentence) purposeNear(at doc.Range) bool {
	for i := at.To; i < s.span.To && i < at.To+14; i++ {
		if s.has(i, purpose) {
			return true
		}
		if s.t.Word(i) == ";" {
			return false
		}
	}
	return false
}

// dirtyMoney reports whether the sentence tells of money taken: a theft, or stolen money by name.
func (s *sentence) dirtyMoney() bool {
	for _, f := range s.frames {
		if f.kind == claim.Theft || f.kind == claim.Laundering {
			return true
		}
	}
	stolen := false
	for i := s.span.From; i < s.span.To; i++ {
		stolen = stolen || s.has(i, dirty) && s.cyber
	}
	return stolen && s.money()
}

func (s *sentence) money() bool {
	for i := s.span.From; i < s.span.To; i++ {
		if s.has(i, theft|perp) {
			return true
		}
	}
	return len(s.sums) > 0 || len(s.reader.frames) > 0
}

// anyPerp is whom the sentence's acts are laid to, else the first state or group that it names.
func (s *sentence) anyPerp() []mention {
	for _, f := range s.frames {
		if len(f.actors) > 0 && f.kind != claim.Denial {
			return f.actors
		}
	}
	for _, it := range s.items {
		if it.known && (it.kind == party || it.kind == place) {
			if k := s.actor(it.who).Kind; k == claim.State || k == claim.Group {
				return []mention{it.who}
			}
		}
	}
	return nil
}
