package indexer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Curated is a Store that keeps people's decisions and hands out single claims.
type Curated interface {
	Store
	Decider
	Get(ctx context.Context, id string) (claim.Claim, error)
}

// Editor carries out what people decide about claims. A decision is over pieces of evidence, so later
// evidence never undoes it, and the indexer uses it whenever it computes.
type Editor struct {
	*Indexer
	store Curated
}

// NewEditor returns an Editor over store.
func NewEditor(store Curated, opts Options) *Editor {
	return &Editor{Indexer: New(store, opts), store: store}
}

// Reason says who decides and why.
type Reason struct{ By, Why string }

// ErrNothing is what a decision answers that would change nothing: a split of no evidence, or a merge of
// a claim with itself.
var ErrNothing = errors.New("there is nothing to decide")

// Split takes pieces of evidence out of a claim: they are one claim from now on, and never with the rest.
func (e *Editor) Split(ctx context.Context, id string, evidence []string, r Reason) (Decision, error) {
	c, err := e.store.Get(ctx, id)
	if err != nil {
		return Decision{}, fmt.Errorf("split claim %s: %w", id, err)
	}
	all := evidenceIDs(&c)
	for _, one := range evidence {
		if !slices.Contains(all, one) {
			return Decision{}, fmt.Errorf("split claim %s: evidence %s: %w in this claim", id, one, ErrNotFound)
		}
	}
	rest := choose(all, func(one string) bool { return !slices.Contains(evidence, one) })
	if len(evidence) == 0 || len(rest) == 0 {
		return Decision{}, fmt.Errorf("split claim %s: %w: name some of its %d pieces of evidence, but not all", id, ErrNothing, len(all))
	}
	return e.decide(ctx, Decision{Type: Split, Left: slices.Clone(evidence), Right: rest, By: r.By, Reason: r.Why})
}

// Merge makes two claims one.
func (e *Editor) Merge(ctx context.Context, a, b string, r Reason) (Decision, error) {
	var sides [2][]string
	var ids [2]string
	for i, id := range []string{a, b} {
		c, err := e.store.Get(ctx, id)
		if err != nil {
			return Decision{}, fmt.Errorf("merge claims %s and %s: %s: %w", a, b, id, err)
		}
		sides[i], ids[i] = evidenceIDs(&c), c.ID
	}
	if ids[0] == ids[1] {
		return Decision{}, fmt.Errorf("merge claims %s and %s: %w: they are one claim, %s", a, b, ErrNothing, ids[0])
	}
	return e.decide(ctx, Decision{Type: Merge, Left: sides[0], Right: sides[1], By: r.By, Reason: r.Why})
}

// Undo takes a decision back. What came after it stands.
func (e *Editor) Undo(ctx context.Context, decision string) (Decision, error) {
	list, err := e.store.Decisions(ctx)
	if err != nil {
		return Decision{}, fmt.Errorf("undo decision %s: %w", decision, err)
	}
	i := slices.IndexFunc(list, func(d Decision) bool { return d.ID == decision })
	if i < 0 {
		return Decision{}, fmt.Errorf("undo decision %s: %w", decision, ErrNotFound)
	}
	d := list[i]
	if !d.UndoneAt.IsZero() {
		return d, fmt.Errorf("undo decision %s: %w: it was undone at %s", decision, ErrNothing, d.UndoneAt.Format("2006-01-02 15:04"))
	}
	d.UndoneAt = e.opts.Now().UTC()
	return d, e.apply(ctx, d)
}

// decide stores a new decision and computes what follows.
func (e *Editor) decide(ctx context.Context, d Decision) (Decision, error) {
	slices.Sort(d.Left)
	slices.Sort(d.Right)
	d.At = e.opts.Now().UTC()
	d.ID = "d-" + claim.RevisionOf(d.Type+d.At.String(), strings.Join(d.Left, " ")+"|"+strings.Join(d.Right, " "))[:12]
	return d, e.apply(ctx, d)
}

func (e *Editor) apply(ctx context.Context, d Decision) error {
	fresh, err := e.store.Decide(ctx, d)
	if err != nil {
		return fmt.Errorf("keep decision %s: %w", d.ID, err)
	}
	_, err = e.Update(ctx, fresh)
	return err
}

// evidenceIDs lists what supports a claim; an attached denial is a matter of its own.
func evidenceIDs(c *claim.Claim) []string {
	var out []string
	for _, e := range c.Evidence {
		if !e.Denial {
			out = append(out, e.ID)
		}
	}
	return out
}
