package indexer

import (
	"slices"
	"strings"
	"sync"

	"github.com/claimwire/claimwire/internal/claim"
)

// feature is a node as edges and conflicts see it: its frame and keys, worked out once.
type feature struct {
	id      string
	frame   *claim.Frame
	keys    []uint64
	family  string
	numbers []string // in the sentence that a weak frame keeps
	states  []string // of the perpetrators
	groups  []string
	actors  []string           // all perpetrators by name
	victims []claim.FrameParty // that have a name
	hosts   []string           // states that are victims
	when    span               // days
	named   bool               // it is told of an incident that has a name

	said    sync.Once // fills what follows when first asked, whoever asks
	words   []uint32  // see stems
	terms   []term    // see meaningOf
	parties []uint32  // see called
}

// featureOf is the feature of a node that is Ready, or else a new one.
func featureOf(n *Node) *feature {
	if n.known != nil {
		return n.known
	}
	return newFeature(n)
}

func newFeature(n *Node) *feature {
	f := &n.Frame
	x := &feature{id: n.ID, frame: f, keys: n.Keys, family: f.Kind.Family(), when: spanOf(f.When)}
	if f.Sentence != "" {
		for w := range strings.FieldsSeq(f.Sentence) {
			if w[0] >= '0' && w[0] <= '9' {
				x.numbers = append(x.numbers, w)
			}
		}
	}
	x.named = slices.ContainsFunc(x.keys, func(k uint64) bool { return classOf(k) == keyNear })
	for _, a := range f.Actors {
		x.actors = append(x.actors, a.Ref)
		switch a.Kind {
		case claim.State:
			x.states = append(x.states, a.Ref)
		case claim.Group:
			x.groups = append(x.groups, a.Ref)
			fallthrough
		case claim.Agency:
			if a.Country != "" {
				x.states = append(x.states, a.Country)
			}
		}
	}
	for _, v := range f.Victims {
		if v.Kind == claim.State {
			x.hosts = append(x.hosts, v.Ref)
		} else if v.Ref != "" {
			x.victims = append(x.victims, v)
		}
	}
	return x
}

// stems are the words of the sentence that a weak frame keeps, without names.
func (x *feature) stems() []uint32 {
	x.said.Do(x.readSentence)
	return x.words
}

// readSentence works out what the comparing of sentences needs.
func (x *feature) readSentence() {
	x.words = without(stems(x.frame.Sentence), x.frame.Victims, x.frame.Actors)
	x.terms = meaning(x.frame.Sentence)
	for _, t := range meaning(x.frame.About) {
		x.parties = append(x.parties, t.id)
	}
	for _, list := range [][]claim.FrameParty{x.frame.Victims, x.frame.Actors} {
		for _, p := range list {
			for _, t := range meaning(p.Ref) {
				x.parties = append(x.parties, t.id)
			}
		}
	}
}

// without takes the names of parties out of a sentence's words: what is said is compared, not of whom.
func without(words []uint32, parties ...[]claim.FrameParty) []uint32 {
	for _, list := range parties {
		for _, p := range list {
			if names := stems(p.Ref); common(words, names) > 0 {
				words = slices.DeleteFunc(words, func(w uint32) bool { return slices.Contains(names, w) })
			}
		}
	}
	return words
}

// ties are what two nodes have in common beside their frames.
type ties struct {
	classes uint32 // of the keys that they share, as a set of bits
	other   bool   // named speakers say the one and the other, and none both
}

// shared says which classes of keys two nodes have in common.
func shared(a, b *feature) (t ties) {
	x, y := a.keys, b.keys
	for i, j := 0, 0; i < len(x) && j < len(y); {
		k, l := x[i], y[j]
		if k == l {
			t.classes |= 1 << classOf(k)
		}
		if k <= l { // two steps without a jump, which nothing could foretell
			i++
		}
		if l <= k {
			j++
		}
	}
	return t
}

func has(t ties, c keyClass) bool { return t.classes&(1<<c) != 0 }

// like says how much two weak frames' sentences share, from 0 to 1; 0 where numbers stand in both and
// none of them is the same, or where the one says what the other denies.
func like(a, b *feature) float64 {
	if a.frame.Sentence == "" || b.frame.Sentence == "" {
		return 0
	}
	if len(a.numbers) > 0 && len(b.numbers) > 0 && !meet(a.numbers, b.numbers) {
		return 0
	}
	x, y := a.stems(), b.stems()
	if len(x) < minLikeWords || len(y) < minLikeWords {
		return 0
	}
	d := dice(x, y)
	if d >= likeWithSum && contrary(a, b) {
		return 0
	}
	return d
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// samePerpetrator reports whether both name a perpetrator and share one, or a state of theirs.
func samePerpetrator(a, b *feature) bool {
	return meet(a.actors, b.actors) || meet(a.states, b.states)
}

// noPerpetrator reports whether neither names one.
func noPerpetrator(a, b *feature) bool { return len(a.actors) == 0 && len(b.actors) == 0 }

// sameVictim reports whether both name a victim and share one.
func sameVictim(a, b *feature) bool {
	for _, v := range a.victims {
		for _, w := range b.victims {
			if sameName(v.Ref, w.Ref) {
				return true
			}
		}
	}
	return false
}

// sameName reports whether two victims' names are one: equal, or the one a part of the other with a first
// word that tells it from others ("marlow", "marlow motion pictures"; "audrey", "city of st audrey").
func sameName(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b {
		return true
	}
	i := strings.Index(b, a)
	if i < 0 || i > 0 && b[i-1] != ' ' || i+len(a) < len(b) && b[i+len(a)] != ' ' {
		return false
	}
	first := a
	for rest := a; rest != ""; {
		first, rest, _ = strings.Cut(rest, " ")
		if len(first) >= minName { // "st audrey"
			break
		}
	}
	return len(first) >= 4 && !genericWords[first] && !everyday(first)
}

// bands are the perpetrators that are no states: groups, services, people.
func (x *feature) bands() []string {
	return slices.DeleteFunc(slices.Clone(x.actors), func(ref string) bool { return slices.Contains(x.states, ref) })
}
