package indexer

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/claimwire/claimwire/indexer/synth"
	"github.com/claimwire/claimwire/internal/claim"
)

func TestPrepareChain(t *testing.T) {
	reuters, ministry := cites("Narwick Wire", claim.NewsAgency), cites("Ministry of Torvald", claim.Government)
	for name, c := range map[string]struct {
		x    claim.Extraction
		want string
	}{
		"publisher first, origin last": {told1(t, "a", "Outlet A", "2024-03-01", "A", reuters, ministry), "Outlet A > Narwick Wire > Ministry of Torvald"},
		"no citation":                  {told1(t, "a", "Outlet A", "2024-03-01", "A"), "Outlet A"},
		"the outlet cites itself":      {told1(t, "a", "Narwick Wire", "2024-03-01", "A", reuters, ministry), "Narwick Wire > Ministry of Torvald"},
		"no publisher but a host":      {told1(t, "a", "", "2024-03-01", "A", ministry), "a.example > Ministry of Torvald"},
		"a wire's copy":                {wired(told1(t, "a", "Outlet A", "2024-03-01", "A", ministry)), "Outlet A > Narwick Wire > Ministry of Torvald"},
		"relayed by another":           {relayed(told1(t, "a", "Outlet A", "2024-03-01", "A", ministry)), "Outlet A > Narwick Wire > Ministry of Torvald"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Prepare(c.x).Rows[0].Citations {
				got = append(got, l.Name)
			}
			if strings.Join(got, " > ") != c.want {
				t.Errorf("chain %v, want %s", got, c.want)
			}
		})
	}
}

func wired(x claim.Extraction) claim.Extraction {
	x.Article.Wire = "Narwick Wire"
	return x
}

func relayed(x claim.Extraction) claim.Extraction {
	r := &x.Reading
	r.Citations = append(r.Citations, claim.Citation{Source: &claim.Source{Name: "Narwick Wire", Kind: claim.NewsAgency}})
	via := len(r.Citations) - 1
	r.Citations[0].Via = &via
	return x
}

func TestPrepareRows(t *testing.T) {
	s := report(t, "a", "Outlet A", "2024-03-01").
		says(claim.Theft, "A: Halberd Pay was robbed.", hit(halberd)).
		says(claim.Theft, "B: a second raid on Halberd Pay.", hit(halberd), apartFrom(1)).
		says(claim.Theft, "A: Halberd Pay was robbed.", hit(halberd))
	s.x.Reading.Assertions[0].Evidence = append(s.x.Reading.Assertions[0].Evidence, s.x.Reading.Assertions[1].Evidence[0], s.x.Reading.Assertions[0].Evidence[0])
	it := Prepare(s.end())
	if len(it.Rows) != 4 || len(it.Keys) != 4 || len(it.Nodes) != 1 {
		t.Fatalf("%d rows, %d lists of keys, %d nodes; want 4, 4, 1: a place stands once for an assertion", len(it.Rows), len(it.Keys), len(it.Nodes))
	}
	ids := map[string]bool{}
	for i, r := range it.Rows {
		ids[r.ID] = true
		if r.Text != it.Extraction.Article.Text[r.Start:r.End] || !slices.IsSorted(it.Keys[i]) || r.Revision == "" {
			t.Errorf("row %+v", r)
		}
	}
	if len(ids) != 4 {
		t.Errorf("%d distinct ids, want 4: the n-th assertion of a sentence has its own", len(ids))
	}
	if got := it.Rows[0].Apart; !slices.Contains(got, it.Rows[2].ID) || !slices.Contains(it.Rows[2].Apart, it.Rows[0].ID) {
		t.Errorf("what the text tells apart is not told both ways: %v, %v", it.Rows[0].Apart, it.Rows[2].Apart)
	}
}

func TestPrepareWithoutAssertionsGivesAPage(t *testing.T) {
	it := Prepare(report(t, "a", "Outlet A", "2024-03-01").text(body1).end())
	if len(it.Rows)+len(it.Nodes)+len(it.Keys) != 0 || it.Page.Key != "https://a.example/" || it.Page.Simhash == 0 || len(it.Page.Sketch) < minSketch {
		t.Errorf("page %+v, %d rows", it.Page, len(it.Rows))
	}
}

func TestPrepareSkipsPlacesOutsideTheText(t *testing.T) {
	x := told1(t, "a", "Outlet A", "2024-03-01", "A")
	x.Reading.Assertions[0].Evidence = []claim.Place{{Start: 5, End: 1 << 30, In: claim.InText}, {Start: -1, End: 4, In: claim.InText}}
	if it := Prepare(x); len(it.Rows) != 0 || len(it.Nodes) != 0 {
		t.Errorf("%d rows of places outside the text", len(it.Rows))
	}
}

