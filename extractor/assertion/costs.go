package assertion

import (
	"strings"

	"github.com/claimwire/claimwire/extractor/doc"
)

// tookByCost reports whether what something cost is what was taken: of a hack, a fraud or a lying e-mail, which take money,
// where an outage or an attack with ransom does damage.
func (s *sentence) tookByCost(h *hit) bool {
	if h.word != "cost" || s.ransom > 0 && s.thefts == 0 {
		return false
	}
	lootable := false
	for i := h.From - 1; i >= s.span.From; i-- {
		switch s.t.Word(i) {
		case "hack", "exploit", "heist", "scam", "fraud", "swindle", "phishing", "robbery", "theft", "burglary", "con":
			return true
		case "mail", "email", "message", "call", "invoice":
			return i+1 < h.From && s.has(h.From-1, rel)
		case "wallet", "wallets", "keys":
			lootable = true
		case "breach", "compromise", "hijack":
			return lootable
		case "outage", "shutdown", "recovery", "repairs", "response", "delay", "delays", "closure", "attack", "cyberattack", ";":
			return false
		}
	}
	return false
}

// colonSum is the sum right behind the colon that ends a verb's clause: "paid a ransom: $10.4 million".
func (s *sentence) colonSum(h *hit) int {
	if h.hi >= s.span.To || s.t.Word(h.hi) != ":" || h.hi-h.To > 4 {
		return -1
	}
	return s.moneyRight(h, h.hi+1, h.hi+4)
}

// buysBack reports whether a payment is made to get files or systems back: "paid $450,000 to get its files back".
func (s *sentence) buysBack(h *hit) bool {
	if h.word != "pay" {
		return false
	}
	for i := h.To; i+1 < s.span.To && i < h.To+9; i++ {
		if s.t.Word(i) != "to" {
			continue
		}
		switch s.t.Word(i + 1) {
		case "get", "unlock", "recover", "regain", "retrieve", "decrypt", "restore", "free", "stop", "prevent":
			return s.holdsClass(doc.Range{From: i, To: s.span.To}, data|target) || s.t.Word(i+1) == "unlock"
		}
	}
	return false
}

// addsUp reports whether a verb of adding up has acts in the plural as its subject: "thefts came to $2.2 billion".
func (s *sentence) addsUp(h *hit) bool {
	switch h.word {
	case "come to", "total", "amount to", "stand at":
	default:
		return false
	}
	for i := h.From - 1; i >= h.lo && i > h.From-6; i-- {
		switch strings.ToLower(s.t.Word(i)) {
		case "thefts", "hacks", "heists", "scams", "frauds", "robberies", "exploits", "swindles":
			return s.prepBefore(i) == "" || s.prepBefore(i) == "to"
		}
	}
	return false
}

// forSale reports whether what is offered is put up for sale: "offered the data for sale for $150,000".
func (s *sentence) forSale(h *hit) bool {
	for i := h.To; i+1 < s.span.To && i < h.To+8; i++ {
		if s.t.Word(i+1) == "sale" && s.preps2(i) != "" {
			return true
		}
	}
	return false
}

// swindler reports whether unnamed perpetrators are of the kind that is paid by mistake.
func swindler(someone string) bool {
	for _, w := range [...]string{"scam", "fraud", "swindl", "con ", "conm", "impost", "trickster", "cheat", "phish"} {
		if strings.Contains(strings.ToLower(someone), w) {
			return true
		}
	}
	return false
}

// ransomNear reports whether the sum of a frame is called a ransom.
func (s *sentence) ransomNear(f *frame) bool {
	if len(f.amounts) == 0 {
		return false
	}
	a := s.t.Amounts[f.amounts[0]]
	for i := max(s.span.From, a.From-3); i < min(s.span.To, a.To+4); i++ {
		if w := s.t.Word(i); w == "ransom" || w == "ransoms" || w == "extortion" {
			return true
		}
	}
	return false
}

// harm reports whether a loss is what an act cost rather than what it took: "losses from the outage".
func (s *sentence) harm(h *hit) bool {
	from := false
	for i := h.To; i < s.span.To && i < h.To+7; i++ {
		from = from || s.preps2(i) == "from" || s.t.Word(i) == "caused"
		switch s.t.Word(i) {
		case "attack", "cyberattack", "outage", "shutdown", "disruption", "incident", "ransomware", "malware", "closure":
			return from
		}
	}
	return false
}
