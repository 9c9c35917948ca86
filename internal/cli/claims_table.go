package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/query"
)

// printTable prints a page for people, with what a query looked for in bold where that can be seen.
func printTable(w io.Writer, q query.Node, page *app.Result) error {
	if len(page.Claims) == 0 {
		_, err := fmt.Fprintln(w, "no claim matches")
		return err
	}
	var marks query.Node
	if isTerminal(w) {
		marks = q
	}
	if err := printClaims(w, page.Claims, marks); err != nil {
		return err
	}
	p := &errWriter{w: w}
	printFacets(p, page.Facets)
	if page.Cursor != "" {
		p.printf("%s in all; the next: --cursor %s\n", totalText(page), page.Cursor)
	}
	return p.err
}

func totalText(page *app.Result) string {
	if page.TotalAbout {
		return "at least " + strconv.Itoa(page.Total)
	}
	return strconv.Itoa(page.Total)
}

// printClaims prints the table that answers the question of the whole program: how many articles, and
// how many origins. What marks looks for is in bold; where it stands only in a sentence of the evidence,
// that sentence follows.
func printClaims(w io.Writer, list []claim.Claim, marks query.Node) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "CLAIM\tKIND\tARTICLES\tORIGINS\tSUM\tFIRST SEEN\tSTATEMENT")
	for i := range list {
		c := &list[i]
		statement, hits := query.Mark(marks, clip(plain(c.Statement), 90), boldOn, boldOff)
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t%s\n", c.ID, c.Kind, c.Articles, originCount(c), sumText(c.Amount), day(c.FirstSeen), statement)
		if sentence := found(marks, c, hits); sentence != "" {
			fmt.Fprintf(t, "\t\t\t\t\t\t  “%s”\n", sentence)
		}
	}
	return t.Flush()
}

// found is the sentence of the evidence that has most of what is looked for, if that is more than hits.
func found(marks query.Node, c *claim.Claim, hits int) string {
	best := ""
	for i := range c.Evidence {
		if marked, n := query.Mark(marks, clip(plain(c.Evidence[i].Text), 200), boldOn, boldOff); n > hits {
			best, hits = marked, n
		}
	}
	return best
}

// printFacets prints a line a field, its most frequent values first.
func printFacets(p *errWriter, facets map[string][]app.Facet) {
	if len(facets) == 0 {
		return
	}
	p.printf("\n")
	for _, field := range slices.SortedFunc(maps.Keys(facets), byFieldOrder) {
		values := make([]string, len(facets[field]))
		for i, f := range facets[field] {
			values[i] = fmt.Sprintf("%s %d", f.Value, f.Count)
		}
		if len(values) > 0 {
			p.printf("%-12s  %s\n", field, strings.Join(values, " · "))
		}
	}
}

// byFieldOrder puts fields in the order in which a query's help lists them.
func byFieldOrder(a, b string) int {
	at := func(field string) int {
		return slices.IndexFunc(query.Fields(), func(f query.FieldInfo) bool { return string(f.Field) == field })
	}
	return at(a) - at(b)
}

// originCount is one number where the lineage of all evidence is known, else both bounds.
func originCount(c *claim.Claim) string {
	if c.OriginsMin == c.OriginsMax {
		return strconv.Itoa(c.OriginsMax)
	}
	return fmt.Sprintf("%d-%d", c.OriginsMin, c.OriginsMax)
}

func sumText(m *claim.Money) string {
	if m == nil {
		return "-"
	}
	return m.Short()
}

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateOnly)
}
