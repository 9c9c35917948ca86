package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/claimwire/claimwire/indexer"
)

// The bounds of counting.
const (
	countUpTo = 20_000 // claims that are counted, the latest first, and that facets count over
	facetSize = 12
)

// count counts the claims that match, and the values that they have, up to a bound.
func (p *searchPlan) count(ctx context.Context, tx *sql.Tx, facets bool, res *indexer.Result) error {
	if !facets {
		text := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM claim c WHERE %s LIMIT %d)", p.where, countUpTo+1)
		if err := tx.QueryRowContext(ctx, text, p.args[:p.used()]...).Scan(&res.Total); err != nil {
			return err
		}
	} else if err := p.facets(ctx, tx, res); err != nil {
		return err
	}
	if res.Total > countUpTo {
		res.Total, res.TotalAbout = countUpTo, true
	}
	return nil
}

// used is the number of arguments that the condition takes; the order's come after them.
func (p *searchPlan) used() int {
	if p.with != "" {
		return len(p.args) - 2
	}
	return len(p.args)
}

func (p *searchPlan) facets(ctx context.Context, tx *sql.Tx, res *indexer.Result) error {
	counts := map[string]map[string]int{"kind": {}, "certainty": {}}
	values := map[int64]int{} // by number
	text := fmt.Sprintf("SELECT c.kind, c.certainty, c.vals FROM claim c WHERE %s ORDER BY c.id DESC LIMIT %d", p.where, countUpTo+1)
	rows, err := tx.QueryContext(ctx, text, p.args[:p.used()]...)
	if err != nil {
		return err
	}
	err = scanAll(rows, func(scan scanner) error {
		var kind, certainty string
		var vals sql.RawBytes
		if err := scan(&kind, &certainty, &vals); err != nil {
			return err
		}
		if res.Total++; res.Total > countUpTo {
			return nil
		}
		counts["kind"][kind]++
		counts["certainty"][certainty]++
		for _, v := range unpackInts(vals) {
			values[v]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	res.Facets = map[string][]indexer.Facet{}
	for field, byValue := range counts {
		for v, n := range byValue {
			res.Facets[field] = append(res.Facets[field], indexer.Facet{Value: v, Count: n})
		}
	}
	if err := nameValues(ctx, tx, values, res.Facets); err != nil {
		return err
	}
	for field, list := range res.Facets {
		res.Facets[field] = top(list)
	}
	return nil
}

// nameValues turns the numbers of the most frequent values into fields and names.
func nameValues(ctx context.Context, tx *sql.Tx, values map[int64]int, facets map[string][]indexer.Facet) error {
	const text = "SELECT v.id, v.field FROM json_each(?) j CROSS JOIN value v ON v.id = j.value"
	rows, err := tx.QueryContext(ctx, text, list(slices.Sorted(maps.Keys(values))))
	if err != nil {
		return err
	}
	byField := map[string][]int64{}
	err = scanAll(rows, func(scan scanner) error {
		var id int64
		var field sql.RawBytes
		err := scan(&id, &field)
		byField[string(field)] = append(byField[string(field)], id)
		return err
	})
	if err != nil {
		return err
	}
	var frequent []int64
	for _, ids := range byField {
		slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(values[b], values[a]) })
		n := min(facetSize, len(ids))
		for n < len(ids) && values[ids[n]] == values[ids[n-1]] {
			n++ // of those that are as frequent as the last, their names tell which come first
		}
		frequent = append(frequent, ids[:n]...)
	}
	rows, err = tx.QueryContext(ctx, "SELECT v.id, v.field, v.text FROM json_each(?) j CROSS JOIN value v ON v.id = j.value", list(frequent))
	if err != nil {
		return err
	}
	return scanAll(rows, func(scan scanner) error {
		var id int64
		var field, name string
		err := scan(&id, &field, &name)
		facets[field] = append(facets[field], indexer.Facet{Value: name, Count: values[id]})
		return err
	})
}

// top are the most frequent values, then by name.
func top(all []indexer.Facet) []indexer.Facet {
	list := slices.DeleteFunc(all, func(f indexer.Facet) bool { return f.Value == "" })
	slices.SortFunc(list, func(a, b indexer.Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return list[:min(facetSize, len(list))]
}
