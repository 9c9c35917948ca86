package sqlite

import (
	"context"
	"encoding/json"
)

// NodesOf names the nodes of pieces of evidence; see indexer.Explainer.
func (r *Reader) NodesOf(ctx context.Context, evidence []string) ([]string, error) {
	ids, err := json.Marshal(evidence)
	if err != nil {
		return nil, fail("find nodes of evidence", err)
	}
	var names []string
	const text = `SELECT DISTINCT n.fingerprint FROM json_each(?) j JOIN evidence e ON e.eid = j.value
		JOIN sentence s ON s.id = e.sentence JOIN node n ON n.id = s.node ORDER BY n.fingerprint`
	rows, err := r.ro.QueryContext(ctx, text, string(ids))
	if err == nil {
		err = scanAll(rows, func(scan scanner) error {
			var name string
			err := scan(&name)
			names = append(names, name)
			return err
		})
	}
	if err != nil {
		return nil, fail("find nodes of evidence", err)
	}
	return names, nil
}
