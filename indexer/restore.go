package indexer

import (
	"slices"

	"github.com/claimwire/claimwire/internal/claim"
)

// restorer makes the change by which claims come to stand in a store as they stood in another.
type restorer struct {
	view   *View
	rows   map[string]*Row
	stored map[string]*claim.Claim
	holds  map[string]int // by claim of the view, how many rows it holds
	placed map[string]bool
	change Change
	same   bool // every claim so far can stand as it stood
}

func newRestorer(v *View) *restorer {
	r := &restorer{view: v, rows: map[string]*Row{}, stored: map[string]*claim.Claim{}, holds: map[string]int{}, placed: map[string]bool{},
		change: Change{Held: map[string]string{}}, same: true}
	for i := range v.Rows {
		row := &v.Rows[i]
		r.rows[row.ID] = row
		if row.Claim != "" {
			r.holds[row.Claim]++
		}
	}
	for i := range v.Claims {
		r.stored[v.Claims[i].ID] = &v.Claims[i]
	}
	return r
}

// claim adds one claim to the change, unless some of its evidence is not there, is held by another claim,
// or stands in a claim of its id with further evidence.
func (r *restorer) claim(h *Holding) {
	c := h.Claim
	held := 0
	for _, e := range h.Held {
		row := r.rows[e.ID]
		if row == nil || row.Gone || row.Claim != "" && row.Claim != c.ID {
			r.same = false
			return
		}
		if row.Claim == c.ID {
			held++
		}
	}
	if len(h.Held) == 0 || r.holds[c.ID] > held {
		r.same = false
		return
	}
	c.Evidence = r.evidence(h)
	old := r.stored[c.ID]
	if old != nil {
		c.History = historiesOf([]claim.Claim{*old, c}).of(r.support(h), nil)
	}
	for _, e := range h.Held {
		r.placed[e.ID] = true
	}
	if old != nil && held == len(h.Held) && sameRecord(old, &c) {
		return
	}
	r.change.Put = append(r.change.Put, c)
	for _, e := range h.Held {
		if r.rows[e.ID].Claim != c.ID {
			r.change.Held[e.ID] = c.ID
		}
	}
}

// evidence is what the record of a claim lists.
func (r *restorer) evidence(h *Holding) []claim.Evidence {
	var rows []*Row
	denial := map[string]bool{}
	for _, e := range h.Held {
		if !e.Hidden {
			rows = append(rows, r.rows[e.ID])
			denial[e.ID] = e.Denial
		}
	}
	slices.SortFunc(rows, byDate)
	var list []claim.Evidence
	for _, row := range rows {
		e := row.Shown()
		e.Denial = denial[e.ID]
		list = append(list, e)
	}
	return list
}

func (r *restorer) support(h *Holding) []support {
	var list []support
	for _, e := range h.Held {
		list = append(list, support{Row: r.rows[e.ID], denial: e.Denial})
	}
	return list
}

// complete reports whether no row of the view is left without a claim.
func (r *restorer) complete() bool {
	return !slices.ContainsFunc(r.view.Rows, func(row Row) bool { return !row.Gone && row.Claim == "" && !r.placed[row.ID] })
}