func TestAnEditElsewhereKeepsTheEvidence(t *testing.T) {
	one := Prepare(report(t, "a", "A", "2024-03-01").says(claim.Theft, "A: Halberd Pay was robbed.", hit(halberd)).end())
	other := Prepare(report(t, "a", "A", "2024-03-01").says(claim.Attack, "An earlier paragraph.", hit(torvald)).says(claim.Theft, "A: Halberd Pay was robbed.", hit(halberd)).end())
	if one.Rows[0].ID != other.Rows[1].ID || one.Rows[0].Node != other.Rows[1].Node {
		t.Error("an edit elsewhere gave the evidence another id or node")
	}
}

func TestPrepareIsPure(t *testing.T) {
	for _, it := range synth.Coverage(synth.Options{Seed: 5, Claims: 20, Mistakes: 0.1}) {
		if !reflect.DeepEqual(Prepare(it.Extraction), Prepare(it.Extraction)) {
			t.Fatal("two calls differ")
		}
	}
}

func TestQuoted(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"straight":       {`He said "we did not pay a cent" twice.`, "[we did not pay a cent]"},
		"curly":          {"He said “we did not pay a cent”.", "[we did not pay a cent]"},
		"too short":      {`The "dark web" and "we paid".`, "[]"},
		"never closed":   {"He said “we did not pay a cent.", "[we did not pay a cent]"},
		"two":            {"“One of the two quotations here” and «the other of the two ones»", "[one of the two quotations here the other of the two ones]"},
		"German":         {"Er sagte „wir haben keinen Cent gezahlt“.", "[wir haben keinen cent gezahlt]"},
		"none":           {"Nothing.", "[]"},
		"ends with mark": {`Nothing "`, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fmt.Sprint(quoted(c.in)); got != c.want {
				t.Errorf("quoted(%q) = %s, want %s", c.in, got, c.want)
			}
		})
	}
}

func TestSketchesTellCopiesFromOthers(t *testing.T) {
	page := func(text string) Page { return Prepare(report(t, "a", "A", "2024-03-01").text(text).end()).Page }
	a, b, c := page(body1), page(strings.ToUpper(body1)+" Subscribe."), page(strings.Repeat("Another matter altogether was told by the old man at the mill that day. ", 5))
	if !copies(&a, &b) || copies(&a, &c) {
		t.Errorf("copies: %v and %v, want true and false; jaccard %.2f and %.2f", copies(&a, &b), copies(&a, &c), jaccard(a.Sketch, b.Sketch), jaccard(a.Sketch, c.Sketch))
	}
	if jaccard(nil, nil) != 0 {
		t.Error("two empty texts are no copies")
	}
}

func TestAmountCellsMeetTheirNeighbours(t *testing.T) {
	for _, c := range []struct {
		a, b float64
		near bool
	}{{300e6, 316.4e6, false}, {310e6, 316.4e6, true}, {99e6, 100e6, true}, {1e6, 1.04e6, true}, {1e6, 1e7, false}, {9.96e6, 10e6, true}} {
		if d := amountCell(c.a) - amountCell(c.b); (max(d, -d) <= 1) != c.near {
			t.Errorf("cells of %g and %g are %d apart", c.a, c.b, d)
		}
	}
}

// FuzzPrepare: whatever a reading says, Prepare neither panics nor makes rows outside the text.
func FuzzPrepare(f *testing.F) {
	f.Add("Halberd Pay lost “a great deal of its money”.", "title", 0, 20, 8.1e7)
	f.Add("\xff\x00", "", -3, 9, -1.0)
	f.Fuzz(func(t *testing.T, text, title string, start, end int, value float64) {
		x := claim.Extraction{Article: claim.Article{Text: text, Title: title}}
		x.Reading.Amounts = []claim.Amount{{Value: value, Currency: "USD"}}
		x.Reading.Actors = []claim.Actor{{Name: title, Kind: claim.Organization}}
		for _, k := range claim.Kinds {
			x.Reading.Assertions = append(x.Reading.Assertions, claim.Assertion{Kind: k, Amounts: []int{0}, Victims: []int{0}, Evidence: []claim.Place{{Start: start, End: end, In: claim.InText}, {End: end, In: claim.InTitle}}})
		}
		if value != value || value > 1e300 || value < -1e300 {
			return // Check refuses such a reading
		}
		it := Prepare(x)
		for _, r := range it.Rows {
			if r.Text == "" || r.End > max(len(text), len(title)) {
				t.Errorf("row %+v", r)
			}
		}
		v := View{Nodes: keyed(it), Rows: it.Rows, Pages: map[string]Page{it.Page.Key: it.Page}}
		opts := New(nil, Options{}).opts
		compute(&v, &opts)
	})
}

func BenchmarkPrepare(b *testing.B) {
	items := extractions(synth.Coverage(synth.Options{Seed: 1, Claims: 200, Mistakes: 0.03}))
	rows := 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rows += len(Prepare(items[i%len(items)]).Rows)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
