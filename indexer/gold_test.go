package indexer

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// goldDir names the folder whose sub-folders hold gold.json and the texts that it names. Continuous
// integration sets it; the texts are no part of the repository.
const goldDir = "CLAIMWIRE_TEST_GOLD_DIR"

type goldSet struct {
	Documents []*goldDocument `json:"documents"`
	Claims    []*goldClaim    `json:"claims"`
}

type goldDocument struct {
	File, Title, URL, Publisher string
	PublishedAt                 time.Time `json:"published_at"`
	Amounts                     []struct {
		Start, End int
		Value      float64
		Currency   string
		Qualifier  claim.Qualifier
	}
	Actors []struct {
		Name, ID string
		Kind     claim.ActorKind
	}
	Citations []struct {
		Anchor     struct{ Start, End int }
		Source     string
		SourceKind claim.SourceKind `json:"source_kind"`
		Document   string
		Via        string
	}
	text string
}

type goldClaim struct {
	ID, Label string
	Kind      claim.Kind
	Members   []struct {
		Doc        string
		Start, End int
		Text       string
	}
	Actors, Victims, Origins []string
	Amount                   *struct {
		Value    float64
		Currency string
	}
	Articles int
}

// TestGoldReadings feeds readings as a careful reader makes them, and measures what the index makes of
// them, as the shared scorer does for the whole pipeline.
func TestGoldReadings(t *testing.T) {
	dir := os.Getenv(goldDir)
	if dir == "" {
		t.Skipf("%s is not set: it names the folder that holds the gold sets seeds and dev", goldDir)
	}
	for _, c := range []struct {
		set, only string
		floor     goldScore
	}{
		{"seeds", "", goldScore{0.98, 0.93, 0.95, 0.98}},
		{"dev", "a,b", goldScore{0.96, 0.80, 0.67, 0.71}},
		{"dev", "c,d", goldScore{0.95, 0.82, 0.79, 0.85}},
	} {
		t.Run(c.set+" "+c.only, func(t *testing.T) {
			gold := readGold(t, filepath.Join(dir, c.set), c.only)
			m := newMemStore()
			batch := goldReadings(gold)
			if _, err := New(m, Options{}).Write(context.Background(), batch); err != nil {
				t.Fatal(err)
			}
			got := gold.score(t, m.all())
			t.Logf("%s %s: %d claims for %d: P %.3f R %.3f fields %.3f origins %.3f", c.set, c.only, len(m.all()), len(gold.Claims), got.p, got.r, got.fields, got.origins)
			if got.p < c.floor.p || got.r < c.floor.r || got.fields < c.floor.fields || got.origins < c.floor.origins {
				t.Errorf("%+v is below the floor %+v", got, c.floor)
			}
		})
	}
}

func readGold(t *testing.T, dir, only string) *goldSet {
	b, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	g := &goldSet{}
	if err := json.Unmarshal(b, g); err != nil {
		t.Fatal(err)
	}
	wanted := func(file string) bool {
		return only == "" || slices.ContainsFunc(strings.Split(only, ","), func(p string) bool { return strings.HasPrefix(file, p) })
	}
	g.Documents = choose(g.Documents, func(d *goldDocument) bool { return wanted(d.File) })
	g.Claims = choose(g.Claims, func(c *goldClaim) bool { return wanted(c.Members[0].Doc) })
	for _, d := range g.Documents {
		text, err := os.ReadFile(filepath.Join(dir, d.File))
		if err != nil {
			t.Fatal(err)
		}
		d.text = string(text)
	}
	return g
}

// goldReadings makes one reading a document, with one assertion for each member of a claim in it.
func goldReadings(g *goldSet) []claim.Extraction {
	var batch []claim.Extraction
	for i, d := range g.Documents {
		r := goldReader{d: d, x: claim.Extraction{Article: claim.Article{
			ID: d.File, URL: cmp.Or(d.URL, "https://seed.example/"+strconv.Itoa(i)), Title: d.Title, Text: d.text,
			Publisher: d.Publisher, PublishedAt: d.PublishedAt,
		}}}
		for _, c := range g.Claims {
			for n := range c.Members {
				if c.Members[n].Doc == d.File {
					r.member(c, n)
				}
			}
		}
		r.x.Reading.Normalize()
		batch = append(batch, r.x)
	}
	return batch
}

type goldReader struct {
	d *goldDocument
	x claim.Extraction
}

func (r *goldReader) member(c *goldClaim, n int) {
	m := c.Members[n]
	a := claim.Assertion{
		Kind: c.Kind, Statement: c.Label, Certainty: claim.Reported, Fingerprint: "x",
		Evidence: []claim.Place{{Start: m.Start, End: m.End, In: claim.InText}},
		When:     yearsIn(m.Text),
	}
	for _, name := range c.Actors {
		a.Actors = append(a.Actors, r.party(name))
	}
	for _, name := range r.victims(c) {
		a.Victims = append(a.Victims, r.party(name))
	}
	r.amounts(c, m.Start, m.End, &a)
	if c.Kind == claim.CountKind {
		a.Counts = countsIn(m.Text)
	}
	r.cite(c, m.Start, m.End, &a)
	r.x.Reading.Assertions = append(r.x.Reading.Assertions, a)
}

