package elastic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer"
	"github.com/claimwire/claimwire/indexer/storetest"
	"github.com/claimwire/claimwire/internal/claim"
)

// TestMappings holds that the strict mappings have every field of the types that are stored: one that is
// added to a record and forgotten here would be refused by every cluster.
func TestMappings(t *testing.T) {
	sc, err := ownSchema()
	if err != nil {
		t.Fatal(err)
	}
	under := func(kind string, path ...string) object {
		at := sc.mappings[kind]["mappings"].(object)
		for _, p := range path {
			next, ok := at["properties"].(object)[p].(object)
			if !ok {
				t.Fatalf("%s has no %s", kind, strings.Join(path, "."))
			}
			at = next
		}
		return at
	}
	common := sc.common["mappings"].(object)
	for kind, doc := range map[string]any{claims: claimDoc{}, evidence: evidenceDoc{}, nodes: nodeDoc{}, articles: articleDoc{}, decisions: decisionDoc{}, events: eventDoc{}, journal: journalDoc{}, revisions: revisionDoc{}} {
		whole := object{"properties": merged(under(kind)["properties"].(object), common["properties"].(object))}
		covered(t, kind, reflect.TypeOf(doc), whole)
		if under(kind)["dynamic"] != "strict" {
			t.Errorf("%s takes any field", kind)
		}
	}
	covered(t, claims, reflect.TypeFor[claim.Claim](), under(claims, "claimwire", "claim"))
	covered(t, evidence, reflect.TypeFor[indexer.Row](), under(evidence, "claimwire", "evidence"))
	covered(t, events, reflect.TypeFor[claim.Event](), under(events, "claimwire", "event"))
	covered(t, articles, reflect.TypeFor[claim.Article](), under(articles, "claimwire", "article"))
	for kind := range sc.mappings {
		guarded(t, kind, under(kind))
	}
	guarded(t, "common", common)
}

func merged(a, b object) object {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// covered wants every JSON field of a type in a mapping.
func covered(t *testing.T, at string, typ reflect.Type, mapping object) {
	t.Helper()
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[time.Time]() || mapping["enabled"] == false {
		return
	}
	properties, _ := mapping["properties"].(object)
	for _, f := range reflect.VisibleFields(typ) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "-" || len(f.Index) > 1 && !embedded(typ, f.Index) {
			continue
		}
		m, ok := properties[name].(object)
		if !ok {
			t.Errorf("%s.%s is not in the mapping", at, name)
			continue
		}
		covered(t, at+"."+name, f.Type, m)
	}
}

// embedded reports whether a promoted field comes from an embedded struct without a name in JSON.
func embedded(typ reflect.Type, index []int) bool {
	return typ.Field(index[0]).Anonymous && typ.Field(index[0]).Tag.Get("json") == ""
}

// guarded wants a bound on every keyword: a longer one than Lucene takes would refuse the document.
func guarded(t *testing.T, at string, mapping object) {
	t.Helper()
	for _, group := range []string{"properties", "fields"} {
		list, _ := mapping[group].(object)
		for name, v := range list {
			m := v.(object)
			above, bounded := m["ignore_above"].(float64)
			ours := name == "id" && at == "common" || m["index"] == false // hashes of ours; what no index holds
			if m["type"] == "keyword" && !ours && (!bounded || above > 32766/4) {
				t.Errorf("%s.%s: a keyword without a bound", at, name)
			}
			guarded(t, at+"."+name, m)
		}
	}
}

func TestSetup(t *testing.T) {
	s := create(t, t, Options{URLs: []string{address(t)}})
	ctx := t.Context()
	storetest.Index(t, s, storetest.Articles(0, 8))
	want := storetest.Describe(t, s)
	if err := s.Setup(ctx); err != nil {
		t.Fatalf("the second time: %v", err)
	}
	if got := storetest.Describe(t, s); got != want {
		t.Errorf("after the second time:\n%s\nwant\n%s", got, want)
	}
	next, err := ownSchema()
	if err != nil {
		t.Fatal(err)
	}
	next.version++
	next.common["mappings"].(object)["properties"].(object)["later"] = object{"type": "keyword"}
	for range 2 {
		if err := s.setup(ctx, next); err != nil {
			t.Fatalf("migrate: %v", err)
		}
	}
	if got := storetest.Describe(t, s); got != want {
		t.Errorf("after the migration:\n%s\nwant\n%s", got, want)
	}
	stored, err := s.versions(ctx)
	if err != nil || len(stored) != len(kinds()) {
		t.Fatal(stored, err)
	}
	for kind, v := range stored {
		if v.number != next.version || v.index != s.versioned(kind, next.version) {
			t.Errorf("%s is %+v", kind, v)
		}
	}
	if err := s.Setup(ctx); !errors.Is(err, ErrNewer) {
		t.Errorf("the older version: %v", err)
	}
	s.memory.loaded = false
	if _, err := s.Add(ctx, nil); !errors.Is(err, ErrNewer) {
		t.Errorf("the older version writes: %v", err)
	}
}

