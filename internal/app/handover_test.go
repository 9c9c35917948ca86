package app

import (
	"encoding/json"
	"testing"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestReadingFromMemoryOrMessage: what the bus hands over in memory is prepared as what is decoded from its message.
func TestReadingFromMemoryOrMessage(t *testing.T) {
	for _, x := range newsReadings(t) {
		message, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var decoded claim.Extraction
		if err := json.Unmarshal(message, &decoded); err != nil {
			t.Fatal(err)
		}
		got, want := asJSON(t, indexer.Prepare(x)), asJSON(t, indexer.Prepare(decoded))
		if got != want {
			t.Fatalf("article %s from memory\n%s\nfrom its message\n%s", x.Article.Key(), got, want)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
