// Package place finds the countries that a text means: by name, abbreviation or demonym, by a capital
// that stands for its government, by a city. Its tables hold the names, its rules what a name means
// where it stands: "Georgia" the country or the state, "Jordan" the kingdom or a man, "Moscow, Idaho".
//
// A city that only says where a company sits or a reporter writes ("London-based", a dateline) means no
// country, nor does a company, a paper, a dish or a language that bears a country's name.
package place

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// New returns the pass. It writes Countries of both texts.
func New(lex *lexicon.Lexicon) func(*doc.Doc) {
	p := newPlacer(lex)
	return func(d *doc.Doc) {
		facts := &facts{p: p, d: d}
		for _, t := range d.Texts() {
			p.text(t, facts)
		}
	}
}

type placer struct {
	*table
	cues   *gazetteer.Classes
	is     classes
	the    uint32
	and    uint32
	of     uint32
	comma  uint32
	hyphen uint32
	north  uint32
	south  uint32
}

// classes are the word classes that the rules ask for.
type classes struct {
	locative, motion, food, language, speak, company, firm, embassy, title, usObject, korea, notNorth,
	direction, seat, office, georgiaState, georgiaCountry, channel, acts, currency, apart, bank, body, given, personTitle, shop,
	civil, kinNoun, kinVerb, rareGiven, deed, meal, notMeal gazetteer.Mask
}

func newPlacer(lex *lexicon.Lexicon) *placer {
	p := &placer{table: newTable(lex), cues: gazetteer.NewClasses(lex, "en/placecues")}
	b := func(class string) gazetteer.Mask { return p.cues.Bit(class) }
	p.is = classes{
		locative: b("locative"), motion: b("motion"), food: b("food"), language: b("language"), speak: b("speak"),
		company: b("company"), firm: b("firm"), embassy: b("embassy"), title: b("title"), personTitle: b("persontitle"), usObject: b("us-object"),
		korea: b("korea"), notNorth: b("notnorth"), direction: b("direction"), seat: b("seat"), office: b("office"),
		georgiaState: b("georgia-state"), georgiaCountry: b("georgia-country"), channel: b("channel"), acts: b("acts"), currency: b("currency"), apart: b("apart"), bank: b("bank"), shop: b("shop"), body: b("body"),
		civil: b("civil"), kinNoun: b("kinnoun"), kinVerb: b("kinverb"), rareGiven: b("raregiven"), deed: b("deed"), meal: b("meal"), notMeal: b("notmeal"),
		given: p.cues.New("given"),
	}
	for _, row := range lex.Rows("givennames") {
		if w := lex.Words(row.Get("name")); len(w) == 1 {
			p.cues.Add(w[0], p.is.given)
		}
	}
	p.the, p.and, p.of = lex.Vocab.Add("the"), lex.Vocab.Add("and"), lex.Vocab.Add("of")
	p.comma, p.hyphen = lex.Vocab.Add(","), lex.Vocab.Add("-")
	p.north, p.south = lex.Vocab.Add("north"), lex.Vocab.Add("south")
	return p
}

// text finds the countries of one text.
func (p *placer) text(t *doc.Text, f *facts) {
	word := func(i int) uint32 { return t.Tokens[i].Word }
	for s := range t.Sentences {
		in := t.Sentences[s].Range
		for i := in.From; i < in.To; {
			w := t.Tokens[i].Word
			if w == 0 || !p.trie.Begins(w) {
				i++
				continue
			}
			if w == p.north || w == p.south {
				if n, c := p.compass(t, f, in, i); n > 0 {
					p.add(t, doc.Range{From: i - 1, To: i + 1}, c, claim.ByName)
					i += n
					continue
				}
			}
			n, length := p.find(word, i, in.To)
			if length == 0 {
				i++
				continue
			}
			m := mention{p: p, t: t, f: f, in: in, n: n, Range: doc.Range{From: i, To: i + length}}
			if code, form := m.read(); code != "" {
				p.add(t, m.Range, code, form)
				f.note(code)
			}
			i = m.To
		}
	}
}

func (p *placer) add(t *doc.Text, r doc.Range, code string, form claim.CountryForm) {
	t.Countries = append(t.Countries, doc.Country{Range: r, Country: claim.Country{
		Span: t.Span(r), Code: code, Name: p.short[code], Form: form,
	}})
}

// compass reads "the North" and "the South" as the two Koreas once the document has named one.
func (p *placer) compass(t *doc.Text, f *facts, in doc.Range, i int) (int, string) {
	if !f.korea || i == in.From || t.Tokens[i-1].Word != p.the || !t.Tokens[i].Is(doc.Capital) {
		return 0, ""
	}
	if next := p.cues.At(t, i+1, in); next.Has(p.is.notNorth) && !p.bothKoreas(t, i+1, in) || i+1 < in.To && t.Tokens[i+1].Is(doc.Capital) {
		return 0, ""
	}
	if t.Tokens[i].Word == p.north {
		return 1, "KP"
	}
	return 1, "KR"
}

// bothKoreas reports whether token i goes on with the other half: "the North and the South".
func (p *placer) bothKoreas(t *doc.Text, i int, in doc.Range) bool {
	return in.Has(i+2) && t.Tokens[i].Word == p.and && t.Tokens[i+1].Word == p.the && (t.Tokens[i+2].Word == p.north || t.Tokens[i+2].Word == p.south) && t.Tokens[i+2].Is(doc.Capital)
}