func (r *goldReader) party(name string) int {
	p := claim.Actor{Name: name, Kind: claim.Organization, Role: claim.Other}
	for _, a := range r.d.Actors {
		if a.Name == name || a.ID == name && name != "" {
			p.Name, p.ID, p.Kind = a.Name, a.ID, a.Kind
		}
	}
	if len(p.ID) == 2 {
		p.Country = p.ID
	} else if len(name) == 2 {
		p.ID, p.Country, p.Kind = name, name, claim.State
	}
	r.x.Reading.Actors = append(r.x.Reading.Actors, p)
	return len(r.x.Reading.Actors) - 1
}

// victims are those of the gold, or the organisations that the label names beside actors and origins.
func (r *goldReader) victims(c *goldClaim) []string {
	if len(c.Victims) > 0 {
		return c.Victims
	}
	var out []string
	for _, a := range r.d.Actors {
		if a.Kind == claim.Organization && strings.Contains(c.Label, a.Name) && !slices.Contains(c.Actors, a.Name) &&
			!slices.Contains(c.Actors, a.ID) && (c.Kind == claim.Attack || c.Kind == claim.Theft || c.Kind == claim.CountKind || !slices.Contains(c.Origins, a.Name)) {
			out = append(out, a.Name)
		}
	}
	return out
}

func (r *goldReader) amounts(c *goldClaim, start, end int, a *claim.Assertion) {
	for _, m := range r.d.Amounts {
		if m.Start >= end || m.End <= start {
			continue
		}
		r.x.Reading.Amounts = append(r.x.Reading.Amounts, claim.Amount{Value: m.Value, Currency: m.Currency, Qualifier: m.Qualifier})
		n := len(r.x.Reading.Amounts) - 1
		if c.Amount != nil && m.Currency == c.Amount.Currency && math.Abs(m.Value-c.Amount.Value) < 0.2*c.Amount.Value {
			a.Amounts = slices.Insert(a.Amounts, 0, n)
		} else {
			a.Amounts = append(a.Amounts, n)
		}
	}
	label := strings.ToLower(c.Label)
	switch {
	case len(a.Amounts) == 0:
	case strings.Contains(label, "demand"):
		a.Sum = claim.SumDemanded
	case strings.Contains(label, " paid"):
		a.Sum = claim.SumPaid
	case c.Kind == claim.Theft:
		a.Sum = claim.SumTaken
	}
}

// cite attributes a member to the nearest citation of one of its claim's origins; without origins, to
// the nearest in its sentence.
func (r *goldReader) cite(c *goldClaim, start, end int, a *claim.Assertion) {
	best, distance := -1, math.MaxInt
	for i, k := range r.d.Citations {
		if len(c.Origins) > 0 && !slices.Contains(c.Origins, k.Source) {
			continue
		}
		from, to := min(k.Anchor.Start, start), max(k.Anchor.End, end)
		own := len(c.Origins) == 0 || slices.Contains(c.Origins, r.d.Publisher)
		if own && strings.ContainsAny(r.d.text[from:to], ".\n") {
			continue
		}
		if n := to - from; n < distance {
			best, distance = i, n
		}
	}
	switch {
	case best >= 0:
		r.link(best, a)
	case len(c.Origins) == 1 && c.Origins[0] != r.d.Publisher:
		// The gold says whose word it is, though no phrase of the text is marked as its attribution.
		r.cited(a, claim.Citation{Source: &claim.Source{Name: c.Origins[0], Kind: claim.OrgSource}})
	}
}

func (r *goldReader) link(i int, a *claim.Assertion) {
	k := r.d.Citations[i]
	if k.Via != "" {
		r.cited(a, claim.Citation{Source: &claim.Source{Name: k.Via, Kind: claim.NewsAgency}})
	}
	c := claim.Citation{Source: &claim.Source{Name: k.Source, Kind: k.SourceKind}}
	if k.Document != "" {
		c.Document = &claim.Document{Publisher: k.Source, Span: claim.Span{Text: k.Document}}
	}
	r.cited(a, c)
}

func (r *goldReader) cited(a *claim.Assertion, c claim.Citation) {
	r.x.Reading.Citations = append(r.x.Reading.Citations, c)
	a.Citations = append(a.Citations, len(r.x.Reading.Citations)-1)
}

var (
	yearPattern  = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	countPattern = regexp.MustCompile(`(\d[\d,.]*)( million)?((?: [a-z-]+){1,3})`)
)

func yearsIn(text string) *claim.Period {
	years := sorted(yearPattern.FindAllString(text, -1))
	if len(years) == 0 {
		return nil
	}
	if strings.Contains(text, "since "+years[0]) {
		return &claim.Period{From: years[0]}
	}
	return &claim.Period{From: years[0], To: years[len(years)-1]}
}

