package syntax

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
	"github.com/claimwire/claimwire/internal/claim"
)

// Cue is a verb of saying, reporting, finding, accusing, …
type Cue struct {
	Verb   string // base form
	Class  string
	Stance claim.Stance
	Frames Frames
	Needs  []uint32 // one of these words must follow; empty for verbs that need none
}

// Frames say what a cue can stand with.
type Frames uint16

// The frames of cues.
const (
	Clause     Frames = 1 << iota // a clause without "that"
	ThatClause                    // a that-clause or a question
	Quotation                     // a quotation
	Object                        // a noun phrase
	Infinitive                    // "vowed to fight"
	Listener                      // "told reporters"
	Behind                        // may stand behind its content
	NounToo                       // base and third person are nouns as well
	Weak                          // only with a known speaker
	Belief                        // thinks rather than says
	Written                       // of a person it may be in a document
	Alone                         // needs no content
	Figure                        // states a figure in a relative clause: "the number it gave"
	Uttered                       // its object is something that is said: "delivered a warning"
)

// Form is an inflected form of a cue.
type Form struct {
	*Cue
	Tense Tense
}

// Tense is the set of forms that a word can be of its verb.
type Tense uint8

// The forms of verbs.
const (
	Past Tense = 1 << iota
	Third
	Base
	PastParticiple
	GerundForm
)

func parseFrames(s string) Frames {
	const letters = "ctqoilpnwbdzfu"
	var f Frames
	for _, r := range s {
		i := strings.IndexRune(letters, r)
		if i < 0 {
			panic("internal error: embedded lexicon: en/cues: no frame " + string(r))
		}
		f |= 1 << i
	}
	return f
}

func (x *Tables) loadCues(lex *lexicon.Lexicon) {
	columns := []struct {
		name  string
		tense Tense
	}{{"past", Past}, {"third", Third}, {"base", Base}, {"participle", PastParticiple}, {"gerund", GerundForm}}
	for _, row := range lex.Rows("en/cues") {
		c := &Cue{Verb: row.Get("cue"), Class: row.Get("class"), Stance: claim.Stance(row.Get("stance")), Frames: parseFrames(row.Get("frames"))}
		for _, w := range row.List("needs") {
			c.Needs = append(c.Needs, lex.Words(w)...)
		}
		tenses := map[string]Tense{}
		var forms []string
		for _, col := range columns {
			for _, form := range row.List(col.name) {
				if tenses[form] == 0 {
					forms = append(forms, form)
				}
				tenses[form] |= col.tense
			}
		}
		for _, form := range forms {
			words := lex.Words(form)
			x.Cues.Add(words, Form{Cue: c, Tense: tenses[form]})
			x.set(words[:1], CueWord)
		}
	}
}

// CueAt is the cue that begins at token i, with its length in tokens, 0 where none does. Its end may not
// lie beyond to.
func (x *Tables) CueAt(t *doc.Text, i, to int) (Form, int) {
	return x.Cues.Longest(func(j int) uint32 { return t.Tokens[j].Word }, i, to)
}

// NounAt is the noun of the list that begins at token i, with its length in tokens.
func (x *Tables) NounAt(t *doc.Text, i, to int) (Noun, int) {
	return x.Nouns.Longest(func(j int) uint32 { return t.Tokens[j].Word }, i, to)
}

// PaperAt is the noun for a document that begins at token i, with its length in tokens.
func (x *Tables) PaperAt(t *doc.Text, i, to int) (Paperwork, int) {
	return x.Papers.Longest(func(j int) uint32 { return t.Tokens[j].Word }, i, to)
}
