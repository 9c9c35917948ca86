package elastic

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
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
	countUpTo    = 20_000 // claims that are counted
	facetSize    = 12
)

// Sorts are the orders that Search knows.
func Sorts() []string {
	return []string{"newest", "oldest", "amount", "articles", "origins", "relevance"}
}

// facetFields are the fields that facets count.
func facetFields() []string {
	return []string{"kind", "certainty", "actor", "victim", "publisher", "origin", "country", "currency", "sum", "disagreement"}
}

// namedFacets are those of facetFields that count names as the record has them; the words that are searched
// by these fields are not whole values.
func namedFacets() []string { return []string{"actor", "victim", "publisher", "origin"} }

// Get returns the claim that holds the evidence that id names, with or without the "c-" of a claim's id.
func (s *Store) Get(ctx context.Context, id string) (claim.Claim, error) {
	body := object{"query": object{"bool": object{"filter": object{"term": object{"held": strings.TrimPrefix(id, "c-")}}}}, "size": 1,
		"sort": []string{"id"}, "_source": "claimwire.claim"}
	var hits []hit
	err := s.current(ctx, claims)
	if err == nil {
		hits, err = s.search(ctx, claims, body)
	}
	if err != nil {
		return claim.Claim{}, fmt.Errorf("get claim %s: %w", id, err)
	}
	if len(hits) == 0 {
		return claim.Claim{}, fmt.Errorf("claim %s: %w", id, indexer.ErrNotFound)
	}
	d, err := hits[0].claim()
	if err != nil {
		return claim.Claim{}, fmt.Errorf("get claim %s: %w", id, err)
	}
	return *d.Claimwire.Claim, nil
}

// Each calls f for every claim that matches, ordered by id. It reads in short steps, so that a slow f
// keeps nothing open in the cluster; a claim that is deleted in between is left out.
func (s *Store) Each(ctx context.Context, q query.Node, f func(claim.Claim) error) error {
	var stop error
	if err := s.current(ctx, claims); err != nil {
		return fmt.Errorf("list claims: %w", err)
	}
	err := s.scanBy(ctx, claims, compile(q), "claimwire.claim", 200, func(h *hit) error {
		d, err := h.claim()
		if err == nil {
			err = f(*d.Claimwire.Claim)
			stop = err
		}
		return err
	})
	if err != nil && stop == nil {
		return fmt.Errorf("list claims: %w", err)
	}
	return err
}

// Search returns one page of claims; see indexer.Request. Pages are stable: a claim that does not change
// while they are read is on exactly one of them.
func (s *Store) Search(ctx context.Context, q indexer.Request) (indexer.Result, error) {
	p, err := plan(q)
	if err == nil {
		err = s.current(ctx, claims)
	}
	if err != nil {
		return indexer.Result{}, fmt.Errorf("search: %w", err)
	}
	// The same copy of each shard answers all pages: scores differ between copies.
	a, err := s.ask(ctx, claims, p.body, url.Values{"preference": {p.digest}})
	if err != nil {
		return indexer.Result{}, fmt.Errorf("search: %w", err)
	}
	res, err := p.result(a)
	if err != nil {
		return indexer.Result{}, fmt.Errorf("search: %w", err)
	}
	res.Highlights = map[string]string{}
	for i := range res.Claims {
		if text := query.Highlight(q.Query, &res.Claims[i]); text != "" {
			res.Highlights[res.Claims[i].ID] = text
		}
	}
	return res, nil
}

// searchPlan is a request brought into Elasticsearch's terms.
type searchPlan struct {
	body   object
	name   string // of the order
	limit  int
	digest string // of everything that a cursor must agree with
}

// cursor is the place after the last claim of a page.
type cursor struct {
	Sort   string            `json:"s"`
	Digest string            `json:"q"`
	After  []json.RawMessage `json:"a"`
}

