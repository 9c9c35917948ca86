package actor

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
	"github.com/claimwire/claimwire/internal/claim"
)

// run is a stretch of capitalised words that no table knows.
type run struct {
	doc.Range
	in     doc.Range // its sentence
	text   string
	first  bool // begins its sentence, so that its first capital says nothing
	entity int  // index in d.Entities, or -1
}

// longest is how many words a name has at most.
const longest = 8

// collect finds the runs of a text outside the mentions found so far.
func (r *reading) collect(n int, t *doc.Text) {
	next := 0 // in found
	for s := range t.Sentences {
		in := t.Sentences[s].Range
		if r.title(t, in) && in.To-in.From > 3 {
			continue
		}
		for i := in.From; i < in.To; {
			for next < len(r.found[n]) && r.found[n][next].To <= i {
				next++
			}
			stop := in.To
			if next < len(r.found[n]) && r.found[n][next].From < stop {
				stop = r.found[n][next].From
			}
			if i >= stop {
				i = max(r.found[n][next].To, i+1)
				continue
			}
			if !r.begins(t, i, in) {
				i++
				continue
			}
			end := r.runEnd(t, i, stop)
			if at := r.place(t, i, in); at.To > i && (at.To >= end || !r.cues.Of(t.Tokens[end-1].Word).Has(r.is.orgSuffix|r.is.agencySuffix)) {
				i = at.To
				continue
			}
			from := r.strip(t, i, end, in)
			if from < end {
				r.keep(n, t, run{Range: doc.Range{From: from, To: end}, in: in, entity: -1})
			}
			i = end
		}
	}
}

// place is the name of a country or city at token i; it ends at i where none stands there.
func (r *reading) place(t *doc.Text, i int, in doc.Range) doc.Range {
	n, ok := slices.BinarySearchFunc(t.Countries, i, func(c doc.Country, i int) int { return cmp.Compare(c.From, i) })
	if ok {
		return t.Countries[n].Range
	}
	if _, length := r.cities.Longest(func(i int) uint32 { return t.Tokens[i].Word }, i, in.To); length > 0 && t.Tokens[i+length-1].End-t.Tokens[i].Start > 3 {
		return doc.Range{From: i, To: i + length}
	}
	return doc.Range{From: i, To: i}
}

// begins reports whether a name may begin at token i.
func (r *reading) begins(t *doc.Text, i int, in doc.Range) bool {
	k := t.Tokens[i]
	if !k.Is(doc.Capital|doc.Alpha) || k.Is(doc.Possessive) {
		return false
	}
	m := r.cues.Of(k.Word)
	if m.Has(r.is.notName) {
		return false
	}
	return !k.Is(doc.First) || !m.Has(r.is.starter)
}

// runEnd is where the run that begins at i ends. It goes on over "of", "and", "&", "de" and hyphens to
// another capitalised word.
func (r *reading) runEnd(t *doc.Text, i, stop int) int {
	end := i + 1
	for end < stop && end-i < longest {
		k := t.Tokens[end]
		switch {
		case k.Is(doc.Possessive):
			return end
		case k.Is(doc.Capital|doc.Alpha) && !r.cues.Of(k.Word).Has(r.is.notName):
			end++
		case r.links(t, end, stop):
			end += 2
		default:
			return end
		}
	}
	return end
}

// links reports whether token i joins the words around it to one name.
func (r *reading) links(t *doc.Text, i, stop int) bool {
	if i+1 >= stop || !t.Tokens[i+1].Is(doc.Capital|doc.Alpha) || r.cues.Of(t.Tokens[i+1].Word).Has(r.is.notName) {
		return false
	}
	switch t.Word(i) {
	case "of", "&", "de", "da", "do", "del", "della", "di", "du", "des", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "for":
		return t.Word(i) != "for" || r.cues.Of(t.Tokens[i-1].Word).Has(r.is.orgSuffix|r.is.agencySuffix)
	case "-", "’", "'", ".":
		return t.Tokens[i].Is(doc.Glued) && t.Tokens[i+1].Is(doc.Glued) || t.Word(i) == "." && t.Tokens[i-1].End-t.Tokens[i-1].Start == 1
	}
	return false
}

