package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/claimwire/claimwire/internal/claim"
)

// writer writes one article, sentence by sentence, and reads it as it goes, with an extractor's errors.
type writer struct {
	r        *rand.Rand
	w        *world
	x        *incident
	o        Options
	other    claim.Span // names another firm than the victim
	nameless bool       // the article does not know who the victim is
	text     strings.Builder
	reading  claim.Reading
	truth    []int // by assertion
}

// slot is a filled place of a sentence, by its offset in the sentence.
type slot struct {
	name, text string
	start      int
}

// fill puts values into a sentence form.
func fill(form string, value func(name string) string) (string, []slot) {
	var b strings.Builder
	var slots []slot
	for form != "" {
		open := strings.IndexByte(form, '{')
		if open < 0 {
			b.WriteString(form)
			break
		}
		end := strings.IndexByte(form, '}')
		b.WriteString(form[:open])
		s := slot{name: form[open+1 : end], start: b.Len()}
		s.text = value(s.name)
		b.WriteString(s.text)
		slots = append(slots, s)
		form = form[end+1:]
	}
	return b.String(), slots
}

// sentence appends a finished sentence and returns where its text begins.
func (w *writer) sentence(s string) int {
	if w.text.Len() > 0 {
		if w.r.IntN(3) == 0 {
			w.text.WriteByte('\n')
		} else {
			w.text.WriteByte(' ')
		}
	}
	at := w.text.Len()
	w.text.WriteString(capital(s) + ".")
	return at
}

// names appends a sentence that tells nothing of a firm and names it, and returns where.
func (w *writer) names(list, firm string) claim.Span {
	clause, slots := fill(pick(w.r, sentencesBy[list]), func(string) string { return firm })
	at := w.sentence(clause) + slots[0].start
	return claim.Span{Text: firm, Start: at, End: at + len(firm), In: claim.InText}
}

// home says where it happened, or leaves it out as some articles do.
func (w *writer) home() {
	if w.r.Float64() < 0.2 {
		return
	}
	name, code, _ := strings.Cut(w.x.land, "\t")
	for range 1 + w.r.IntN(2) {
		s := w.names("home", name)
		w.reading.Countries = append(w.reading.Countries, claim.Country{Span: s, Code: code, Name: name, Form: claim.ByName})
	}
}

