package tag

import (
	"bytes"
	"encoding/gob"
	"testing"

	"github.com/jdkato/prose/v2"
)

// TestAsProse tags sentences by prose and by the model in our form: but for ties, which prose breaks by chance, and
// words that a sentence has twice, of which prose keeps one tag, they agree.
func TestAsProse(t *testing.T) {
	sentences := []string{
		"Thieves stole nine coins from the vault of a bank in Bergen on Monday, police said.",
		"Eldrit Hovland, who runs the exchange, didn't say when its 1,200 customers would be repaid.",
		"The state-backed crew has been blamed for raids worth $40 million since 2019.",
		"“We won't pay,” the hospital's director told reporters outside the courthouse.",
		"Foxlane expects losses of up to 3.5 percent, according to a filing at www.foxlane.example.",
		"Officials in both capitals quickly denied that any of their agents were involved.",
		"Later that evening, engineers restored e-mail, payroll and most of the clinic's phones.",
		"He had warned them twice; nobody listened.",
	}
	whole, err := prose.NewDocument("", prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		t.Fatal(err)
	}
	same, all := 0, 0
	g := New()
	for _, s := range sentences {
		d, err := prose.NewDocument(s, prose.UsingModel(whole.Model), prose.WithSegmentation(false), prose.WithExtraction(false))
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range g.ask(s) {
			all++
			if theirs := d.Tokens()[i]; theirs == w {
				same++
			} else {
				t.Logf("%q: %s, prose says %s", w.Text, w.Tag, theirs.Tag)
			}
		}
	}
	if all < 100 || all-same > 2 {
		t.Errorf("%d of %d tags are prose's", same, all)
	}
}

func TestReadRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(map[string]map[string]float64{"bias": {"NN": 0.5}, "i word a": {"DT": -2.125}}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	m := model{classes: []string{"DT", "NN"}}
	if err := m.read(whole); err != nil || m.of(hash(start, "bias"))[0] != (weight{1, 500}) || m.of(hash(start, "i word a"))[0] != (weight{0, -2125}) {
		t.Fatalf("read: %v, %+v", err, m)
	}
	for n := range whole {
		if err := new(model).read(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes were read as a model", n, len(whole))
		}
	}
	if err := (&model{classes: []string{"NN"}}).read(whole); err == nil {
		t.Error("a weight of an unknown class was read")
	}
}
