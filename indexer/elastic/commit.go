package elastic

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// Commit writes a change; see indexer.Store. New and different claims go first, each with what it
// announces inside, then the claims that no longer are, then what was announced goes to the events and
// to the evidence, and last the nodes are marked as computed. A claim that is not as the view has it
// ends the call with ErrStale; what was written by then is a part of the truth that the next view shows.
func (s *Store) Commit(ctx context.Context, v indexer.View, c indexer.Change) error {
	t, ok := v.Token.(*token)
	if !ok {
		return errors.New("commit: the view does not come from this store")
	}
	return s.write(ctx, "commit", func(ctx context.Context) error {
		if s.memory.stale(t.seq, t.nodes) {
			return indexer.ErrStale
		}
		k := &committer{s: s, ctx: ctx, token: t, holder: map[string]string{}, docs: map[string]*claimDoc{}}
		if err := k.plan(v, c); err != nil {
			return err
		}
		err := k.run()
		if errors.Is(err, indexer.ErrStale) {
			if e := s.refresh(ctx, claims); e != nil {
				return e
			}
		}
		return err
	})
}

// committer is one run of Commit.
type committer struct {
	s      *Store
	ctx    context.Context
	token  *token
	holder map[string]string // by evidence: the claim that holds it after the change
	held   map[string][]string
	docs   map[string]*claimDoc // to write, by id
	drop   []string             // claims to delete
	wrote  map[string]version
}

// plan works out which documents differ from what is stored.
func (k *committer) plan(v indexer.View, c indexer.Change) error {
	deleted := map[string]bool{}
	for _, id := range c.Delete {
		deleted[id] = true
	}
	records := map[string]*claim.Claim{}
	for i := range v.Claims {
		if !deleted[v.Claims[i].ID] {
			records[v.Claims[i].ID] = &v.Claims[i]
		}
	}
	for i := range c.Put {
		records[c.Put[i].ID] = &c.Put[i]
		delete(deleted, c.Put[i].ID)
	}
	if err := k.place(c.Held, records); err != nil {
		return err
	}
	told, pending, err := k.announcements(v, c, records)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(records)) {
		if err := k.document(records[id], told[id], pending[id]); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(deleted)) {
		if k.token.claims[id] != nil {
			k.drop = append(k.drop, id)
		}
	}
	return nil
}

// place tells where each piece of evidence belongs after the change.
func (k *committer) place(to map[string]string, records map[string]*claim.Claim) error {
	k.held = map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(k.token.evidence)) {
		r := k.token.evidence[id]
		at, moved := to[id]
		switch {
		case r.gone:
			continue // only what was told on it stays
		case !moved:
			at = r.holder
		}
		if records[at] == nil {
			if moved && at != "" {
				return fmt.Errorf("evidence %s is held by claim %s, which is neither put nor in the view", id, at)
			}
			continue
		}
		k.holder[id] = at
		k.held[at] = append(k.held[at], id)
	}
	return nil
}

// announcements gives every claim what is announced on its evidence and was not before.
func (k *committer) announcements(v indexer.View, c indexer.Change, records map[string]*claim.Claim) (map[string][]indexer.Told, map[string][]claim.Event, error) {
	told, pending := map[string][]indexer.Told{}, map[string][]claim.Event{}
	for _, t := range c.Told {
		at := k.holder[t.Evidence]
		if at == "" {
			return nil, nil, fmt.Errorf("announcement on evidence %s, which no claim of the view holds", t.Evidence)
		}
		if !slices.Contains(v.Told[t.Evidence], t) && !slices.Contains(told[at], t) {
			told[at] = append(told[at], t)
		}
	}
	for _, e := range c.Events {
		at := cmp.Or(k.holder[e.Evidence.ID], e.Claim.ID)
		if records[at] == nil {
			return nil, nil, fmt.Errorf("event %s is of claim %s, which is neither put nor in the view", e.ID, at)
		}
		pending[at] = append(pending[at], e)
	}
	return told, pending, nil
}

