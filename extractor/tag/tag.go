// Package tag gives parts of speech by github.com/jdkato/prose/v2: its tokens, and the model of parts of speech
// that it carries, read into a form of our own that takes a tenth of the room (see model). Nothing is tagged
// unless a pass asks for a sentence: each asks only where a cheap test of its own says that the answer can matter.
//
// The model is loaded once, at the first question, and is only read afterwards: a Tagger may be used by many
// goroutines. prose's model for names is not loaded: it knew nothing that the tags and our own patterns do not tell.
package tag

import (
	"strings"
	"sync"

	"github.com/jdkato/prose/v2"

	"github.com/claimwire/claimwire/extractor/doc"
)

// Tagger tags sentences. The zero value is not usable; see New.
type Tagger struct{ model func() *model }

// shared is the model of all taggers of the process.
var shared = sync.OnceValue(func() *model {
	m, err := load()
	if err != nil {
		panic("internal error: " + err.Error())
	}
	return m
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
	words := g.ask(t.S[s.Start:s.End])
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

// ask cuts one sentence by prose and tags its words. A model of prose's that holds nothing keeps prose from loading its own.
func (g *Tagger) ask(text string) []prose.Token {
	d, err := prose.NewDocument(text, prose.UsingModel(&prose.Model{}), prose.WithSegmentation(false), prose.WithTagging(false), prose.WithExtraction(false))
	if err != nil {
		return nil // prose has no way to fail here
	}
	words := d.Tokens()
	g.model().tag(words)
	return words
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
