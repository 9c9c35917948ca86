package cli

import (
	"context"
	"strings"

	"github.com/claimwire/claimwire/internal/app"
)

// printWhy prints every edge of the claim: of those that join its evidence the ones of one reason
// together, of those that were refused the ones to the same evidence of another claim.
func printWhy(ctx context.Context, p *errWriter, o *app.Operator, id string) error {
	ties, err := o.Why(ctx, id)
	if err != nil {
		return err
	}
	p.printf("\nwhy\n")
	if len(ties) == 0 {
		p.printf("  all its evidence says the same, and nothing else is near\n")
	}
	isJoined := func(t app.Tie) bool { return t.Joined }
	for _, group := range grouped(ties, isJoined, tieReason) {
		p.printf("  joined: %s\n", tieReason(group[0]))
		for _, same := range grouped(group, isJoined, leftID) {
			p.printf("    %s with %s\n", same[0].Left.ID, ids(same, rightID))
		}
	}
	printApart(p, ties)
	return nil
}

// nearShown is how many pieces of evidence that nothing joins are named.
const nearShown = 10

// printApart prints what was kept apart by a conflict, each with its conflicts, and in short what is only
// near: that nothing joins two sentences is no finding, and there can be hundreds of them.
func printApart(p *errWriter, ties []app.Tie) {
	isApart := func(t app.Tie) bool { return !t.Joined }
	isConflict := func(t app.Tie) bool { return isApart(t) && !t.Apart() }
	var near []app.Tie
	for _, group := range grouped(ties, isApart, rightID) {
		conflicts := grouped(group, isConflict, tieReason)
		if len(conflicts) == 0 {
			near = append(near, group[0])
			continue
		}
		p.printf("  kept apart from %s “%s”\n", group[0].Right.ID, clip(group[0].Right.Text, 120))
		for _, same := range conflicts {
			p.printf("    %s: %s\n", tieReason(same[0]), ids(same, leftID))
		}
	}
	printNear(p, near)
}

func printNear(p *errWriter, near []app.Tie) {
	if len(near) == 0 {
		return
	}
	p.printf("  near, but too little in common, or too far apart in time\n")
	for _, t := range near[:min(len(near), nearShown)] {
		p.printf("    %s “%s”\n", t.Right.ID, clip(t.Right.Text, 120))
	}
	if more := len(near) - nearShown; more > 0 {
		p.printf("    and %d more\n", more)
	}
}

func leftID(t app.Tie) string  { return t.Left.ID }
func rightID(t app.Tie) string { return t.Right.ID }

// grouped puts those of the ties that keep takes together by a key, in the order in which the keys come.
func grouped(ties []app.Tie, keep func(app.Tie) bool, key func(app.Tie) string) [][]app.Tie {
	var groups [][]app.Tie
	at := map[string]int{}
	for _, t := range ties {
		if !keep(t) {
			continue
		}
		i, ok := at[key(t)]
		if !ok {
			i = len(groups)
			at[key(t)] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}

func ids(ties []app.Tie, of func(app.Tie) string) string {
	list := make([]string, len(ties))
	for i, t := range ties {
		list[i] = of(t)
	}
	return strings.Join(list, ", ")
}

// tieReason is what a tie's two sides have in common, and what spoke against joining them; a class that
// the reason names itself is left out.
func tieReason(t app.Tie) string {
	var list []string
	for _, r := range []string{t.Class, t.Reason, t.Refused} {
		if n := len(list); n > 0 && strings.HasPrefix(r, list[n-1]) {
			list = list[:n-1]
		}
		if r != "" {
			list = append(list, r)
		}
	}
	return strings.Join(list, "; ")
}
