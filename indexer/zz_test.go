package indexer

import (
	"context"
	"fmt"
	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
	"sort"
	"testing"
)

func TestZZ(t *testing.T) {
	n := 20000
	items := synth.Coverage(synth.Options{Seed: 42, Claims: n, Mistakes: 0.03})
	s := newMemStore()
	truth := map[string]int{}
	for i := 0; i < len(items); i += 1000 {
		var b []Item
		for _, it := range items[i:min(i+1000, len(items))] {
			p := Prepare(it.Extraction)
			for k, r := range p.Rows {
				truth[r.ID] = it.Truth[k]
			}
			b = append(b, p)
		}
		s.Add(context.Background(), b)
	}
	var ns []string
	for id := range s.nodes {
		ns = append(ns, id)
	}
	v, _ := s.Component(context.Background(), ns, func(a, b *Node) bool { return false })
	list := vertices(&v)
	edges := edgesOf(list, nil)
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	var sz []int
	for _, p := range connected(all, edges) {
		sz = append(sz, len(p.members))
	}
	sort.Sort(sort.Reverse(sort.IntSlice(sz)))
	fmt.Println("vertices", len(list), "edges", len(edges), "components", len(sz), sz[:20])
	bad := map[string]int{}
	good := map[string]int{}
	for _, e := range edges {
		k := fmt.Sprint(e.class, " r", e.rank, " ", list[e.A].frame.Kind)
		if truth[list[e.A].Rows[0].ID] != truth[list[e.B].Rows[0].ID] {
			bad[k]++
			if bad[k] <= 3 {
				fmt.Println("BAD", k, "|", list[e.A].Rows[0].Text, "|", list[e.B].Rows[0].Text, "|", e.binding.say(list[e.A].feature, list[e.B].feature))
			}
		} else {
			good[k]++
		}
	}
	for k, v := range bad {
		fmt.Println(k, "bad", v, "good", good[k])
	}
	dead := map[keyClass]int{}
	tot := map[keyClass]int{}
	for k, m := range s.keys {
		tot[classOf(k)]++
		if len(m) > MaxFrames {
			dead[classOf(k)]++
		}
	}
	fmt.Println("dead", dead, "of", tot)
	_ = claim.Theft
}