func plan(q indexer.Request) (*searchPlan, error) {
	n, whole := q.Query, q.Query
	if n == nil {
		n, whole = query.All{}, query.All{}
	}
	if !q.Since.IsZero() {
		n = query.And{n, query.Span{Field: query.LastSeen, From: q.Since}}
	}
	p := &searchPlan{limit: q.Limit, name: cmp.Or(q.Sort, "newest")}
	if p.limit <= 0 {
		p.limit = defaultLimit
	}
	p.limit = min(p.limit, maxLimit)
	sum := sha256.Sum256([]byte(query.String(whole) + "\x00" + q.Since.UTC().Format(time.RFC3339Nano)))
	p.digest = hex.EncodeToString(sum[:8])
	filter := object{"bool": object{"filter": compile(n)}}
	p.body = object{"query": filter, "size": p.limit + 1, "_source": "claimwire.claim", "track_total_hits": countUpTo + 1}
	if q.Facets {
		p.body["aggs"] = facets()
	}
	if err := p.sort(q.Query); err != nil {
		return nil, err
	}
	return p, p.read(q.Cursor)
}

func facets() object {
	all := object{}
	for _, f := range facetFields() {
		field := "search." + f
		if slices.Contains(namedFacets(), f) {
			field = "search.facet." + f
		}
		all[f] = object{"terms": object{"field": field, "size": facetSize,
			"order": []object{{"_count": "desc"}, {"_key": "asc"}}}}
	}
	return all
}

// sort sets the order; claims that are equal in it stand by id, so that pages fit together.
func (p *searchPlan) sort(n query.Node) error {
	if !slices.Contains(Sorts(), p.name) {
		return fmt.Errorf("unknown order %q: it is one of %s", p.name, strings.Join(Sorts(), ", "))
	}
	way := map[bool]string{true: "asc", false: "desc"}[p.name == "oldest"]
	by := "search.sort." + p.name
	if p.name == "relevance" {
		by = p.relevance(query.Sought(n))
	}
	p.body["sort"] = []object{{by: object{"order": way}}, {"id": object{"order": way}}}
	return nil
}

// relevance ranks by the words that are looked for, those of the statement twice as high; without words
// it is newest.
func (p *searchPlan) relevance(sought []query.Words) string {
	if len(sought) == 0 {
		return "search.sort.newest"
	}
	var should []object
	for _, w := range sought {
		text := strings.Join(w.Words, " ")
		should = append(should, object{"match_phrase": object{"search.statement": object{"query": text, "boost": 2}}},
			object{"match_phrase": object{"search.text": object{"query": text}}})
	}
	filter := p.body["query"].(object)["bool"].(object)
	filter["should"], filter["minimum_should_match"] = should, 0
	return "_score"
}

// read takes the place of a cursor.
func (p *searchPlan) read(text string) error {
	if text == "" {
		return nil
	}
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.Sort != p.name || c.Digest != p.digest || len(c.After) != 2 || !scalars(c.After) {
		return ErrCursor
	}
	p.body["search_after"] = c.After
	return nil
}

// scalars reports whether all values are numbers or strings, as sort values are.
func scalars(list []json.RawMessage) bool {
	return !slices.ContainsFunc(list, func(v json.RawMessage) bool {
		return len(v) == 0 || len(v) > 200 || !strings.ContainsRune(`"-0123456789`, rune(v[0]))
	})
}

func (p *searchPlan) result(a *searchAnswer) (indexer.Result, error) {
	hits := a.Hits.Hits
	res := indexer.Result{Total: a.Hits.Total.Value}
	if a.Hits.Total.Relation == "gte" || res.Total > countUpTo {
		res.Total, res.TotalAbout = countUpTo, true
	}
	if len(hits) > p.limit {
		hits = hits[:p.limit]
		b, err := marshal(cursor{Sort: p.name, Digest: p.digest, After: hits[p.limit-1].Sort})
		if err != nil {
			return res, err
		}
		res.Cursor = base64.RawURLEncoding.EncodeToString(b)
	}
	var errs []error
	for i := range hits {
		d, err := hits[i].claim()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		res.Claims = append(res.Claims, *d.Claimwire.Claim)
	}
	if a.Aggregations != nil {
		res.Facets = map[string][]indexer.Facet{}
	}
	for f, agg := range a.Aggregations {
		for _, b := range agg.Buckets {
			res.Facets[f] = append(res.Facets[f], indexer.Facet{Value: b.Key, Count: b.Count})
		}
	}
	return res, errors.Join(errs...)
}