// document plans to write one claim where anything of it differs.
func (k *committer) document(c *claim.Claim, told []indexer.Told, pending []claim.Event) error {
	record, err := marshal(c)
	if err != nil {
		return fmt.Errorf("claim %s: %w", c.ID, err)
	}
	if old := k.token.claims[c.ID]; old != nil && !old.doc.Open && len(told)+len(pending) == 0 && slices.Equal(old.doc.Held, k.held[c.ID]) {
		var was claim.Claim
		if err := json.Unmarshal(old.doc.Claimwire.Claim, &was); err != nil {
			return fmt.Errorf("claim %s: %w", c.ID, err)
		}
		if b, err := marshal(&was); err == nil && bytes.Equal(b, record) {
			return nil
		}
	}
	d := newClaimDoc(c, record, k.held[c.ID])
	d.Told, d.Pending, d.Open = told, pending, len(told)+len(pending) > 0
	k.docs[c.ID] = d
	return nil
}

// run writes what was planned, in the order that makes a stop harmless.
func (k *committer) run() error {
	steps := []func() error{k.settle, k.putClaims, k.dropClaims, k.announce, k.done}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if len(k.docs)+len(k.drop) > 0 {
		k.s.memory.touch(k.token.nodes)
	}
	return nil
}

// settle brings to events and evidence what a stop has left in claims that are about to be written anew.
func (k *committer) settle() error {
	var open []*claimDoc
	for _, id := range slices.Sorted(maps.Keys(k.token.claims)) {
		if d := k.token.claims[id].doc; d.Open {
			open = append(open, d)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return k.s.announce(k.ctx, open, k.token.evidence, nil)
}

func (k *committer) putClaims() error {
	k.wrote = map[string]version{}
	var ops []op
	for _, id := range slices.Sorted(maps.Keys(k.docs)) {
		body, err := marshal(k.docs[id])
		if err != nil {
			return err
		}
		var at *version
		if old := k.token.claims[id]; old != nil {
			at = &old.at
		}
		ops = append(ops, put(k.s.index(claims), id, at, body))
	}
	results, err := k.s.bulk(k.ctx, ops)
	if err != nil {
		return err
	}
	for i, r := range results {
		if r.outcome != done {
			return indexer.ErrStale
		}
		k.wrote[ops[i].id] = r.at
	}
	return nil
}

// dropClaims deletes the claims that no longer are: only now is all that they held and said elsewhere.
func (k *committer) dropClaims() error {
	var ops []op
	for _, id := range k.drop {
		at := k.token.claims[id].at
		ops = append(ops, op{action: "delete", index: k.s.index(claims), id: id, at: &at})
	}
	results, err := k.s.bulk(k.ctx, ops)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(results, func(r result) bool { return r.outcome == conflict }) {
		return indexer.ErrStale
	}
	return nil
}

// announce writes the events, and on the evidence what was told and where it belongs now.
func (k *committer) announce() error {
	var open []*claimDoc
	for _, id := range slices.Sorted(maps.Keys(k.docs)) {
		if k.docs[id].Open {
			open = append(open, k.docs[id])
		}
	}
	moved := map[string]string{}
	for id, r := range k.token.evidence {
		if at := k.holder[id]; at != r.shown {
			moved[id] = at
		}
	}
	return k.s.announce(k.ctx, open, k.token.evidence, moved)
}

// done closes the claims and says that the nodes of the view have been computed. A node that another has
// changed since it was read still waits.
func (k *committer) done() error {
	var ops []op
	closed, err := marshal(object{"open": false, "told": nil, "pending": nil})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(k.wrote)) {
		if at := k.wrote[id]; k.docs[id].Open {
			ops = append(ops, op{action: "update", index: k.s.index(claims), id: id, at: &at, doc: closed})
		}
	}
	computed, err := marshal(object{"fresh": nil})
	if err != nil {
		return err
	}
	first := len(ops)
	for _, id := range slices.Sorted(maps.Keys(k.token.fresh)) {
		if at, ok := k.token.at[id]; ok && k.s.memory.fresh[id] == k.token.fresh[id] {
			ops = append(ops, op{action: "update", index: k.s.index(nodes), id: id, at: &at, doc: computed})
		}
	}
	results, err := k.s.bulk(k.ctx, ops)
	if err != nil {
		return err
	}
	for i := first; i < len(ops); i++ {
		if results[i].outcome != conflict {
			delete(k.s.memory.fresh, ops[i].id)
		}
	}
	if len(k.docs)+len(k.drop) == 0 {
		return nil
	}
	return k.s.refresh(k.ctx, claims, evidence)
}
