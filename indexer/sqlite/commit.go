package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/claimwire/claimwire/indexer"
)

// Commit writes a change in one transaction; see indexer.Store.
func (s *Store) Commit(ctx context.Context, v indexer.View, c indexer.Change) error {
	t, ok := v.Token.(*token)
	if !ok {
		return errors.New("commit: the view does not come from this store")
	}
	ready, err := prepareChange(ctx, c)
	if err != nil {
		return fail("commit", err)
	}
	return s.write(ctx, "commit", func(ctx context.Context) error {
		if s.stale(t) {
			return indexer.ErrStale
		}
		k := &committer{s: s, w: s.w, ctx: context.WithoutCancel(ctx), token: t, claims: map[string]int64{}, written: map[int64]bool{}, deleted: map[int64]bool{}}
		for _, step := range []func(*readyChange) error{k.deleteClaims, k.putClaims, k.putWords, k.hold, k.tell} {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := step(&ready); err != nil {
				return err
			}
		}
		return k.done(&ready)
	})
}

// stale reports whether anything in the view has changed since it was read.
func (s *Store) stale(t *token) bool {
	if t.seq < s.floor {
		return true
	}
	return slices.ContainsFunc(t.nodes, func(n int64) bool { return s.touched[n] > t.seq })
}

// committer is one run of Commit.
type committer struct {
	s       *Store
	w       *conn
	ctx     context.Context // of the one call, without its cancelling
	token   *token
	claims  map[string]int64 // the claims put
	written map[int64]bool   // the same, by number
	deleted map[int64]bool
	found   []foundBy
}

func (k *committer) deleteClaims(c *readyChange) error {
	for _, cid := range c.Delete {
		old, ok := k.token.claims[cid]
		if !ok {
			continue // it is gone already
		}
		k.deleted[old.id] = true
		for _, text := range []string{"DELETE FROM claim WHERE id = ?", "DELETE FROM record WHERE claim = ?"} {
			if err := k.w.exec(k.ctx, text, old.id); err != nil {
				return err
			}
		}
		k.found = append(k.found, foundBy{claim: old.id, stored: true})
		k.s.claims.drop(old.id)
		k.s.members.drop(old.id)
		k.s.count("claims", -1)
	}
	return nil
}

func (k *committer) putClaims(c *readyChange) error {
	for i := range c.claims {
		if err := k.put(&c.claims[i]); err != nil {
			return fmt.Errorf("claim %s: %w", c.Put[i].ID, err)
		}
	}
	return nil
}

// hold writes which claim holds which evidence, and how it stands there.
func (k *committer) hold(c *readyChange) error {
	denial := map[string]bool{} // of the evidence that the records put show
	for i := range c.Put {
		for j := range c.Put[i].Evidence {
			e := &c.Put[i].Evidence[j]
			denial[e.ID] = e.Denial
		}
	}
	moved := map[int64]bool{} // claims that hold other evidence now
	for eid, h := range k.token.evidence {
		to, flags, err := k.place(eid, h, c, denial)
		if err != nil {
			return err
		}
		if to == h.claim && flags == h.flags {
			continue
		}
		if err := k.w.exec(k.ctx, "UPDATE evidence SET claim = ?, flags = ? WHERE id = ?", sql.NullInt64{Int64: to, Valid: to != 0}, flags, h.id); err != nil {
			return err
		}
		if to != h.claim {
			moved[to], moved[h.claim] = true, true
		}
		h.claim, h.flags = to, flags
	}
	k.remember(moved)
	return nil
}

// remember notes the nodes of claims that hold other evidence now. The view has all of it: a component
// holds whole claims.
func (k *committer) remember(moved map[int64]bool) {
	delete(moved, 0)
	members := make(map[int64][]int64, len(moved))
	for _, h := range k.token.evidence {
		if moved[h.claim] && !slices.Contains(members[h.claim], h.node) {
			members[h.claim] = append(members[h.claim], h.node)
		}
	}
	for id := range moved {
		k.s.members.drop(id)
		if nodes := members[id]; len(nodes) > 0 {
			k.s.members.put(id, nodes, weigh(nodes))
		}
	}
}

// place tells where one piece of evidence belongs after the change.
func (k *committer) place(eid string, h *held, c *readyChange, denial map[string]bool) (to int64, flags int, err error) {
	if h.flags&flagGone != 0 {
		return 0, h.flags, nil // only what was told on it stays
	}
	to, flags = h.claim, h.flags
	if cid, ok := c.Held[eid]; ok {
		if to, err = k.claimID(cid); err != nil {
			return 0, 0, fmt.Errorf("evidence %s: %w", eid, err)
		}
	} else if k.deleted[to] {
		to = 0
	}
	if to == h.claim && !k.written[to] {
		return to, flags, nil
	}
	// What joins a claim whose record stays as it was adds nothing that the record shows.
	flags &^= flagDenial | flagHidden
	denies, shown := denial[eid]
	switch {
	case !shown:
		flags |= flagHidden
	case denies:
		flags |= flagDenial
	}
	return to, flags, nil
}

// claimID finds the row of a claim that the change puts or that the view held.
func (k *committer) claimID(cid string) (int64, error) {
	if cid == "" {
		return 0, nil
	}
	if id, ok := k.claims[cid]; ok {
		return id, nil
	}
	if c, ok := k.token.claims[cid]; ok && !k.deleted[c.id] {
		return c.id, nil
	}
	return 0, fmt.Errorf("held by claim %s, which is neither put nor in the view", cid)
}

// tell writes what was announced, and the events for the bus.
func (k *committer) tell(c *readyChange) error {
	values := make([]any, 0, 3*len(c.Told))
	for _, t := range c.Told {
		h := k.token.evidence[t.Evidence]
		if h == nil {
			return fmt.Errorf("announcement on evidence %s, which is not in the view", t.Evidence)
		}
		values = append(values, h.id, string(t.Type), t.Value)
		if !slices.Contains(h.told, t) {
			h.told = append(h.told, t)
		}
	}
	err := k.w.several(k.ctx, "INSERT INTO told(evidence, type, value) VALUES", 3, values, " ON CONFLICT DO NOTHING")
	if err != nil {
		return err
	}
	return k.send(c)
}

func (k *committer) send(c *readyChange) error {
	var before, after int64
	const size = "SELECT coalesce(max(seq), 0) FROM outbox"
	if _, err := k.w.one(k.ctx, size, nil, &before); err != nil {
		return err
	}
	values := make([]any, 0, 3*len(c.Events))
	for i := range c.Events {
		values = append(values, c.Events[i].ID, micros(c.Events[i].At), c.events[i])
	}
	if err := k.w.several(k.ctx, "INSERT INTO outbox(id, at, body) VALUES", 3, values, " ON CONFLICT(id) DO NOTHING"); err != nil {
		return err
	}
	if _, err := k.w.one(k.ctx, "SELECT count(*) FROM outbox WHERE seq > ?", []any{before}, &after); err != nil {
		return err
	}
	k.s.out.sent, k.s.out.other = c.Events, after != int64(len(c.Events))
	k.s.count("outbox", after)
	return nil
}

// done says that the nodes of the view have been computed.
func (k *committer) done(c *readyChange) error {
	const text = "DELETE FROM fresh WHERE node IN (SELECT value FROM json_each(?))"
	if err := k.w.exec(k.ctx, text, list(k.token.nodes)); err != nil {
		return err
	}
	if len(c.Put) > 0 || len(c.Delete) > 0 || len(c.Held) > 0 {
		k.s.marked = append(k.s.marked, k.token.nodes...)
	}
	return k.s.flushCounts(k.ctx)
}
