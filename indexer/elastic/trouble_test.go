package elastic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/claimwire/claimwire/indexer/storetest"
)

// scripted is an Elasticsearch that is empty, takes every document, and can be told to be in trouble: for
// what a real one cannot be brought to in a test.
type scripted struct {
	mu     sync.Mutex
	stored map[string]bool // index/id
	calls  int             // of what is in trouble
	script trouble
}

// trouble answers in the place of an endpoint. For items it gives each item of a bulk request its answer,
// nil where the item is well.
type trouble struct {
	at    string // the end of the path
	http  int
	body  string
	items func(index, id string) (status int, reason string)
}

func (s *scripted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.Header().Set("Content-Type", "application/json")
	if s.script.at != "" && strings.HasSuffix(r.URL.Path, s.script.at) {
		s.calls++
		if s.script.items == nil {
			w.WriteHeader(s.script.http)
			_, _ = io.WriteString(w, s.script.body)
			return
		}
	}
	_ = json.NewEncoder(w).Encode(s.answer(r, body))
}

func (s *scripted) answer(r *http.Request, body []byte) any {
	switch {
	case strings.HasSuffix(r.URL.Path, "/_bulk"):
		return s.bulk(body)
	case strings.HasSuffix(r.URL.Path, "/_mget"):
		var q struct{ IDs []string }
		_ = json.Unmarshal(body, &q)
		docs := []object{}
		for _, id := range q.IDs {
			docs = append(docs, object{"_id": id, "found": false})
		}
		return object{"docs": docs}
	case strings.HasSuffix(r.URL.Path, "/_search"):
		return object{"hits": object{"hits": []object{}}}
	case r.Method == http.MethodGet && strings.Contains(r.URL.Path, "-claims"):
		all := object{}
		for _, k := range kinds() {
			all["claimwire-"+k+"-v"] = object{"aliases": object{"claimwire-" + k: object{}}, "mappings": object{"_meta": object{"claimwire": schemaVersion}}}
		}
		return all
	}
	return object{}
}

func (s *scripted) bulk(body []byte) any {
	items := []object{}
	lines := bytes.Split(body, []byte("\n"))
	for i := 0; i+1 < len(lines); i++ {
		var line map[string]struct {
			Index string `json:"_index"`
			ID    string `json:"_id"`
		}
		_ = json.Unmarshal(lines[i], &line)
		for action, at := range line {
			answer := object{"_id": at.ID, "status": 201, "_seq_no": 1, "_primary_term": 1}
			if s.script.items != nil {
				if code, reason := s.script.items(at.Index, at.ID); code != 0 {
					answer = object{"_id": at.ID, "status": code, "error": json.RawMessage(reason)}
				}
			}
			if answer["error"] == nil {
				s.stored[at.Index+"/"+at.ID] = true
			}
			items = append(items, object{action: answer})
			if action != "delete" {
				i++
			}
		}
	}
	return object{"items": items}
}

func (s *scripted) set(t trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script, s.calls = t, 0
}

func errorBody(kind, reason string) string {
	return fmt.Sprintf(`{"type":%q,"reason":%q}`, kind, reason)
}

// itemsOf refuses the items of one index.
func itemsOf(kind string, status int, reason string) func(string, string) (int, string) {
	return func(index, _ string) (int, string) {
		if strings.HasSuffix(index, kind) {
			return status, reason
		}
		return 0, ""
	}
}

