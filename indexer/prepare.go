package indexer

import (
	"net/url"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// Prepare turns one reading into what a store keeps of it: the article's page, one row for each place
// that carries an assertion, their nodes, and the keys by which candidates are found. It is a pure
// function; a reading without assertions gives a page and no rows.
func Prepare(x claim.Extraction) Item {
	x.Article.Complete()
	p := preparer{a: &x.Article, r: &x.Reading, topics: topicsOf(&x.Article, &x.Reading), seen: map[string]int{}, nodes: map[string]bool{}}
	p.item = Item{Page: p.page()}
	p.ids = make([][]string, len(x.Reading.Assertions))
	for i := range x.Reading.Assertions {
		p.assertion(i)
	}
	p.apart()
	p.item.Extraction = x
	return p.item
}

type preparer struct {
	a      *claim.Article
	r      *claim.Reading
	topics *topicList
	item   Item
	seen   map[string]int // assertions so far by (in, normalised sentence)
	nodes  map[string]bool
	ids    [][]string // evidence ids by assertion
	of     []int      // assertion by row
}

func (p *preparer) page() Page {
	a := p.a
	normal := claim.NormalText(a.Text)
	hash, smallest := sketch(normal)
	return Page{
		Key: a.Key(), ID: a.DisplayID(), URL: a.URL, Publisher: publisher(a), Owner: a.Owner, Wire: p.wire(), Credits: p.credits(),
		Revision: a.Revision, FetchedAt: a.FetchedAt, Generation: a.Generation,
		Content: claim.RevisionOf("", normal), Simhash: hash, Sketch: smallest,
	}
}

// wire is the agency whose copy the article is, by the page's mark or by the text's own word.
func (p *preparer) wire() string {
	if p.a.Wire != "" {
		return p.a.Wire
	}
	return p.r.Wire
}

// maxCredits bounds how many outlets of an article are kept.
const maxCredits = 8

// credits are the other outlets that the article names as where it has something from.
func (p *preparer) credits() []string {
	var out []string
	own := claim.PartyRef("", publisher(p.a))
	for i := range p.r.Citations {
		s := p.r.Citations[i].Source
		if s == nil || !isOutlet(s.Kind) || claim.PartyRef("", s.Name) == own || slices.Contains(out, s.Name) || len(out) == maxCredits {
			continue
		}
		out = append(out, s.Name)
	}
	return out
}

// publisher names the outlet, by its host where nobody said its name.
func publisher(a *claim.Article) string {
	if a.Publisher != "" {
		return a.Publisher
	}
	if u, err := url.Parse(a.CanonicalURL); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return a.DisplayID()
}

func (p *preparer) assertion(i int) {
	as := &p.r.Assertions[i]
	frame := p.frame(i)
	if frame.Sentence != "" && len(frame.Victims) == 0 && len(as.Evidence) > 0 {
		// "The bank was closed" is said of many: what it is told of tells one from another.
		if near := p.topics.of(as.Evidence[0]).near; len(near) > 0 {
			frame.About = near[0]
		}
	}
	id := frame.Fingerprint()
	base := p.base(i, id)
	var places []claim.Place
	for _, at := range as.Evidence {
		if text := p.a.At(at); text == "" || slices.Contains(places, at) {
			continue
		}
		places = append(places, at)
		row := base
		row.Evidence = p.evidence(at, base.Citations)
		p.item.Rows = append(p.item.Rows, row)
		p.item.Keys = append(p.item.Keys, rowKeys(&frame, &row, claim.Said(p.a, p.r, i, at), p.topics.of(at)))
		p.ids[i] = append(p.ids[i], row.ID)
		p.of = append(p.of, i)
	}
	if len(places) > 0 && !p.nodes[id] {
		p.nodes[id] = true
		p.item.Nodes = append(p.item.Nodes, Node{ID: id, Frame: frame})
	}
}

// frame is an assertion's normal form, in which victims that only a role names are a class of victims.
func (p *preparer) frame(i int) claim.Frame {
	f := claim.FrameOf(p.a, p.r, i)
	for _, v := range f.Victims {
		if isRole(v) && !slices.Contains(f.Targets, v.Ref) {
			f.Targets = append(f.Targets, v.Ref)
		}
	}
	slices.Sort(f.Targets)
	f.Victims = slices.DeleteFunc(f.Victims, isRole)
	if at := p.r.Assertions[i].Evidence; f.Sentence == "" && f.Weak() && len(at) > 0 {
		f.Sentence = claim.Said(p.a, p.r, i, at[0])
	}
	if f.Kind.Family() == claim.Attack.Family() && len(f.Counts) == 0 && len(f.Amounts) == 0 {
		f.Counts = p.countedBeside(i)
	}
	if at := p.r.Assertions[i].Evidence; len(at) > 0 {
		f.Aspect = aspectOf(&f, p.a.At(at[0]))
	}
	return f
}

// countedBeside are the numbers that the sentence of an act tells, which stand in assertions of their own.
func (p *preparer) countedBeside(i int) []claim.Count {
	at := p.r.Assertions[i].Evidence
	for j := range p.r.Assertions {
		o := &p.r.Assertions[j]
		if o.Kind != claim.CountKind || !slices.ContainsFunc(o.Evidence, func(q claim.Place) bool { return slices.Contains(at, q) }) {
			continue
		}
		return claim.FrameOf(p.a, p.r, j).Counts
	}
	return nil
}

// base is what all rows of an assertion have in common.
func (p *preparer) base(i int, node string) Row {
	as := &p.r.Assertions[i]
	row := Row{
		Article: p.item.Page.Key, Revision: p.a.Revision, Node: node, Seen: p.a.Seen().UTC(),
		Statement: as.Statement, Certainty: as.Certainty, Counts: slices.Clone(as.Counts),
		Silent: p.a.Silent, Fetched: p.a.FetchedAt, Generation: p.a.Generation,
		Evidence: claim.Evidence{Citations: p.chain(as)},
	}
	for _, n := range as.Countries {
		if c := p.r.Countries[n].Code; !slices.Contains(row.Countries, c) {
			row.Countries = append(row.Countries, c)
		}
	}
	for _, n := range as.Amounts {
		row.Amounts = append(row.Amounts, money(&p.r.Amounts[n]))
	}
	if as.When != nil {
		w := *as.When
		row.When = &w
	}
	namer := row.Citations[len(row.Citations)-1].Name
	row.Actors, row.Victims = p.parties(as.Actors, namer), p.parties(as.Victims, namer)
	return row
}

func (p *preparer) evidence(at claim.Place, chain []claim.Link) claim.Evidence {
	text, key := p.a.At(at), p.item.Page.Key
	place := string(at.In) + "\x00" + claim.NormalText(text)
	n := p.seen[place]
	p.seen[place]++
	return claim.Evidence{
		ID: claim.EvidenceID(key, at.In, text, n), ArticleID: p.item.Page.ID, URL: p.a.URL,
		Publisher: p.item.Page.Publisher, PublishedAt: p.a.PublishedAt.UTC(),
		In: at.In, Start: at.Start, End: at.End, Text: text, Citations: chain,
	}
}

// apart turns assertions that the text tells apart into ids of evidence, both ways.
func (p *preparer) apart() {
	apart := make([][]string, len(p.ids))
	for i := range p.r.Assertions {
		for _, j := range p.r.Assertions[i].Apart {
			if i != j {
				apart[i] = append(apart[i], p.ids[j]...)
				apart[j] = append(apart[j], p.ids[i]...)
			}
		}
	}
	for n, i := range p.of {
		list := slices.Clone(apart[i])
		slices.Sort(list)
		p.item.Rows[n].Apart = slices.Compact(list)
	}
}

func (p *preparer) parties(list []int, namer string) []claim.Party {
	var out []claim.Party
	for _, n := range list {
		a := &p.r.Actors[n]
		q := claim.Party{Name: a.Name, ID: a.ID, Kind: a.Kind, Country: a.Country}
		if slices.ContainsFunc(out, func(o claim.Party) bool { return samePartyName(o, q) }) {
			continue
		}
		if called := strings.TrimSpace(a.Text); called != "" && namer != "" && a.Kind == claim.Group {
			q.Named = []claim.NamedBy{{Name: called, By: namer}}
		}
		out = append(out, q)
	}
	return out
}

func samePartyName(a, b claim.Party) bool {
	return claim.PartyRef(a.ID, a.Name) == claim.PartyRef(b.ID, b.Name)
}

func money(a *claim.Amount) claim.Money {
	return claim.Money{Value: a.Value, Min: a.Min, Max: a.Max, Currency: a.Currency, Qualifier: a.Qualifier, USD: a.USD, Vague: a.Vague}
}

// chain is the citation chain of an assertion, publisher first, origin last: the publisher, the agency
// whose copy it is, then what the text cites. A link that repeats the one before it is left out.
func (p *preparer) chain(as *claim.Assertion) []claim.Link {
	links := []claim.Link{{Name: p.item.Page.Publisher, Kind: claim.NewsOutlet}}
	add := func(l claim.Link) {
		last := &links[len(links)-1]
		if claim.NormalText(last.Name) != claim.NormalText(l.Name) {
			links = append(links, l)
			return
		}
		if len(links) > 1 && last.Document == nil {
			last.Document = l.Document
		}
		if last.Cue == "" {
			last.Cue, last.Start, last.End = l.Cue, l.Start, l.End
		}
	}
	if w := p.wire(); w != "" {
		add(claim.Link{Name: w, Kind: claim.NewsAgency})
	}
	for _, n := range p.relayed(as.Citations) {
		add(link(&p.r.Citations[n]))
	}
	return links
}

// relayed completes a chain by the citations that the text says relayed its first link.
func (p *preparer) relayed(list []int) []int {
	out := slices.Clone(list)
	for len(out) > 0 && len(out) < 16 {
		via := p.r.Citations[out[0]].Via
		if via == nil || slices.Contains(out, *via) {
			break
		}
		out = slices.Insert(out, 0, *via)
	}
	return out
}

func link(c *claim.Citation) claim.Link {
	l := claim.Link{Document: c.Document, Cue: c.Cue.Text, Start: c.Start, End: c.End}
	if c.Source != nil {
		l.Name, l.Kind = c.Source.Name, c.Source.Kind
	}
	return l
}
