package cli

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
	"github.com/claimwire/claimwire/internal/query"
)

type claimsCmd struct {
	List  claimsListCmd  `cmd:"" default:"withargs" help:"Search claims (the default)."`
	Show  claimsShowCmd  `cmd:"" help:"Print one claim with its evidence and where it comes from."`
	Split claimsSplitCmd `cmd:"" help:"Take evidence out of a claim, for good."`
	Merge claimsMergeCmd `cmd:"" help:"Make two claims one, for good."`
	Undo  claimsUndoCmd  `cmd:"" help:"Take a decision back."`
}

type claimsListCmd struct {
	Output string   `enum:"auto,table,jsonl,csv" default:"auto" help:"Form of the output: table, jsonl, csv."`
	Since  string   `placeholder:"AGE" help:"Only claims with evidence of this age or younger: 24h, 7d, or a date."`
	Sort   string   `enum:"newest,oldest,amount,articles,origins,relevance" default:"newest" help:"Order of a table: newest, oldest, amount, articles, origins, relevance."`
	Limit  int      `default:"50" help:"Lines of a table."`
	Cursor string   `placeholder:"CURSOR" help:"Go on where an earlier table ended."`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"What to search: words, kind: actor: country: publisher:, ranges, AND OR NOT."`
}

// Run searches. A table shows a page and says how to see the next; jsonl and csv print every claim.
func (c *claimsListCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	now := time.Now()
	q, err := query.Parse(strings.Join(c.Query, " "), now)
	if e, ok := errors.AsType[*query.Error](err); ok {
		return failure{exitUsage, errors.New(e.Render())}
	}
	since, err := sinceTime(c.Since, now)
	if err != nil {
		return failure{exitUsage, err}
	}
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	switch c.Output {
	case "jsonl", "csv":
		return c.every(ctx, s, x, q, since)
	}
	return c.table(ctx, s, x, app.Request{Query: q, Since: since, Sort: c.Sort, Limit: c.Limit, Cursor: c.Cursor})
}

// sinceTime reads an age or a date.
func sinceTime(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	d, err := config.ParseDuration(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("--since: %q is neither an age such as 24h or 7d nor a date such as 2026-01-31", text)
	}
	return now.Add(-d.D()), nil
}

// every streams all claims that match, by id.
func (c *claimsListCmd) every(ctx context.Context, s *session, x *app.Index, q query.Node, since time.Time) error {
	out := bufio.NewWriter(s.Out)
	write := jsonWriter(out)
	if c.Output == "csv" {
		write = csvWriter(out)
	}
	err := x.Each(ctx, q, func(cl claim.Claim) error {
		if cl.LastSeen.Before(since) {
			return nil
		}
		return write(&cl)
	})
	return errors.Join(err, out.Flush())
}

func jsonWriter(w io.Writer) func(*claim.Claim) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(c *claim.Claim) error { return e.Encode(c) }
}

var csvHeader = []string{"id", "kind", "certainty", "statement", "actors", "victims", "countries", "amount", "currency", "from", "to",
	"origins", "articles", "stories", "publishers", "origins_min", "origins_max", "first_seen", "last_seen"}

func csvWriter(w io.Writer) func(*claim.Claim) error {
	out := csv.NewWriter(w)
	_ = out.Write(csvHeader) // an error stays and surfaces at the next write
	return func(c *claim.Claim) error {
		var amount, currency, from, to string
		if c.Amount != nil {
			amount, currency = strconv.FormatFloat(c.Amount.Value, 'f', -1, 64), c.Amount.Currency
		}
		if c.When != nil {
			from, to = c.When.From, c.When.To
		}
		err := out.Write([]string{c.ID, string(c.Kind), string(c.Certainty), c.Statement, partyNames(c.Actors), partyNames(c.Victims),
			strings.Join(c.Countries, "; "), amount, currency, from, to, originNames(c), strconv.Itoa(c.Articles), strconv.Itoa(c.Stories),
			strconv.Itoa(c.Publishers), strconv.Itoa(c.OriginsMin), strconv.Itoa(c.OriginsMax), stamp(c.FirstSeen), stamp(c.LastSeen)})
		out.Flush()
		return errors.Join(err, out.Error())
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func partyNames(list []claim.Party) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return strings.Join(names, "; ")
}

func originNames(c *claim.Claim) string {
	names := make([]string, len(c.Origins))
	for i, o := range c.Origins {
		names[i] = o.Name
	}
	return strings.Join(names, "; ")
}

func (c *claimsListCmd) table(ctx context.Context, s *session, x *app.Index, r app.Request) error {
	page, err := x.Search(ctx, r)
	if err != nil {
		return err
	}
	if len(page.Claims) == 0 {
		_, err := fmt.Fprintln(s.Out, "no claim matches")
		return err
	}
	if err := printClaims(s.Out, page.Claims); err != nil {
		return err
	}
	if more := page.Total - len(page.Claims); page.Cursor != "" && more > 0 {
		about := ""
		if page.TotalAbout {
			about = "at least "
		}
		fmt.Fprintf(s.Out, "%s%d more; the next: --cursor %s\n", about, more, page.Cursor)
	}
	return nil
}

// printClaims prints the table that answers the question of the whole program: how many articles, and
// how many origins.
func printClaims(w io.Writer, list []claim.Claim) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "CLAIM\tKIND\tARTICLES\tORIGINS\tSUM\tFIRST SEEN\tSTATEMENT")
	for i := range list {
		c := &list[i]
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\t%s\n", c.ID, c.Kind, c.Articles, originCount(c), sumText(c.Amount), day(c.FirstSeen), clip(c.Statement, 90))
	}
	return t.Flush()
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
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "tn"}, {1e9, "bn"}, {1e6, "m"}, {1e3, "k"}} {
		if m.Value >= u.size {
			return m.Currency + " " + strconv.FormatFloat(m.Value/u.size, 'f', -1, 64) + u.name
		}
	}
	return m.Currency + " " + strconv.FormatFloat(m.Value, 'f', -1, 64)
}

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateOnly)
}

// clip cuts a text to n characters at most.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
