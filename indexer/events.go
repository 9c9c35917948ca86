package indexer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// teller finds what changed in one claim and was not announced yet. What was announced hangs on
// evidence, and so follows it through merges and splits.
type teller struct {
	r       *recorder
	told    map[string][]Told
	opts    *Options
	now     time.Time
	known   map[claim.EventType]map[string]bool // announced on evidence of the claim
	fresh   bool                                // some evidence was in no claim before
	notes   []Told
	events  []claim.Event
	history []claim.Change
}

// tell announces what is new in the claim that r recorded.
func tell(r *recorder, told map[string][]Told, opts *Options) *teller {
	t := &teller{r: r, told: told, opts: opts, now: opts.Now().UTC(), known: map[claim.EventType]map[string]bool{}}
	for _, s := range r.all {
		t.fresh = t.fresh || s.Claim == ""
		for _, x := range told[s.ID] {
			if s.denial == (x.Type == claim.EventDenial) {
				t.know(x.Type, x.Value) // what an attached denial said for itself says nothing of this claim
			}
		}
	}
	t.run()
	return t
}

func (t *teller) know(typ claim.EventType, value string) {
	if t.known[typ] == nil {
		t.known[typ] = map[string]bool{}
	}
	t.known[typ][value] = true
}

func (t *teller) run() {
	isNew := t.known[claim.EventNew] == nil
	if isNew {
		t.event(claim.EventNew, "", "", t.r.live[0])
	}
	t.origins(isNew)
	t.amount(isNew)
	t.period(isNew)
	t.denials(isNew)
	t.status(isNew)
}

// say announces a value once; where the claim is new itself, it is only noted as known.
func (t *teller) say(isNew bool, typ claim.EventType, value string, by support) {
	switch {
	case t.known[typ][value]:
	case isNew:
		t.note(typ, value, by)
	default:
		was := ""
		if typ == claim.EventAmount || typ == claim.EventPeriod || typ == claim.EventStatus {
			was = t.was(typ)
		}
		t.event(typ, value, was, by)
	}
}

func (t *teller) note(typ claim.EventType, value string, by support) {
	t.know(typ, value)
	t.notes = append(t.notes, Told{Evidence: by.ID, Type: typ, Value: value})
}

func (t *teller) event(typ claim.EventType, value, was string, by support) {
	t.note(typ, value, by)
	slim := t.r.c
	slim.Evidence, slim.History = nil, nil
	e := by.Evidence
	e.Denial = by.denial
	t.events = append(t.events, claim.Event{
		V: claim.Version, ID: claim.EventID(typ, value, by.ID), Type: typ, Value: value, Was: was,
		At: t.now, Claim: slim, Evidence: e, Silent: t.silent(typ, by),
	})
	t.history = append(t.history, claim.Change{
		At: t.now, Field: string(typ), Was: was, Now: cmp.Or(value, t.r.c.ID), Evidence: by.ID, By: by.Publisher,
	})
}

// silent: fed, replayed or polled for the first time; too old; or a new claim of evidence that was known,
// which a person or a later article has regrouped.
func (t *teller) silent(typ claim.EventType, by support) bool {
	if t.opts.Alert || t.opts.Silent {
		return t.opts.Silent
	}
	regrouped := typ == claim.EventNew && !t.fresh
	return by.Silent || regrouped || t.opts.MaxAge > 0 && t.now.Sub(by.Seen) > t.opts.MaxAge
}

// origins announces an origin where none of its evidence was told under any of its names.
func (t *teller) origins(isNew bool) {
	for _, o := range t.r.lines.kept {
		label := func(i int) string { return t.r.lines.roots[i].label() }
		if slices.ContainsFunc(o.members, func(i int) bool { return t.known[claim.EventOrigin][label(i)] }) {
			continue
		}
		first := t.r.live[o.members[0]]
		if t.onlyEcho(&o) {
			t.note(claim.EventOrigin, label(o.members[0]), first)
			continue
		}
		t.say(isNew, claim.EventOrigin, label(o.members[0]), first)
	}
}

// onlyEcho reports whether an origin is what an outlet had echoed before the evidence whose echo it was went away: that
// tells nobody anything new.
func (t *teller) onlyEcho(o *origin) bool {
	return o.unknown && !slices.ContainsFunc(o.members, func(i int) bool { return t.r.live[i].Claim == "" })
}

func (t *teller) amount(isNew bool) {
	m := t.r.c.Amount
	if m == nil {
		return
	}
	for _, s := range t.r.live {
		if len(s.Amounts) > 0 && sumKey(s.Amounts[0]) == sumKey(*m) {
			t.say(isNew, claim.EventAmount, sumKey(*m), s)
			return
		}
	}
}

func (t *teller) period(isNew bool) {
	w := t.r.c.When
	if w == nil {
		return
	}
	for _, s := range t.r.live {
		if s.When != nil && *s.When == *w {
			t.say(isNew, claim.EventPeriod, periodText(w), s)
			return
		}
	}
}

func (t *teller) denials(isNew bool) {
	for _, s := range t.r.all {
		if s.denial && !s.Withdrawn {
			t.say(isNew, claim.EventDenial, body(s.Citations[len(s.Citations)-1].Name), s)
		}
	}
}

// status is the claim's certainty, or that all its evidence is withdrawn.
func (t *teller) status(isNew bool) {
	by := t.r.live[0]
	if by.Withdrawn {
		t.say(isNew, claim.EventStatus, "withdrawn", by)
		return
	}
	for _, s := range t.r.live {
		if s.Certainty == t.r.c.Certainty {
			by = s
			break
		}
	}
	t.say(isNew, claim.EventStatus, string(t.r.c.Certainty), by)
}

// was is the value of a type that was last announced, as far as the evidence tells: on the newest.
func (t *teller) was(typ claim.EventType) string {
	for _, s := range slices.Backward(t.r.all) {
		for _, x := range t.told[s.ID] {
			if x.Type == typ {
				return x.Value
			}
		}
	}
	return ""
}

// histories are the entries of stored claims by the evidence that they are about.
type histories map[string][]claim.Change

func historiesOf(stored []claim.Claim) histories {
	all := histories{}
	for i := range stored {
		for _, h := range stored[i].History {
			all[h.Evidence] = append(all[h.Evidence], h)
		}
	}
	return all
}

// of keeps what happened on a claim's own evidence, and adds what is new, by time.
func (all histories) of(rows []support, added []claim.Change) []claim.Change {
	var out []claim.Change
	for _, s := range rows {
		for _, h := range all[s.ID] {
			if !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	out = append(out, added...)
	slices.SortStableFunc(out, func(a, b claim.Change) int {
		return cmp.Or(a.At.Compare(b.At), fieldOrder(a.Field)-fieldOrder(b.Field), strings.Compare(a.Evidence, b.Evidence), strings.Compare(a.Now, b.Now))
	})
	return out
}

// fieldOrder puts what happened at one moment in the order of the types of events.
func fieldOrder(field string) int {
	return slices.Index(claim.EventTypes, claim.EventType(field))
}
