package place

import (
	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/gazetteer"
)

// facts are what the whole document tells about the meaning of its names, found when first asked for.
type facts struct {
	p     *placer
	d     *doc.Doc
	korea bool // a Korea was named already
	seen  []string

	counted               bool
	georgiaState, georgia int
	channel               int
	brazzaville           bool
	bodies                map[uint32]bool // first words of bodies' names, see body
	people                map[uint32]bool // last words of persons' names, see persons
	regions               map[string]bool // of those asked for, whether the document names them, see names
	title                 sentenceCase
}

// note remembers a country that was named.
func (f *facts) note(code string) {
	if code == "KP" || code == "KR" {
		f.korea = true
	}
	for _, c := range f.seen {
		if c == code {
			return
		}
	}
	f.seen = append(f.seen, code)
}

// has reports whether the country was named already.
func (f *facts) has(code string) bool {
	for _, c := range f.seen {
		if c == code {
			return true
		}
	}
	return false
}

// count looks once through both texts for words that tell the ambiguous names apart.
func (f *facts) count() {
	if f.counted {
		return
	}
	f.counted = true
	for _, t := range f.d.Texts() {
		for i := range t.Tokens {
			m := f.p.cues.Of(t.Tokens[i].Word)
			if m == 0 {
				continue
			}
			f.georgiaState += one(m, f.p.is.georgiaState)
			f.georgia += one(m, f.p.is.georgiaCountry)
			f.channel += one(m, f.p.is.channel)
		}
		f.brazzaville = f.brazzaville || f.hasWord(t, "Brazzaville")
	}
}

// body reports whether a capitalised word begins the name of a company or an office somewhere in the
// document: "Meridian" where it names "Meridian Health" means that body.
func (f *facts) body(word uint32) bool {
	if f.bodies == nil {
		f.bodies = map[uint32]bool{}
		for _, t := range f.d.Texts() {
			for i := 1; i < len(t.Tokens); i++ {
				k := t.Tokens[i]
				if k.Is(doc.Capital) && t.Tokens[i-1].Is(doc.Capital) && k.Start-t.Tokens[i-1].End == 1 && f.p.cues.Of(k.Word).Has(f.p.is.company|f.p.is.body) {
					f.bodies[t.Tokens[i-1].Word] = true
				}
			}
		}
	}
	return f.bodies[word]
}

// names reports whether the document names a state or province, of which only those of one word are looked for.
func (f *facts) names(region string) bool {
	if len(region) < 4 {
		return false
	}
	if f.regions == nil {
		f.regions = map[string]bool{}
	}
	found, known := f.regions[region]
	if !known {
		for _, t := range f.d.Texts() {
			found = found || f.hasWord(t, region)
		}
		f.regions[region] = found
	}
	return found
}

func one(m, class gazetteer.Mask) int {
	if m.Has(class) {
		return 1
	}
	return 0
}

func (f *facts) hasWord(t *doc.Text, word string) bool {
	for i := range t.Tokens {
		if t.Tokens[i].End-t.Tokens[i].Start == len(word) && t.Word(i) == word {
			return true
		}
	}
	return false
}

// sentenceCase remembers of the last sentence asked for whether it is written in title case or capitals.
type sentenceCase struct {
	in           doc.Range
	title, upper bool
}

// headline reports whether a sentence has all its long words capitalised, and whether all are in capitals.
func (f *facts) headline(t *doc.Text, in doc.Range) (title, upper bool) {
	if f.title.in == in && in.To > 0 {
		return f.title.title, f.title.upper
	}
	long, capital, all := 0, 0, 0
	for i := in.From; i < in.To; i++ {
		k := t.Tokens[i]
		if k.End-k.Start < 4 || !k.Is(doc.Alpha) {
			continue
		}
		long++
		if k.Is(doc.Capital) {
			capital++
		}
		if k.Is(doc.AllCaps) {
			all++
		}
	}
	f.title = sentenceCase{in: in, title: long > 2 && capital >= long-long/6, upper: long > 1 && all == long}
	return f.title.title, f.title.upper
}
