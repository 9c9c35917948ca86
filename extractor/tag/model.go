package tag

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/jdkato/prose/v2"
)

// model is prose's averaged perceptron in a form of two megabytes: prose itself keeps the same weights in a map
// of maps, of 28. It is only read once it is loaded.
type model struct {
	classes []string          // Penn's tags
	always  map[string]string // the tag of words that are hardly ever anything else
	slots   []slot            // features by the hash of their names, open addressing
	weights []weight          // of all features, one after the other
}

// slot is where the weights of a feature stand.
type slot struct{ check, from, to uint32 }

// weight is what a feature says for a class, in thousandths: prose rounds its weights to three places.
type weight struct {
	class    uint8
	thousand int32
}

// load reads the model that prose carries.
func load() (*model, error) {
	m := new(model)
	if err := decode("classes", &m.classes); err != nil {
		return nil, err
	}
	if len(m.classes) > 64 {
		return nil, fmt.Errorf("prose model: %d classes, at most 64 are read", len(m.classes))
	}
	if err := decode("tags", &m.always); err != nil {
		return nil, err
	}
	b, err := prose.Asset(asset("weights"))
	if err != nil {
		return nil, fmt.Errorf("prose model: %w", err)
	}
	if err := m.read(b); err != nil {
		return nil, fmt.Errorf("prose model: weights: %w", err)
	}
	return m, nil
}

func asset(name string) string { return "model/AveragedPerceptron/" + name + ".gob" }

func decode(name string, into any) error {
	b, err := prose.Asset(asset(name))
	if err == nil {
		err = gob.NewDecoder(bytes.NewReader(b)).Decode(into)
	}
	if err != nil {
		return fmt.Errorf("prose model: %s: %w", name, err)
	}
	return nil
}

// read fills the weights from the gob of a map[string]map[string]float64, entry by entry: decoded as gob does it,
// the maps alone would take more than all else that the program holds.
func (m *model) read(b []byte) error {
	g := gobBytes{b: b}
	g.toValue()
	n := g.number()
	if n > uint64(len(b)) {
		return errShort
	}
	m.slots = make([]slot, 1<<bits.Len64(n+n/2))
	m.weights = make([]weight, 0, 4*n)
	class := make(map[string]uint8, len(m.classes))
	for i, c := range m.classes {
		class[c] = uint8(i)
	}
	for range n {
		name, from := g.bytes(), uint32(len(m.weights))
		for range g.number() {
			c, ok := class[string(g.bytes())]
			w := math.Round(1000 * g.float())
			if !ok || math.Abs(w) > math.MaxInt32 {
				return errors.New("a weight of no class, or too large")
			}
			m.weights = append(m.weights, weight{c, int32(w)})
			if g.short {
				return errShort
			}
		}
		m.put(hash(start, string(name)), from)
	}
	if g.short {
		return errShort
	}
	return nil
}

var errShort = errors.New("cut short")

// put gives the feature with the hash the weights from an index on.
func (m *model) put(h uint64, from uint32) {
	at := int(h) & (len(m.slots) - 1)
	for m.slots[at].check != 0 {
		at = (at + 1) & (len(m.slots) - 1)
	}
	m.slots[at] = slot{check: uint32(h>>32) | 1, from: from, to: uint32(len(m.weights))}
}

// of is the weights of the feature with the hash.
func (m *model) of(h uint64) []weight {
	for at := int(h) & (len(m.slots) - 1); m.slots[at].check != 0; at = (at + 1) & (len(m.slots) - 1) {
		if s := m.slots[at]; s.check == uint32(h>>32)|1 {
			return m.weights[s.from:s.to]
		}
	}
	return nil
}

// start is the hash of nothing.
const start uint64 = 14695981039346656037

// hash is FNV-1a of s behind what h has taken in.
func hash(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// gobBytes reads what encoding/gob wrote of maps, strings and numbers.
type gobBytes struct {
	b     []byte
	short bool // more was asked for than there is
}

// toValue moves past the messages that define types, to what stands behind the head of the first value.
func (g *gobBytes) toValue() {
	for !g.short {
		n := g.number()
		rest := g.b
		if id := g.number(); id&1 == 0 { // a type's id is signed, its sign the lowest bit
			g.number() // the zero before a value that is no struct
			return
		}
		if n > uint64(len(rest)) {
			g.short = true
			return
		}
		g.b = rest[n:]
	}
}

// number is an unsigned one: below 128 a byte, else the count of bytes, negated, and these, high ones first.
func (g *gobBytes) number() uint64 {
	if len(g.b) == 0 {
		g.short = true
		return 0
	}
	first := g.b[0]
	g.b = g.b[1:]
	if first < 128 {
		return uint64(first)
	}
	n := 256 - int(first)
	if n > 8 || n > len(g.b) {
		g.short, g.b = true, nil
		return 0
	}
	var wide [8]byte
	copy(wide[8-n:], g.b[:n])
	g.b = g.b[n:]
	return binary.BigEndian.Uint64(wide[:])
}

// float is written with its bytes reversed, so that a short fraction is a small number.
func (g *gobBytes) float() float64 { return math.Float64frombits(bits.ReverseBytes64(g.number())) }

func (g *gobBytes) bytes() []byte {
	n := g.number()
	if n > uint64(len(g.b)) {
		g.short, g.b = true, nil
		return nil
	}
	s := g.b[:n]
	g.b = g.b[n:]
	return s
}
