package assertion

import (
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// render makes one readable sentence of a frame's own parts; where they do not suffice, it is the clause
// that carries it.
func (r *reader) render(f *frame) string {
	var s string
	switch f.kind {
	case claim.Theft:
		s = r.theftSentence(f)
	case claim.Attack:
		s = r.attackSentence(f)
	}
	if s == "" {
		s = r.clauseSentence(f)
	}
	return closed(s)
}

func (r *reader) theftSentence(f *frame) string {
	sum, doer, victim := r.sumWords(f), r.doer(f), r.victimWords(f)
	switch {
	case sum == "" || f.plain:
		return ""
	case f.sum == claim.SumPaid && victim != "":
		return victim + " paid " + sum + to(doer) + r.whenWords(f)
	case f.sum == claim.SumPaid:
		return sum + r.sumWas(f) + "paid" + to(doer) + r.whenWords(f)
	case doer == "":
		return sum + r.sumWas(f) + r.adverb(f) + "stolen" + from(victim) + r.whenWords(f)
	}
	return doer + " " + r.adverb(f) + "stole " + sum + from(victim) + r.whenWords(f)
}

func (r *reader) attackSentence(f *frame) string {
	sum, doer, victim := r.sumWords(f), r.doer(f), r.victimWords(f)
	switch {
	case f.plain:
		return ""
	case f.sum == claim.SumDemanded && sum != "" && doer != "":
		return doer + " demanded " + sum + from(victim) + r.whenWords(f)
	case f.sum == claim.SumDemanded && sum != "":
		return sum + r.sumWas(f) + "demanded" + from(victim) + r.whenWords(f)
	case victim == "" || f.thing:
		return ""
	case doer == "":
		return victim + was(len(f.victims) > 1 || len(f.victims) == 0 && !f.single) + r.adverb(f) + "attacked" + r.whenWords(f)
	}
	return doer + " " + r.adverb(f) + "attacked " + victim + r.whenWords(f)
}

func was(plural bool) string {
	if plural {
		return " were "
	}
	return " was "
}

// sumWas is the verb of a sum: money is one thing, coins of a crypto-asset are many.
func (r *reader) sumWas(f *frame) string {
	a := &f.t.Amounts[f.amounts[0]]
	return was(a.Vague || len(a.Currency) > 0 && r.coins[a.Currency] && a.Value != 1)
}

func to(x string) string {
	if x == "" {
		return ""
	}
	return " to " + x
}

func from(x string) string {
	if x == "" {
		return ""
	}
	return " from " + x
}

func (r *reader) adverb(f *frame) string {
	switch f.certainty {
	case claim.Alleged, claim.Suspected:
		return "allegedly "
	case claim.Reported, claim.Estimated:
		return "reportedly "
	}
	return ""
}

func (r *reader) sumWords(f *frame) string {
	if len(f.amounts) == 0 {
		return ""
	}
	a := &f.t.Amounts[f.amounts[0]]
	words := map[claim.Qualifier]string{claim.About: "about ", claim.AtLeast: "at least ", claim.AtMost: "up to ", claim.MoreThan: "more than ", claim.LessThan: "less than "}
	text := strings.ReplaceAll(strings.ReplaceAll(a.Text, "-million", " million"), "-billion", " billion")
	if a.Vague {
		return text
	}
	return words[a.Qualifier] + text
}

func (r *reader) doer(f *frame) string {
	if len(f.actors) > 0 {
		return r.names(f.actors)
	}
	if f.someone != "" {
		w := f.someone
		if !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ves") {
			w = article(w) + w
		}
		return w
	}
	return ""
}

// lowered is a stretch without the capitals that a headline or the begin of a sentence gives it; what belongs to a country,
// and abbreviations, keep theirs.
func (s *sentence) lowered(span doc.Range) string {
	from := s.t.Tokens[span.From].Start
	out := []byte(s.t.S[from:s.t.Tokens[span.To-1].End])
	for i := span.From; i < span.To; i++ {
		tok := s.t.Tokens[i]
		if tok.Is(doc.AllCaps) || s.inCountry(i) {
			continue
		}
		copy(out[tok.Start-from:tok.End-from], strings.ToLower(s.t.S[tok.Start:tok.End]))
	}
	return string(out)
}

