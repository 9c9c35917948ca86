package deploy

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPrefix holds that objects of another prefix name its indices, refer to one another and to nothing
// of the usual prefix, and ask for the same fields.
func TestPrefix(t *testing.T) {
	own := objects(t)
	k := Kibana{Prefix: "desk-7"}
	var renamed []savedObject
	for line := range strings.Lines(string(k.named(savedObjects))) {
		var o savedObject
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(line, "claimwire-") || strings.Contains(line, "claimwire: ") {
			t.Errorf("%s still names the usual prefix: %s", o.ID, line)
		}
		if strings.Count(line, "claimwire.") != strings.Count(string(own[strings.Replace(o.ID, "desk-7", "claimwire", 1)].Attributes), "claimwire.") {
			t.Errorf("%s asks for other fields", o.ID)
		}
		renamed = append(renamed, o)
	}
	ids := map[string]bool{}
	for _, o := range renamed {
		ids[o.ID] = true
	}
	for _, o := range renamed {
		for _, r := range o.References {
			if !ids[r.ID] {
				t.Errorf("%s refers to %s, which is not among them", o.ID, r.ID)
			}
		}
	}
	if len(renamed) != len(own) || !ids["desk-7-overview"] || !strings.Contains(string(k.named(rule)), `"desk-7-events"`) {
		t.Errorf("%d objects of %d, rule %s", len(renamed), len(own), k.named(rule))
	}
	usual := Kibana{Prefix: ownPrefix}
	if usual.ruleID() != ruleID || k.ruleID() == ruleID || len(k.ruleID()) != len(ruleID) {
		t.Errorf("ids of the rule: %s and %s", usual.ruleID(), k.ruleID())
	}
}

// TestAuthority imports into a Kibana whose certificate only a file of our own vouches for.
func TestAuthority(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"success":true}`) }))
	defer srv.Close()
	srv.Config.ErrorLog = nil
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca := write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}))
	for name, c := range map[string]struct {
		k    Kibana
		want error
	}{
		"its authority":     {Kibana{CAFile: ca}, nil},
		"no authority":      {Kibana{}, ErrKibanaAway},
		"a file that lacks": {Kibana{CAFile: filepath.Join(dir, "none")}, ErrKibanaOptions},
		"no certificate":    {Kibana{CAFile: write("text", []byte("hello"))}, ErrKibanaOptions},
		"a wild prefix":     {Kibana{CAFile: ca, Prefix: `x"y`}, ErrKibanaOptions},
	} {
		c.k.URL = srv.URL
		if err := Import(t.Context(), c.k); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
