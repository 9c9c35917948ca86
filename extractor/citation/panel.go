package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/syntax"
	"github.com/claimwire/claimwire/internal/claim"
)

// panel gives the expert bodies of the United Nations their name: "UN sanctions monitors", "the panel of
// experts, which reports to the Security Council". They are panels on a state.
func (w *work) panel(p syntax.Phrase, owner speaker) (speaker, bool) {
	if owner.kind != claim.International || !strings.Contains(owner.name, "U") {
		return speaker{}, false
	}
	if !strings.HasPrefix(owner.name, "United Nations") && !strings.HasPrefix(owner.name, "UN ") && !strings.HasPrefix(owner.name, "U.N.") {
		return speaker{}, false
	}
	found := false
	for i := p.From; i < p.To && !found; i++ {
		found = w.is(i, watchers)
	}
	if !found {
		return speaker{}, false
	}
	if i := w.names.panel; i >= 0 {
		return w.entity(i, p.Range), true
	}
	if state := w.names.sanctioned(w.d); state != "" {
		return speaker{span: p.Range, name: "UN Panel of Experts on " + state, kind: claim.International, entity: -1, document: -1, plural: true}, true
	}
	return speaker{}, false
}

// panelAgain is the panel of the United Nations that a phrase without an owner means: "the observers", where it
// spoke before, or "sanctions monitors", where the sentence tells that they report to the Security Council.
func (w *work) panelAgain(p syntax.Phrase) (speaker, bool) {
	if isThe(w.t.Word(p.Core.From)) && p.To == p.Core.To {
		s, ok := w.before1(func(s speaker) bool {
			return s.kind == claim.International && strings.Contains(s.name, "Panel of Experts") && s.at > p.From+w.offset-2*memory
		})
		s.span, s.plural = p.Range, true
		if ok {
			return s, true
		}
	}
	if !w.toCouncil(doc.Range{From: w.s.From, To: min(w.s.To, p.To+issuerReach)}) {
		return speaker{}, false
	}
	return w.panel(p, speaker{name: "United Nations", kind: claim.International})
}

// toCouncil reports whether the United Nations' Security Council is named in a range.
func (w *work) toCouncil(r doc.Range) bool {
	for i := r.From; i+1 < r.To; i++ {
		if w.t.Word(i) == "Security" && w.t.Word(i+1) == "Council" {
			return true
		}
	}
	return false
}

// councilPaper is the panel that wrote a report to the Security Council, in a text that tells of sanctions on one
// state.
func (w *work) councilPaper(m paper) (speaker, bool) {
	if m.Kind != "report" || m.Range.To >= w.s.To || w.class(m.Range.To)&syntax.To == 0 {
		return speaker{}, false
	}
	p, ok := w.x.After(w.t, m.Range.To+1, w.s.To)
	if !ok || !w.toCouncil(p.Range) {
		return speaker{}, false
	}
	if i := w.names.panel; i >= 0 {
		return w.entity(i, m.Range), true
	}
	state := w.names.sanctioned(w.d)
	return speaker{span: m.Range, name: "UN Panel of Experts on " + state, kind: claim.International, entity: -1, document: -1, plural: true}, state != ""
}
