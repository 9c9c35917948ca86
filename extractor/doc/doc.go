// Package doc holds the one document that all passes of the extractor share: a title and a body, cut
// into sentences and tokens, with one typed layer for each thing that a pass finds.
//
// Every annotation is a range of tokens or a span of BYTE offsets into the immutable string of its Text;
// strings are sliced late. Each layer has one writer, the pass named at its field; later passes only
// read it. Layers are in text order.
package doc

import (
	"time"

	"github.com/claimwire/claimwire/internal/claim"
)

// Doc is one article on its way through the passes.
type Doc struct {
	Article  *claim.Article
	Anchor   time.Time // when it was published; zero where unknown: resolves "last year"
	Language string
	Title    Text
	Body     Text

	Cyber      bool              // actor: the document is about attacks on computers, so everyday words may be group names
	Entities   []Entity          // actor: what the actor mentions of both texts name, each once
	Documents  []Document        // citation: the reports, filings and posts that the text introduces, each once
	Wire       string            // citation: the agency whose copy it is, by its mark
	Assertions []claim.Assertion // assertion: indexes run over title first, then body, as in claim.Reading
}

// Texts are the document's texts in the order of a reading: title, then body.
func (d *Doc) Texts() [2]*Text { return [2]*Text{&d.Title, &d.Body} }

// Text is one of a document's two strings with its layers.
type Text struct {
	In claim.In
	S  string

	Paragraphs []Paragraph // segment
	Sentences  []Sentence  // segment; Boilerplate by the boilerplate pass
	Tokens     []Token     // segment; Tag by the tag package, on demand
	Quotes     []Quote     // quote
	Numbers    []Number    // number
	Amounts    []Amount    // amount
	Countries  []Country   // place
	Actors     []Actor     // actor; Role by the role pass
	References []Reference // reference
	Periods    []Period    // period
	Citations  []Citation  // citation
}

// Reset makes d the document of an article, with empty layers that keep their room.
func (d *Doc) Reset(a *claim.Article) {
	title, body := d.Title, d.Body
	*d = Doc{Article: a, Title: title, Body: body}
	if a != nil {
		d.Anchor, d.Language = a.PublishedAt, a.Language
		d.Title.reset(claim.InTitle, a.Title)
		d.Body.reset(claim.InText, a.Text)
		return
	}
	d.Title.reset(claim.InTitle, "")
	d.Body.reset(claim.InText, "")
}

// reset empties the layers. Those that hold strings or pointers are cleared, so that they keep no text alive.
func (t *Text) reset(in claim.In, s string) {
	t.In, t.S = in, s
	t.Paragraphs, t.Sentences, t.Tokens = t.Paragraphs[:0], t.Sentences[:0], t.Tokens[:0]
	t.Quotes, t.Numbers, t.References = t.Quotes[:0], t.Numbers[:0], t.References[:0]
	t.Amounts, t.Countries, t.Actors = emptied(t.Amounts), emptied(t.Countries), emptied(t.Actors)
	t.Periods, t.Citations = emptied(t.Periods), emptied(t.Citations)
}

func emptied[T any](layer []T) []T {
	clear(layer)
	return layer[:0]
}

// Range is a half-open range of token indexes.
type Range struct{ From, To int }

// Has reports whether token i lies in the range.
func (r Range) Has(i int) bool { return r.From <= i && i < r.To }

// Overlaps reports whether two ranges share a token.
func (r Range) Overlaps(o Range) bool { return r.From < o.To && o.From < r.To }

// Covers reports whether o lies wholly inside r.
func (r Range) Covers(o Range) bool { return r.From <= o.From && o.To <= r.To }

// Paragraph is what stands between newlines.
type Paragraph struct {
	Start, End int   // bytes
	Sentences  Range // of sentence indexes
}

// Sentence is one sentence with its token range.
type Sentence struct {
	Start, End  int // bytes, trimmed
	Range           // of tokens
	Paragraph   int
	Boilerplate bool // a teaser, caption, byline, newsletter prompt: carries no claim
}

// Flags describe a token's shape.
type Flags uint16

// The flags of tokens.
const (
	Capital    Flags = 1 << iota // first letter is upper case
	AllCaps                      // two or more letters, all upper case
	Digit                        // holds a digit
	Alpha                        // holds a letter
	Punct                        // holds neither letter nor digit
	Glued                        // no blank before it
	Possessive                   // the token is ’s or a lone ’ after a plural
	First                        // first word of its sentence (quotation marks skipped)
)

