package indexer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// heard lists the events since the last call, without the silent ones' sign or with it.
func (b *bench) heard() string {
	var out []string
	for _, e := range b.m.outbox {
		s := strings.TrimSpace(string(e.Type) + " " + e.Value)
		if e.Silent {
			s = "(" + s + ")"
		}
		out = append(out, s)
	}
	b.m.outbox = nil
	return strings.Join(out, ", ")
}

func (b *bench) hears(t *testing.T, want string) {
	t.Helper()
	if got := b.heard(); got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestEventsAreToldOnce(t *testing.T) {
	b := newBench(t)
	first := told1(t, "a", "Outlet A", "2024-03-01", "A", sum(claim.SumTaken, 160e6, "USD", claim.About), certain(claim.Alleged))
	b.write(first)
	b.hears(t, "new")
	b.write(first)
	b.hears(t, "")
	b.write(told1(t, "b", "Outlet B", "2024-03-01", "B", sum(claim.SumTaken, 160e6, "USD", claim.About), certain(claim.Alleged)))
	b.hears(t, "origin outlet b")
	b.write(told1(t, "c", "Outlet C", "2024-03-01", "C", unPanel, sum(claim.SumTaken, 143e6, "USD", claim.Exact), when("2024-02", "2024-02"), certain(claim.Reported)))
	b.hears(t, "origin united nations, amount 143000000 USD, period 2024-02, status reported")
	b.write(told1(t, "d", "Outlet D", "2024-03-01", "D", unPanel, sum(claim.SumTaken, 143e6, "USD", claim.Exact)))
	b.hears(t, "")
	b.write(report(t, "e", "Outlet E", "2024-03-01").says(claim.Denial, "E: It never robbed Halberd Pay, says Freedonia.", hit(halberd), denies(claim.Theft), cites("Freedonia", claim.Government)).end())
	b.hears(t, "denial freedonia")
	if c := only(t, b.m); len(c.History) != 7 || c.History[0].Field != "new" {
		t.Errorf("history has %d entries: %+v", len(c.History), c.History)
	}
	moved := slices.IndexFunc(only(t, b.m).History, func(h claim.Change) bool { return h.Field == "amount" })
	if h := only(t, b.m).History[moved]; h.Was != "160000000 USD" || h.Now != "143000000 USD" || h.By != "Outlet C" {
		t.Errorf("the amount's history is %+v", h)
	}
}

func TestWhatEventsCarry(t *testing.T) {
	b := newBench(t)
	b.write(told1(t, "a", "Outlet A", "2024-03-01", "A"))
	e := b.m.outbox[0]
	if e.V != claim.Version || e.ID != claim.EventID(e.Type, e.Value, e.Evidence.ID) || !e.At.Equal(b.now) {
		t.Errorf("event %+v", e)
	}
	if e.Claim.Evidence != nil || e.Claim.ID != b.id("A") || e.Evidence.Text == "" {
		t.Errorf("the event's claim holds evidence, or is not the claim: %+v", e.Claim)
	}
}

func TestSilence(t *testing.T) {
	old := raid(t, "a", "2024-02-20", "A", hit(halberd))
	fed := raid(t, "a", "2024-03-01", "A", hit(halberd))
	fed.Article.Silent = true
	undated := raid(t, "a", "2024-03-01", "A", hit(halberd))
	undated.Article.PublishedAt = time.Time{}
	for name, c := range map[string]struct {
		x     claim.Extraction
		alert bool
		want  string
	}{
		"a fresh article":           {raid(t, "a", "2024-03-01", "A", hit(halberd)), false, "new"},
		"an old article":            {old, false, "(new)"},
		"an old article, all heard": {old, true, "new"},
		"a silent source":           {fed, false, "(new)"},
		"no date, fetched now":      {undated, false, "new"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.e.opts.Alert = c.alert
			b.write(c.x)
			b.hears(t, c.want)
		})
	}
}

func TestMergesAndSplitsAnnounceNothingTwice(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(torvald)))
	b.hears(t, "new, new")
	d, err := b.e.Merge(ctx, b.id("A"), b.id("B"), Reason{})
	if err != nil {
		t.Fatal(err)
	}
	b.hears(t, "")
	b.write(raid(t, "c", "2024-03-01", "C", hit(torvald)))
	b.hears(t, "origin outlet c")
	if _, err := b.e.Undo(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	b.hears(t, "")
}

