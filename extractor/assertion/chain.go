package assertion

import (
	"slices"
	"sort"

	"github.com/claimwire/claimwire/extractor/doc"
)

// chain lists the citations on whose word the tokens at r stand: nearest to the reader first, origin last.
// The innermost content that holds them counts; where none does, a citation of the sentence without
// content of its own.
func (r *reader) chain(t *doc.Text, at doc.Range) []int {
	around := r.holding(t, at)
	var out []int
	for _, i := range around {
		for _, k := range relays(t, i) {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// holding lists the citations whose content holds a range, widest content first.
func (r *reader) holding(t *doc.Text, at doc.Range) []int {
	type held struct{ index, width int }
	var list []held
	for _, i := range r.nearCitations(t, at) {
		for _, c := range t.Citations[i].Contents {
			if c.Overlaps(at) {
				list = append(list, held{i, c.To - c.From})
				break
			}
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].width > list[b].width })
	var out []int
	for _, h := range list {
		out = append(out, h.index)
	}
	return out
}

// reach is how many citations before and behind a place may still hold it by their content: a quotation
// can run over paragraphs, and its source stands at one of its ends.
const reach = 12

func (r *reader) nearCitations(t *doc.Text, at doc.Range) []int {
	n := sort.Search(len(t.Citations), func(i int) bool { return t.Citations[i].To > at.From })
	var out []int
	for i := max(0, n-reach); i < min(len(t.Citations), n+reach); i++ {
		out = append(out, i)
	}
	return out
}

// relays is a citation with those that relay it, outermost first.
func relays(t *doc.Text, i int) []int {
	chain := []int{i}
	for t.Citations[i].Via != nil && len(chain) < 8 {
		i = *t.Citations[i].Via
		if i < 0 || i >= len(t.Citations) || slices.Contains(chain, i) {
			break
		}
		chain = append([]int{i}, chain...)
	}
	return chain
}

// continued is the chain of the source whose indirect speech the sentence before ends in: "Experts said they look
// into the first theft. A second one came a month later."
func (s *sentence) continued() []int {
	t := s.t
	if s.index == 0 || t.Sentences[s.index-1].Paragraph != t.Sentences[s.index].Paragraph || len(s.citationsAt()) > 0 || !s.adds() {
		return nil
	}
	last := t.Sentences[s.index-1].Range
	for _, i := range s.nearCitations(t, last) {
		c := &t.Citations[i]
		if c.Quote || len(c.Contents) != 1 || c.CueRange.From < last.From || c.CueRange.To > c.Contents[0].From {
			continue
		}
		if to := c.Contents[0].To; to <= last.To && to >= last.To-2 {
			return relays(t, i)
		}
	}
	return nil
}

// adds reports whether a sentence goes on where another left off.
func (s *sentence) adds() bool {
	for i := s.span.From; i < s.span.To; i++ {
		if s.has(i, further) {
			return true
		}
	}
	return false
}
