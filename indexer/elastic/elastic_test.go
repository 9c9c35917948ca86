package elastic

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"testing"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// address is where tests find a real Elasticsearch.
func address(tb testing.TB) string {
	tb.Helper()
	url := os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if url == "" {
		tb.Skip("no Elasticsearch: set CLAIMWIRE_TEST_ELASTICSEARCH_URL to one that may be written to")
	}
	return url
}

// open makes a new store with a prefix of its own, through the address given.
func open(tb testing.TB, url string) *Store {
	tb.Helper()
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		tb.Fatal(err)
	}
	none := 0
	s, err := Open(tb.Context(), Options{URLs: []string{url}, Prefix: "cwtest-" + hex.EncodeToString(b[:]), Replicas: &none})
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.Setup(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { drop(tb, s) })
	return s
}

func TestContract(t *testing.T) {
	url := address(t)
	storetest.Run(t, func(tb testing.TB) storetest.Full { return open(tb, url) })
}
