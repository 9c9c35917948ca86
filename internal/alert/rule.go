package alert

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Rule selects events. Conditions that are set must all hold; of a list, one entry must.
type Rule struct {
	Name    string // by which it is known for good
	On      []claim.EventType
	Kind    []claim.Kind
	Actor   []string // names or ids, whatever the case
	Country []string // ISO codes, of the claim or of its actors and victims
	MinUSD  float64
	When    string        // expression over claim and event, see Fields
	To      []string      // names of sinks
	MaxAge  time.Duration // 0: 48 hours; negative: any age
}

const defaultMaxAge = 48 * time.Hour

// rule is a Rule ready for use.
type rule struct {
	Rule
	hash    string
	since   time.Time
	program *program // nil without When
	warned  atomic.Bool
}

func compileRule(r Rule) (*rule, error) {
	if r.MaxAge == 0 {
		r.MaxAge = defaultMaxAge
	}
	c := &rule{Rule: r, hash: hash(r.Name)}
	var errs []error
	if len(r.On) == 0 {
		errs = append(errs, errors.New("on names no type of event"))
	}
	if len(r.To) == 0 {
		errs = append(errs, errors.New("to names no sink"))
	}
	for _, t := range r.On {
		if !slices.Contains(claim.EventTypes, t) {
			errs = append(errs, fmt.Errorf("on: %q is no type of event: %v", t, claim.EventTypes))
		}
	}
	for _, k := range r.Kind {
		if !slices.Contains(claim.Kinds, k) {
			errs = append(errs, fmt.Errorf("kind: %q is no kind of claim: %v", k, claim.Kinds))
		}
	}
	if r.When != "" {
		p, err := compileExpr(r.When)
		if err != nil {
			errs = append(errs, fmt.Errorf("when: %w", err))
		}
		c.program = p
	}
	return c, errors.Join(errs...)
}

// selects checks every condition but the expression and the age.
func (r *rule) selects(e *claim.Event) bool {
	c := &e.Claim
	return slices.Contains(r.On, e.Type) &&
		(len(r.Kind) == 0 || slices.Contains(r.Kind, c.Kind)) &&
		(len(r.Actor) == 0 || slices.ContainsFunc(c.Actors, r.namesActor)) &&
		(len(r.Country) == 0 || r.namesCountry(c)) &&
		(r.MinUSD <= 0 || dollars(c.Amount) >= r.MinUSD)
}

func (r *rule) namesActor(p claim.Party) bool {
	return slices.ContainsFunc(r.Actor, func(want string) bool {
		return strings.EqualFold(want, p.Name) || p.ID != "" && strings.EqualFold(want, p.ID) ||
			slices.ContainsFunc(p.Named, func(n claim.NamedBy) bool { return strings.EqualFold(want, n.Name) })
	})
}

func (r *rule) namesCountry(c *claim.Claim) bool {
	wanted := func(code string) bool {
		return code != "" && slices.ContainsFunc(r.Country, func(want string) bool { return strings.EqualFold(want, code) })
	}
	party := func(p claim.Party) bool { return wanted(p.Country) || p.Kind == claim.State && wanted(p.ID) }
	return slices.ContainsFunc(c.Countries, wanted) || slices.ContainsFunc(c.Actors, party) || slices.ContainsFunc(c.Victims, party)
}

// dollars is the sum in US dollars: as the text gives it, else by a yearly rate; 0 where neither is known.
func dollars(m *claim.Money) float64 {
	switch {
	case m == nil:
		return 0
	case m.USD != nil:
		return *m.USD
	case m.USDAbout != nil:
		return *m.USDAbout
	case m.Currency == "USD":
		return m.Value
	}
	return 0
}

func sortBy[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
