package cli

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/claimwire/claimwire/internal/app"
	"github.com/claimwire/claimwire/internal/claim"
)

// claimsPage is what `claims --output json` prints: one page and what is known of the whole answer.
type claimsPage struct {
	Claims     []claim.Claim          `json:"claims"`
	Total      int                    `json:"total"`                 // claims that match, on all pages
	TotalAbout bool                   `json:"total_about,omitempty"` // there are at least so many: counting stopped there
	Cursor     string                 `json:"cursor,omitempty"`      // of the next page; absent on the last
	Highlights map[string]string      `json:"highlights"`            // by claim id: a sentence with «» around what matched
	Facets     map[string][]app.Facet `json:"facets,omitzero"`       // by field, the most frequent first; absent where nobody asked
}

func printPage(w io.Writer, page *app.Result) error {
	p := claimsPage{Claims: page.Claims, Total: page.Total, TotalAbout: page.TotalAbout, Cursor: page.Cursor,
		Highlights: page.Highlights, Facets: page.Facets}
	if p.Claims == nil {
		p.Claims = []claim.Claim{}
	}
	if p.Highlights == nil {
		p.Highlights = map[string]string{}
	}
	return encoder(w).Encode(p)
}

// writer prints claims a line each, in the form asked for.
func (c *claimsListCmd) writer(w io.Writer) func(*claim.Claim) error {
	if c.Output == "csv" {
		return csvWriter(w)
	}
	return jsonWriter(w)
}

func jsonWriter(w io.Writer) func(*claim.Claim) error {
	e := encoder(w)
	return func(c *claim.Claim) error { return e.Encode(c) }
}

func csvHeader() []string {
	return []string{"id", "kind", "certainty", "statement", "actors", "victims", "countries", "amount", "currency", "from", "to",
		"origins", "articles", "stories", "publishers", "origins_min", "origins_max", "first_seen", "last_seen"}
}

func csvWriter(w io.Writer) func(*claim.Claim) error {
	out := csv.NewWriter(w)
	_ = out.Write(csvHeader()) // an error stays and surfaces at the next write
	out.Flush()
	return func(c *claim.Claim) error {
		err := out.Write(csvRecord(c))
		out.Flush()
		return errors.Join(err, out.Error())
	}
}

func csvRecord(c *claim.Claim) []string {
	var amount, currency, from, to string
	if c.Amount != nil {
		amount, currency = strconv.FormatFloat(c.Amount.Value, 'f', -1, 64), c.Amount.Currency
	}
	if c.When != nil {
		from, to = c.When.From, c.When.To
	}
	return []string{c.ID, string(c.Kind), string(c.Certainty), cell(c.Statement), cell(partyNames(c.Actors)), cell(partyNames(c.Victims)),
		strings.Join(c.Countries, "; "), amount, currency, from, to, cell(originNames(c)), strconv.Itoa(c.Articles), strconv.Itoa(c.Stories),
		strconv.Itoa(c.Publishers), strconv.Itoa(c.OriginsMin), strconv.Itoa(c.OriginsMax), stamp(c.FirstSeen), stamp(c.LastSeen)}
}

// cell keeps text from outside from being a formula in a spreadsheet.
func cell(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		return "'" + s
	}
	return s
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
