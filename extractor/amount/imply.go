package amount

// imply gives large bare numbers the currency of the sum before them, where nothing follows that they
// could count: "$11 million of the 240 million that were lost", and in texts about rupees "45 crore".
func (r *reader) imply() {
	last := -1
	rupees := -1
	for i := range r.found {
		c := &r.found[i]
		if c.marked {
			last = i
			if rupee(c.code) {
				rupees = i
			}
			continue
		}
		if c.n.Magnitude < 1e5 || c.n.Max > 0 || c.n.Words || r.counts(c) || r.beside(i) {
			continue
		}
		from := -1
		switch {
		case rupees >= 0 && (c.n.Magnitude == 1e5 || c.n.Magnitude >= 1e7 && r.crore(c)):
			from = rupees
		case last >= 0 && r.found[last].sentence == c.sentence && r.implied(c) && r.found[last].n.Magnitude >= 1e5:
			from = last
		}
		if from >= 0 {
			p := &r.found[from]
			c.mark, c.marked, c.code, c.factor = p.mark, true, p.code, p.mark.Factor
		}
	}
}

// rupee reports whether sums of the currency are counted in lakhs and crores.
func rupee(code string) bool {
	switch code {
	case "INR", "PKR", "BDT", "NPR", "LKR":
		return true
	}
	return false
}

// crore reports whether the number's last word is its magnitude crore, which only money and people have.
func (r *reader) crore(c *candidate) bool {
	w := r.t.Tokens[c.n.To-1].Word
	return w == r.words.crore || w == r.words.crores
}

// implied reports whether a word stands before the number that lets it share the sum before it.
func (r *reader) implied(c *candidate) bool {
	return c.From > r.t.Sentences[c.sentence].From && r.is(r.t, c.From-1, implied)
}

// beside reports whether a range or list may give the number its mark: they come later.
func (r *reader) beside(i int) bool {
	return i > 0 && r.joint(i-1) != apart || i+1 < len(r.found) && r.joint(i) != apart
}
