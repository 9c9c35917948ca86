package elastic

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// Commit writes a change; see indexer.Store. First the journal says what is announced, then new and
// different claims are written, each with the mark of the commit and all that was told on what it holds,
// then the claims that no longer are go, and last the journal says that the nodes are computed and the
// events are the outbox's. A claim that is not as the view has it ends the call with ErrStale; what was
// written by then is a part of the truth that the next view shows.
func (s *Store) Commit(ctx context.Context, v indexer.View, c indexer.Change) error {
	t, ok := v.Token.(*token)
	if !ok {
		return errors.New("commit: the view does not come from this store")
	}
	return s.write(ctx, "commit", func(ctx context.Context) error {
		if s.memory.stale(t.seq, t.nodes) {
			return indexer.ErrStale
		}
		k := &committer{s: s, ctx: ctx, token: t, holder: map[string]string{}, put: map[string]bool{}, docs: map[string]*storedClaim{}}
		if err := k.plan(v, c); err != nil {
			return err
		}
		err := k.run()
		if errors.Is(err, indexer.ErrStale) {
			if e := s.forget(ctx); e != nil { // something of it is not as it was
				return e
			}
		}
		return err
	})
}

// committer is one run of Commit.
type committer struct {
	s       *Store
	ctx     context.Context
	token   *token
	holder  map[string]string // by evidence: the claim that holds it after the change
	held    map[string][]string
	put     map[string]bool           // claims that the change puts
	docs    map[string]*storedClaim   // to write, by id
	drop    []string                  // claims to delete
	kept    map[string][]indexer.Told // by evidence: what was told on it by the time of the view, for rows that leave their claim
	events  []claim.Event
	causes  []outboxEvent // of events, in the same order
	mark    int64
	outbox  []*entry
	wrote   map[string]bool // claims
	created map[string]bool // events
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
		k.put[c.Put[i].ID] = true
	}
	if err := k.place(c.Held, records); err != nil {
		return err
	}
	k.keep(v)
	told, err := k.announcements(v, c, records)
	if err != nil {
		return err
	}
	announces := map[string]bool{}
	for _, e := range k.causes {
		announces[e.Claim] = true
	}
	for _, id := range slices.Sorted(maps.Keys(records)) {
		k.document(records[id], v.Told, told[id], announces[id])
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

// keep notes what was told on evidence that leaves its claim: until another claim that says so is written,
// only the evidence itself can.
func (k *committer) keep(v indexer.View) {
	k.kept = map[string][]indexer.Told{}
	for id, r := range k.token.evidence {
		if list := v.Told[id]; r.holder != "" && k.holder[id] != r.holder && len(list) > len(r.told) {
			k.kept[id] = list
		}
	}
}

// announcements gives every claim what is announced on its evidence and was not before.
func (k *committer) announcements(v indexer.View, c indexer.Change, records map[string]*claim.Claim) (map[string][]indexer.Told, error) {
	told := map[string][]indexer.Told{}
	for _, t := range c.Told {
		at := k.holder[t.Evidence]
		if at == "" {
			return nil, fmt.Errorf("announcement on evidence %s, which no claim of the view holds", t.Evidence)
		}
		if !slices.Contains(v.Told[t.Evidence], t) && !slices.Contains(told[at], t) {
			told[at] = append(told[at], t)
		}
	}
	said := map[string]bool{}
	for _, e := range c.Events {
		at := cmp.Or(k.holder[e.Evidence.ID], e.Claim.ID)
		if records[at] == nil {
			return nil, fmt.Errorf("event %s is of claim %s, which is neither put nor in the view", e.ID, at)
		}
		if !said[e.ID] {
			said[e.ID] = true
			k.events, k.causes = append(k.events, e), append(k.causes, outboxEvent{e.ID, at})
		}
	}
	return told, nil
}

// document plans to write one claim where anything of it differs.
func (k *committer) document(c *claim.Claim, before map[string][]indexer.Told, told []indexer.Told, announces bool) {
	old := k.token.claims[c.ID]
	same := old != nil && !announces && len(told) == 0 && slices.Equal(old.doc.Held, k.held[c.ID])
	if same && (!k.put[c.ID] || alike(old.record, c)) {
		return
	}
	own := *c // the others of its list are not kept with it
	d := newClaimDoc(&own, k.held[c.ID])
	for _, id := range d.Held {
		d.Told = append(d.Told, before[id]...)
	}
	d.Told = append(d.Told, told...)
	k.docs[c.ID] = &storedClaim{doc: d, record: &own}
}

// alike reports whether two records are written alike.
func alike(a, b *claim.Claim) bool {
	x, errX := marshal(a)
	y, errY := marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// run writes what was planned, in the order that makes a stop harmless.
func (k *committer) run() error {
	k.mark = k.s.memory.nextMark()
	steps := []func() error{k.keepTold, k.announce, k.putClaims, k.dropClaims, k.done}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	k.learn()
	if len(k.docs)+len(k.drop) > 0 {
		k.s.memory.touch(k.token.nodes)
	}
	return nil
}

// learn takes in what was written.
func (k *committer) learn() {
	known := &k.s.memory.known
	for _, id := range k.drop {
		known.dropClaim(id)
	}
	for _, id := range slices.Sorted(maps.Keys(k.docs)) {
		known.learnClaim(k.docs[id])
	}
	for id := range k.token.evidence {
		if r := known.row(id); r != nil {
			now := *r
			now.holder, now.placed = k.holder[id], true
			known.learnRow(&now)
		}
	}
}

// keepTold writes on evidence what was told on it, where its claim will no longer say so.
func (k *committer) keepTold() error {
	var ops []op
	for _, id := range slices.Sorted(maps.Keys(k.kept)) {
		body, err := marshal(object{"told": k.kept[id]})
		if err != nil {
			return err
		}
		ops = append(ops, op{action: "update", index: k.s.index(evidence), id: id, at: &k.token.evidence[id].at, doc: body})
	}
	results, err := k.s.bulk(k.ctx, ops)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(results, func(r result) bool { return r.outcome == conflict }) {
		return indexer.ErrStale
	}
	for i, o := range ops {
		r := k.s.memory.known.row(o.id)
		if r == nil || results[i].outcome != done {
			continue
		}
		now, d := *r, *r.doc
		now.at, d.Told = results[i].at, k.kept[o.id]
		now.doc = &d
		k.s.memory.known.learnRow(&now)
	}
	return nil
}

// announce writes the events, and that they belong to claims that may not be there yet.
func (k *committer) announce() error {
	var ops []op
	for _, e := range k.events {
		body, err := marshal(newEventDoc(e))
		if err != nil {
			return err
		}
		ops = append(ops, op{action: "create", index: k.s.index(events), id: e.ID, doc: body})
	}
	for part := range slices.Chunk(k.causes, maxOutbox) {
		body := journalBody{Mark: k.mark, Open: true, Events: part}
		k.outbox = append(k.outbox, &entry{journalDoc: journalDoc{ID: entryID(outboxEntry, k.mark, len(k.outbox)), Kind: outboxEntry, Body: body}})
	}
	results, err := k.s.writeEntries(k.ctx, k.outbox, ops...)
	k.created = map[string]bool{}
	for i, r := range results { // one that is there already is the same event
		k.created[k.events[i].ID] = r.outcome == done
	}
	return err
}

func (k *committer) putClaims() error {
	var ops []op
	for _, id := range slices.Sorted(maps.Keys(k.docs)) {
		k.docs[id].doc.Commit = k.mark
		body, err := marshal(k.docs[id].doc)
		if err != nil {
			return fmt.Errorf("claim %s: %w", id, err)
		}
		k.docs[id].bytes = len(body)
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
	k.wrote = map[string]bool{}
	for i, r := range results {
		k.wrote[ops[i].id] = r.outcome == done
		k.docs[ops[i].id].at = r.at
	}
	if slices.ContainsFunc(results, func(r result) bool { return r.outcome != done }) {
		return k.abandon()
	}
	return nil
}

// abandon ends a commit that met another state than it had read: what the claims announce that it has
// written counts, what the others would have announced never was.
func (k *committer) abandon() error {
	for _, e := range k.outbox {
		written := func(x outboxEvent) bool { return k.wrote[x.Claim] }
		if err := k.s.part(k.ctx, &k.s.memory, e, written, func(x outboxEvent) bool { return k.created[x.ID] }); err != nil {
			return err
		}
	}
	return indexer.ErrStale
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
		return k.abandon()
	}
	return nil
}

// done says that the nodes of the view have been computed, and gives the events to the outbox. A node
// that was marked since the view was read still waits.
func (k *committer) done() error {
	changed := k.s.memory.computed(k.token.fresh)
	for _, e := range k.outbox {
		e.Body.Open = false
	}
	changed = append(changed, k.outbox...)
	changed = append(changed, k.s.memory.overtaken(k.causes)...)
	if _, err := k.s.writeEntries(k.ctx, changed); err != nil {
		return err
	}
	k.s.memory.outbox = append(k.s.memory.outbox, k.outbox...)
	k.s.memory.hold(k.events)
	return nil
}