// inCountry reports whether a token belongs to the word for a country.
func (s *sentence) inCountry(token int) bool {
	c := s.t.Countries
	i := sort.Search(len(c), func(i int) bool { return c[i].To > token })
	return i < len(c) && c[i].From <= token
}

// article is the indefinite article of a word.
func article(w string) string {
	if w != "" && vowel(w[0]) {
		return "an "
	}
	return "a "
}

func (r *reader) victimWords(f *frame) string {
	if len(f.victims) > 0 {
		return r.names(f.victims)
	}
	if len(f.targets) == 0 {
		return ""
	}
	if f.single && len(f.targets) == 1 && f.phrase != "" {
		return f.phrase
	}
	if f.single && len(f.targets) == 1 {
		return "one of the " + f.targets[0]
	}
	return list(f.targets)
}

func (r *reader) names(mentions []mention) string {
	var names []string
	for _, m := range mentions {
		if a := r.actor(m); a.Kind != claim.State || !slices.ContainsFunc(mentions, func(x mention) bool { return r.serving(x, a.Country) }) {
			names = append(names, r.withArticle(a))
		}
	}
	return list(names)
}

// serving reports whether a mention is of a group or an organ of a country: then the country need not be named beside it.
func (r *reader) serving(m mention, country string) bool {
	a := r.actor(m)
	return country != "" && a.Country == country && (a.Kind == claim.Group || a.Kind == claim.Agency)
}

// withArticle is a name with the article that a sentence gives it: "the City of Larkhaven", "the United States".
func (r *reader) withArticle(a *doc.Actor) string {
	name := a.Name
	first, rest, _ := strings.Cut(name, " ")
	id := r.vocab.ID([]byte(strings.ToLower(first)))
	if r.among(id, country) && a.Kind == claim.State || r.among(id, headed) && strings.Contains(rest, "of ") {
		return "the " + name
	}
	return name
}

func list(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func (r *reader) whenWords(f *frame) string {
	if f.when == nil {
		return ""
	}
	switch w := f.when; {
	case w.From == "":
		return " by " + dateWords(w.To)
	case w.To == "":
		return " since " + dateWords(w.From)
	case w.From == w.To && len(w.From) == 10:
		return " on " + dateWords(w.From)
	case w.From == w.To:
		return " in " + dateWords(w.From)
	default:
		return " between " + dateWords(w.From) + " and " + dateWords(w.To)
	}
}

// dateWords is a date as a reader expects it: 2019, September 2019, 5 September 2019.
func dateWords(d string) string {
	for _, form := range [...][2]string{{"2006-01-02", "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(form[0], d); err == nil {
			return t.Format(form[1])
		}
	}
	return d
}

// longest is the length in bytes at which a statement taken from the text is cut.
const longest = 400

// clauseSentence is the evidence itself, on one line.
func (r *reader) clauseSentence(f *frame) string {
	s := f.t.S[f.evidence.Start:f.evidence.End]
	if f.plain && (f.kind == claim.Denial || f.entire || !r.clausal(f.t, f.clause)) {
		s = r.wholeSentence(f)
	}
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > longest {
		cut := longest
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		if i := strings.LastIndexByte(s[:cut], ' '); i > 0 {
			cut = i
		}
		s = s[:cut] + "…"
	}
	return balanced(strings.Trim(s, " ,;:-–—"))
}

// closed is a sentence with a capital and a full stop.
func closed(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return "?"
	}
	s = string(unicode.ToUpper(first)) + s[n:]
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"”’»)"))
	if strings.ContainsRune(".!?…", last) {
		return s
	}
	return s + "."
}
