package query

import (
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Match reports whether a claim, whole and with its evidence, matches a query. It is what every store's
// search must agree with.
func Match(n Node, c *claim.Claim) bool {
	switch n := n.(type) {
	case nil, All:
		return true
	case And:
		return !slices.ContainsFunc(n, func(n Node) bool { return !Match(n, c) })
	case Or:
		return slices.ContainsFunc(n, func(n Node) bool { return Match(n, c) })
	case Not:
		return !Match(n.Node, c)
	case Words:
		return slices.ContainsFunc(Values(n.Field, c), n.in)
	case Term:
		return slices.ContainsFunc(Values(n.Field, c), func(v string) bool { return v == n.Value })
	case Range:
		f, ok := Number(n.Field, c)
		return ok && n.Contains(f)
	case Span:
		t := Time(n.Field, c)
		return !t.IsZero() && !t.Before(n.From) && (n.Before.IsZero() || t.Before(n.Before))
	case Exists:
		return exists(n.Field, c)
	}
	return false
}

// Contains reports whether a number lies in the range.
func (n Range) Contains(f float64) bool {
	return f >= n.Min && f <= n.Max && (f != n.Min || !n.Above) && (f != n.Max || !n.Below)
}

func exists(f Field, c *claim.Claim) bool {
	info, _ := lookup(string(f))
	switch info.Sort {
	case NumberField:
		_, ok := Number(f, c)
		return ok
	case TimeField:
		return !Time(f, c).IsZero()
	}
	return len(Values(f, c)) > 0
}

// in reports whether the words stand one after the other in a text.
func (n Words) in(text string) bool {
	tokens := Tokens(text)
	for i := 0; i+len(n.Words) <= len(tokens); i++ {
		if n.at(tokens[i:]) {
			return true
		}
	}
	return false
}

// at reports whether tokens, of which there are enough, begin with the words.
func (n Words) at(tokens []Token) bool {
	last := len(n.Words) - 1
	for i, w := range n.Words {
		got := tokens[i].Word
		if i == last && n.Prefix {
			begin, whole := PrefixForms(w)
			return strings.HasPrefix(got, begin) || got == whole
		}
		if got != w {
			return false
		}
	}
	return true
}

// Values are a claim's values of a field of words or terms, without empty ones; one may stand twice.
// Stores index exactly these.
func Values(f Field, c *claim.Claim) []string {
	var list []string
	add := func(values ...string) {
		for _, v := range values {
			if v != "" {
				list = append(list, v)
			}
		}
	}
	switch f {
	case Text:
		add(c.Statement)
		for i := range c.Evidence {
			add(c.Evidence[i].Text)
		}
	case Statement:
		add(c.Statement)
	case Actor:
		add(partyNames(c.Actors)...)
	case Victim:
		add(partyNames(c.Victims)...)
	case Publisher:
		for i := range c.Evidence {
			add(c.Evidence[i].Publisher)
		}
	case Origin:
		for _, o := range c.Origins {
			add(o.Name, o.Document)
		}
	case Document:
		for _, o := range c.Origins {
			add(o.Document)
		}
	case Via:
		add(c.Via...)
	case Kind:
		add(string(c.Kind))
	case Certainty:
		add(string(c.Certainty))
	case Country:
		add(c.Countries...)
	case Currency:
		add(currencies(c)...)
	case Sum:
		add(string(c.Sum))
	case Disagreement:
		for _, d := range c.Disagreements {
			add(strings.ToLower(d.Field))
		}
	case ID:
		add(c.ID)
		for i := range c.Evidence {
			add(c.Evidence[i].ID, claim.ClaimID(c.Evidence[i].ID))
		}
	}
	return list
}

func partyNames(list []claim.Party) []string {
	var all []string
	for _, p := range list {
		all = append(all, p.Name, p.ID)
		for _, n := range p.Named {
			all = append(all, n.Name)
		}
	}
	return all
}

func currencies(c *claim.Claim) []string {
	var all []string
	if c.Amount != nil {
		all = append(all, c.Amount.Currency)
	}
	for _, a := range c.Amounts {
		all = append(all, a.Currency)
	}
	return all
}

// Number is a claim's value of a numeric field. Only amounts can be missing.
func Number(f Field, c *claim.Claim) (float64, bool) {
	switch f {
	case Amount:
		if c.Amount != nil {
			return c.Amount.Value, true
		}
	case AmountUSD:
		return amountUSD(c.Amount)
	case Articles:
		return float64(c.Articles), true
	case Stories:
		return float64(c.Stories), true
	case Publishers:
		return float64(c.Publishers), true
	case Origins:
		return float64(c.OriginsMin), true
	case OriginsMax:
		return float64(c.OriginsMax), true
	case Denials:
		return float64(c.Denials), true
	}
	return 0, false
}

// amountUSD is what the text gives in dollars, else what a yearly rate makes of it.
func amountUSD(m *claim.Money) (float64, bool) {
	switch {
	case m == nil:
		return 0, false
	case m.USD != nil:
		return *m.USD, true
	case m.Currency == "USD":
		return m.Value, true
	case m.USDAbout != nil:
		return *m.USDAbout, true
	}
	return 0, false
}

// Time is a claim's value of a time field; zero where it is not known.
func Time(f Field, c *claim.Claim) time.Time {
	if f == FirstSeen {
		return c.FirstSeen
	}
	return c.LastSeen
}
