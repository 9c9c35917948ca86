package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// Get returns the claim that holds the evidence that id names, with or without the "c-" of a claim's id.
func (r *Reader) Get(ctx context.Context, id string) (claim.Claim, error) {
	var claims []claim.Claim
	err := r.snapshot(ctx, func(tx *sql.Tx) error {
		var n int64
		const text = "SELECT claim FROM evidence WHERE eid = ? AND claim IS NOT NULL"
		err := tx.QueryRowContext(ctx, text, strings.TrimPrefix(id, "c-")).Scan(&n)
		if err == nil {
			claims, err = fetch(ctx, tx, []int64{n})
		}
		return err
	})
	if err == sql.ErrNoRows || err == nil && len(claims) == 0 {
		return claim.Claim{}, fmt.Errorf("claim %s: %w", id, indexer.ErrNotFound)
	}
	if err != nil {
		return claim.Claim{}, fail("get claim "+id, err)
	}
	return claims[0], nil
}

// snapshot runs f on one state of the file.
func (r *Reader) snapshot(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := r.ro.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to keep
	return f(tx)
}

// fetch reads claims whole, in the order of ids; those that are no more are left out.
func fetch(ctx context.Context, tx *sql.Tx, ids []int64) ([]claim.Claim, error) {
	byID := make(map[int64]*claim.Claim, len(ids))
	rows, err := tx.QueryContext(ctx, "SELECT r.claim, r.body FROM json_each(?) j CROSS JOIN record r ON r.claim = j.value", list(ids))
	if err != nil {
		return nil, err
	}
	err = scanAll(rows, func(scan scanner) error {
		var id int64
		var body sql.RawBytes
		if err := scan(&id, &body); err != nil {
			return err
		}
		c := &claim.Claim{}
		byID[id] = c
		return unpack(body, c)
	})
	if err != nil {
		return nil, err
	}
	if err := fetchEvidence(ctx, tx, ids, byID); err != nil {
		return nil, err
	}
	claims := make([]claim.Claim, 0, len(ids))
	for _, id := range ids {
		if c := byID[id]; c != nil {
			sortEvidence(c.Evidence)
			claims = append(claims, *c)
		}
	}
	return claims, nil
}

func fetchEvidence(ctx context.Context, tx *sql.Tx, ids []int64, byID map[int64]*claim.Claim) error {
	const text = `SELECT e.claim, e.eid, e.flags, s.text, e.row FROM json_each(?) j CROSS JOIN evidence e ON e.claim = j.value
		CROSS JOIN sentence s ON s.id = e.sentence WHERE e.flags & ? = 0`
	rows, err := tx.QueryContext(ctx, text, list(ids), flagHidden|flagGone)
	if err != nil {
		return err
	}
	return scanAll(rows, func(scan scanner) error {
		var id int64
		var flags int
		var eid string
		var sentence, body sql.RawBytes
		var e claim.Evidence
		if err := scan(&id, &eid, &flags, &sentence, &body); err != nil {
			return err
		}
		if err := unpack(body, &e); err != nil {
			return fmt.Errorf("evidence %s: %w", eid, err)
		}
		plain, err := unpackBytes(sentence)
		if err != nil {
			return fmt.Errorf("evidence %s: %w", eid, err)
		}
		e.ID, e.Text = eid, string(plain)
		e.Withdrawn, e.Denial = flags&flagWithdrawn != 0, flags&flagDenial != 0
		if c := byID[id]; c != nil {
			c.Evidence = append(c.Evidence, e)
		}
		return nil
	})
}

// Each calls f for every claim that matches, ordered by id. It reads in short steps, so that a slow f
// keeps neither the writer nor the log waiting; a claim that is deleted in between is left out.
func (r *Reader) Each(ctx context.Context, q query.Node, f func(claim.Claim) error) error {
	ids, err := r.matching(ctx, q)
	if err != nil {
		return fail("list claims", err)
	}
	const step = 200
	for len(ids) > 0 {
		n := min(step, len(ids))
		var claims []claim.Claim
		err := r.snapshot(ctx, func(tx *sql.Tx) (err error) {
			claims, err = fetch(ctx, tx, ids[:n])
			return err
		})
		if err != nil {
			return fail("list claims", err)
		}
		for _, c := range claims {
			if err := f(c); err != nil {
				return err
			}
		}
		ids = ids[n:]
	}
	return nil
}

// matching are the numbers of the claims that match, ordered by id: eight bytes a claim.
func (r *Reader) matching(ctx context.Context, q query.Node) ([]int64, error) {
	where, args := compile(q)
	rows, err := r.ro.QueryContext(ctx, "SELECT c.id FROM claim c WHERE "+where+" ORDER BY c.cid", args...)
	if err != nil {
		return nil, err
	}
	return integers(rows)
}

func integers(rows *sql.Rows) (ids []int64, err error) {
	err = scanAll(rows, func(scan scanner) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
