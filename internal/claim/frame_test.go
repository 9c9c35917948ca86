package claim

import "testing"

// told makes a reading of one assertion about an attack on a bank, as change alters it.
func told(change func(*Reading, *Assertion)) Frame {
	a := &Article{ID: "a", Text: "Harrier stole $81 million from Bank of Torvald in 2019."}
	r := &Reading{
		Actors: []Actor{
			{Name: "Harrier", ID: "G9001", Kind: Group, Country: "KP", Role: Perpetrator},
			{Name: "Bank of Torvald", Kind: Organization, Role: Victim},
			{Name: "Freedonia", ID: "FD", Kind: State, Country: "FD"},
		},
		Amounts: []Amount{{Value: 81e6, Currency: "USD", Qualifier: Exact}, {Value: 75e6, Currency: "EUR", Qualifier: Exact}},
		Assertions: []Assertion{{
			Kind: Theft, Actors: []int{0}, Victims: []int{1}, Amounts: []int{0}, Sum: SumTaken,
			When: &Period{From: "2019", To: "2019"}, Evidence: []Place{{Start: 0, End: len(a.Text), In: InText}},
		}},
	}
	change(r, &r.Assertions[0])
	return FrameOf(a, r, 0)
}

func TestFingerprint(t *testing.T) {
	base := told(func(*Reading, *Assertion) {}).Fingerprint()
	for name, c := range map[string]struct {
		change func(*Reading, *Assertion)
		same   bool
	}{
		"the statement and the certainty": {func(_ *Reading, a *Assertion) { a.Statement, a.Certainty = "x", Alleged }, true},
		"an actor said twice":             {func(_ *Reading, a *Assertion) { a.Actors = []int{0, 0} }, true},
		"the spelling of a name":          {func(r *Reading, _ *Assertion) { r.Actors[1].Name = "The BANK of Torvald Ltd" }, true},
		"about for exact":                 {func(r *Reading, _ *Assertion) { r.Amounts[0].Qualifier = About }, true},
		"a float's last digits":           {func(r *Reading, _ *Assertion) { r.Amounts[0].Value = 81e6 + 1e-7 }, true},
		"the currency's case":             {func(r *Reading, _ *Assertion) { r.Amounts[0].Currency = "usd" }, true},
		"at least for exact":              {func(r *Reading, _ *Assertion) { r.Amounts[0].Qualifier = AtLeast }, false},
		"another sum":                     {func(r *Reading, _ *Assertion) { r.Amounts[0].Value = 82e6 }, false},
		"the sum in a second currency":    {func(_ *Reading, a *Assertion) { a.Amounts = []int{0, 1} }, false},
		"another victim":                  {func(_ *Reading, a *Assertion) { a.Victims = []int{2} }, false},
		"another year":                    {func(_ *Reading, a *Assertion) { a.When = &Period{From: "2018", To: "2018"} }, false},
		"another kind":                    {func(_ *Reading, a *Assertion) { a.Kind = Attack }, false},
		"what the sum is":                 {func(_ *Reading, a *Assertion) { a.Sum = SumDemanded }, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(c.change).Fingerprint() == base; got != c.same {
				t.Errorf("same fingerprint: %v, want %v", got, c.same)
			}
		})
	}
}

func TestWeakFramesKeepTheirSentence(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Reading, *Assertion)
		weak   bool
	}{
		"victim and sum":            {func(*Reading, *Assertion) {}, false},
		"victim alone":              {func(_ *Reading, a *Assertion) { a.Amounts = nil }, false},
		"sum alone":                 {func(_ *Reading, a *Assertion) { a.Victims = nil }, false},
		"a round sum, nobody named": {func(_ *Reading, a *Assertion) { a.Victims, a.Actors = nil, nil }, true},
		"a precise sum, nobody named": {func(r *Reading, a *Assertion) {
			a.Victims, a.Actors, r.Amounts[0].Value = nil, nil, 81.3e6
		}, false},
		"neither":           {func(_ *Reading, a *Assertion) { a.Victims, a.Amounts = nil, nil }, true},
		"a vague sum":       {func(r *Reading, a *Assertion) { a.Victims, r.Amounts[0].Vague = nil, true }, true},
		"a state as victim": {func(_ *Reading, a *Assertion) { a.Victims, a.Amounts = []int{2}, nil }, true},
		"a statement":       {func(_ *Reading, a *Assertion) { a.Kind = Statement }, true},
		"a count":           {func(_ *Reading, a *Assertion) { a.Kind = CountKind }, true},
		"a denial":          {func(_ *Reading, a *Assertion) { a.Kind, a.Denies = Denial, Theft }, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := told(c.change)
			if got := f.Sentence != ""; got != c.weak || f.Weak() != c.weak {
				t.Errorf("weak %v, sentence %q; want weak %v", f.Weak(), f.Sentence, c.weak)
			}
		})
	}
}

func TestFrameFoldsCountsAndTargets(t *testing.T) {
	one := told(func(_ *Reading, a *Assertion) {
		a.Targets = []string{"Cryptocurrency exchanges", "banks"}
		a.Counts = []Count{{35, "attacks", AtLeast}, {17, "countries", About}}
	})
	other := told(func(_ *Reading, a *Assertion) {
		a.Targets = []string{"bank", "banks", "cryptocurrency exchange"}
		a.Counts = []Count{{17, "country", Exact}, {35, "attack", MoreThan}}
	})
	if one.Fingerprint() != other.Fingerprint() {
		t.Errorf("%+v and %+v are the same frame", one, other)
	}
}
