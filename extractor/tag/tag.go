// Package tag gives parts of speech and name chunks by github.com/jdkato/prose/v2. prose costs some ten
// microseconds a word against the fraction of one that the passes cost, so nothing is tagged unless a
// pass asks for a sentence: each asks only where a cheap test of its own says that the answer can matter.
//
// The model is loaded once, at the first question, and is only read afterwards: a Tagger may be used by
// many goroutines. prose adds up scores in the order of a Go map, so that two labels with one and the
// same score come out by chance; Names therefore asks twice and keeps only what both answers hold.
package tag

import (
	"strings"
	"sync"

	"github.com/jdkato/prose/v2"

	"github.com/claimwire/claimwire/extractor/doc"
)

// Tagger tags sentences. The zero value is not usable; see New.
type Tagger struct{ model func() *prose.Model }

// shared is the model of all taggers of the process: some tens of megabytes that nobody writes to.
var shared = sync.OnceValue(func() *prose.Model {
	d, err := prose.NewDocument("", prose.WithSegmentation(false))
	if err != nil {
		panic("internal error: prose model: " + err.Error())
	}
	return d.Model
})

// New returns a tagger. It loads nothing yet.
func New() *Tagger { return &Tagger{model: shared} }

// longest is how many bytes of a sentence are tagged: what is longer is no sentence.
const longest = 2000

// Sentence sets the Tag of the tokens of a sentence, unless they have one already. A sentence that is
// too long to be one stays without.
func (g *Tagger) Sentence(t *doc.Text, sentence int) {
	s := &t.Sentences[sentence]
	if s.From == s.To || t.Tokens[s.From].Tag != doc.NoTag || s.End-s.Start > longest {
		return
	}
	words := g.ask(t.S[s.Start:s.End], false)
	align(t, s, words, func(token int, w prose.Token) {
		if k := &t.Tokens[token]; k.Tag == doc.NoTag {
			k.Tag = coarse(w.Tag)
		}
	})
	for i := s.From; i < s.To; i++ {
		if t.Tokens[i].Tag == doc.NoTag {
			t.Tokens[i].Tag = doc.OtherTag
		}
	}
}

// Name is a chunk that prose takes for a name.
type Name struct {
	doc.Range
	Person bool // else a place or body
}

// Names are the name chunks of a sentence, none where it is too long to be one.
func (g *Tagger) Names(t *doc.Text, sentence int) []Name {
	s := &t.Sentences[sentence]
	if s.End-s.Start > longest {
		return nil
	}
	once, again := g.names(t, s), g.names(t, s)
	var both []Name
	for _, n := range once {
		for _, m := range again {
			if n == m {
				both = append(both, n)
			}
		}
	}
	return both
}

func (g *Tagger) names(t *doc.Text, s *doc.Sentence) []Name {
	var list []Name
	align(t, s, g.ask(t.S[s.Start:s.End], true), func(token int, w prose.Token) {
		begin, label, ok := strings.Cut(w.Label, "-")
		if !ok {
			return
		}
		last := len(list) - 1
		if begin == "I" && last >= 0 && list[last].To >= token {
			list[last].To = max(list[last].To, token+1)
			return
		}
		list = append(list, Name{Range: doc.Range{From: token, To: token + 1}, Person: label == "PERSON"})
	})
	return list
}

// ask runs prose over one sentence.
func (g *Tagger) ask(text string, names bool) []prose.Token {
	d, err := prose.NewDocument(text, prose.UsingModel(g.model()), prose.WithSegmentation(false), prose.WithExtraction(names))
	if err != nil {
		return nil // prose has no way to fail here
	}
	return d.Tokens()
}

// align finds for each of prose's tokens the first of ours that it covers. prose rewrites quotation marks
// and splits words in its own way, so a token that is not found in the text is passed over.
func align(t *doc.Text, s *doc.Sentence, words []prose.Token, found func(token int, w prose.Token)) {
	at, token := s.Start, s.From
	for _, w := range words {
		i := strings.Index(t.S[at:s.End], w.Text)
		if i < 0 {
			continue
		}
		start := at + i
		at = start + len(w.Text)
		for token < s.To && t.Tokens[token].End <= start {
			token++
		}
		for n := token; n < s.To && t.Tokens[n].Start < at; n++ {
			found(n, w)
		}
	}
}

// coarse is the part of speech of a Penn tag.
func coarse(penn string) doc.Tag {
	switch penn {
	case "NN", "NNS":
		return doc.Noun
	case "NNP", "NNPS":
		return doc.ProperNoun
	case "PRP", "PRP$", "WP", "WP$", "EX":
		return doc.Pronoun
	case "VB", "VBP", "VBZ":
		return doc.Verb
	case "VBD":
		return doc.PastVerb
	case "VBN":
		return doc.Participle
	case "VBG":
		return doc.Gerund
	case "MD":
		return doc.Modal
	case "JJ", "JJR", "JJS":
		return doc.Adjective
	case "RB", "RBR", "RBS", "WRB":
		return doc.Adverb
	case "DT", "PDT", "WDT":
		return doc.Determiner
	case "IN", "TO":
		return doc.Preposition
	case "CC":
		return doc.Conjunction
	case "CD":
		return doc.Cardinal
	case "RP":
		return doc.Particle
	}
	return doc.OtherTag
}
