package actor

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// classify types the runs: each text of a run once, by the best evidence that any of its mentions has.
func (r *reading) classify() {
	texts := map[string]*evidence{}
	var order []*evidence
	for n, t := range r.d.Texts() {
		for i := range r.runs[n] {
			u := &r.runs[n][i]
			e := texts[u.text]
			if e == nil {
				e = &evidence{text: u.text, words: u.To - u.From}
				texts[u.text] = e
				order = append(order, e)
			}
			r.weigh(t, *u, e)
			e.seen++
			if r.at(t, u.To, u.in).Has(r.is.label) {
				e.labels++
			}
			if e.words > 1 && !u.first || r.at(t, u.To, u.in).Has(r.is.say) || e.where == nil && (r.suffers(t, *u) || r.opens(t, *u)) {
				e.where, e.run = t, *u
			}
			r.published(u.text, e)
		}
	}
	for _, e := range order {
		e.unPerson(r.d.Cyber)
		e.unLabel()
	}
	r.doubtful(order)
	r.join(order)
	short := r.shortened()
	for n := range r.runs {
		for i := range r.runs[n] {
			u := &r.runs[n][i]
			if e := texts[u.text].resolved(); e != nil && e.kind != "" && (!u.first || u.To-u.From > 1 || e.inside > 0 || e.weight > 4 && !shouted(r.d.Texts()[n], *u)) {
				if k, ok := short[u.text]; ok && e.words == 1 && e.kind == claim.Organization {
					r.add(n, u.Range, k)
					continue
				}
				r.add(n, u.Range, r.entity(e.entity()))
			}
		}
	}
}

// shouted reports whether a run is a word in capitals with which a sentence opens, as tabloids set the first
// word of an article: "HEARTLESS crooks have". Names in capitals are shorter, or stand elsewhere too.
func shouted(t *doc.Text, u run) bool {
	const longestAcronym = 5
	k := t.Tokens[u.From]
	return u.To-u.From == 1 && u.first && k.Is(doc.AllCaps) && !k.Is(doc.Digit) && k.End-k.Start > longestAcronym
}

// evidence is what the mentions of one name say about what it names.
type evidence struct {
	text    string
	words   int
	kind    claim.ActorKind
	source  claim.SourceKind
	noun    string
	sex     string
	weight  int
	inside  int // mentions inside a sentence, where a capital says something
	seen    int // mentions
	acts    int
	where   *doc.Text // where the mention stands that says most, see doubtful
	run     run
	the     bool // "The" belongs to the name
	labels  int  // mentions that say which numbers are meant: "Social Security numbers"
	barred  int  // mentions with an article and nothing behind that it could belong to
	country string
	same    *evidence // the longer name that it shortens
}

func (e *evidence) resolved() *evidence {
	if e != nil && e.same != nil {
		return e.same
	}
	return e
}

// unPerson takes back that a name is a person's which stands with an article somewhere, as those of teams, ships and
// offices do: "the Lakers", "the NSC".
func (e *evidence) unPerson(cyber bool) {
	if e.kind != claim.Person || e.barred == 0 {
		return
	}
	e.kind, e.source, e.noun, e.sex, e.weight = "", "", "", "", 0
	if cyber && e.inside > 1 {
		e.take(2, claim.Organization, claim.Company, "")
	}
}

// unLabel takes back that a name is anybody's which the text only has to say what kind of number is meant.
func (e *evidence) unLabel() {
	if e.labels == e.seen {
		e.kind, e.source, e.noun, e.sex, e.weight = "", "", "", "", 0
	}
}

// bar counts a mention with an article that is the name's own: "the Epstein case" has the case's, "the late Epstein"
// that of a person described.
func (r *reading) bar(t *doc.Text, u run, e *evidence) {
	if !u.in.Has(u.From-1) || t.Tokens[u.From-1].Word != r.w.the || !u.in.Has(u.To) {
		return
	}
	if k := t.Tokens[u.To]; k.Is(doc.Possessive) || k.Is(doc.Punct) && k.Word != r.w.hyphen {
		e.barred++
	}
}

func (e *evidence) entity() doc.Entity {
	name := withoutLegalForm(e.text)
	if e.the && e.source == claim.NewsOutlet {
		name = "The " + name
	}
	return doc.Entity{Name: name, Kind: e.kind, Source: e.source, Noun: e.noun, Country: e.country,
		Female: e.sex == "f", Male: e.sex == "m"}
}

// legalForms are what a company's name may end with in law and is called without.
var legalForms = [...]string{" OÜ", " Ltd", " Limited", " Inc", " LLC", " LLP", " PLC", " plc", " GmbH", " AG", " SA", " S.A", " NV", " BV", " AB", " Oy", " SpA", " Pte", " Co"}

func withoutLegalForm(name string) string {
	for _, f := range legalForms {
		if base, ok := strings.CutSuffix(strings.TrimSuffix(name, "."), f); ok && base != "" && !strings.HasSuffix(base, "&") {
			return strings.TrimRight(base, ", ")
		}
	}
	return name
}

