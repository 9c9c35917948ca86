package alert

import (
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// exprEnv is what an expression sees: plain texts and numbers, so that comparing them with constants
// works, and never a missing object: what is not known is empty or 0.
type exprEnv struct {
	Claim exprClaim `expr:"claim"`
	Event exprEvent `expr:"event"`
}

type exprClaim struct {
	ID            string             `expr:"id"`
	Kind          string             `expr:"kind"`
	Statement     string             `expr:"statement"`
	Certainty     string             `expr:"certainty"`
	Actors        []exprParty        `expr:"actors"`
	Victims       []exprParty        `expr:"victims"`
	Countries     []string           `expr:"countries"`
	Amount        exprAmount         `expr:"amount"`
	Sum           string             `expr:"sum"`
	Counts        []exprCount        `expr:"counts"`
	When          exprPeriod         `expr:"when"`
	Origins       []exprOrigin       `expr:"origins"`
	Via           []string           `expr:"via"`
	Articles      int                `expr:"articles"`
	Stories       int                `expr:"stories"`
	Publishers    int                `expr:"publishers"`
	OriginsMin    int                `expr:"origins_min"`
	OriginsMax    int                `expr:"origins_max"`
	Denials       int                `expr:"denials"`
	Disagreements []exprDisagreement `expr:"disagreements"`
	FirstSeen     time.Time          `expr:"first_seen"`
	LastSeen      time.Time          `expr:"last_seen"`
}

type exprParty struct {
	Name    string `expr:"name"`
	ID      string `expr:"id"`
	Kind    string `expr:"kind"`
	Country string `expr:"country"`
}

type exprAmount struct {
	Value     float64 `expr:"value"`
	Currency  string  `expr:"currency"`
	Qualifier string  `expr:"qualifier"`
	USD       float64 `expr:"usd"` // as given, else by a yearly rate
}

type exprCount struct {
	Value float64 `expr:"value"`
	Unit  string  `expr:"unit"`
}

type exprPeriod struct {
	From string `expr:"from"`
	To   string `expr:"to"`
}

type exprOrigin struct {
	Name     string `expr:"name"`
	Kind     string `expr:"kind"`
	Document string `expr:"document"`
}

type exprDisagreement struct {
	Field  string   `expr:"field"`
	Values []string `expr:"values"`
}

type exprEvent struct {
	ID       string       `expr:"id"`
	Type     string       `expr:"type"`
	Value    string       `expr:"value"`
	Was      string       `expr:"was"`
	At       time.Time    `expr:"at"`
	Evidence exprEvidence `expr:"evidence"`
}

type exprEvidence struct {
	ID          string    `expr:"id"`
	ArticleID   string    `expr:"article_id"`
	URL         string    `expr:"url"`
	Publisher   string    `expr:"publisher"`
	PublishedAt time.Time `expr:"published_at"`
	In          string    `expr:"in"`
	Text        string    `expr:"text"`
}

func envOf(e *claim.Event) *exprEnv {
	c := &e.Claim
	env := &exprEnv{
		Claim: exprClaim{
			ID: c.ID, Kind: string(c.Kind), Statement: c.Statement, Certainty: string(c.Certainty),
			Actors: each(c.Actors, partyEnv), Victims: each(c.Victims, partyEnv), Countries: each(c.Countries, same),
			Sum: string(c.Sum), Via: each(c.Via, same),
			Counts:   each(c.Counts, func(n claim.Count) exprCount { return exprCount{n.Value, n.Unit} }),
			Origins:  each(c.Origins, func(o claim.Origin) exprOrigin { return exprOrigin{o.Name, string(o.Kind), o.Document} }),
			Articles: c.Articles, Stories: c.Stories, Publishers: c.Publishers, OriginsMin: c.OriginsMin, OriginsMax: c.OriginsMax,
			Denials: c.Denials, FirstSeen: c.FirstSeen, LastSeen: c.LastSeen,
			Disagreements: each(c.Disagreements, func(d claim.Disagreement) exprDisagreement {
				return exprDisagreement{d.Field, each(d.Values, same)}
			}),
		},
		Event: exprEvent{ID: e.ID, Type: string(e.Type), Value: e.Value, Was: e.Was, At: e.At, Evidence: evidenceEnv(&e.Evidence)},
	}
	if m := c.Amount; m != nil {
		env.Claim.Amount = exprAmount{m.Value, m.Currency, string(m.Qualifier), dollars(m)}
	}
	if c.When != nil {
		env.Claim.When = exprPeriod(*c.When)
	}
	return env
}

func evidenceEnv(e *claim.Evidence) exprEvidence {
	return exprEvidence{e.ID, e.ArticleID, e.URL, e.Publisher, e.PublishedAt, string(e.In), e.Text}
}

func partyEnv(p claim.Party) exprParty { return exprParty{p.Name, p.ID, string(p.Kind), p.Country} }

func same(s string) string { return s }

func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, min(len(list), maxList))
	for _, x := range list[:min(len(list), maxList)] {
		out = append(out, f(x))
	}
	return out
}
