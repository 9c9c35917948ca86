package indexer

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

//go:embed data/synonyms.tsv
var synonymsTSV string

//go:embed data/faint.tsv
var faintTSV string

var (
	synonyms = senses(synonymsTSV)
	faint    = words(faintTSV)
)

// senses maps each stem of a table's lines, whose first field names the sense, to the sense.
func senses(tsv string) map[string]string {
	m := map[string]string{}
	for _, row := range table(tsv) {
		for w := range strings.FieldsSeq(row[1]) {
			m[stem(w)] = row[0]
		}
	}
	return m
}

// term is a word of a sentence by what it means, with how much it tells.
type term struct {
	id     uint32
	weight float32
	not    bool // a negation stands right before it
}

// What a term weighs: a number most, a word of every such report little.
const (
	weightNumber = 1.6
	weightWord   = 1
	weightFaint  = 0.35
)

const weightOfNumber = float64(float32(weightNumber)) // as it comes back from a term

// The senses of words that turn into their contrary what follows, and of words that say nothing.
const (
	senseNot     = "not"
	senseNothing = "-"
)

// reachOfNot is how many words that tell a negation turns.
const reachOfNot = 2

// meaning are the terms of a normalised sentence, distinct, sorted by id.
func meaning(normal string) []term {
	var terms []term
	not := 0
	for w := range strings.FieldsSeq(normal) {
		s := stem(w)
		sense, known := synonyms[s]
		if !known {
			sense = s
		}
		if sense == senseNot {
			not = reachOfNot
			continue
		}
		if sense == senseNothing || !known && (len(w) < 2 || stopwords[w]) {
			continue
		}
		t := term{id: uint32(hash64(sense)), weight: weightOf(w, sense), not: not > 0}
		not = max(0, not-1)
		if !slices.ContainsFunc(terms, func(o term) bool { return o.id == t.id }) {
			terms = append(terms, t)
		}
		if len(terms) == maxStems {
			break
		}
	}
	slices.SortFunc(terms, func(x, y term) int { return cmp.Compare(x.id, y.id) })
	return terms
}

func weightOf(word, sense string) float32 {
	switch {
	case word[0] >= '0' && word[0] <= '9':
		return weightNumber
	case faint[sense] || faint[word]:
		return weightFaint
	}
	return weightWord
}

// meaningOf works out a feature's terms once.
func (x *feature) meaningOf() []term {
	x.said.Do(x.readSentence)
	return x.terms
}

// called are the terms that name victims and perpetrators: of whom is spoken, not what is said.
func (x *feature) called() []uint32 {
	x.said.Do(x.readSentence)
	return x.parties
}

// overlap is what two sentences share.
type overlap struct {
	both     float64 // weight of the terms that both say
	numbers  float64 // of these, numbers
	contrary float64 // weight of the terms that one says and the other denies
	all      float64
}

// words is the weight of what both say beside numbers.
func (o overlap) words() float64 { return o.both - o.numbers }

// overlapOf compares two sentences by their terms, the names of parties left out.
func overlapOf(a, b *feature) overlap {
	x, y := a.meaningOf(), b.meaningOf()
	names, others := a.called(), b.called()
	named := func(t term) bool { return slices.Contains(names, t.id) || slices.Contains(others, t.id) }
	var o overlap
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case i < len(x) && named(x[i]):
			i++
		case j < len(y) && named(y[j]):
			j++
		case j == len(y) || i < len(x) && x[i].id < y[j].id:
			o.all += float64(x[i].weight)
			i++
		case i == len(x) || x[i].id > y[j].id:
			o.all += float64(y[j].weight)
			j++
		default:
			w := float64(x[i].weight)
			if o.all += 2 * w; x[i].not == y[j].not {
				if o.both += w; w == weightOfNumber {
					o.numbers += w
				}
			} else {
				o.contrary += w
			}
			i, j = i+1, j+1
		}
	}
	return o
}

// contrary reports whether the one sentence denies a word that tells and that the other says.
func contrary(a, b *feature) bool {
	return overlapOf(a, b).contrary >= weightWord
}

// alike says how much two weak frames' sentences mean the same, from 0 to 1, by their terms and what they
// weigh, and what the terms weigh that they share; 0 where numbers stand in both and none of them is the
// same, or where the one says what the other denies. Unlike like, it is for sentences that are known to
// be of one incident.
func alike(a, b *feature) (share, weight float64) {
	if a.frame.Sentence == "" || b.frame.Sentence == "" {
		return 0, 0
	}
	if len(a.numbers) > 0 && len(b.numbers) > 0 && !meet(a.numbers, b.numbers) {
		return 0, 0
	}
	o := overlapOf(a, b)
	if o.contrary >= o.both {
		return 0, 0
	}
	return 2 * (o.both - o.contrary) / o.all, o.both
}

// likeness is how much two sentences must share: a part of what they say, and no less than some words.
type likeness struct{ share, weight float64 }

func (l likeness) of(a, b *feature) bool {
	share, weight := alike(a, b)
	return share >= l.share && weight >= l.weight
}
