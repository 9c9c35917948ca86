package assertion

import (
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

// leastWords is the length below which what somebody says is a trifle.
const leastWords = 4

// least is the sum of money below which nobody makes a claim of it.
const least = 100

// statements adds what has substance and no frame: what is attributed or quoted, and sums of money that no
// act claimed, where the text tells of an incident.
func (r *reader) statements(n int, t *doc.Text) {
	taken := r.taken(n, t)
	for i := range t.Citations {
		r.cited(n, t, i, taken)
	}
	for i := range t.Quotes {
		r.quotation(n, t, i, taken)
	}
	if !r.incident && !r.d.Cyber && r.thefts < 2 {
		return
	}
	for i := range t.Sentences {
		if usable(&t.Sentences[i]) {
			r.looseSums(n, t, i, taken)
			r.aftermath(n, t, i, taken)
		}
	}
}

// usable reports whether a sentence is prose of the article.
func usable(s *doc.Sentence) bool { return !s.Boilerplate && s.To-s.From <= longestSentence }

// aftermath makes a statement of a sentence that tells, on nobody's word, what an act has done to whom it
// hit: "Its ward has been shut since Friday".
func (r *reader) aftermath(n int, t *doc.Text, index int, taken map[int][]*frame) {
	span := t.Sentences[index].Range
	if n == 0 || len(taken[index]) > 0 || span.To-span.From < 6 || !r.holds(t, span, impact) || len(r.acts) == 0 {
		return
	}
	s := r.sentence(n, t, index)
	for _, it := range s.items {
		if it.kind == class1 || it.kind == party && it.known && r.struck[r.actor(it.who).Entity] {
			taken[index] = append(taken[index], r.statement(n, t, index, span))
			return
		}
	}
}

func (r *reader) holds(t *doc.Text, span doc.Range, c class) bool {
	for i := span.From; i < span.To; i++ {
		if r.is(t.Tokens[i].Word, c) {
			return true
		}
	}
	return false
}

// leastQuote is how many words a quotation needs whose speaker nobody found.
const leastQuote = 7

// quotation makes a statement of a quotation that no citation holds.
func (r *reader) quotation(n int, t *doc.Text, i int, taken map[int][]*frame) {
	q := &t.Quotes[i]
	if q.Scare || q.From >= q.To || !r.cyber || wordsIn(t, q.Range) < leastQuote {
		return
	}
	k := t.SentenceAt(q.From)
	if k >= len(t.Sentences) || !usable(&t.Sentences[k]) {
		return
	}
	part := doc.Range{From: q.From, To: min(q.To, t.Sentences[k].To)}
	if wordsIn(t, part) < leastQuote || r.covered(taken[k], part) {
		return
	}
	taken[k] = append(taken[k], r.statement(n, t, k, part))
}

// taken lists the frames' triggers by sentence.
func (r *reader) taken(n int, t *doc.Text) map[int][]*frame {
	out := map[int][]*frame{}
	for _, f := range r.frames {
		if f.text == n {
			out[f.sentence] = append(out[f.sentence], f)
		}
	}
	return out
}

// cited makes statements of a citation's content, one a sentence. The parts of one sentence that its
// source splits are one.
func (r *reader) cited(n int, t *doc.Text, i int, taken map[int][]*frame) {
	c := &t.Citations[i]
	last := -1
	for _, content := range c.Contents {
		for at := content.From; at < content.To; {
			k := t.SentenceAt(at)
			if k >= len(t.Sentences) {
				break
			}
			part := doc.Range{From: max(at, t.Sentences[k].From), To: min(content.To, t.Sentences[k].To)}
			at = max(t.Sentences[k].To, at+1)
			if k == last || !usable(&t.Sentences[k]) || part.From >= part.To || r.covered(taken[k], part) || r.covered(taken[k], c.CueRange) {
				continue
			}
			whole := r.wholePart(c, t.Sentences[k].Range)
			if n := wordsIn(t, whole); n < leastWords && !(c.Quote && n+1 == leastWords) || !r.cyber && (!r.utters(t, c, whole) || !r.spokenFor(c) && !r.weighty(t, whole)) {
				continue
			}
			last = k
			for _, half := range r.halves(t, whole) {
				f := r.statement(n, t, k, half)
				f.entire = r.objectOnly(t, c)
				if c.Stance == claim.Denies {
					r.deny(f, c.CueRange)
				}
				taken[k] = append(taken[k], f)
			}
		}
	}
}

// spokenFor reports whether somebody stands for what is said: a source that the text names, and that is no document.
func (r *reader) spokenFor(c *doc.Citation) bool {
	return c.Entity >= 0 || c.Source != nil && c.Source.Kind != claim.Unnamed && c.SourceRange.To > c.SourceRange.From
}

// halves cuts what is said where a second statement begins: "we have not answered them and we do not intend
// to pay".
func (r *reader) halves(t *doc.Text, part doc.Range) []doc.Range {
	for i := part.From + 1; i+1 < part.To; i++ {
		if !r.is(t.Tokens[i].Word, conj) || !r.is(t.Tokens[i+1].Word, pron) || r.is(t.Tokens[i+1].Word, rel) {
			continue
		}
		first, second := doc.Range{From: part.From, To: i}, doc.Range{From: i + 1, To: part.To}
		if wordsIn(t, first) > leastWords && wordsIn(t, second) > leastWords {
			return []doc.Range{first, second}
		}
	}
	return []doc.Range{part}
}

// weightyWords is how long a statement must be in a text that tells of no act.
const weightyWords = 8

// weighty reports whether what is said has substance by itself: it is long enough, and names a party or a
// country, or gives a number.
func (r *reader) weighty(t *doc.Text, part doc.Range) bool {
	if wordsIn(t, part) < weightyWords {
		return false
	}
	after := func(n int, at func(int) doc.Range) bool {
		i := sort.Search(n, func(i int) bool { return at(i).To > part.From })
		return i < n && at(i).From < part.To
	}
	return after(len(t.Actors), func(i int) doc.Range { return t.Actors[i].Range }) ||
		after(len(t.Countries), func(i int) doc.Range { return t.Countries[i].Range }) ||
		after(len(t.Numbers), func(i int) doc.Range { return t.Numbers[i].Range })
}

// covered reports whether a frame already says the part: its trigger stands there.
func (r *reader) covered(frames []*frame, part doc.Range) bool {
	for _, f := range frames {
		if f.at.Overlaps(part) {
			return true
		}
	}
	return false
}

// wholePart is the stretch of a sentence that a citation's contents span.
func (r *reader) wholePart(c *doc.Citation, span doc.Range) doc.Range {
	whole := doc.Range{From: -1}
	for _, content := range c.Contents {
		if !content.Overlaps(span) {
			continue
		}
		if whole.From < 0 {
			whole = doc.Range{From: max(content.From, span.From), To: min(content.To, span.To)}
			continue
		}
		whole.From, whole.To = min(whole.From, max(content.From, span.From)), max(whole.To, min(content.To, span.To))
	}
	return whole
}

// deny makes a statement a denial by its speaker.
func (r *reader) deny(f *frame, cue doc.Range) {
	s := r.sentence(f.text, f.t, f.sentence)
	if s.withheld(cue) || (s.ofOffer(cue) || s.ofPayment(cue)) && !s.deniesThat("deny", cue) || !s.cyber && !s.deniesThat("scorn", cue) && !s.deniesThat("deny", cue) {
		return
	}
	f.kind, f.certainty = claim.Denial, claim.Denied
	f.denies = s.denied(f.at, nil)
	f.actors = s.speakers(f.at)
	f.actors = distinct(append(f.actors, s.statesOf(f.actors)...))
}

func wordsIn(t *doc.Text, r doc.Range) int {
	n := 0
	for i := r.From; i < r.To; i++ {
		if t.Tokens[i].Is(doc.Alpha) || t.Tokens[i].Is(doc.Digit) {
			n++
		}
	}
	return n
}

// statement is a frame for a stretch of a sentence.
func (r *reader) statement(n int, t *doc.Text, index int, part doc.Range) *frame {
	s := r.sentence(n, t, index)
	f := &frame{text: n, t: t, sentence: index, at: part, clause: part, kind: claim.Statement, evidence: place1(t, part), plain: true}
	for _, it := range s.items {
		if !part.Covers(it.Range) {
			continue
		}
		if it.kind == money {
			if len(f.amounts) == 0 {
				f.amounts = append(f.amounts, s.sums[it.group]...)
			}
			continue
		}
		if it.known && it.kind == party && s.concerns(it) {
			f.actors = append(f.actors, it.who)
		}
	}
	f.actors = append(f.actors, s.agents(part)...)
	s.complete(f, part)
	r.frames = append(r.frames, f)
	r.noteSums(f)
	return f
}

// looseSums makes a statement of each sum that no frame has.
func (r *reader) looseSums(n int, t *doc.Text, index int, taken map[int][]*frame) {
	span := t.Sentences[index].Range
	if !hasAmount(t, span) {
		return
	}
	s := r.sentence(n, t, index)
	for g, group := range s.sums {
		if r.summed[n][group[0]] || t.Amounts[group[0]].Value < least {
			continue
		}
		at := doc.Range{From: t.Amounts[group[0]].From, To: t.Amounts[group[len(group)-1]].To}
		f := &frame{text: n, t: t, sentence: index, at: at, clause: s.around(g), kind: claim.Statement, amounts: group, plain: true}
		f.evidence = place1(t, f.clause)
		f.actors = s.agents(f.clause)
		s.complete(f, at)
		r.frames = append(r.frames, f)
		r.noteSums(f)
		taken[index] = append(taken[index], f)
	}
}

func hasAmount(t *doc.Text, span doc.Range) bool {
	for i := span.From; i < span.To; i++ {
		if t.Tokens[i].Is(doc.Digit) {
			return len(t.Amounts) > 0
		}
	}
	return len(t.Amounts) > 0
}

// around is the part of the sentence that tells of one sum: the sentence, cut at commas towards its
// other sums.
func (s *sentence) around(g int) doc.Range {
	part := s.span
	var own item
	for _, it := range s.items {
		if it.kind == money && it.group == g {
			own = it
		}
	}
	for _, it := range s.items {
		if it.kind != money || it.group == g {
			continue
		}
		if it.To <= own.From {
			part.From = max(part.From, s.cut(it.To, own.From))
		} else if it.From >= own.To {
			part.To = min(part.To, s.cut(own.To, it.From))
		}
	}
	if part.From >= part.To || wordsIn(s.t, part) < 2*leastWords {
		return s.span
	}
	return part
}

// cut is the first comma, "and" or the like between two tokens, else the first of them.
func (s *sentence) cut(from, to int) int {
	for i := from; i < to; i++ {
		if w := s.t.Word(i); w == "," || w == ";" || s.has(i, conj|rel) || w == "—" {
			return i + 1
		}
	}
	return from
}
