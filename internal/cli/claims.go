package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
	"github.com/claimwire/claimwire/internal/config"
	"github.com/claimwire/claimwire/internal/query"
)

type claimsCmd struct {
	List      claimsListCmd      `cmd:"" default:"withargs" help:"Search claims (the default)."`
	Show      claimsShowCmd      `cmd:"" help:"Print one claim with its evidence and where it comes from."`
	Split     claimsSplitCmd     `cmd:"" help:"Take evidence out of a claim, for good."`
	Merge     claimsMergeCmd     `cmd:"" help:"Make two claims one, for good."`
	Undo      claimsUndoCmd      `cmd:"" help:"Take a decision back."`
	Decisions claimsDecisionsCmd `cmd:"" help:"List what people have decided."`
}

type claimsListCmd struct {
	Output string   `enum:"auto,table,json,jsonl,csv" default:"auto" help:"Form of the output: table; json, the page with its counts, cursor, highlights and facets; jsonl or csv, a line a claim."`
	Since  string   `placeholder:"AGE" help:"Only claims with evidence of this age or younger: 24h, 7d, or a date."`
	Sort   string   `enum:"auto,newest,oldest,amount,articles,origins,relevance" default:"auto" help:"Order: newest (of a page without it), oldest, amount, articles, origins, relevance."`
	Limit  int      `placeholder:"N" help:"Claims on a page, 50 without it. Without --limit, --sort and --cursor, jsonl and csv print every claim, by id."`
	Cursor string   `placeholder:"CURSOR" help:"Go on where an earlier page ended."`
	Facets bool     `help:"Count the values that the claims found have: kinds, actors, publishers and so on. In table and json."`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"What to search: words, \"a phrase\", kind: actor: country: publisher:, ranges, AND OR NOT. One that begins with - goes after --."`
}

// Run searches. A table and json show a page and say how to see the next; jsonl and csv print every
// claim unless a page is asked for.
func (c *claimsListCmd) Run(ctx context.Context, s *session) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	r, err := c.request(time.Now())
	if err != nil {
		return failure{exitUsage, err}
	}
	x, err := app.OpenIndex(ctx, cfg)
	if err != nil {
		return err
	}
	defer x.Close()
	if c.lines() && c.Limit == 0 && c.Sort == "auto" && c.Cursor == "" {
		return c.every(ctx, s, x, r)
	}
	page, err := find(ctx, x, r)
	if err != nil {
		return err
	}
	switch {
	case c.lines():
		return c.page(s, &page)
	case c.Output == "json":
		return printPage(s.Out, &page)
	}
	return printTable(s.Out, r.Query, &page)
}

// lines: a line a claim is asked for.
func (c *claimsListCmd) lines() bool { return c.Output == "jsonl" || c.Output == "csv" }

// defaultLimit is how many claims a page has.
const defaultLimit = 50

// request reads what the flags and the query ask for.
func (c *claimsListCmd) request(now time.Time) (app.Request, error) {
	q, err := query.Parse(strings.Join(c.Query, " "), now)
	if e, ok := errors.AsType[*query.Error](err); ok {
		return app.Request{}, errors.New(e.Render())
	}
	since, err := sinceTime(c.Since, now)
	if err != nil {
		return app.Request{}, err
	}
	if c.Limit < 0 {
		return app.Request{}, fmt.Errorf("--limit: %d is no number of claims; give 1 or more", c.Limit)
	}
	if c.Facets && c.lines() {
		return app.Request{}, fmt.Errorf("--facets: %s has a line a claim and no room for counts; use --output json or table", c.Output)
	}
	r := app.Request{Query: q, Since: since, Limit: c.Limit, Cursor: c.Cursor, Facets: c.Facets}
	if r.Limit == 0 {
		r.Limit = defaultLimit
	}
	if c.Sort != "auto" {
		r.Sort = c.Sort
	}
	return r, nil
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

// askAtOnce is how many claims one question to the index may ask for.
const askAtOnce = 1000

// find asks for a page, in several questions where it is a long one.
func find(ctx context.Context, x *app.Index, r app.Request) (app.Result, error) {
	want := r.Limit
	r.Limit = min(want, askAtOnce)
	page, err := x.Search(ctx, r)
	for err == nil && page.Cursor != "" && len(page.Claims) < want {
		r.Cursor, r.Facets, r.Limit = page.Cursor, false, min(want-len(page.Claims), askAtOnce)
		var more app.Result
		if more, err = x.Search(ctx, r); err == nil {
			page.Claims, page.Cursor = append(page.Claims, more.Claims...), more.Cursor
			page.Highlights = joined(page.Highlights, more.Highlights)
		}
	}
	return page, err
}

// joined puts two maps together.
func joined(a, b map[string]string) map[string]string {
	if a == nil {
		return b
	}
	maps.Copy(a, b)
	return a
}

// every streams all claims that match, by id.
func (c *claimsListCmd) every(ctx context.Context, s *session, x *app.Index, r app.Request) error {
	out := bufio.NewWriter(s.Out)
	write := c.writer(out)
	err := x.Each(ctx, r.Query, func(cl claim.Claim) error {
		if cl.LastSeen.Before(r.Since) {
			return nil
		}
		return write(&cl)
	})
	return errors.Join(err, out.Flush())
}

// page prints the claims of one page, a line each; where the next one begins goes to standard error.
func (c *claimsListCmd) page(s *session, page *app.Result) error {
	out := bufio.NewWriter(s.Out)
	write := c.writer(out)
	for i := range page.Claims {
		if err := write(&page.Claims[i]); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if page.Cursor != "" {
		fmt.Fprintf(s.Err, "%s in all; the next: --cursor %s\n", totalText(page), page.Cursor)
	}
	return nil
}
