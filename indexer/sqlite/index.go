package sqlite

import (
	"cmp"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// put writes one claim: the columns that queries need, its record, and what it is found by.
func (k *committer) put(c *readyClaim) error {
	old, known := k.token.claims[c.ID]
	if k.deleted[old.id] {
		old, known = storedClaim{}, false
	}
	id, err := k.columns(c, old.id, known)
	if err != nil {
		return err
	}
	k.claims[c.ID], k.written[id] = id, true
	bare := *c.Claim
	bare.Evidence = nil
	k.s.claims.put(id, &storedClaim{id: id, words: c.digest, record: bare}, 1)
	if known && old.words == c.digest {
		return nil // it is found by the same
	}
	k.found = append(k.found, foundBy{id, known, c.words})
	return nil
}

// foundBy is what a claim is found by from now on.
type foundBy struct {
	claim  int64
	stored bool     // other words of it are
	words  []string // the columns of claim_words; none of a claim that is no longer
}

// columns inserts or updates the claim's row and its record.
func (k *committer) columns(c *readyClaim, id int64, known bool) (int64, error) {
	vals, err := k.values(c.Claim)
	if err != nil {
		return 0, err
	}
	args := []any{c.ID, string(c.Kind), string(c.Certainty), firstSeen(c.FirstSeen), lastSeen(c.LastSeen), numeric(query.Amount, c.Claim),
		numeric(query.AmountUSD, c.Claim), c.Articles, c.Stories, c.Publishers, c.OriginsMin, c.OriginsMax, c.Denials, packInts(vals), dollars(c.Claim), c.digest}
	if known {
		const text = `UPDATE claim SET cid = ?, kind = ?, certainty = ?, first_seen = ?, last_seen = ?, amount = ?, usd = ?, articles = ?,
			stories = ?, publishers = ?, origins_min = ?, origins_max = ?, denials = ?, vals = ?, dollars = ?, words = ? WHERE id = ?`
		if err := k.w.exec(k.ctx, text, append(args, id)...); err != nil {
			return 0, err
		}
		return id, k.w.exec(k.ctx, "UPDATE record SET body = ? WHERE claim = ?", c.body, id)
	}
	id = k.s.next("claim")
	const text = `INSERT INTO claim(cid, kind, certainty, first_seen, last_seen, amount, usd, articles, stories, publishers,
		origins_min, origins_max, denials, vals, dollars, words, id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
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

// values are the ids of the values that facets count, sorted.
func (k *committer) values(c *claim.Claim) ([]int64, error) {
	ids := []int64{}
	for _, f := range facetFields() {
		for _, v := range facetValues(f, c) {
			id, err := k.value(valueKey{string(f), v})
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// facetFields are the fields that facets count, beside kind and certainty.
func facetFields() []query.Field {
	return []query.Field{query.Actor, query.Victim, query.Publisher, query.Origin, query.Country, query.Currency, query.Sum, query.Disagreement}
}

// facetValues are a claim's values that a facet shows: of parties the names alone.
func facetValues(f query.Field, c *claim.Claim) []string {
	var names []string
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
		return query.Values(f, c)
	}
	return names
}

// value finds or makes the id of a value.
func (k *committer) value(v valueKey) (int64, error) {
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
	}
	k.s.values[v] = id
	return id, nil
}

// putWords brings what claims are found by up to date, in the order of their numbers: for a number that is
// lower than the one before it the full text writes all that it has gathered as a segment of its own, and
// merges those with the large ones soon after.
func (k *committer) putWords(*readyChange) error {
	slices.SortFunc(k.found, func(a, b foundBy) int { return cmp.Compare(a.claim, b.claim) })
	for _, f := range k.found {
		if f.stored {
			if err := k.w.exec(k.ctx, "DELETE FROM claim_words WHERE rowid = ?", f.claim); err != nil {
				return err
			}
		}
		if f.words == nil {
			continue
		}
		const text = `INSERT INTO claim_words(rowid, statement, actor, victim, publisher, origin, document, via, terms)
			VALUES(?,?,?,?,?,?,?,?,?)`
		args := []any{f.claim}
		for _, w := range f.words {
			args = append(args, w)
		}
		if err := k.w.exec(k.ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}

// wordFields are the columns of claim_words before the last.
func wordFields() []query.Field {
	return []query.Field{query.Statement, query.Actor, query.Victim, query.Publisher, query.Origin, query.Document, query.Via}
}

// termFields are the fields whose values stand in the last column of claim_words.
func termFields() []query.Field {
	return []query.Field{query.Country, query.Currency, query.Sum, query.Disagreement}
}

// columnsOfWords are the columns of claim_words for a claim. Between two values stands what no query
// looks for, so that no phrase reaches from one into the next.
func columnsOfWords(c *claim.Claim) []string {
	var columns []string
	terms := ""
	for _, f := range wordFields() {
		var list []string
		for _, v := range query.Values(f, c) {
			list = append(list, query.TokenText(v))
		}
		if len(list) > 0 {
			terms += hasToken(f) + " "
		}
		columns = append(columns, strings.Join(list, " ¦ "))
	}
	for _, f := range termFields() {
		values := query.Values(f, c)
		for _, v := range values {
			terms += termToken(f, v) + " "
		}
		if len(values) > 0 {
			terms += hasToken(f) + " "
		}
	}
	return append(columns, terms)
}

// termToken is a value of a field as one word, whatever it is made of.
func termToken(f query.Field, value string) string {
	return string(f) + hex.EncodeToString([]byte(value))
}

func hasToken(f query.Field) string { return "has" + string(f) }
