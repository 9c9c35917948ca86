package indexer

import "github.com/claimwire/claimwire/internal/claim"

// settled knows which claims need no new record. A record is a function of the rows that the claim holds, of their
// nodes and of the pages that they stand on: where these are what they were at the last Commit, so is the record,
// and everything on it has been announced.
type settled struct {
	v      *View
	stored map[string]*claim.Claim
	held   map[string]int // by claim: how many rows it holds, gone ones too
}

func newSettled(v *View, stored map[string]*claim.Claim) *settled {
	s := &settled{v: v, stored: stored, held: make(map[string]int, len(stored))}
	if v.Fresh != nil {
		for i := range v.Rows {
			s.held[v.Rows[i].Claim]++
		}
	}
	return s
}

// claim names the claim that holds exactly what r is to record, all of it settled; it is empty where there is none.
// Claims with denials are left to the recorder: which evidence denies is no matter of the rows alone.
func (s *settled) claim(r *recorder) string {
	if s.v.Fresh == nil || len(r.denials) > 0 {
		return ""
	}
	id, n := r.group[0].Rows[0].Claim, 0
	for _, x := range r.group {
		if s.v.Fresh[x.feature.id] {
			return ""
		}
		for _, row := range x.Rows {
			if row.Claim != id || !s.current(row) {
				return ""
			}
			n++
		}
	}
	if old := s.stored[id]; old == nil || n != s.held[id] || hasDenials(old) {
		return ""
	}
	return id
}

// current reports whether the page that a row stands on is the one that it came with.
func (s *settled) current(row *Row) bool {
	p, ok := s.v.Pages[row.Article]
	return ok && p.Generation == row.Generation && p.Revision == row.Revision && p.FetchedAt.Equal(row.Fetched)
}

func hasDenials(c *claim.Claim) bool {
	if c.Denials > 0 {
		return true
	}
	for i := range c.Evidence {
		if c.Evidence[i].Denial {
			return true
		}
	}
	return false
}
