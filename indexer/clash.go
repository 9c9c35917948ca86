package indexer

// What keeps two vertices apart beside their frames, and which conflicts a group overcomes.

func (p *partitioner) inherits(x, v, y int) bool {
	a, b := &p.list[x], &p.list[y]
	return !a.toldApart(b) && !b.toldApart(a) && inherits(a.feature, p.list[v].feature, b.feature)
}

// equated reports whether two vertices differ in nothing but the group that they name, and a text of the one side
// or the other equates the two names.
func (p *partitioner) equated(x, y, a, b int) bool {
	f, g := p.list[x].feature, p.list[y].feature
	if len(f.groups) == 0 || len(g.groups) == 0 || conflictingBut(f, g, "perpetrator") != nil || p.list[x].toldApart(&p.list[y]) {
		return false
	}
	for _, side := range [2]int{a, b} {
		for _, z := range p.member[side] {
			if names := p.list[z].groups; meet(names, f.groups) && meet(names, g.groups) {
				return true
			}
		}
	}
	return false
}

func (p *partitioner) clashes(x, y int) bool {
	if x == y {
		return false
	}
	if p.clash == nil {
		return p.list[x].clashes(&p.list[y])
	}
	i, j := p.local[x], p.local[y]
	k := &p.clash[min(i, j)*p.size+max(i, j)]
	if *k == 0 {
		*k = 1
		if p.list[x].clashes(&p.list[y]) {
			*k = 2
		}
	}
	return *k == 2
}

// clashes reports whether two vertices are never one claim: their frames conflict, or a text tells
// their evidence apart.
func (x *Vertex) clashes(y *Vertex) bool {
	return x.feature != y.feature && (conflicting(x.feature, y.feature) != nil || x.toldApart(y))
}

func (x *Vertex) toldApart(y *Vertex) bool {
	if x.family != y.family && x.besides(y) || x.rivals(y) {
		return true
	}
	for id := range x.apart {
		if y.evidence[id] {
			return true
		}
	}
	return false
}

// rivals reports whether one article tells both of an act with sums that are not one: "the exchange spoke of $87 million, a
// firm that watches the chain of $92 million" are two claims, and so they stay when others join.
func (x *Vertex) rivals(y *Vertex) bool {
	if !plain(x.frame.Kind) || x.frame.Kind != y.frame.Kind {
		return false
	}
	if m, n, ok := sums(x.frame, y.frame); !ok || agree(m, n) {
		return false
	}
	for id := range x.article {
		if y.article[id] {
			return true
		}
	}
	return false
}

// besides reports whether one sentence tells both: what a sentence tells as two things is two.
func (x *Vertex) besides(y *Vertex) bool {
	for _, a := range x.Rows {
		if !y.article[a.Article] {
			continue
		}
		for _, b := range y.Rows {
			if a.Article == b.Article && a.In == b.In && a.Start < b.End && b.Start < a.End {
				return true
			}
		}
	}
	return false
}

func (p *partitioner) clashText(x, y int) string {
	a, b := &p.list[x], &p.list[y]
	if c := conflicting(a.feature, b.feature); c != nil {
		return "different " + c.name + ": " + c.say(a.feature, b.feature)
	}
	return "one text tells them apart"
}