// strip drops words before the name itself: the article, titles ("Chief Executive Maarika"), demonyms.
func (r *reading) strip(t *doc.Text, i, end int, in doc.Range) int {
	for i < end && (t.Tokens[i].Is(doc.First) && r.cues.Of(t.Tokens[i].Word).Has(r.is.starter) || t.Tokens[i].Word == r.w.the) {
		i++
	}
	if i+1 < end && t.Tokens[i].Is(doc.First) && r.cues.Of(t.Tokens[i].Word).Has(r.is.orgNoun) && !r.cues.Of(t.Tokens[i].Word).Has(r.is.orgSuffix) {
		i++ // "Newspaper Xyz"
	}
	for i < end && (t.Tokens[i].Is(doc.Punct) || t.Tokens[i].Word == r.w.of) {
		i++
	}
	return i
}

// keep stores a run, cut at the words that are titles of a person.
func (r *reading) keep(n int, t *doc.Text, u run) {
	cut := u.From
	for i := u.From; i < u.To-1; i++ {
		if m := r.cues.Of(t.Tokens[i].Word); m.Has(r.is.personTitle) && !m.Has(r.is.given) {
			cut = i + 1
		}
	}
	for cut < u.To && t.Tokens[cut].Is(doc.Punct) {
		cut++
	}
	if r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix | r.is.agencySuffix) {
		cut = u.From
	}
	u.From = cut
	if u.in.Has(u.To) && r.cues.Of(t.Tokens[u.To].Word).Has(r.is.placeNoun) && u.in.Has(u.From-1) && t.Tokens[u.From-1].Word == r.w.the {
		u.To++ // "the Somewhere waterworks"
	}
	u.first = t.Tokens[u.From].Is(doc.First)
	u.text = t.S[t.Tokens[u.From].Start:t.Tokens[u.To-1].End]
	if utf8.RuneCountInString(u.text) < 3 || slices.Contains(r.refused[n], u.Range) || r.noName(n, t, u) {
		return
	}
	r.runs[n] = append(r.runs[n], u)
}

// noName reports whether a run holds nothing but titles and the names of states and provinces, or only goes
// on with the name of the company before it.
func (r *reading) noName(n int, t *doc.Text, u run) bool {
	if last := len(r.found[n]); last > 0 && r.cues.Of(t.Tokens[u.To-1].Word).Has(r.is.orgSuffix) {
		i, _ := slices.BinarySearchFunc(r.found[n], u.From, func(f found, from int) int { return cmp.Compare(f.To, from) })
		if i < last && r.found[n][i].To == u.From && t.Tokens[u.From].Start-t.Tokens[u.From-1].End == 1 {
			return true // "Coinbase" "Global Inc"
		}
	}
	for i := u.From; i < u.To; i++ {
		if m := r.cues.Of(t.Tokens[i].Word); !m.Has(r.is.personTitle|r.is.region) || m.Has(r.is.given) {
			return false
		}
	}
	return true
}

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
			if e.words > 1 && !u.first || r.at(t, u.To, u.in).Has(r.is.say) {
				e.where, e.run = t, *u
			}
			r.published(u.text, e)
		}
	}
	r.doubtful(order)
	r.join(order)
	for n := range r.runs {
		for i := range r.runs[n] {
			u := &r.runs[n][i]
			if e := texts[u.text].resolved(); e != nil && e.kind != "" && (!u.first || u.To-u.From > 1 || e.inside > 0 || e.weight > 4) {
				r.add(n, u.Range, r.entity(e.entity()))
			}
		}
	}
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
	acts    int
	where   *doc.Text // where the mention stands that says most, see doubtful
	run     run
	the     bool // "The" belongs to the name
	country string
	same    *evidence // the longer name that it shortens
}

