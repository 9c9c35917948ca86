package indexer

import (
	"context"
	"fmt"

	"github.com/claimwire/claimwire/internal/claim"
)

// Explained is a Store that can say where a claim's evidence belongs.
type Explained interface {
	Store
	Explainer
	Get(ctx context.Context, id string) (claim.Claim, error)
}

// Tie is one edge between two of a component's nodes, used to join them or refused, and why.
type Tie struct {
	Left    claim.Evidence `json:"left"`  // the first evidence of the one node, which the claim holds
	Right   claim.Evidence `json:"right"` // the first evidence of the other
	Class   string         `json:"class,omitempty"`
	Joined  bool           `json:"joined"`            // they are in one claim
	Reason  string         `json:"reason"`            // what they have in common: "same victim halberd pay; amounts agree: …"
	Refused string         `json:"refused,omitempty"` // why it joined nothing: "different period: …"
}

// nothingJoins is why most of what stands near a claim is not in it.
const nothingJoins = "nothing joins them: too little in common, or too far apart in time"

// Apart reports that nothing joins the two and nothing speaks against it: they are only near.
func (t Tie) Apart() bool {
	return !t.Joined && t.Class == "" && t.Reason == "" && t.Refused == nothingJoins
}

// Why explains a claim: every edge between its nodes, and every edge to a node of another claim that
// was refused.
func Why(ctx context.Context, s Explained, id string) ([]Tie, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("explain claim %s: %w", id, err)
	}
	nodes, err := s.NodesOf(ctx, evidenceIDs(&c))
	if err != nil {
		return nil, fmt.Errorf("find the nodes of claim %s: %w", id, err)
	}
	v, err := s.Component(ctx, nodes, newMeeting(nodes))
	if err != nil {
		return nil, fmt.Errorf("read what belongs to claim %s: %w", id, err)
	}
	x := explainer{list: vertices(&v), mine: map[int]bool{}}
	for i := range x.list {
		x.mine[i] = x.list[i].Rows[0].Claim == c.ID
	}
	x.explain(v.Decisions)
	return x.ties, nil
}

// newMeeting accepts what newJoined does, and what only meets the nodes named: refusals are explained
// too.
func newMeeting(nodes []string) func(a, b *Node) bool {
	joined := newJoined()
	named := map[string]bool{}
	for _, id := range nodes {
		named[id] = true
	}
	return func(a, b *Node) bool { return named[a.ID] || named[b.ID] || joined(a, b) }
}

type explainer struct {
	list []Vertex
	mine map[int]bool // the claim's own vertices
	ties []Tie
}

func (x *explainer) explain(decisions []Decision) {
	edges := edgesOf(x.list, func(a, b int, why string) {
		if x.mine[a] != x.mine[b] {
			x.add(a, b, Tie{Refused: why})
		}
	})
	p := newPartitioner(x.list)
	var seen []Edge
	var refusals []string
	p.trace = func(e *Edge, refused string) {
		seen = append(seen, *e)
		refusals = append(refusals, refused)
	}
	p.run(edges, decisions)
	for i, e := range seen {
		if x.mine[e.A] || x.mine[e.B] {
			f, g := x.list[e.A].feature, x.list[e.B].feature
			x.add(e.A, e.B, Tie{Class: e.class.String(), Joined: p.find(e.A) == p.find(e.B), Reason: e.binding.say(f, g), Refused: refusals[i]})
		}
	}
}

func (x *explainer) add(a, b int, t Tie) {
	if !x.mine[a] {
		a, b = b, a
	}
	t.Left, t.Right = x.list[a].Rows[0].Evidence, x.list[b].Rows[0].Evidence
	x.ties = append(x.ties, t)
}