func countsIn(text string) []claim.Count {
	var out []claim.Count
	for _, m := range countPattern.FindAllStringSubmatch(text, -1) {
		v, err := strconv.ParseFloat(strings.TrimRight(strings.ReplaceAll(m[1], ",", ""), "."), 64)
		if err != nil || v >= 1990 && v <= 2030 {
			continue
		}
		if m[2] != "" {
			v *= 1e6
		}
		words := strings.Fields(m[3])
		unit := words[0]
		for _, w := range words {
			if strings.HasSuffix(w, "s") {
				unit = w
				break
			}
		}
		out = append(out, claim.Count{Value: v, Unit: unit})
	}
	return out
}

type goldScore struct{ p, r, fields, origins float64 }

type goldHit struct{ claim, member int }

// score matches gold clusters and claims one to one, best overlap first.
func (g *goldSet) score(t *testing.T, claims []claim.Claim) goldScore {
	hits := make([][][]goldHit, len(claims)) // by claim and evidence
	type match struct {
		weight    float64
		sys, gold int
		mine      map[goldHit]bool
	}
	var matches []match
	for s := range claims {
		own := map[int]map[goldHit]bool{}
		for e := range claims[s].Evidence {
			found := g.covered(&claims[s].Evidence[e])
			hits[s] = append(hits[s], found)
			for _, h := range found {
				if own[h.claim] == nil {
					own[h.claim] = map[goldHit]bool{}
				}
				own[h.claim][h] = true
			}
		}
		for n, mine := range own {
			weight := float64(len(mine))
			if g.Claims[n].amountOK(&claims[s]) {
				weight += 0.5
			}
			if claims[s].Kind == g.Claims[n].Kind {
				weight += 0.25
			}
			matches = append(matches, match{weight, s, n, mine})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.sys, b.sys), cmp.Compare(a.gold, b.gold))
	})
	takenSys, taken := map[int]bool{}, map[int]match{}
	for _, m := range matches {
		if _, done := taken[m.gold]; !done && !takenSys[m.sys] {
			takenSys[m.sys] = true
			taken[m.gold] = m
		}
	}
	var out goldScore
	withOrigins := 0
	for n, c := range g.Claims {
		if len(c.Origins) > 0 {
			withOrigins++
		}
		m, ok := taken[n]
		if !ok {
			t.Logf("  %s not found", c.ID)
			continue
		}
		got := &claims[m.sys]
		relevant, own := 0, 0
		var foreign []string
		for _, found := range hits[m.sys] {
			if len(found) == 0 {
				continue
			}
			relevant++
			if slices.ContainsFunc(found, func(h goldHit) bool { return h.claim == n }) {
				own++
			} else {
				foreign = append(foreign, g.Claims[found[0].claim].ID)
			}
		}
		p, r := float64(own)/float64(relevant), float64(len(m.mine))/float64(len(c.Members))
		out.p, out.r = out.p+p, out.r+r
		fields := c.fieldsOK(got)
		if fields {
			out.fields++
		}
		origins := len(c.Origins) == 0 || sameFolded(c.Origins, originNames(got))
		if len(c.Origins) > 0 && origins {
			out.origins++
		}
		if p < 1 || r < 1 || !fields || !origins {
			t.Logf("  %s (%s): p %.2f r %.2f fields %v articles %d/%d origins %v/%v foreign %v", c.ID, c.Kind, p, r, fields, got.Articles, c.Articles, originNames(got), c.Origins, foreign)
		}
	}
	all := float64(len(g.Claims))
	return goldScore{out.p / all, out.r / all, out.fields / all, out.origins / float64(withOrigins)}
}

func (g *goldSet) covered(e *claim.Evidence) []goldHit {
	var out []goldHit
	for n, c := range g.Claims {
		for k, m := range c.Members {
			both := min(e.End, m.End) - max(e.Start, m.Start)
			if e.In == claim.InText && e.ArticleID == m.Doc && 2*both >= m.End-m.Start {
				out = append(out, goldHit{n, k})
			}
		}
	}
	return out
}

func (c *goldClaim) amountOK(got *claim.Claim) bool {
	if c.Amount == nil {
		return true
	}
	return got.Amount != nil && math.Abs(got.Amount.Value-c.Amount.Value) <= 0.06*c.Amount.Value
}

func (c *goldClaim) fieldsOK(got *claim.Claim) bool {
	names := map[string]bool{}
	for _, a := range got.Actors {
		names[a.Name], names[a.ID] = true, true
	}
	for _, want := range c.Actors {
		if !names[want] {
			return false
		}
	}
	return got.Articles == c.Articles && c.amountOK(got)
}

func originNames(c *claim.Claim) []string {
	var out []string
	for _, o := range c.Origins {
		out = append(out, o.Name)
	}
	return out
}

func sameFolded(a, b []string) bool {
	fold := func(list []string) []string {
		var out []string
		for _, s := range list {
			out = append(out, claim.NormalText(s))
		}
		return slices.Compact(sorted(out))
	}
	return slices.Equal(fold(a), fold(b))
}