func TestASplitOfKnownEvidenceIsSilent(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	b.write(raid(t, "a", "2024-03-01", "A", hit(halberd)), raid(t, "b", "2024-03-01", "B", hit(halberd), by(harrier)))
	b.heard()
	second := b.find("A").ID
	if c := only(t, b.m); c.Evidence[0].ID == second {
		second = c.Evidence[1].ID
	}
	if _, err := b.e.Split(ctx, claim.ClaimID(second), []string{second}, Reason{}); err != nil {
		t.Fatal(err)
	}
	b.hears(t, "(new)")
}

func TestAnEditWithdrawsEvidence(t *testing.T) {
	b := newBench(t)
	before := report(t, "a", "Outlet A", "2024-03-01").
		says(claim.Attack, "A: the computers of Halberd Pay were raided.", hit(halberd)).
		says(claim.Attack, "B: the computers of Bank of Torvald were raided.", hit(torvald)).end()
	after := report(t, "a", "Outlet A", "2024-03-01").
		says(claim.Attack, "A: the computers of Halberd Pay were raided.", hit(halberd)).end()
	after.Article.FetchedAt = after.Article.FetchedAt.Add(time.Hour)
	for name, order := range map[string][]claim.Extraction{"in order": {before, after}, "late": {after, before}, "again": {before, after, before, after}} {
		t.Run(name, func(t *testing.T) {
			b = newBench(t)
			for _, x := range order {
				b.write(x)
			}
			b.want("A B")
			c, err := b.m.Get(context.Background(), b.id("B"))
			if err != nil || !c.Evidence[0].Withdrawn {
				t.Errorf("the evidence that the newest revision no longer has is not withdrawn: %+v, %v", c.Evidence, err)
			}
			if a, err := b.m.Get(context.Background(), b.id("A")); err != nil || a.Evidence[0].Withdrawn || a.Articles != 1 {
				t.Errorf("what an edit left alone has changed: %+v, %v", a, err)
			}
		})
	}
	b = newBench(t)
	b.write(before)
	b.heard()
	b.write(after)
	b.hears(t, "status withdrawn")
}

func TestAReplayTakesBackWhatItNoLongerReads(t *testing.T) {
	b := newBench(t)
	x := report(t, "a", "Outlet A", "2024-03-01").
		says(claim.Attack, "A: the computers of Halberd Pay were raided.", hit(halberd)).
		says(claim.Attack, "B: the computers of Bank of Torvald were raided.", hit(torvald)).end()
	b.write(x)
	b.want("A B")
	again := x
	again.Article.Generation, again.Article.Silent = 1, true
	again.Reading.Assertions = x.Reading.Assertions[:1]
	b.write(again)
	b.want("A")
	b.write(x)
	b.want("A")
	if got := b.heard(); got != "new, new" {
		t.Errorf("heard %s; a replay announces nothing", got)
	}
}

func TestAManyTimesCopiedClaimTellsItsOriginOnce(t *testing.T) {
	b := newBench(t)
	for i := range 12 {
		b.write(told1(t, fmt.Sprint("x", i), fmt.Sprint("Outlet ", i), "2024-03-01", fmt.Sprint("X", i), unPanel))
	}
	b.hears(t, "new")
	if c := only(t, b.m); c.Articles != 12 || c.OriginsMax != 1 || len(c.Origins) != 1 {
		t.Errorf("%d articles, %d origins", c.Articles, c.OriginsMax)
	}
}

// TestAnEditInPlaceShowsBoth: a figure is changed where it stands; the new sentence begins and ends where
// the old one did, and both are evidence, one of them withdrawn.
func TestAnEditInPlaceShowsBoth(t *testing.T) {
	at := func(millions string, hour int) claim.Extraction {
		x := report(t, "a", "Outlet A", "2024-03-01").
			says(claim.Theft, "A: thieves took $"+millions+" million from Halberd Pay.", hit(halberd)).end()
		x.Article.FetchedAt = x.Article.FetchedAt.Add(time.Duration(hour) * time.Hour)
		return x
	}
	c := only(t, index(t, at("5", 0), at("4", 1), at("7", 2)))
	var got []string
	for _, e := range c.Evidence {
		got = append(got, fmt.Sprint(e.Text[16:18], " ", e.Withdrawn))
	}
	slices.Sort(got)
	if want := "[$4 true $5 true $7 false]"; fmt.Sprint(got) != want {
		t.Errorf("evidence %v, want %s", got, want)
	}
}
