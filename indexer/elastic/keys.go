package elastic

import (
	"context"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/elastic/keylist"
	"github.com/claimwire/claimwire/internal/claim"
)

// live are a node's keys without those that became too common, sorted.
func (m *memory) live(f *claim.Frame, keys keylist.List) []uint64 {
	return indexer.LiveKeys(f, keys, func(k uint64) bool { return m.hubs[k] })
}

// suspect notes keys that may have become too common, for the next look at keys.
func (m *memory) suspect(keys []uint64) {
	for _, k := range keys {
		if !m.hubs[k] {
			m.suspects[k] = true
		}
	}
}

// settleKeys takes keys from nodes that no piece of evidence gives them any more, and finds keys that
// too many nodes hold.
func (a *adder) settleKeys() error {
	if err := a.s.shrinkNodes(a.ctx); err != nil {
		return err
	}
	return a.s.findHubs(a.ctx)
}

func (s *Store) shrinkNodes(ctx context.Context) error {
	ids := slices.Sorted(maps.Keys(s.memory.shrink))
	if len(ids) == 0 {
		return nil
	}
	keys := map[string]keylist.List{}
	if err := s.visible(ctx, evidence); err != nil {
		return err
	}
	err := s.scanTerms(ctx, evidence, "node", ids, []string{"node", "keys", "gone"}, func(h *hit) error {
		var d evidenceDoc
		err := h.into(&d)
		if !d.Gone {
			keys[d.Node] = append(keys[d.Node], d.Keys...)
		}
		return err
	})
	if err != nil {
		return err
	}
	var ops []op
	for _, id := range ids {
		slices.Sort(keys[id])
		body, err := marshal(object{"keys": slices.Compact(keys[id])})
		if err != nil {
			return err
		}
		ops = append(ops, op{action: "update", index: s.index(nodes), id: id, doc: body})
	}
	if _, err := s.bulk(ctx, ops); err != nil {
		return err
	}
	for _, id := range ids {
		delete(s.memory.known.nodes, id)
	}
	_, err = s.writeEntries(ctx, s.memory.shrunk())
	return err
}

// findHubs looks for keys that more nodes hold by now than indexer.MaxFramesOf allows. All nodes that such a key
// joined are to be computed once more, without it; they are marked before the key is.
func (s *Store) findHubs(ctx context.Context) error {
	suspects := slices.Sorted(maps.Keys(s.memory.suspects))
	if err := s.readHolders(ctx, suspects); err != nil {
		return err
	}
	var hubs []uint64
	for _, name := range suspects {
		list := s.memory.known.holders[name]
		if len(list) <= indexer.MaxFramesOf(name) {
			continue
		}
		if err := s.readNodes(ctx, list); err != nil { // some may have lost the key
			return err
		}
		if s.memory.known.count(name) > indexer.MaxFramesOf(name) {
			hubs = append(hubs, name)
		}
	}
	if len(hubs) > 0 {
		if err := s.keepHubs(ctx, hubs); err != nil {
			return err
		}
	}
	clear(s.memory.suspects)
	return nil
}

func (s *Store) keepHubs(ctx context.Context, hubs []uint64) error {
	joined := map[string]bool{}
	for _, name := range hubs {
		for _, id := range s.memory.known.holders[name] {
			joined[id] = true
		}
	}
	if err := s.work(ctx, slices.Sorted(maps.Keys(joined)), nil); err != nil {
		return err
	}
	var ops []op
	for _, k := range hubs {
		name := keylist.Name(k)
		body, err := marshal(&nodeDoc{ID: "hub-" + name, Hub: name})
		if err != nil {
			return err
		}
		ops = append(ops, op{action: "create", index: s.index(nodes), id: "hub-" + name, doc: body})
	}
	if _, err := s.bulk(ctx, ops); err != nil {
		return err
	}
	for _, k := range hubs {
		s.memory.hubs[k] = true
	}
	return nil
}
