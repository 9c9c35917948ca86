package indexer

import "github.com/claimwire/claimwire/internal/claim"

// nameTies are the classes of keys that articles on one name share, or those that name one body. Most pairs of
// nodes that meet have nothing else in common.
const nameTies = 1<<keyNear | 1<<keyTopic | 1<<keySaid | 1<<keySource | 1<<keyPhrase

// mayBind reports whether bind may find a reason: it costs a small part of that, and says no for most pairs that
// only a name ties. What it asks for is what the bindings that such keys allow have in common: sums or counts on both
// sides, acts or denials on both, or sentences that share a word.
func mayBind(a, b *feature, keys ties) bool {
	if keys.classes&^nameTies != 0 {
		return true
	}
	f, g := a.frame, b.frame
	switch {
	case len(f.Amounts) > 0 && len(g.Amounts) > 0, len(f.Counts) > 0 && len(g.Counts) > 0:
		return true
	case a.family == b.family && plain(f.Kind) && plain(g.Kind), f.Kind == claim.Denial && g.Kind == claim.Denial:
		return true
	case f.Sentence == "" || g.Sentence == "":
		return false
	}
	return shareTerm(a.meaningOf(), b.meaningOf()) || has(keys, keySource) && common(a.stems(), b.stems()) > 0
}

func shareTerm(x, y []term) bool {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		k, l := x[i].id, y[j].id
		if k == l {
			return true
		}
		if k < l {
			i++
		} else {
			j++
		}
	}
	return false
}
