package sqlite

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// The bounds of one search.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// ErrCursor means that a cursor does not belong to the request.
var ErrCursor = errors.New("the cursor is not from this query and order; begin again without it")

// Search returns one page of claims; see indexer.Request. Pages are stable: a claim that does not change
// while they are read is on exactly one of them.
func (r *Reader) Search(ctx context.Context, q indexer.Request) (indexer.Result, error) {
	p, err := plan(q)
	if err != nil {
		return indexer.Result{}, fmt.Errorf("search: %w", err)
	}
	var res indexer.Result
	err = r.snapshot(ctx, func(tx *sql.Tx) error {
		ids, err := p.page(ctx, tx, &res)
		if err != nil {
			return err
		}
		if res.Claims, err = fetch(ctx, tx, ids); err != nil {
			return err
		}
		return p.count(ctx, tx, q.Facets, &res)
	})
	if err != nil {
		return indexer.Result{}, fail("search", err)
	}
	res.Highlights = highlights(q.Query, res.Claims)
	return res, nil
}

func highlights(n query.Node, claims []claim.Claim) map[string]string {
	marks := map[string]string{}
	for i := range claims {
		if s := query.Highlight(n, &claims[i]); s != "" {
			marks[claims[i].ID] = s
		}
	}
	return marks
}

// searchPlan is a request brought into SQL.
type searchPlan struct {
	where  string
	args   []any
	with   string // what the order needs before SELECT
	from   string
	order  string // an integer expression, what the claims are sorted by
	desc   bool
	limit  int
	name   string // of the order
	digest string // of everything that a cursor must agree with
	after  *cursor
}

// cursor is the place after the last claim of a page.
type cursor struct {
	Sort   string `json:"s"`
	Digest string `json:"q"`
	Key    int64  `json:"k"`
	ID     int64  `json:"i"`
}

func plan(q indexer.Request) (*searchPlan, error) {
	n := q.Query
	if !q.Since.IsZero() {
		n = query.And{orAll(n), query.Span{Field: query.LastSeen, From: q.Since}}
	}
	p := &searchPlan{limit: q.Limit, name: cmp.Or(q.Sort, "newest"), from: "claim c"}
	if p.limit <= 0 {
		p.limit = defaultLimit
	}
	p.limit = min(p.limit, maxLimit)
	p.where, p.args = compile(n)
	if err := p.sort(q.Query); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(query.String(orAll(q.Query)) + "\x00" + q.Since.UTC().Format(time.RFC3339Nano)))
	p.digest = hex.EncodeToString(sum[:8])
	return p, p.read(q.Cursor)
}

func orAll(n query.Node) query.Node {
	if n == nil {
		return query.All{}
	}
	return n
}

// Sorts are the orders that Search knows.
func Sorts() []string {
	return []string{"newest", "oldest", "amount", "articles", "origins", "relevance"}
}

func (p *searchPlan) sort(n query.Node) error {
	p.desc = p.name != "oldest"
	switch p.name {
	case "newest":
		p.order = "c.last_seen"
	case "oldest":
		p.order = "c.first_seen"
	case "amount":
		p.order = "c.dollars"
	case "articles":
		p.order = "c.articles"
	case "origins":
		p.order = "c.origins_min"
	case "relevance":
		p.relevance(query.Sought(n))
	default:
		return fmt.Errorf("unknown order %q: it is one of %s", p.name, strings.Join(Sorts(), ", "))
	}
	return nil
}

// relevance ranks a claim by its best sentence, and its statement twice as high; without words to look
// for it is newest.
func (p *searchPlan) relevance(words []query.Words) {
	if len(words) == 0 {
		p.order = "c.last_seen"
		return
	}
	var alternatives []string
	for _, w := range words {
		alternatives = append(alternatives, "("+match(w)+")")
	}
	either := strings.Join(alternatives, " OR ")
	p.args = append(p.args, either, "statement : ("+either+")")
	sentence, statement := fmt.Sprintf("?%d", len(p.args)-1), fmt.Sprintf("?%d", len(p.args))
	p.with = `WITH score(id, points) AS MATERIALIZED (SELECT id, max(points) FROM (
		SELECT rowid AS id, -2e6 * bm25(claim_words) AS points FROM claim_words WHERE claim_words MATCH ` + statement + `
		UNION ALL SELECT e.claim, -1e6 * bm25(sentence_words) FROM sentence_words f CROSS JOIN evidence e ON e.sentence = f.rowid
		WHERE f.words MATCH ` + sentence + ` AND e.claim IS NOT NULL) GROUP BY id) `
	p.from = "claim c LEFT JOIN score ON score.id = c.id"
	p.order = "coalesce(cast(score.points AS INTEGER), 0)"
}

// read takes the place of a cursor.
func (p *searchPlan) read(text string) error {
	if text == "" {
		return nil
	}
	p.after = &cursor{}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, p.after)
	}
	if err != nil || p.after.Sort != p.name || p.after.Digest != p.digest {
		return ErrCursor
	}
	return nil
}

// page finds the claims of the page, and the cursor after it.
func (p *searchPlan) page(ctx context.Context, tx *sql.Tx, res *indexer.Result) ([]int64, error) {
	where, args, way, beyond := p.where, slices.Clone(p.args), "ASC", ">"
	if p.desc {
		way, beyond = "DESC", "<"
	}
	if p.after != nil {
		n := len(args)
		args = append(args, p.after.Key, p.after.ID)
		where = fmt.Sprintf("(%s) AND (%s, c.id) %s (?%d, ?%d)", where, p.order, beyond, n+1, n+2)
	}
	text := fmt.Sprintf("%sSELECT c.id, %s FROM %s WHERE %s ORDER BY %s %s, c.id %s LIMIT %d",
		p.with, p.order, p.from, where, p.order, way, way, p.limit+1)
	rows, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	var places []cursor
	err = scanAll(rows, func(scan scanner) error {
		c := cursor{Sort: p.name, Digest: p.digest}
		err := scan(&c.ID, &c.Key)
		places = append(places, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(places) > p.limit {
		places = places[:p.limit]
		b, err := json.Marshal(places[p.limit-1])
		if err != nil {
			return nil, err
		}
		res.Cursor = base64.RawURLEncoding.EncodeToString(b)
	}
	ids := make([]int64, len(places))
	for i, c := range places {
		ids[i] = c.ID
	}
	return ids, nil
}
