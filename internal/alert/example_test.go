package alert_test

import (
	"crypto/hmac"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/claimwire/claimwire/internal/alert"
)

// A receiver compares the signature with its own, refuses old timestamps, and remembers the key of each
// notice that it has acted on, since a notice can come again.
func ExampleSignature() {
	secret := []byte("shared with the sink's secret_file")
	receive := func(r *http.Request) string {
		body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
		if err != nil {
			return err.Error()
		}
		want := "sha256=" + alert.Signature(secret, r.Header.Get("X-Claimwire-Timestamp"), body)
		if !hmac.Equal([]byte(want), []byte(r.Header.Get("X-Claimwire-Signature"))) {
			return "forged"
		}
		return "genuine, key " + r.Header.Get("Idempotency-Key")
	}
	body := `{"v":1,"key":"5f0c","rule":"new-attribution","text":"[new-attribution] new attribution: …"}`
	r := httptest.NewRequest(http.MethodPost, "/desk", strings.NewReader(body))
	r.Header.Set("Idempotency-Key", "5f0c")
	r.Header.Set("X-Claimwire-Timestamp", "1767225600")
	r.Header.Set("X-Claimwire-Signature", "sha256="+alert.Signature(secret, "1767225600", []byte(body)))
	fmt.Println(receive(r))
	r.Body = io.NopCloser(strings.NewReader(strings.Replace(body, "new", "old", 1)))
	fmt.Println(receive(r))
	// Output:
	// genuine, key 5f0c
	// forged
}
