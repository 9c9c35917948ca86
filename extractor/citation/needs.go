package citation

// needed reports whether a word that a cue needs follows it: the "of" of "accused".
func (w *work) needed(v verbAt, hi int) bool {
	if v.Verb == "see" {
		return w.seesSign(v, hi)
	}
	for i := v.to; i < hi && i < v.to+lookahead; i++ {
		if v.Verb == "put" && w.t.Word(i) == "in" && i+2 < hi && w.t.Word(i+1) == "the" && w.scale(w.t.Word(i+2)) {
			return true // "put the losses in the tens of millions"
		}
		if v.Verb == "put" && w.t.Word(i) == "in" && w.is(i+1, condition) {
			return false // "put her in charge of"
		}
		for _, n := range v.Needs {
			if w.t.Tokens[i].Word == n && (v.Verb != "put" || w.weighs(i, hi)) {
				return true
			}
		}
	}
	return false
}

func (w *work) needs(v verbAt, i int) bool {
	for _, n := range v.Needs {
		if w.t.Tokens[i].Word == n {
			return true
		}
	}
	return false
}

// seesSign reports whether what is seen is a conclusion: "sees no evidence that", "saw similarities with", "sees it as".
func (w *work) seesSign(v verbAt, hi int) bool {
	p, ok := w.x.After(w.t, v.to, hi)
	if !ok {
		return false
	}
	if head := w.head(p); w.needs(v, head) || w.needs(v, p.Core.To-1) {
		return true
	}
	for i := p.Core.To; i < hi && i <= p.To+1; i++ {
		if w.t.Word(i) == "as" {
			return true
		}
	}
	return false
}

// weighs reports whether the word that "put" needs stands before a figure: "put it closer to 40", not "closer to
// the wall".
func (w *work) weighs(i, hi int) bool {
	switch w.t.Word(i) {
	case "at", "higher", "lower":
		return true
	}
	for j := i + 1; j < hi && j < i+4; j++ {
		if w.figureAt(j) {
			return true
		}
	}
	return false
}

// scale reports whether a word tells of a figure's size alone: "tens", "millions".
func (w *work) scale(s string) bool { return w.words.of(s)&magnitude != 0 }
