package claim

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strings"
	"unicode"
)

// Frame is an assertion's normal form: what it says, freed of how and where it is said. Equal frames
// have one Fingerprint. Certainty, statement and citations are no part of it: they are matters of the
// single piece of evidence.
type Frame struct {
	Kind     Kind         `json:"kind"`
	Actors   []FrameParty `json:"actors,omitempty"`
	Victims  []FrameParty `json:"victims,omitempty"`
	Targets  []string     `json:"targets,omitempty"` // classes of victims, folded and sorted
	Amounts  []FrameSum   `json:"amounts,omitempty"` // the one it is about first; the others are the same sum in other currencies
	Sum      Sum          `json:"sum,omitempty"`
	Counts   []Count      `json:"counts,omitempty"` // sorted by unit, then value
	When     *Period      `json:"when,omitempty"`
	Denies   Kind         `json:"denies,omitempty"`
	Sentence string       `json:"sentence,omitempty"` // normal form, where the rest is too weak to stand alone
}

// FrameParty is an actor or victim in a frame.
type FrameParty struct {
	Ref     string    `json:"ref"` // id, else the folded name
	Kind    ActorKind `json:"kind,omitempty"`
	Country string    `json:"country,omitempty"`
}

// FrameSum is a sum of money in a frame, as the interval that it means.
type FrameSum struct {
	Value     float64   `json:"value"`
	Min       float64   `json:"min"` // Min = Max = Value where the text gives no range
	Max       float64   `json:"max"`
	Currency  string    `json:"currency"`
	Qualifier Qualifier `json:"qualifier"`
	Vague     bool      `json:"vague,omitempty"`
}

// FrameOf brings assertion i of a reading of a into its normal form.
func FrameOf(a *Article, r *Reading, i int) Frame {
	as := &r.Assertions[i]
	f := Frame{Kind: as.Kind, Sum: as.Sum, Denies: as.Denies}
	f.Actors = frameParties(r, as.Actors)
	f.Victims = frameParties(r, as.Victims)
	for _, t := range as.Targets {
		f.Targets = append(f.Targets, NormalText(t))
	}
	sort.Strings(f.Targets)
	for _, n := range as.Amounts {
		m := &r.Amounts[n]
		s := FrameSum{Value: m.Value, Min: m.Value, Max: m.Value, Currency: m.Currency, Qualifier: m.Qualifier, Vague: m.Vague}
		if m.Min != nil {
			s.Min = *m.Min
		}
		if m.Max != nil {
			s.Max = *m.Max
		}
		f.Amounts = append(f.Amounts, s)
	}
	f.Counts = append(f.Counts, as.Counts...)
	sort.Slice(f.Counts, func(x, y int) bool {
		if f.Counts[x].Unit != f.Counts[y].Unit {
			return f.Counts[x].Unit < f.Counts[y].Unit
		}
		return f.Counts[x].Value < f.Counts[y].Value
	})
	if as.When != nil {
		w := *as.When
		f.When = &w
	}
	if f.weak() && len(as.Evidence) > 0 {
		f.Sentence = NormalText(a.At(as.Evidence[0]))
	}
	return f
}

// weak reports whether the frame says too little to be compared by itself.
func (f *Frame) weak() bool {
	switch f.Kind {
	case Statement, CountKind, Denial:
		return true
	}
	return len(f.Victims) == 0 && len(f.Amounts) == 0
}

// Fingerprint is the same for equal frames in any article.
func (f Frame) Fingerprint() string {
	b, err := json.Marshal(f)
	if err != nil {
		panic(fmt.Sprintf("internal error: frame does not marshal: %v", err)) // only for NaN, which Check refuses
	}
	return hash20(string(b))
}

func frameParties(r *Reading, list []int) []FrameParty {
	var parties []FrameParty
	seen := map[string]bool{}
	for _, n := range list {
		p := &r.Actors[n]
		ref := p.ID
		if ref == "" {
			ref = NormalText(p.Name)
		}
		if !seen[ref] {
			seen[ref] = true
			parties = append(parties, FrameParty{Ref: ref, Kind: p.Kind, Country: p.Country})
		}
	}
	sort.Slice(parties, func(x, y int) bool { return parties[x].Ref < parties[y].Ref })
	return parties
}

// At is the stretch of the article that a place names; empty where the place lies outside.
func (a *Article) At(p Place) string {
	s := a.Text
	if p.In == InTitle {
		s = a.Title
	}
	if p.Start < 0 || p.End > len(s) || p.Start > p.End {
		return ""
	}
	return s[p.Start:p.End]
}

// NormalText is a text's normal form for comparison: lower case, letters and digits kept, everything
// else one blank.
func NormalText(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’':
			// "don't" and "don’t" are one word.
		default:
			gap = true
		}
	}
	return b.String()
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
