package citation

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
	"github.com/claimwire/claimwire/internal/claim"
)

const headSource = 8 // tokens that a source before or behind a headline's colon may have

// heading reports whether a sentence is a headline: it is the title, or a paragraph by itself without a
// full stop.
func (w *work) heading(s doc.Sentence) bool {
	if w.t.In == claim.InTitle {
		return true
	}
	if s.To-s.From > 30 || s.To-s.From < 4 {
		return false
	}
	p := w.t.Paragraphs[s.Paragraph].Sentences
	if p.To-p.From != 1 {
		return false
	}
	switch w.t.Word(s.To - 1) {
	case ".", ":", "!", "?", "”", "\"", ";", ",", "»", ")", "]":
		return false
	}
	return true
}

// headline reads "Reuters: UN report says …", and in titles also "… : UN report" and "…, police say",
// the last of which is a verb like any other.
func (w *work) headline() {
	for i := w.s.From + 1; i+1 < w.s.To; i++ {
		if w.t.Word(i) != ":" || w.t.Tokens[i+1].Is(doc.Glued) {
			continue
		}
		if i == w.s.From+1 && rubric(w.t.Word(w.s.From)) {
			return
		}
		if i-w.s.From <= headSource && w.headBefore(i) {
			return
		}
		if w.t.In == claim.InTitle && w.s.To-i-1 <= headSource {
			w.headBehind(i)
		}
		return
	}
	if w.t.In == claim.InTitle {
		w.headDash()
	}
}

// headDash reads "Port paid ransom - sources". An outlet behind a dash is who published the piece.
func (w *work) headDash() {
	for i := w.s.To - 2; i > w.s.From && i >= w.s.To-headSource/2-1; i-- {
		if word := w.t.Word(i); word != "–" && word != "—" && (word != "-" || w.t.Tokens[i].Is(doc.Glued) || w.t.Tokens[i+1].Is(doc.Glued)) {
			continue
		}
		p, ok := w.x.After(w.t, i+1, w.s.To)
		if !ok || p.To < w.s.To {
			return
		}
		src, ok := w.speaker(p, false)
		if !ok || !w.headSpeaker(src) || src.kind == claim.NewsAgency || src.kind == claim.NewsOutlet || sameName(src.name, w.d.Article.Publisher) {
			return
		}
		w.addHead(src, doc.Range{From: i, To: i + 1}, doc.Range{From: i, To: p.To}, doc.Range{From: w.s.From, To: i})
		return
	}
}

func (w *work) headBefore(colon int) bool {
	p, ok := w.x.Before(w.t, w.s.From, colon-1)
	if !ok || p.From != w.s.From {
		return false
	}
	src, ok := w.speaker(p, false)
	if !ok || !w.headSpeaker(src) {
		return false
	}
	w.addHead(src, doc.Range{From: colon, To: colon + 1}, doc.Range{From: p.From, To: colon + 1}, doc.Range{From: colon + 1, To: w.s.To})
	return true
}

// rubric reports whether a word before a headline's colon tells what kind of piece it is.
func rubric(s string) bool {
	switch strings.ToLower(s) {
	case "analysis", "opinion", "explainer", "exclusive", "watch", "live", "factbox", "breaking", "update", "editorial", "commentary", "interview", "timeline", "podcast", "review", "feature", "profile", "letter", "letters", "fact-check", "video", "photos", "correction", "investigation":
		return true
	}
	return false
}

func (w *work) headBehind(colon int) {
	p, ok := w.x.After(w.t, colon+1, w.s.To)
	if !ok || p.To < w.s.To {
		return
	}
	src, ok := w.speaker(p, false)
	if !ok || !w.headSpeaker(src) {
		return
	}
	w.addHead(src, doc.Range{From: colon, To: colon + 1}, doc.Range{From: colon, To: p.To}, doc.Range{From: w.s.From, To: colon})
}

// headSpeaker reports whether a name with a colon in a headline is one who speaks: a known entity that is
// no state under discussion, a document, or people.
func (w *work) headSpeaker(s speaker) bool {
	if s.document >= 0 || s.kind == claim.Unnamed {
		return s.document >= 0 || s.plural
	}
	if s.entity < 0 {
		return s.kind != claim.PersonSource && s.kind != claim.OrgSource
	}
	e := w.d.Entities[s.entity]
	return e.Kind != claim.State && e.Kind != claim.Group
}

func (w *work) addHead(src speaker, cue, span, content doc.Range) {
	content = w.trim(content)
	if content.From < content.To {
		w.add(cite{src: src, cue: cue, span: span, document: src.document, relay: -1, contents: []doc.Range{content}})
	}
}