// Token is a word, number or mark. Its string is Text.Word(i).
type Token struct {
	Start, End int    // bytes
	Word       uint32 // id of the folded form in the vocabulary; 0 for words that no table knows
	Flags      Flags
	Tag        Tag // part of speech; NoTag until the tag package tagged its sentence
}

// Is reports whether the token has all the flags given.
func (t Token) Is(f Flags) bool { return t.Flags&f == f }

// Tag is a part of speech, coarser than Penn's.
type Tag uint8

// The parts of speech.
const (
	NoTag Tag = iota
	Noun
	ProperNoun
	Pronoun
	Verb       // finite or base
	PastVerb   // VBD
	Participle // VBN
	Gerund     // VBG
	Modal
	Adjective
	Adverb
	Determiner
	Preposition // IN, TO
	Conjunction
	Cardinal
	Particle
	OtherTag
)

// Word is the string of token i as it stands in the text, empty before and behind it.
func (t *Text) Word(i int) string {
	if uint(i) >= uint(len(t.Tokens)) {
		return ""
	}
	return t.S[t.Tokens[i].Start:t.Tokens[i].End]
}

// Span is the byte span of a token range.
func (t *Text) Span(r Range) claim.Span {
	start, end := t.Tokens[r.From].Start, t.Tokens[r.To-1].End
	return claim.Span{Text: t.S[start:end], Start: start, End: end, In: t.In}
}

// SentenceAt is the index of the sentence that holds token i.
func (t *Text) SentenceAt(i int) int {
	lo, hi := 0, len(t.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Sentences[mid].To <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// TokenAt is the index of the first token that ends after the byte offset.
func (t *Text) TokenAt(offset int) int {
	lo, hi := 0, len(t.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Tokens[mid].End <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Quote is a quotation: the token range between the marks, the marks themselves outside. Closed is
// false where it runs to the paragraph's end and goes on in the next.
type Quote struct {
	Range
	Closed bool
	Scare  bool // a word or two in marks that nobody need have said
}

// Number is a number in figures or words, without any unit. A vague one ("dozens", "several hundred",
// "tens of thousands") has Min and Max, and Value is their geometric mean rounded to one digit.
type Number struct {
	Range
	Value     float64
	Min, Max  float64 // of a vague number; both 0 for any other
	Ordinal   bool
	Plain     bool            // only digits: may be a year
	Words     bool            // begins with a word, not with figures
	Magnitude float64         // of the magnitude word or letter it includes, else 1
	Qualifier claim.Qualifier // by the words around it ("at least", "or more"); exact where there are none
	// Start and End are the bytes of the number itself. They differ from its tokens' where a currency is
	// glued to it ("USD200", "200EUR"): such a number counts nothing but money.
	Start, End int
}

// Glued reports whether letters of a currency are written together with the number.
func (n *Number) Glued(t *Text) bool {
	return n.Start != t.Tokens[n.From].Start || n.End != t.Tokens[n.To-1].End
}

// Amount is a sum of money with its token range.
type Amount struct {
	Range
	claim.Amount
}

// Country is a mention of a country with its token range.
type Country struct {
	Range
	claim.Country
}

// Actor is a mention of an actor with its token range.
type Actor struct {
	Range
	claim.Actor
	Entity int // index in Doc.Entities
}

// Entity is one actor that a document names, by however many mentions.
type Entity struct {
	Name    string
	ID      string
	Kind    claim.ActorKind
	Country string
	Source  claim.SourceKind // what it is when it speaks
	Plural  bool             // "the experts", "police": they
	Female  bool             // known to be she
	Male    bool             // known to be he
	Noun    string           // the common noun a text calls it by: bank, exchange, hospital, spokeswoman
}

// Reference is a word or phrase that means an actor named elsewhere: "they", "the regime", "the bank".
type Reference struct {
	Range
	Entity int // index in Doc.Entities
}

// Period is a stretch of time that the text names.
type Period struct {
	Range
	claim.Period
}

// Document is a report, filing or post that is cited, as introduced where it first stands.
type Document struct {
	claim.Document
	Issuer claim.SourceKind // kind of the body that issued it
	In     claim.In
	Token  int // first token of its first mention
}

// Citation is one attribution with its ranges. Via holds an index into the same Text's Citations.
type Citation struct {
	Range
	claim.Citation
	SourceRange Range
	CueRange    Range
	Contents    []Range // of tokens, as Citation.Content
	Entity      int     // of the source in Doc.Entities; -1 where it is none
	Document    int     // in Doc.Documents; -1 where it is none
}