func (e *evidence) resolved() *evidence {
	if e != nil && e.same != nil {
		return e.same
	}
	return e
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
		if base, ok := strings.CutSuffix(strings.TrimSuffix(name, "."), f); ok && base != "" {
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
	last := r.cues.Of(t.Tokens[u.To-1].Word)
	first := r.cues.Of(t.Tokens[u.From].Word)
	words := u.To - u.From
	switch {
	case words > 1 && r.d.Cyber && last.Has(r.is.groupNoun) && r.at(t, u.From-1, u.in).Has(r.is.crimeNoun|r.is.hackerNoun):
		e.take(9, claim.Group, claim.OrgSource, "group")
	case words > 1 && last.Has(r.is.agencySuffix) && !last.Has(r.is.orgSuffix):
		e.take(9, claim.Agency, claim.Government, strings.ToLower(t.Word(u.To-1)))
	case words > 1 && last.Has(r.is.orgSuffix):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.To-1)))
	case words > 1 && first.Has(r.is.orgPrefix):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.From)))
	case words > 2 && r.bodyOf(t, u):
		e.take(8, claim.Organization, r.orgSource(t, u), strings.ToLower(t.Word(u.From)))
	}
	r.around(t, u, e, first, words)
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
func (r *reading) around(t *doc.Text, u run, e *evidence, first gazetteer.Mask, words int) {
	prev, next := r.at(t, u.From-1, u.in), r.at(t, u.To, u.in)
	person := words >= 2 && words <= 4 && first.Has(r.is.given)
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
	r.apposition(t, u, e)
	r.afterNoun(t, u, e)
	r.beside(t, u, e, words)
	if next.Has(r.is.say) || r.d.Cyber && u.in.Has(u.To) && t.Tokens[u.To].Is(doc.Possessive) {
		e.acts++
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
	head := ""
	var m gazetteer.Mask
	for j := i + 1; j < u.in.To && j < i+10; j++ {
		k := r.cues.Of(t.Tokens[j].Word)
		if t.Tokens[j].Is(doc.Punct) && t.Tokens[j].Word != r.w.hyphen && !t.Tokens[j].Is(doc.Possessive) {
			break
		}
		if w := t.Tokens[j].Word; w == r.w.of || w == r.w.for_ || w == r.w.at || w == r.w.in || k.Has(r.is.say) {
			break
		}
		own := u.in.Has(j+1) && t.Tokens[j+1].Is(doc.Possessive)
		if k.Has(r.is.orgNoun|r.is.personNoun|r.is.crimeNoun) && !own && !r.article(t, j) {
			head, m = strings.ToLower(t.Word(j)), k
		}
	}
	switch {
	case head == "":
	case m.Has(r.is.crimeNoun) && !m.Has(r.is.orgNoun) && r.d.Cyber:
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

// join makes short forms one with the name that they shorten: a last name, a company without "Labs".
func (r *reading) join(order []*evidence) {
	whole := map[string]*evidence{}
	clash := map[string]bool{}
	put := func(short string, e *evidence) {
		if o := whole[short]; o != nil && o != e {
			clash[short] = true
		}
		whole[short] = e
	}
	adopt(order)
	for _, e := range order {
		if e.words < 2 || e.kind == "" {
			continue
		}
		words := strings.Fields(e.text)
		if e.kind == claim.Person {
			put(words[len(words)-1], e)
			continue
		}
		put(words[0], e)
		put(strings.Join(words[:len(words)-1], " "), e)
		put(strings.Join(words[1:], " "), e)
	}
	for _, e := range order {
		w := whole[e.text]
		if w == nil || w == e || clash[e.text] || e.words >= w.words {
			continue
		}
		if e.weight >= 6 && e.kind != w.kind && w.kind == claim.Person {
			continue
		}
		e.same = w
		w.inside += e.inside
	}
}

// adopt types a longer name by its first word where the text calls a body by that word alone.
func adopt(order []*evidence) {
	bodies := map[string]*evidence{}
	for _, e := range order {
		if e.words == 1 && e.kind == claim.Organization {
			bodies[e.text] = e
		}
	}
	for _, e := range order {
		if e.words < 2 || e.words > 3 || e.kind != "" {
			continue
		}
		first, _, _ := strings.Cut(e.text, " ")
		if b := bodies[first]; b != nil && b.words == 1 {
			e.kind, e.source, e.noun, e.weight = b.kind, b.source, b.noun, b.weight
		}
	}
}

// orgSource is what an organisation of such a name is when it speaks.
func (r *reading) orgSource(t *doc.Text, u run) claim.SourceKind {
	if s := sourceOf(strings.ToLower(t.Word(u.To - 1))); s != claim.Company {
		return s
	}
	switch strings.ToLower(t.Word(u.From)) {
	case "city", "town", "county", "ministry", "department":
		return claim.Government
	case "university", "hospital", "association", "port", "klinikum", "clinic", "church":
		return claim.OrgSource
	}
	return claim.Company
}

// sourceOf is what a body that is called by a noun is when it speaks.
func sourceOf(noun string) claim.SourceKind {
	switch noun {
	case "wire":
		return claim.NewsAgency
	case "newspaper", "paper", "daily", "broadcaster", "outlet", "website", "news", "post", "times", "herald", "tribune", "gazette", "courier",
		"chronicle", "journal", "magazine", "press", "broadcasting", "television", "radio", "media":
		return claim.NewsOutlet
	case "hospital", "hospitals", "clinic", "klinikum", "university", "school", "college", "charity", "nonprofit", "association", "federation", "union",
		"lobby", "institute", "foundation", "league", "club", "church", "museum", "library", "society", "port", "hospice":
		return claim.OrgSource
	case "authority", "agency", "regulator", "ministry", "watchdog", "council", "municipality":
		return claim.Government
	}
	return claim.Company
}
