package elastic

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
)

// Decide stores a decision; see indexer.Decider. Evidence that is not stored yet is found by it when it
// comes. The nodes are marked before the decision is there.
func (s *Store) Decide(ctx context.Context, d indexer.Decision) ([]string, error) {
	var fresh []string
	err := s.write(ctx, "keep a decision", func(ctx context.Context) error {
		named := append(evidenceOf(d), evidenceOf(s.memory.decisions[d.ID])...)
		slices.Sort(named)
		list, err := s.NodesOf(ctx, slices.Compact(named))
		if err != nil {
			return err
		}
		a := s.adder(ctx)
		for _, id := range list {
			a.node(id).touch = true
		}
		if err := a.journal(); err != nil {
			return err
		}
		doc := decisionDoc{ID: hashed(d.ID)}
		doc.Claimwire.Decision = d
		body, err := marshal(&doc)
		if err != nil {
			return err
		}
		if err := a.bulk([]op{{action: "index", index: s.index(decisions), id: doc.ID, doc: body}}); err != nil {
			return err
		}
		s.memory.keep(d)
		fresh = list
		return s.refresh(ctx, decisions)
	})
	return fresh, err
}

// Decisions lists every decision, undone ones too, by time.
func (s *Store) Decisions(ctx context.Context) ([]indexer.Decision, error) {
	var list []indexer.Decision
	err := s.scan(ctx, decisions, object{"match_all": object{}}, nil, func(h *hit) error {
		var d decisionDoc
		err := h.into(&d)
		list = append(list, d.Claimwire.Decision)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list decisions: %w", err)
	}
	sortDecisions(list)
	return list, nil
}

// NodesOf names the nodes of pieces of evidence; see indexer.Explainer.
func (s *Store) NodesOf(ctx context.Context, ids []string) ([]string, error) {
	names := map[string]bool{}
	err := s.mget(ctx, evidence, ids, "node", func(h *hit) error {
		var d evidenceDoc
		err := h.into(&d)
		names[d.Node] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find nodes of evidence: %w", err)
	}
	return slices.Sorted(maps.Keys(names)), nil
}
