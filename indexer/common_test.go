package indexer

import (
	"context"
	"fmt"
	"testing"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestAFormulaJoinsNothing: one sentence in articles that all name a town, each for another incident, is one claim
// until a hundred frames have it.
func TestAFormulaJoinsNothing(t *testing.T) {
	for name, said := range map[string]string{
		"a sentence":       "The lifts of the building were out of order at the time.",
		"one of few words": "Its elevators jammed twice overnight.",
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemStore()
			x := New(m, Options{})
			claims := func(from, to int) int {
				var batch []claim.Extraction
				for n := from; n < to; n++ {
					about := fmt.Sprintf("Veld%cst%cr", 'a'+rune(n%20), 'a'+rune(n/20))
					e := report(t, fmt.Sprint("a", n), fmt.Sprint("Outlet ", n), "2024-03-01").says(claim.Statement, said).end()
					e.Article.Title = "The morning at " + about
					e.Article.Text += " It was a quiet morning at " + about + ". The people of " + about + " went to Harlowick by train."
					e.Article.Complete()
					batch = append(batch, e)
				}
				if _, err := x.Write(context.Background(), batch); err != nil {
					t.Fatal(err)
				}
				return len(m.claims)
			}
			if n := claims(0, maxSayings); n != 1 {
				t.Errorf("%d claims of %d articles, want 1", n, maxSayings)
			}
			if n := claims(maxSayings, maxSayings+20); n != maxSayings+20 {
				t.Errorf("%d claims of %d articles, want as many", n, maxSayings+20)
			}
		})
	}
}

// TestMayBindRefusesNoReason: whatever mayBind refuses, no binding accepts.
func TestMayBindRefusesNoReason(t *testing.T) {
	var all Item
	seen := map[string]bool{}
	for _, e := range extractions(synth.Coverage(synth.Options{Seed: 17, Claims: 250, Mistakes: 0.1, Misread: 0.1, Unnamed: 0.2})) {
		it := Prepare(e)
		all.Rows, all.Keys = append(all.Rows, it.Rows...), append(all.Keys, it.Keys...)
		for _, n := range it.Nodes {
			if !seen[n.ID] {
				seen[n.ID] = true
				all.Nodes = append(all.Nodes, n)
			}
		}
	}
	v := View{Rows: all.Rows, Nodes: keyed(all)}
	list := vertices(&v)
	refused := 0
	meetings(list, func(a, b int, keys ties) {
		x, y := list[a].feature, list[b].feature
		if mayBind(x, y, keys) {
			return
		}
		refused++
		for i := range bindings {
			if w := &bindings[i]; w.test(x, y, keys) {
				t.Errorf("%s, rank %d, joins what mayBind refuses:\n%+v\n%+v", w.class, w.rank, x.frame, y.frame)
			}
		}
	})
	if refused == 0 {
		t.Error("nothing was refused")
	}
}