// TestTrouble brings the cluster into every trouble that has been heard of. What the message at hand cannot
// help is ErrAway: the caller keeps it; what is wrong with a document is told by its name. The error says
// what it is, nothing is asked in vain for long, and when it is over the same call stores everything.
func TestTrouble(t *testing.T) {
	flood := "index [claimwire-evidence] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"
	tests := []struct {
		name    string
		trouble trouble
		is      []error // nil: a RejectedError
		says    []string
		calls   int // at most; 0: as often as the limits say
	}{
		{"too many requests", trouble{at: "/_bulk", http: 429, body: `{"error":{"type":"es_rejected_execution_exception","reason":"queue is full"}}`},
			[]error{ErrAway}, []string{"429", "queue is full"}, 0},
		{"items that found no room", trouble{at: "/_bulk", items: itemsOf(evidence, 429, errorBody("es_rejected_execution_exception", "coordinating bytes"))},
			[]error{ErrAway}, []string{"429", "coordinating bytes"}, 0},
		{"a red shard takes nothing", trouble{at: "/_bulk", items: itemsOf(nodes, 503, errorBody("unavailable_shards_exception", "primary shard is not active"))},
			[]error{ErrAway}, []string{"503", "primary shard is not active"}, 0},
		{"a red shard is not searched", trouble{at: "/_search", http: 200, body: `{"_shards":{"total":1,"failed":1},"hits":{"hits":[]}}`},
			[]error{ErrAway}, []string{"1 shards failed"}, 2},
		{"no copy of a shard", trouble{at: "/_search", http: 503, body: `{"error":{"type":"search_phase_execution_exception","reason":"all shards failed","root_cause":[{"type":"no_shard_available_action_exception","reason":"shard 0 has no copy"}]}}`},
			[]error{ErrAway}, []string{"all shards failed", "shard 0 has no copy"}, 0},
		{"a red shard is not read", trouble{at: "/_mget", http: 200, body: `{"docs":[{"_id":"x","error":{"type":"no_shard_available_action_exception","reason":"no shard"}}]}`},
			[]error{ErrAway}, []string{"no shard"}, 2},
		{"an answer with too few documents", trouble{at: "/_mget", http: 200, body: `{"docs":[]}`}, []error{ErrAway}, []string{"0 answers on 1 ids"}, 2},
		{"the disk is full", trouble{at: "/_bulk", items: itemsOf(evidence, 429, errorBody("cluster_block_exception", flood))},
			[]error{ErrAway}, []string{"flood-stage", "free disk space"}, 0},
		{"the index may not be written", trouble{at: "/_bulk", items: itemsOf(evidence, 403, errorBody("cluster_block_exception", "index [claimwire-evidence] blocked by: [FORBIDDEN/8/index write (api)];"))},
			[]error{ErrAway}, []string{"403", "index write"}, 2},
		{"the key has expired", trouble{at: "/_bulk", http: 401, body: `{"error":{"type":"security_exception","reason":"api key is expired"}}`},
			[]error{ErrAway}, []string{"401", "api key is expired", "elasticsearch.api_key_file"}, 2},
		{"the key has lost a right", trouble{at: "/_bulk", items: itemsOf(nodes, 403, errorBody("security_exception", "action [indices:data/write/bulk[s]] is unauthorized"))},
			[]error{ErrAway}, []string{"403", "unauthorized", "elasticsearch.api_key_file"}, 2},
		{"the key is refused to searches", trouble{at: "/_search", http: 401, body: `{"error":{"type":"security_exception","reason":"unable to authenticate"}}`},
			[]error{ErrAway}, []string{"401", "unable to authenticate"}, 2},
		{"an index was deleted", trouble{at: "/_bulk", items: itemsOf(evidence, 404, errorBody("index_not_found_exception", "no such index [claimwire-evidence]"))},
			[]error{ErrAway, ErrNoSetup}, []string{"no such index", "setup elasticsearch"}, 2},
		{"a field that the mapping does not have", trouble{at: "/_bulk", items: itemsOf(evidence, 400, errorBody("strict_dynamic_mapping_exception", "introduction of [color] is not allowed"))},
			nil, []string{"400", "introduction of [color]", "claimwire-evidence"}, 2},
		{"a field of another type", trouble{at: "/_bulk", items: itemsOf(articles, 400,
			`{"type":"document_parsing_exception","reason":"failed to parse field [seen]","caused_by":{"type":"illegal_argument_exception","reason":"For input string: x"}}`)},
			nil, []string{"failed to parse field [seen]", "For input string", "claimwire-articles"}, 4},
		{"one document alone is too large", trouble{at: "/_bulk", http: 413, body: ``}, nil, []string{"413", "too large"}, 20},
		{"a proxy's page", trouble{at: "/_bulk", http: 502, body: `<html>Bad Gateway</html>`}, []error{ErrAway}, []string{"502", "Bad Gateway"}, 0},
		{"no JSON", trouble{at: "/_bulk", http: 200, body: `<html>`}, []error{ErrAway}, []string{"damaged"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := &scripted{stored: map[string]bool{}}
			srv := httptest.NewServer(server)
			defer srv.Close()
			s, err := Open(t.Context(), Options{URLs: []string{srv.URL}})
			if err != nil {
				t.Fatal(err)
			}
			s.limits.backoff, s.limits.maxWait, s.limits.tries, s.limits.dialTries = time.Millisecond, time.Millisecond, 4, 2
			if _, err := s.Add(t.Context(), nil); err != nil { // all was well until now
				t.Fatal(err)
			}
			server.set(test.trouble)
			_, err = s.Add(t.Context(), storetest.Articles(0, 1))
			var refused *RejectedError
			if test.is == nil && !errors.As(err, &refused) || test.is != nil && errors.As(err, &refused) {
				t.Errorf("%v", err)
			}
			for _, is := range test.is {
				if !errors.Is(err, is) {
					t.Errorf("it is no %v: %v", is, err)
				}
			}
			for _, text := range test.says {
				if err != nil && !strings.Contains(err.Error(), text) {
					t.Errorf("%v\ndoes not say %q", err, text)
				}
			}
			if most := max(test.calls, s.limits.tries*boolInt(test.calls == 0)+1); server.calls == 0 || server.calls > most {
				t.Errorf("asked %d times, want 1 to %d", server.calls, most)
			}
			for k := range server.stored {
				if strings.HasPrefix(k, "claimwire-articles/") && test.trouble.at != "/_search" { // what is searched last, the journal still names
					t.Errorf("%s says that all is stored", k)
				}
			}
			server.set(trouble{})
			storetest.Index(t, s, nil)
			if _, err := s.Add(t.Context(), storetest.Articles(0, 1)); err != nil {
				t.Fatalf("afterwards: %v", err)
			}
			for _, kind := range []string{articles, evidence, nodes, journal} {
				if !server.has(kind) {
					t.Errorf("no document of %s is stored afterwards", kind)
				}
			}
		})
	}
}

func (s *scripted) has(kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.stored {
		if strings.HasPrefix(k, "claimwire-"+kind+"/") {
			return true
		}
	}
	return false
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