// take keeps the heavier evidence.
func (e *evidence) take(weight int, kind claim.ActorKind, source claim.SourceKind, noun string) {
	if weight > e.weight {
		e.weight, e.kind, e.source, e.noun = weight, kind, source, noun
	}
}

// weigh reads the words in and around one run.
func (r *reading) weigh(t *doc.Text, u run, e *evidence) {
	if u.in.Has(u.From-1) && t.Word(u.From-1) == "The" && !t.Tokens[u.From-1].Is(doc.First) {
		e.the = true
	}
	if !u.first {
		e.inside++
	}
	r.bar(t, u, e)
	last := r.cues.Of(t.Tokens[u.To-1].Word)
	first := r.cues.Of(t.Tokens[u.From].Word)
	words := u.To - u.From
	switch {
	case words > 1 && r.d.Cyber && last.Has(r.is.groupNoun) && r.at(t, u.From-1, u.in).Has(r.is.crimeNoun|r.is.hackerNoun):
		e.take(9, claim.Group, claim.OrgSource, "group")
	case words > 1 && r.newsAgency(t, u):
		e.take(9, claim.Organization, claim.NewsAgency, "agency")
	case words > 1 && last.Has(r.is.agencySuffix) && !last.Has(r.is.orgSuffix):
		e.take(9, claim.Agency, claim.Government, strings.ToLower(t.Word(u.To-1)))
	case words > 1 && last.Has(r.is.orgSuffix):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.To-1)))
	case words > 1 && first.Has(r.is.orgPrefix):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.From)))
	case words > 2 && r.is1(t, u.To-1, "district") && !t.Tokens[u.To-1].Is(doc.Capital):
		e.take(8, claim.Organization, claim.Government, "district")
	case words > 1 && last.Has(r.is.localBody) && r.d.Cyber && !r.located(t, u):
		e.take(8, claim.Organization, claim.Government, strings.ToLower(t.Word(u.To-1)))
	case words > 2 && r.bodyOf(t, u):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.From)))
	}
	if words > 1 && last.Has(r.is.nobody) {
		return // "Somewhere Cup", "Ranking Member": what follows it says nothing about a person
	}
	r.around(t, u, e)
}

// newsAgency reports whether the name is of the form "Somewhere Press Agency", "Somewhere News Service".
func (r *reading) newsAgency(t *doc.Text, u run) bool {
	return r.cues.Of(t.Tokens[u.To-2].Word).Has(r.is.press) && (r.is1(t, u.To-1, "agency") || r.is1(t, u.To-1, "service"))
}

// bodyOf reports whether the name is of the form "Port of Somewhere", "University of Somewhere".
func (r *reading) bodyOf(t *doc.Text, u run) bool {
	of := u.From + 1
	for of < u.To-1 && of < u.From+4 && t.Tokens[of].Word != r.w.of {
		of++
	}
	if of >= u.To-1 || t.Tokens[of].Word != r.w.of {
		return false
	}
	switch body := of - 1; {
	case r.cues.Of(t.Tokens[body].Word).Has(r.is.orgSuffix | r.is.agencySuffix | r.is.orgNoun):
		return true
	default:
		return r.is1(t, body, "city") || r.is1(t, body, "town") || r.is1(t, body, "port") || r.is1(t, body, "county")
	}
}

// around reads the words before and behind a run.
func (r *reading) around(t *doc.Text, u run, e *evidence) {
	first, words := r.cues.Of(t.Tokens[u.From].Word), u.To-u.From
	prev, next := r.at(t, u.From-1, u.in), r.at(t, u.To, u.in)
	person := words >= 2 && words <= 4 && first.Has(r.is.given) && !strings.Contains(u.text, "&")
	if prev.Has(r.is.personTitle) && words <= 4 && !prev.Has(r.is.orgNoun) {
		e.take(7, claim.Person, claim.PersonSource, "")
		r.sexOf(t, u, e)
	}
	if person {
		e.take(7, claim.Person, claim.PersonSource, "")
		r.sexOf(t, u, e)
	}
	switch {
	case prev.Has(r.is.crimeNoun) && r.d.Cyber && (!prev.Has(r.is.orgNoun) || r.at(t, u.From-2, u.in).Has(r.is.cyber|r.is.hackerNoun|r.is.crimeNoun)):
		e.take(5, claim.Group, claim.OrgSource, "group")
	case prev.Has(r.is.orgNoun) && u.in.Has(u.From-1) && (!t.Tokens[u.From-1].Is(doc.Capital) || t.Tokens[u.From-1].Is(doc.First)):
		noun := strings.ToLower(t.Word(u.From - 1))
		e.take(6, claim.Organization, sourceOf(noun), noun)
	}
	if prev.Has(r.is.orgPlural) && !t.Tokens[u.From-1].Is(doc.Capital) {
		e.take(4, claim.Organization, claim.Company, "company") // "the retailers Xyz and Abc"
	}
	if r.ticker(t, u) {
		e.take(6, claim.Organization, claim.Company, "company")
	}
	r.apposition(t, u, e)
	r.afterNoun(t, u, e)
	r.beside(t, u, e, words)
	if next.Has(r.is.say) || r.d.Cyber && u.in.Has(u.To) && t.Tokens[u.To].Is(doc.Possessive) {
		e.acts++
	}
	if words >= 2 && words <= 4 && r.aged(t, u) {
		e.take(6, claim.Person, claim.PersonSource, "")
	}
	if words >= 2 && words <= 4 && r.onTrial(t, u) {
		e.take(4, claim.Person, claim.PersonSource, "")
	}
	if next.Has(r.is.say) && words >= 2 && words <= 3 && !person && (r.d.Cyber && r.itself(t, u) || r.place(t, u.From, u.in).To > u.From) {
		e.take(4, claim.Organization, claim.Company, "")
	}
	if next.Has(r.is.say) && words >= 2 && words <= 3 && !u.first {
		e.take(3, claim.Person, claim.PersonSource, "")
	}
	if e.acts > 0 && e.inside > 0 && words == 1 || e.inside > 1 && r.d.Cyber {
		e.take(2, claim.Organization, claim.Company, "")
	}
}