// capital writes a sentence's first letter, where it is one of ASCII, as a capital; no offset moves.
func capital(s string) string {
	if s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// tell writes one fact as this outlet words it, and reads it.
func (w *writer) tell(f *fact, src *source) {
	value, qualifier := f.amount, claim.Exact
	if f.amount > 0 {
		value, qualifier = w.w.told(f.amount)
	}
	amount := ""
	if f.amount > 0 {
		amount = moneyText(value, f.currency)
	}
	perp := w.x.group
	if w.x.state != "" && (f.kind == claim.Denial || w.r.IntN(3) == 0) {
		perp = w.x.state
	}
	if perp == "" {
		perp = "unknown hackers"
	}
	victim := w.x.victim
	if w.nameless || w.r.Float64() < w.o.Unnamed {
		victim = theFirm
	}
	clause, slots := fill(pick(w.r, sentencesBy[f.form]), func(name string) string {
		switch name {
		case "perp":
			return perp
		case "victim":
			return victim
		case "amount":
			return qualifierWords[qualifier] + amount
		case "count":
			return fmt.Sprintf("%.0f", f.count)
		case "month":
			return w.x.day.Format("January 2006")
		}
		return f.topics[slices.Index([]string{"topic1", "topic2", "verb1", "verb2"}, name)]
	})
	w.read(f, src, clause, slots, claim.Amount{Value: value, Currency: f.currency, Qualifier: qualifier, Span: claim.Span{Text: amount}})
}

// theFirm is what an article calls the victim that it has named.
const theFirm = "the firm"

// read wraps the clause in its attribution, writes it, and makes the assertion.
func (w *writer) read(f *fact, src *source, clause string, slots []slot, money claim.Amount) {
	whole, inner := clause, 0
	var outer []slot
	if src != nil {
		form := "cite"
		if src.doc != "" {
			form = "citedoc"
		}
		whole, outer = fill(pick(w.r, sentencesBy[form]), func(name string) string {
			return map[string]string{"source": src.name, "doc": src.doc, "clause": clause}[name]
		})
		for _, s := range outer {
			if s.name == "clause" {
				inner = s.start
			}
		}
	}
	at := w.sentence(whole)
	a := claim.Assertion{
		Kind: f.kind, Statement: capital(clause) + ".", Certainty: claim.Reported, Sum: f.sum,
		Evidence: []claim.Place{{Start: at, End: at + len(whole) + 1, In: claim.InText}},
	}
	if f.kind == claim.Denial {
		a.Certainty, a.Denies = claim.Denied, claim.Attribution
	}
	for _, s := range slots {
		w.mention(&a, f, s, at+inner+s.start, money)
	}
	if src != nil {
		w.cite(&a, src, outer, at)
	}
	if len(a.Amounts) == 0 && f.sum == claim.SumTaken {
		a.Sum = "" // "demanded" says what the sum is even where the sum is missed
	}
	w.misread(&a)
	w.reading.Assertions = append(w.reading.Assertions, a)
	w.truth = append(w.truth, f.truth)
}

// otherKind is what a sentence of a kind is taken for.
var otherKind = map[claim.Kind]claim.Kind{
	claim.Theft: claim.Statement, claim.Attack: claim.Theft, claim.Attribution: claim.Attack,
	claim.Laundering: claim.Theft, claim.CountKind: claim.Statement, claim.Denial: claim.Statement, claim.Statement: claim.Attack,
}

// misread takes the assertion for another sometimes, of another victim or of another kind.
func (w *writer) misread(a *claim.Assertion) {
	if w.r.Float64() >= w.o.Misread {
		return
	}
	if w.r.IntN(2) == 0 {
		w.reading.Actors = append(w.reading.Actors, claim.Actor{Span: w.other, Name: w.other.Text, Kind: claim.Organization, Role: claim.Victim})
		a.Victims = []int{len(w.reading.Actors) - 1}
		return
	}
	a.Kind, a.Denies = otherKind[a.Kind], ""
	if a.Certainty == claim.Denied {
		a.Certainty = claim.Reported
	}
}

func (w *writer) missed() bool { return w.r.Float64() < w.o.Mistakes }

// mention reads one slot of a sentence into the assertion, unless the extractor misses it.
func (w *writer) mention(a *claim.Assertion, f *fact, s slot, at int, money claim.Amount) {
	// The first letter of a sentence is written as a capital, which names and sums are or have none.
	span := claim.Span{Text: s.text, Start: at, End: at + len(s.text), In: claim.InText}
	if w.missed() || s.text == theFirm {
		return
	}
	switch s.name {
	case "victim":
		w.reading.Actors = append(w.reading.Actors, claim.Actor{Span: span, Name: s.text, Kind: claim.Organization, Role: claim.Victim})
		a.Victims = append(a.Victims, len(w.reading.Actors)-1)
	case "perp":
		if s.text == "unknown hackers" {
			return
		}
		p := claim.Actor{Span: span, Name: s.text, Kind: claim.Group, Country: w.x.code, Role: claim.Perpetrator}
		if s.text == w.x.state {
			p.ID, p.Kind = w.x.code, claim.State
		}
		w.reading.Actors = append(w.reading.Actors, p)
		a.Actors = append(a.Actors, len(w.reading.Actors)-1)
	case "amount":
		if f.amount == 0 {
			return
		}
		money.Start, money.End, money.In = span.End-len(money.Text), span.End, claim.InText
		if money.Currency == "USD" {
			usd := money.Value
			money.USD = &usd
		}
		w.reading.Amounts = append(w.reading.Amounts, money)
		a.Amounts = append(a.Amounts, len(w.reading.Amounts)-1)
	case "count":
		a.Counts = append(a.Counts, claim.Count{Value: f.count, Unit: "customers", Qualifier: claim.Exact})
	case "month":
		a.When = &claim.Period{From: w.x.day.Format("2006-01"), To: w.x.day.Format("2006-01")}
	}
}

func (w *writer) cite(a *claim.Assertion, src *source, outer []slot, at int) {
	c := claim.Citation{}
	for _, s := range outer {
		span := claim.Span{Text: s.text, Start: at + s.start, End: at + s.start + len(s.text), In: claim.InText}
		switch s.name {
		case "source":
			c.Span, c.Cue = span, span
			c.Source = &claim.Source{Span: span, Name: src.name, Kind: claim.OrgSource}
		case "doc":
			c.Document = &claim.Document{Span: span, Kind: src.doc, Publisher: src.name}
		}
	}
	if w.missed() {
		return
	}
	w.reading.Citations = append(w.reading.Citations, c)
	a.Citations = []int{len(w.reading.Citations) - 1}
}

// finish puts the reading's lists in text order and its indexes after them.
func (w *writer) finish(a *claim.Article) claim.Reading {
	a.Text = w.text.String()
	r := &w.reading
	actors := order(r.Actors, func(x claim.Actor) claim.Span { return x.Span })
	amounts := order(r.Amounts, func(x claim.Amount) claim.Span { return x.Span })
	citations := order(r.Citations, func(x claim.Citation) claim.Span { return x.Span })
	for i := range r.Actors {
		// A name that begins a sentence is written as it stands there.
		r.Actors[i].Text = a.Text[r.Actors[i].Start:r.Actors[i].End]
	}
	for i := range r.Assertions {
		x := &r.Assertions[i]
		renumber(x.Actors, actors)
		renumber(x.Victims, actors)
		renumber(x.Amounts, amounts)
		renumber(x.Citations, citations)
	}
	r.Language = "en"
	r.Normalize()
	for i := range r.Assertions {
		f := claim.FrameOf(a, r, i)
		r.Assertions[i].Fingerprint = f.Fingerprint()
	}
	return *r
}

// order sorts a list by its spans and says where each member went.
func order[T any](list []T, span func(T) claim.Span) []int {
	at := make([]int, len(list))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(i, j int) int { return span(list[i]).Start - span(list[j]).Start })
	old := slices.Clone(list)
	to := make([]int, len(list))
	for n, i := range at {
		list[n], to[i] = old[i], n
	}
	return to
}

func renumber(list, to []int) {
	for i := range list {
		list[i] = to[list[i]]
	}
}
