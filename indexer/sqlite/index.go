package sqlite

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// The fields of the value table are those of the query language. Ids and other names of a party stand
// apart, so that facets count names alone.
const otherNames = "+"

// indexed are the fields whose values claims are found by.
func indexed() []query.Field {
	return []query.Field{query.Actor, query.Victim, query.Publisher, query.Origin, query.Document, query.Via,
		query.Country, query.Currency, query.Sum, query.Disagreement}
}

// put writes one claim: the columns that queries need, its record, and what it is found by.
func (k *committer) put(c *readyClaim) error {
	old, known := k.token.claims[c.ID]
	if k.deleted[old.id] {
		old, known = storedClaim{}, false
	}
	vals, err := k.values(c.Claim)
	if err != nil {
		return err
	}
	id, err := k.columns(c, old.id, known, vals)
	if err != nil {
		return err
	}
	k.claims[c.ID], k.written[id] = id, true
	if err := k.repost(id, old.vals, vals); err != nil {
		return err
	}
	if known && old.statement == c.Statement {
		return nil
	}
	return k.words(id, known, c.words)
}

// columns inserts or updates the claim's row and its record.
func (k *committer) columns(c *readyClaim, id int64, known bool, vals []int64) (int64, error) {
	args := []any{c.ID, string(c.Kind), string(c.Certainty), firstSeen(c.FirstSeen), lastSeen(c.LastSeen), numeric(query.Amount, c.Claim),
		numeric(query.AmountUSD, c.Claim), c.Articles, c.Stories, c.Publishers, c.OriginsMin, c.OriginsMax, c.Denials, packInts(vals), dollars(c.Claim)}
	if known {
		const text = `UPDATE claim SET cid = ?, kind = ?, certainty = ?, first_seen = ?, last_seen = ?, amount = ?, usd = ?, articles = ?,
			stories = ?, publishers = ?, origins_min = ?, origins_max = ?, denials = ?, vals = ?, dollars = ? WHERE id = ?`
		if err := k.w.exec(k.ctx, text, append(args, id)...); err != nil {
			return 0, err
		}
		return id, k.w.exec(k.ctx, "UPDATE record SET body = ? WHERE claim = ?", c.body, id)
	}
	id = k.s.next("claim")
	const text = `INSERT INTO claim(cid, kind, certainty, first_seen, last_seen, amount, usd, articles, stories, publishers,
		origins_min, origins_max, denials, vals, dollars, id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
	if err := k.w.exec(k.ctx, text, append(args, id)...); err != nil {
		return 0, err
	}
	k.s.count("claims", 1)
	return id, k.w.exec(k.ctx, "INSERT INTO record(claim, body) VALUES(?,?)", id, c.body)
}

// dollars is what claims are sorted by amount by: whole numbers, so that a cursor is exact.
func dollars(c *claim.Claim) int64 {
	v, ok := query.Number(query.AmountUSD, c)
	if !ok {
		return -1
	}
	return int64(min(v, 1<<62))
}

// Unknown times sort last in either direction.
const (
	unknownFirst = math.MaxInt64
	unknownLast  = math.MinInt64
)

func firstSeen(t time.Time) int64 {
	if t.IsZero() {
		return unknownFirst
	}
	return t.UnixMicro()
}

func lastSeen(t time.Time) int64 {
	if t.IsZero() {
		return unknownLast
	}
	return t.UnixMicro()
}

func numeric(f query.Field, c *claim.Claim) any {
	if v, ok := query.Number(f, c); ok {
		return v
	}
	return nil
}

// values are the ids of a claim's values, sorted.
func (k *committer) values(c *claim.Claim) ([]int64, error) {
	var ids []int64
	for _, f := range indexed() {
		names := labels(f, c)
		for _, v := range query.Values(f, c) {
			field := string(f)
			if names != nil && !slices.Contains(names, v) {
				field += otherNames
			}
			id, err := k.value(valueKey{field, v}, f)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, cmp.Compare)
	return slices.Compact(ids), nil
}

// labels are the values of a field that a facet shows; nil: all.
func labels(f query.Field, c *claim.Claim) []string {
	names := []string{}
	switch f {
	case query.Actor:
		for _, p := range c.Actors {
			names = append(names, p.Name)
		}
	case query.Victim:
		for _, p := range c.Victims {
			names = append(names, p.Name)
		}
	case query.Origin:
		for _, o := range c.Origins {
			names = append(names, o.Name)
		}
	default:
		return nil
	}
	return names
}

// value finds or makes the id of a value.
func (k *committer) value(v valueKey, f query.Field) (int64, error) {
	if id, ok := k.s.values[v]; ok {
		return id, nil
	}
	var id int64
	found, err := k.w.one(k.ctx, "SELECT id FROM value WHERE field = ? AND text = ?", []any{v.field, v.text}, &id)
	if err != nil {
		return 0, err
	}
	if !found {
		id = k.s.next("value")
		if err := k.w.exec(k.ctx, "INSERT INTO value(id, field, text) VALUES(?,?,?)", id, v.field, v.text); err != nil {
			return 0, err
		}
		if wordsField(f) {
			if err := k.w.exec(k.ctx, "INSERT INTO value_words(rowid, words) VALUES(?,?)", id, query.TokenText(v.text)); err != nil {
				return 0, err
			}
		}
	}
	k.s.values[v] = id
	return id, nil
}

func wordsField(f query.Field) bool {
	switch f {
	case query.Country, query.Currency, query.Sum, query.Disagreement:
		return false
	}
	return true
}

// posting says that a claim has a value.
type posting struct{ value, claim int64 }

// repost brings the postings of a claim from its old values to its new ones; both are sorted. New ones
// are written for all claims at once, in the order of the tree.
func (k *committer) repost(id int64, old, now []int64) error {
	for _, v := range now {
		if _, kept := slices.BinarySearch(old, v); !kept {
			k.posted = append(k.posted, posting{v, id})
		}
	}
	for _, v := range old {
		if _, kept := slices.BinarySearch(now, v); !kept {
			if err := k.w.exec(k.ctx, "DELETE FROM posting WHERE value = ? AND claim = ?", v, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *committer) insertPostings() error {
	slices.SortFunc(k.posted, func(a, b posting) int { return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.claim, b.claim)) })
	values := make([]any, 0, 2*len(k.posted))
	for _, p := range k.posted {
		values = append(values, p.value, p.claim)
	}
	return k.w.several(k.ctx, "INSERT OR IGNORE INTO posting(value, claim) VALUES", 2, values, "")
}

// words brings the statement's full text up to date.
func (k *committer) words(id int64, known bool, words string) error {
	if known {
		if err := k.w.exec(k.ctx, "DELETE FROM statement_words WHERE rowid = ?", id); err != nil {
			return err
		}
	}
	return k.w.exec(k.ctx, "INSERT INTO statement_words(rowid, words) VALUES(?,?)", id, words)
}
