package claim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
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
	About    string       `json:"about,omitempty"`    // the incident's name, where the index knows it and the sentence names nobody
	Aspect   string       `json:"aspect,omitempty"`   // the part of an attack that the index takes its sentence to be about
}

// FrameParty is an actor or victim in a frame.
type FrameParty struct {
	Ref     string    `json:"ref"` // id, else the folded name
	Kind    ActorKind `json:"kind,omitempty"`
	Country string    `json:"country,omitempty"`
}

// FrameSum is a sum of money in a frame. "exact" and "about" are one here (Qualifier is then empty), as
// are "more than" and "at least", "less than" and "at most": outlets exchange them freely.
type FrameSum struct {
	Value     float64   `json:"value"`
	Min       float64   `json:"min"` // Min = Max = Value where the text gives no range
	Max       float64   `json:"max"`
	Currency  string    `json:"currency"`
	Qualifier Qualifier `json:"qualifier,omitempty"`
	Vague     bool      `json:"vague,omitempty"`
}

// FrameOf brings assertion i of a reading of a into its normal form.
func FrameOf(a *Article, r *Reading, i int) Frame {
	as := &r.Assertions[i]
	f := Frame{
		Kind: as.Kind, Sum: as.Sum, Denies: as.Denies,
		Actors: frameParties(r, as.Actors), Victims: frameParties(r, as.Victims),
		Targets: frameTargets(as.Targets), Amounts: frameSums(r, as.Amounts),
		Counts: frameCounts(as.Counts), When: framePeriod(as.When),
	}
	if f.Weak() && len(as.Evidence) > 0 {
		f.Sentence = Said(a, r, i, as.Evidence[0])
	}
	return f
}

// Said is the normal form of what a place of assertion i says, without who is said to have said it:
// "According to the police, the bank was robbed" and "The bank was robbed, the police said" say one
// thing. Where next to nothing is left, the whole place counts.
func Said(a *Article, r *Reading, i int, at Place) string {
	text := a.At(at)
	if text == "" {
		return ""
	}
	rest := []byte(text)
	for _, n := range r.Assertions[i].Citations {
		c := r.Citations[n].Span
		if from, to := max(c.Start, at.Start), min(c.End, at.End); c.In == at.In && from < to {
			for k := from - at.Start; k < to-at.Start; k++ {
				rest[k] = ' '
			}
		}
	}
	if said := NormalText(string(rest)); strings.Count(said, " ")+1 >= minSaidWords {
		return said
	}
	return NormalText(text)
}

// minSaidWords is the least that must be left of a sentence without its attribution.
const minSaidWords = 4

// Weak reports whether the frame says too little to stand alone, so that only its sentence tells it
// from others: no victim that has a name and no sum, and always a statement, a count and a denial.
// A state is no victim that tells one act from another, nor are "millions of dollars" a sum; and a round
// sum is none where nobody is named at all.
func (f *Frame) Weak() bool {
	switch f.Kind {
	case Statement, CountKind, Denial:
		return true
	}
	for _, v := range f.Victims {
		if v.Kind != State {
			return false
		}
	}
	for _, m := range f.Amounts {
		if !m.Vague && (len(f.Actors) > 0 || Digits(m.Value) >= tellingDigits) {
			return false
		}
	}
	return true
}

// tellingDigits is the number of digits from which on a sum alone tells an act from others.
const tellingDigits = 3

// Digits counts the digits of a number that its last noughts do not hide: 316.4 million has four.
func Digits(v float64) int {
	if v == 0 {
		return 1
	}
	var room [24]byte
	mantissa, _, _ := bytes.Cut(strconv.AppendFloat(room[:0], math.Abs(v), 'e', 11, 64), []byte("e"))
	mantissa = bytes.TrimRight(mantissa, "0.")
	return len(mantissa) - bytes.Count(mantissa, []byte("."))
}

func frameTargets(list []string) []string {
	var out []string
	for _, t := range list {
		out = append(out, singular(NormalText(t)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// frameSums keeps the order, since the first sum is the one that the assertion is about, and drops
// what is said twice.
func frameSums(r *Reading, list []int) []FrameSum {
	var out []FrameSum
	for _, n := range list {
		m := &r.Amounts[n]
		v := round12(m.Value)
		s := FrameSum{Value: v, Min: v, Max: v, Currency: strings.ToUpper(m.Currency), Qualifier: m.Qualifier.fold(), Vague: m.Vague}
		if m.Min != nil {
			s.Min = round12(*m.Min)
		}
		if m.Max != nil {
			s.Max = round12(*m.Max)
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func frameCounts(list []Count) []Count {
	var out []Count
	for _, c := range list {
		out = append(out, Count{Value: round12(c.Value), Unit: singular(NormalText(c.Unit)), Qualifier: c.Qualifier.fold()})
	}
	slices.SortFunc(out, func(x, y Count) int {
		return cmp.Or(cmp.Compare(x.Unit, y.Unit), cmp.Compare(x.Value, y.Value), cmp.Compare(x.Qualifier, y.Qualifier))
	})
	return slices.Compact(out)
}

// framePeriod makes a single year or month one form, whether the text gave one end or both.
func framePeriod(p *Period) *Period {
	if p == nil || p.From == "" && p.To == "" {
		return nil
	}
	q := Period{From: strings.TrimSpace(p.From), To: strings.TrimSpace(p.To)}
	return &q
}

// fold makes qualifiers one that outlets exchange freely.
func (q Qualifier) fold() Qualifier {
	switch q {
	case AtLeast, MoreThan:
		return AtLeast
	case AtMost, LessThan:
		return AtMost
	}
	return ""
}

// round12 keeps twelve digits, so that 0.3e9 and 3 * 1e8 are one number however they were computed.
func round12(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 11, 64), 64)
	if err != nil {
		return v // out of range: it is compared as it is
	}
	return r
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
	for _, n := range list {
		p := &r.Actors[n]
		ref := PartyRef(p.ID, p.Name)
		known := slices.ContainsFunc(parties, func(q FrameParty) bool { return q.Ref == ref })
		if ref != "" && !known {
			parties = append(parties, FrameParty{Ref: ref, Kind: p.Kind, Country: strings.ToUpper(p.Country)})
		}
	}
	slices.SortFunc(parties, func(x, y FrameParty) int { return strings.Compare(x.Ref, y.Ref) })
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

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
