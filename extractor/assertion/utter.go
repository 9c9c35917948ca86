package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/extractor/lexicon"
)

// loadSpeech maps every form of the verbs of en/cues to what saying they do.
func loadSpeech(lex *lexicon.Lexicon) map[string]string {
	out := map[string]string{}
	for _, row := range lex.Rows("en/cues") {
		for _, form := range [...]string{"past", "third", "base", "participle", "gerund"} {
			if w := row.Get(form); w != "" {
				out[w] = row.Get("class")
			}
		}
	}
	return out
}

// speech is what a citation's cue does, "" where it is no verb of en/cues.
func (r *reader) speech(t *doc.Text, c *doc.Citation) string {
	if c.CueRange.From >= c.CueRange.To {
		return ""
	}
	return r.speeches[strings.ToLower(t.S[t.Tokens[c.CueRange.From].Start:t.Tokens[c.CueRange.To-1].End])]
}

// utters reports whether a citation of an ordinary text tells what somebody says. What a thing guarantees, a team observed,
// or the author guesses is its story; only a clause or a quotation makes it somebody's word.
func (r *reader) utters(t *doc.Text, c *doc.Citation, whole doc.Range) bool {
	if r.author(t, c) || r.asLabel(t, c) {
		return false
	}
	if c.CueRange.From < c.CueRange.To && r.is(t.Tokens[c.CueRange.From].Word, story) {
		return c.Quote || r.clauseBehindCue(t, c) || sumIn(t, whole) || r.clausal(t, whole)
	}
	return true
}

// author reports whether the words are the text's own "I" or "we", or "in my opinion", outside anybody's quotation.
func (r *reader) author(t *doc.Text, c *doc.Citation) bool {
	if c.CueRange.From < c.CueRange.To {
		for i := c.CueRange.From; i < c.CueRange.To; i++ {
			if t.Word(i) == "my" {
				return true
			}
		}
	}
	if c.SourceRange.To-c.SourceRange.From != 1 {
		return false
	}
	w := strings.ToLower(t.Word(c.SourceRange.From))
	return w == "i" || w == "we"
}

// asLabel reports whether a mark or a word in capitals only looks like a cue: "Deals: more of them", "Wireless Connect".
func (r *reader) asLabel(t *doc.Text, c *doc.Citation) bool {
	if c.CueRange.From >= c.CueRange.To {
		return false
	}
	if t.Word(c.CueRange.From) == ":" {
		return c.Entity < 0 || len(r.mentions[c.Entity]) < 2
	}
	cue := t.Tokens[c.CueRange.From]
	return t == &r.d.Body && cue.Is(doc.Capital) && !cue.Is(doc.First) && r.speech(t, c) != ""
}

// clauseBehindCue reports whether a word that begins a clause stands right behind the cue: "found that", "asked whether".
func (r *reader) clauseBehindCue(t *doc.Text, c *doc.Citation) bool {
	for i := c.CueRange.To; i < len(t.Tokens) && i < c.CueRange.To+2; i++ {
		switch t.Word(i) {
		case "that", "whether", "how", "why", "what", "if":
			return true
		}
	}
	return false
}

// objectOnly reports whether the content of a citation is no clause but whom or what its verb is about, so that it reads as a
// sentence only with it: "called the plan a mistake", "accused the board of delay".
func (r *reader) objectOnly(t *doc.Text, c *doc.Citation) bool {
	switch r.speech(t, c) {
	case "label", "judge", "deny", "accuse", "charge", "ask":
		return !r.clauseBehindCue(t, c) && !r.quotedAll(t, c)
	case "report":
		return !c.Quote && !r.clauseBehindCue(t, c) && t.Word(c.CueRange.From) != "reported" && t.Word(c.CueRange.From) != "reports"
	}
	return false
}

// quotedAll reports whether the content begins with a quotation mark.
func (r *reader) quotedAll(t *doc.Text, c *doc.Citation) bool {
	if !c.Quote || len(c.Contents) == 0 {
		return false
	}
	from := c.Contents[0].From
	return r.is(t.Tokens[from].Word, mark) || from > 0 && r.is(t.Tokens[from-1].Word, mark)
}
