package sqlite

import "strings"

// insertion is the evidence that a node gets in one run of Add, beside what it had: Component needs both next, and
// would read and unpack what Add has just packed and written.
type insertion struct {
	before []*held // what memory knew of the node
	known  bool    // that is all that it had
	added  []*held
}

// note takes what a node has been given.
func (a *adder) note(n *nodeState, h *held) {
	if a.inserted == nil {
		return
	}
	in := a.inserted[n.id]
	if in == nil {
		in = &insertion{known: n.frame != nil}
		if !in.known {
			in.before, in.known = a.s.rows.get(n.id)
		}
		a.inserted[n.id] = in
		a.s.rows.drop(n.id)
	}
	in.added = append(in.added, h)
}

// newHeld is a piece of evidence as it is read from the file. Its text is cut out of the article's, which must not
// stay in memory for it.
func newHeld(it *readyItem, i int, h held) *held {
	h.row, h.toldRead = it.Rows[i], true
	h.row.Text, h.row.Article, h.row.Claim = strings.Clone(h.row.Text), "", ""
	h.row.Revision = it.Page.Revision
	h.row.Withdrawn, h.row.Gone = h.flags&flagWithdrawn != 0, h.flags&flagGone != 0
	return &h
}

// remember keeps in memory what the run has written, once all of it stands. Evidence that the run has changed, and
// nodes that had others keys before, are read again.
func (a *adder) remember() {
	for id, in := range a.inserted {
		if in.known && !a.lost[id] {
			all := append(in.before[:len(in.before):len(in.before)], in.added...)
			a.s.rows.put(id, all, weigh(all))
		}
	}
	for _, n := range a.nodes {
		if n.node != nil && !a.lost[n.id] {
			n.node.Keys = a.s.live(&n.node.Frame, n.keys)
			a.s.keepNode(n.id, n.node)
		}
	}
}