// apposition reads "Xyz, a London company that …" and "Xyz, the director of …".
func (r *reading) apposition(t *doc.Text, u run, e *evidence) {
	i := u.To
	if !u.in.Has(i+2) || t.Tokens[i].Word != r.w.comma {
		return
	}
	head, hacks := "", false
	var m gazetteer.Mask
	for j := i + 1; j < u.in.To && j < i+10; j++ {
		k := r.cues.Of(t.Tokens[j].Word)
		if t.Tokens[j].Is(doc.Punct) && t.Tokens[j].Word != r.w.hyphen && !t.Tokens[j].Is(doc.Possessive) {
			break
		}
		if t.Tokens[j].Word == r.w.of && r.is1(t, j-1, "one") {
			continue // "Xyz, one of the largest exchanges,"
		}
		if w := t.Tokens[j].Word; w == r.w.of || w == r.w.for_ || w == r.w.at || w == r.w.in || k.Has(r.is.say) {
			break
		}
		if t.Tokens[j].Is(doc.Capital) && k.Has(r.is.personTitle|r.is.personNoun) && u.in.Has(j+1) && t.Tokens[j+1].Is(doc.Capital) {
			break // "Xyz Falls, Mayor Ann Quist said": the title is another's
		}
		own := u.in.Has(j+1) && t.Tokens[j+1].Is(doc.Possessive)
		if k.Has(r.is.orgPlural) && j > i+1 && r.is1(t, i+1, "one") {
			head, m = "company", r.is.orgNoun
		}
		if k.Has(r.is.orgNoun|r.is.personNoun|r.is.crimeNoun) && !own && !r.article(t, j) {
			head, m = strings.ToLower(t.Word(j)), k
			hacks = k.Has(r.is.crimeNoun) && r.at(t, j-1, u.in).Has(r.is.hackerNoun|r.is.cyber|r.is.cyberish)
		}
	}
	switch {
	case head == "":
	case m.Has(r.is.crimeNoun) && (!m.Has(r.is.orgNoun) || hacks) && r.d.Cyber:
		e.take(6, claim.Group, claim.OrgSource, head)
	case m.Has(r.is.personNoun) && !m.Has(r.is.orgNoun):
		e.take(6, claim.Person, claim.PersonSource, "")
		r.sexOf(t, u, e)
	case m.Has(r.is.orgNoun):
		e.take(6, claim.Organization, sourceOf(head), head)
	}
}

// afterNoun reads "the insurer, Xyz, said": a name between commas behind what it is.
func (r *reading) afterNoun(t *doc.Text, u run, e *evidence) {
	if !u.in.Has(u.From-2) || t.Tokens[u.From-1].Word != r.w.comma || !u.in.Has(u.To) || t.Tokens[u.To].Word != r.w.comma {
		return
	}
	for i := u.From - 2; i >= u.in.From && i > u.From-8 && !t.Tokens[i].Is(doc.Punct); i-- {
		if m := r.cues.Of(t.Tokens[i].Word); m.Has(r.is.orgNoun) {
			noun := strings.ToLower(t.Word(i))
			e.take(5, claim.Organization, sourceOf(noun), noun)
		} else if m.Has(r.is.personNoun) && !r.article(t, i) {
			e.take(5, claim.Person, claim.PersonSource, "")
		}
	}
}

func (r *reading) article(t *doc.Text, i int) bool {
	w := t.Tokens[i].Word
	return w == r.w.a || w == r.w.an || w == r.w.the
}

// sexOf reads the sex of a person off the first name or the title.
func (r *reading) sexOf(t *doc.Text, u run, e *evidence) {
	if s := r.sex[t.Tokens[u.From].Word]; s != "" && u.To-u.From > 1 {
		e.sex = s
	}
	switch m := r.at(t, u.From-1, u.in); {
	case m.Has(r.is.female):
		e.sex = "f"
	case m.Has(r.is.male) && e.sex == "":
		e.sex = "m"
	}
}
