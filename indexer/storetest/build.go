// Package storetest is the one contract that every store of the indexer passes. Begin with Run. What a
// store is fed is built by hand here, and claims are computed by a rule so simple that a test can say by
// itself what must come out.
package storetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// Day is the time from which test articles are dated.
var Day = time.Date(2031, 3, 10, 8, 0, 0, 0, time.UTC)

// Doc describes an article with its assertions; Item makes an item of it.
type Doc struct {
	Key        string
	ID         string // as given; empty: none
	Text       string // empty: the sentences
	Published  time.Time
	Fetched    time.Time // zero: Published
	Generation int64
	Publisher  string
	Says       []Says
}

// Says is one assertion of a Doc.
type Says struct {
	Sentence  string
	Statement string // empty: the sentence
	Frame     string // names the frame; empty: the victim, else the sentence
	Kind      claim.Kind
	Certainty claim.Certainty
	Actor     claim.Party
	Victim    string
	Country   string
	Amount    float64 // 0: none
	Currency  string  // empty: USD
	Origin    string  // empty: the publisher
	Document  string
	Keys      []uint64
	Nth       int // of the assertions of one sentence
}

// Item prepares a Doc as indexer.Prepare would.
func (d Doc) Item() indexer.Item {
	if d.Text == "" {
		var all []string
		for _, s := range d.Says {
			all = append(all, s.Sentence)
		}
		d.Text = strings.Join(all, " ")
	}
	if d.Fetched.IsZero() {
		d.Fetched = d.Published
	}
	art := claim.Article{ID: d.ID, CanonicalURL: d.Key, URL: d.Key, Title: "", Text: d.Text, Publisher: d.Publisher,
		PublishedAt: d.Published, FetchedAt: d.Fetched, Generation: d.Generation}
	if d.Key == "" {
		art.CanonicalURL, art.URL = "", ""
	}
	art.Complete()
	it := indexer.Item{Extraction: claim.Extraction{V: claim.Version, Article: art}, Page: indexer.Page{
		Key: art.Key(), ID: art.DisplayID(), URL: art.URL, Publisher: d.Publisher, Revision: art.Revision, FetchedAt: d.Fetched,
		Generation: d.Generation, Content: art.Revision, Simhash: uint64(len(d.Text)) << 40, Sketch: []uint32{1, 1 << 31, 7}}}
	it.Extraction.Reading.Normalize()
	for _, s := range d.Says {
		s.add(&d, &art, &it)
	}
	return it
}

func (s Says) add(d *Doc, art *claim.Article, it *indexer.Item) {
	frame := s.frame()
	node := indexer.Node{ID: frame.Fingerprint(), Frame: frame}
	known := false
	for _, n := range it.Nodes {
		known = known || n.ID == node.ID
	}
	if !known {
		it.Nodes = append(it.Nodes, node)
	}
	it.Rows = append(it.Rows, s.row(d, art, node.ID))
	it.Keys = append(it.Keys, s.Keys)
}

func (s Says) frame() claim.Frame {
	f := claim.Frame{Kind: s.kind(), Sentence: s.Frame}
	if s.Victim != "" {
		f.Victims = []claim.FrameParty{{Ref: claim.NormalText(s.Victim), Kind: claim.Organization}}
	} else if s.Frame == "" {
		f.Sentence = claim.NormalText(s.Sentence)
	}
	return f
}

func (s Says) kind() claim.Kind {
	if s.Kind == "" {
		return claim.Theft
	}
	return s.Kind
}

func (s Says) row(d *Doc, art *claim.Article, node string) indexer.Row {
	start := max(strings.Index(d.Text, s.Sentence), 0)
	r := indexer.Row{Evidence: claim.Evidence{
		ID: claim.EvidenceID(art.Key(), claim.InText, s.Sentence, s.Nth), ArticleID: art.DisplayID(), URL: art.URL, Publisher: d.Publisher,
		PublishedAt: d.Published, In: claim.InText, Start: start, End: start + len(s.Sentence), Text: s.Sentence,
		Citations: []claim.Link{{Name: d.Publisher, Kind: claim.NewsOutlet}}},
		Article: art.Key(), Revision: art.Revision, Node: node, Seen: art.Seen(), Statement: s.Statement, Certainty: s.Certainty,
		Fetched: d.Fetched, Generation: d.Generation}
	if r.Statement == "" {
		r.Statement = s.Sentence
	}
	if r.Certainty == "" {
		r.Certainty = claim.Reported
	}
	if s.Origin != "" {
		l := claim.Link{Name: s.Origin, Kind: claim.International}
		if s.Document != "" {
			l.Document = &claim.Document{Title: s.Document}
		}
		r.Citations = append(r.Citations, l)
	}
	if s.Actor.Name != "" {
		r.Actors = []claim.Party{s.Actor}
	}
	if s.Victim != "" {
		r.Victims = []claim.Party{{Name: s.Victim, Kind: claim.Organization}}
	}
	if s.Country != "" {
		r.Countries = []string{s.Country}
	}
	if s.Amount != 0 {
		r.Amounts = []claim.Money{s.money()}
	}
	return r
}

func (s Says) money() claim.Money {
	m := claim.Money{Value: s.Amount, Currency: s.Currency, Qualifier: claim.Exact}
	if m.Currency == "" {
		m.Currency = "USD"
	}
	if m.Currency == "USD" {
		m.USD = &m.Value
	}
	return m
}

// Articles makes n unrelated articles with one assertion each, numbered from first.
func Articles(first, n int) []indexer.Item {
	items := make([]indexer.Item, n)
	for i := range items {
		k := first + i
		items[i] = Doc{Key: fmt.Sprintf("https://courier.example/%d", k), Published: Day.Add(time.Duration(k) * time.Minute), Publisher: "Daily Courier",
			Says: []Says{{Sentence: fmt.Sprintf("Thieves took %d dollars from Harbour Bank %d.", k+1, k), Victim: fmt.Sprintf("Harbour Bank %d", k),
				Amount: float64(k + 1), Country: "KP", Keys: []uint64{uint64(k) + 1<<40}}}}.Item()
	}
	return items
}
