package indexer

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// bench is a store with an editor over it, and a clock that the test moves.
type bench struct {
	t   *testing.T
	m   *memStore
	e   *Editor
	now time.Time
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, m: newMemStore(), now: time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)}
	b.e = NewEditor(b.m, Options{Now: func() time.Time { return b.now }})
	return b
}

func (b *bench) write(list ...claim.Extraction) {
	b.t.Helper()
	if _, err := b.e.Write(context.Background(), list); err != nil {
		b.t.Fatal(err)
	}
}

// find returns the evidence whose text begins with a label.
func (b *bench) find(label string) claim.Evidence {
	b.t.Helper()
	for _, r := range b.m.rows {
		if strings.HasPrefix(r.Text, label+":") {
			return r.Evidence
		}
	}
	b.t.Fatalf("no evidence %s", label)
	return claim.Evidence{}
}

func (b *bench) id(label string) string { return claim.ClaimID(b.find(label).ID) }

func (b *bench) want(sets string) {
	b.t.Helper()
	if got := b.m.sets(); got != sets {
		b.t.Errorf("claims are %s, want %s", got, sets)
	}
}

func raid(t testing.TB, id, day, label string, parts ...part1) claim.Extraction {
	return report(t, id, "Outlet "+id, day).says(claim.Attack, label+": the raid on the computers of the firm was seen by many.", parts...).end()
}

func TestSplitIsUsedForLaterEvidenceAndUndone(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(halberd), by(harrier)), raid(t, "c", "2024-03-01", "C", hit(halberd), when("2024", "2024")))
	b.want("A+B+C")
	b.now = b.now.Add(time.Hour)
	d, err := b.e.Split(ctx, b.id("C"), []string{b.find("B").ID}, Reason{By: "ann", Why: "another raid"})
	if err != nil {
		t.Fatal(err)
	}
	b.want("A+C B")
	b.write(raid(t, "d", "2024-03-02", "D", hit(halberd), when("2024-03", "2024-03")))
	if got := b.m.sets(); strings.Contains(got, "B+C") || strings.Contains(got, "A+B") {
		t.Errorf("later evidence undid the split: %s", got)
	}
	if _, err := b.e.Undo(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	b.want("A+B+C+D")
	if _, err := b.e.Undo(ctx, d.ID); !errors.Is(err, ErrNothing) {
		t.Errorf("a second undo answers %v, want ErrNothing", err)
	}
}

func TestMergeStandsAgainstConflictsAndForLaterEvidence(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(torvald)))
	b.want("A B")
	d, err := b.e.Merge(ctx, b.id("A"), b.id("B"), Reason{By: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	b.want("A+B")
	b.write(raid(t, "c", "2024-03-02", "C", hit(torvald)), raid(t, "d", "2024-03-02", "D", hit(halberd), by(harrier)), raid(t, "e", "2024-03-02", "E", hit(marlow)))
	b.want("A+B+C+D E")
	if _, err := b.e.Undo(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	b.want("A+D B+C E")
}

func TestTheLaterDecisionWins(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(torvald)))
	if _, err := b.e.Merge(ctx, b.id("A"), b.id("B"), Reason{}); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Minute)
	if _, err := b.e.Split(ctx, b.id("A"), []string{b.find("A").ID}, Reason{}); err != nil {
		t.Fatal(err)
	}
	b.want("A B")
	b.now = b.now.Add(time.Minute)
	if _, err := b.e.Merge(ctx, b.id("A"), b.id("B"), Reason{}); err != nil {
		t.Fatal(err)
	}
	b.want("A+B")
}

func TestIDsSurviveMergeAndSplit(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(torvald)))
	old := b.id("B")
	if _, err := b.e.Merge(ctx, b.id("A"), old, Reason{}); err != nil {
		t.Fatal(err)
	}
	c, err := b.m.Get(ctx, old)
	if err != nil || len(c.Evidence) != 2 {
		t.Errorf("the old id leads to %d pieces of evidence, %v; want the merged claim", len(c.Evidence), err)
	}
}