// TestMigrationStopped has a migration end in the middle: the old indices stay in charge and can be
// written, and the next migration succeeds.
func TestMigrationStopped(t *testing.T) {
	s := create(t, t, Options{URLs: []string{address(t)}})
	ctx := t.Context()
	storetest.Index(t, s, storetest.Articles(0, 3))
	next, err := ownSchema()
	if err != nil {
		t.Fatal(err)
	}
	next.version++
	next.mappings[claims]["mappings"].(object)["properties"].(object)["held"] = object{"type": "date"} // takes no ids
	if err := s.setup(ctx, next); err == nil {
		t.Fatal("documents that the new mapping refuses have arrived")
	}
	storetest.Index(t, s, storetest.Articles(3, 2))
	if n := strings.Count(storetest.Describe(t, s), "c-"); n != 5 {
		t.Errorf("%d claims, want 5", n)
	}
	good, err := ownSchema()
	if err != nil {
		t.Fatal(err)
	}
	good.version += 2
	if err := s.setup(ctx, good); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(storetest.Describe(t, s), "c-"); n != 5 {
		t.Errorf("%d claims after the migration, want 5", n)
	}
	if err := s.call(ctx, request{method: "DELETE", path: "/" + s.versioned(claims, schemaVersion+1), query: map[string][]string{"ignore_unavailable": {"true"}}}, nil); err != nil {
		t.Error(err)
	}
}

// TestUnsettled migrates indices of a version that marked unfinished work on the documents: not before it
// is finished.
func TestUnsettled(t *testing.T) {
	url := address(t)
	for name, c := range map[string]struct {
		kind, field string
		value       any
	}{
		"nodes to compute":   {nodes, "fresh", 7},
		"open claims":        {claims, "open", true},
		"unpublished events": {events, "published", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := create(t, t, Options{URLs: []string{url}})
			if err := s.Drop(t.Context()); err != nil {
				t.Fatal(err)
			}
			old, err := ownSchema()
			if err != nil {
				t.Fatal(err)
			}
			old.version = withJournal - 1
			for kind, field := range map[string]object{nodes: {"fresh": object{"type": "long"}}, claims: {"open": object{"type": "boolean"}}, events: {"published": object{"type": "boolean"}}} {
				maps.Copy(old.mappings[kind]["mappings"].(object)["properties"].(object), field)
			}
			if err := s.setup(t.Context(), old); err != nil {
				t.Fatal(err)
			}
			put := func(value any) {
				t.Helper()
				r := request{method: "PUT", path: "/" + s.index(c.kind) + "/_doc/x", body: object{"id": "x", c.field: value}}
				if err := s.call(t.Context(), r, nil); err != nil {
					t.Fatal(err)
				}
			}
			put(c.value)
			if err := s.Setup(t.Context()); err == nil || !strings.Contains(err.Error(), "version before") {
				t.Errorf("unfinished work is migrated: %v", err)
			}
			put(nil)
			if name == "unpublished events" {
				put(true)
			}
			if err := s.Setup(t.Context()); err != nil {
				t.Errorf("finished: %v", err)
			}
		})
	}
}

func TestNoSetup(t *testing.T) {
	s, err := Open(t.Context(), Options{URLs: []string{address(t)}, Prefix: "cwtest-nothing-here"})
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func() error{
		"add":    func() error { _, err := s.Add(t.Context(), storetest.Articles(0, 1)); return err },
		"search": func() error { _, err := s.Search(t.Context(), indexer.Request{}); return err },
	} {
		if err := call(); !errors.Is(err, ErrNoSetup) || !strings.Contains(err.Error(), "claimwire setup elasticsearch") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAccess holds how each way to identify oneself reaches the server, and that a server which the
// certificate or the fingerprint does not know is refused.
func TestAccess(t *testing.T) {
	var got http.Header
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		_ = json.NewEncoder(w).Encode(object{"version": object{"number": "8.16.6"}})
	}))
	defer srv.Close()
	cert := srv.Certificate()
	ca := filepath.Join(t.TempDir(), "ca.crt")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(cert.Raw)
	tests := []struct {
		name   string
		o      Options
		header string
		ok     bool
	}{
		{"API key and certificates", Options{APIKey: "a2V5", User: "ann", Password: "x", CAFile: ca}, "APIKey a2V5", true},
		{"password and fingerprint", Options{User: "ann", Password: "x", Fingerprint: hex.EncodeToString(sum[:])}, "Basic YW5uOng=", true},
		{"unknown certificate", Options{APIKey: "a2V5"}, "", false},
		{"another fingerprint", Options{APIKey: "a2V5", Fingerprint: strings.Repeat("ab", 32)}, "", false},
		{"no certificates in the file", Options{CAFile: filepath.Join(t.TempDir(), "none")}, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.o.URLs, got = []string{srv.URL}, nil
			s, err := Open(t.Context(), test.o)
			if (err == nil) != test.ok || got.Get("Authorization") != test.header {
				t.Errorf("open: %v %v, the server saw %q", s, err, got.Get("Authorization"))
			}
		})
	}
}