func TestDecisionsThatSayNothing(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(halberd), by(harrier)))
	a, both := b.id("A"), []string{b.find("A").ID, b.find("B").ID}
	for name, c := range map[string]struct {
		do   func() error
		want error
	}{
		"split of nothing":          {func() error { _, err := b.e.Split(ctx, a, nil, Reason{}); return err }, ErrNothing},
		"split of everything":       {func() error { _, err := b.e.Split(ctx, a, both, Reason{}); return err }, ErrNothing},
		"split of foreign evidence": {func() error { _, err := b.e.Split(ctx, a, []string{"beef"}, Reason{}); return err }, ErrNotFound},
		"split of no claim":         {func() error { _, err := b.e.Split(ctx, "c-beef", both, Reason{}); return err }, ErrNotFound},
		"merge with itself":         {func() error { _, err := b.e.Merge(ctx, a, b.id("B"), Reason{}); return err }, ErrNothing},
		"merge with no claim":       {func() error { _, err := b.e.Merge(ctx, a, "c-beef", Reason{}); return err }, ErrNotFound},
		"undo of no decision":       {func() error { _, err := b.e.Undo(ctx, "d-beef"); return err }, ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.do(); !errors.Is(err, c.want) {
				t.Errorf("answers %v, want %v", err, c.want)
			}
		})
	}
	if n := len(b.m.decisions); n != 0 {
		t.Errorf("%d decisions were kept", n)
	}
}

func TestWhy(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(
		raid(t, "a", "2024-03-01", "A", hit(halberd), by(north)), raid(t, "b", "2024-03-01", "B", hit(halberd), by(harrier)),
		raid(t, "c", "2022-03-01", "C", hit(halberd), when("2022-02", "2022-02")), raid(t, "d", "2024-03-01", "D", hit(halberd), when("2024-02", "2024-02")))
	ties, err := Why(ctx, b.m, b.id("A"))
	if err != nil {
		t.Fatal(err)
	}
	find := func(left, right string) *Tie {
		for i, x := range ties {
			if strings.HasPrefix(x.Left.Text, left) && strings.HasPrefix(x.Right.Text, right) || strings.HasPrefix(x.Left.Text, right) && strings.HasPrefix(x.Right.Text, left) {
				return &ties[i]
			}
		}
		t.Fatalf("no tie between %s and %s in %+v", left, right, ties)
		return nil
	}
	if x := find("A", "B"); !x.Joined || x.Class != "same victim" || !strings.Contains(x.Reason, "halberd pay") || x.Refused != "" {
		t.Errorf("A and B: %+v", x)
	}
	if x := find("C", "D"); x.Joined || !strings.Contains(x.Refused, "different period: periods 2022-02 and 2024-02") {
		t.Errorf("C and D: %+v", x)
	}
	if _, err := Why(ctx, b.m, "c-beef"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no claim: %v, want ErrNotFound", err)
	}
}

func TestDiff(t *testing.T) {
	outline := func(id string, spots ...spot) Outline { return Outline{ID: id, spots: spots} }
	at := func(id, article string, start, end int) spot { return spot{id, article, claim.InText, start, end} }
	before := []Outline{
		outline("c-1", at("1", "x", 0, 10)), outline("c-2", at("2", "x", 20, 30)), outline("c-3", at("3", "x", 40, 50), at("4", "y", 0, 9)),
		outline("c-5", at("5", "y", 20, 30)), outline("c-6", at("6", "z", 0, 100)),
	}
	after := []Outline{
		outline("c-1", at("1", "x", 0, 10), at("2", "x", 20, 30)), outline("c-3", at("3", "x", 40, 50)), outline("c-4", at("4", "y", 0, 9)),
		outline("c-7", at("7", "z", 5, 98)), outline("c-8", at("8", "z", 200, 220)),
	}
	d := Diff(before, after)
	if len(d.Merged) != 1 || strings.Join(d.Merged[0].From, " ") != "c-1 c-2" || d.Merged[0].To[0] != "c-1" {
		t.Errorf("merged: %+v", d.Merged)
	}
	if len(d.Split) != 1 || d.Split[0].From[0] != "c-3" || strings.Join(d.Split[0].To, " ") != "c-3 c-4" {
		t.Errorf("split: %+v", d.Split)
	}
	if strings.Join(d.Lost, " ") != "c-5" || strings.Join(d.Added, " ") != "c-8" {
		t.Errorf("lost %v, added %v; a sentence cut otherwise is neither", d.Lost, d.Added)
	}
	if same := Diff(before, before); len(same.Added)+len(same.Lost)+len(same.Merged)+len(same.Split) != 0 {
		t.Errorf("a set differs from itself: %+v", same)
	}
}
