package deploy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// savedObject is one line of the NDJSON.
type savedObject struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Attributes json.RawMessage `json:"attributes"`
	References []struct {
		ID, Type, Name string
	} `json:"references"`
}

func objects(t *testing.T) map[string]savedObject {
	t.Helper()
	all := map[string]savedObject{}
	for line := range bytes.Lines(savedObjects) {
		var o savedObject
		if err := json.Unmarshal(line, &o); err != nil {
			t.Fatal(err)
		}
		if _, twice := all[o.ID]; twice || !strings.HasPrefix(o.ID, "claimwire-") {
			t.Errorf("object %s: twice, or not of claimwire's name", o.ID)
		}
		all[o.ID] = o
	}
	return all
}

// question is one search or panel as Elasticsearch is asked it.
type question struct {
	index  string
	query  string
	fields []string // that it names
	aggs   map[string]any
}

func decode[T any](t *testing.T, b []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return v
}

func (o *savedObject) view() string {
	for _, r := range o.References {
		if r.Type == "index-pattern" {
			return r.ID
		}
	}
	return ""
}

// questions are what the objects ask.
func questions(t *testing.T) map[string]question {
	t.Helper()
	all := map[string]question{}
	for id, o := range objects(t) {
		switch o.Type {
		case "search":
			all[id] = searchQuestion(t, &o)
		case "lens":
			all[id] = lensQuestion(t, &o)
		}
	}
	return all
}

func searchQuestion(t *testing.T, o *savedObject) question {
	a := decode[struct {
		Columns []string   `json:"columns"`
		Sort    [][]string `json:"sort"`
		Meta    struct {
			Source string `json:"searchSourceJSON"`
		} `json:"kibanaSavedObjectMeta"`
	}](t, o.Attributes)
	source := decode[struct {
		Query struct{ Query, Language string }
	}](t, []byte(a.Meta.Source))
	if source.Query.Language != "lucene" {
		t.Errorf("%s: its language is %s: only Lucene's can be run here as it stands", o.ID, source.Query.Language)
	}
	q := question{index: o.view(), query: source.Query.Query, fields: append(a.Columns, fieldsOf(source.Query.Query)...)}
	for _, s := range a.Sort {
		q.fields = append(q.fields, s[0])
	}
	return q
}

// fieldsOf are the names before the colons of a query.
func fieldsOf(query string) (names []string) {
	for word := range strings.FieldsSeq(strings.ReplaceAll(query, "_exists_:", "")) {
		name, _, _ := strings.Cut(strings.TrimLeft(word, "(+-!"), ":")
		if strings.HasPrefix(name, "claimwire.") {
			names = append(names, name)
		}
	}
	return names
}

type lensColumn struct {
	Operation string `json:"operationType"`
	Field     string `json:"sourceField"`
	Bucketed  bool   `json:"isBucketed"`
	Params    struct {
		Size    int `json:"size"`
		OrderBy struct {
			Column string `json:"columnId"`
		} `json:"orderBy"`
	} `json:"params"`
}

// lensQuestion makes the aggregations that a panel's columns stand for: buckets inside one another, the
// figures innermost.
func lensQuestion(t *testing.T, o *savedObject) question {
	a := decode[struct {
		State struct {
			Sources struct {
				Form struct {
					Layers map[string]struct {
						Columns map[string]lensColumn `json:"columns"`
						Order   []string              `json:"columnOrder"`
					} `json:"layers"`
				} `json:"formBased"`
			} `json:"datasourceStates"`
			Visualization json.RawMessage `json:"visualization"`
			Query         struct{ Query, Language string }
		} `json:"state"`
	}](t, o.Attributes)
	q := question{index: o.view(), query: a.State.Query.Query, fields: fieldsOf(a.State.Query.Query), aggs: map[string]any{}}
	layer, ok := a.State.Sources.Form.Layers["layer1"]
	if !ok || len(layer.Order) != len(layer.Columns) {
		t.Fatalf("%s: layer1 is missing, or its order does not name each column", o.ID)
	}
	at := q.aggs
	for _, name := range layer.Order {
		c := layer.Columns[name]
		if !strings.Contains(string(a.State.Visualization), `"`+name+`"`) {
			t.Errorf("%s: column %s is not drawn", o.ID, name)
		}
		if c.Field != "___records___" {
			q.fields = append(q.fields, c.Field)
		}
		if !c.Bucketed {
			if c.Operation != "count" {
				at[name] = map[string]any{c.Operation: map[string]any{"field": c.Field}}
			}
			continue
		}
		inner := map[string]any{}
		at[name] = map[string]any{c.Operation: bucket(t, c, layer.Columns), "aggs": inner}
		at = inner
	}
	return q
}

func bucket(t *testing.T, c lensColumn, all map[string]lensColumn) map[string]any {
	if c.Operation == "date_histogram" {
		return map[string]any{"field": c.Field, "calendar_interval": "day"}
	}
	by, ok := all[c.Params.OrderBy.Column]
	if !ok {
		t.Errorf("a bucket is ordered by column %q, which is not there", c.Params.OrderBy.Column)
	}
	order := map[string]any{"_count": "desc"}
	if by.Operation != "count" {
		order = map[string]any{c.Params.OrderBy.Column: "desc"}
	}
	return map[string]any{"field": c.Field, "size": c.Params.Size, "order": order}
}

func TestSavedObjects(t *testing.T) {
	all := objects(t)
	if len(all) < 15 {
		t.Errorf("%d objects", len(all))
	}
	for _, o := range all {
		for _, r := range o.References {
			if to, ok := all[r.ID]; !ok || to.Type != r.Type {
				t.Errorf("%s refers to %s %s, which is not there", o.ID, r.Type, r.ID)
			}
		}
	}
	board := all["claimwire-overview"]
	panels := decode[[]struct {
		Type string `json:"type"`
		I    string `json:"panelIndex"`
		Ref  string `json:"panelRefName"`
		Grid struct{ X, W int }
	}](t, []byte(decode[struct {
		Panels string `json:"panelsJSON"`
	}](t, board.Attributes).Panels))
	if len(panels) != len(board.References) {
		t.Errorf("%d panels, %d references", len(panels), len(board.References))
	}
	for i, p := range panels {
		if r := board.References[i]; r.Name != p.I+":"+p.Ref || r.Type != p.Type || p.Grid.X+p.Grid.W > 48 {
			t.Errorf("panel %s does not fit reference %+v, or the width of the page", p.I, r)
		}
	}
}

// mappings are the fields of an index, from the files that the templates are made of.
func mappings(t *testing.T, kind string) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, name := range []string{"ecs", kind} {
		b, err := os.ReadFile(filepath.Join("..", "indexer", "elastic", "schema", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(all, decode[struct {
			Mappings struct {
				Properties map[string]any `json:"properties"`
			} `json:"mappings"`
		}](t, b).Mappings.Properties)
	}
	return all
}

func hasField(properties map[string]any, name string) bool {
	first, rest, more := strings.Cut(name, ".")
	f, ok := properties[first].(map[string]any)
	if !ok || !more {
		return ok
	}
	for _, below := range []string{"properties", "fields"} {
		if p, ok := f[below].(map[string]any); ok && hasField(p, rest) {
			return true
		}
	}
	return false
}

func TestFieldsExist(t *testing.T) {
	for id, q := range questions(t) {
		if len(q.fields) == 0 {
			t.Errorf("%s names no field", id)
		}
		all := mappings(t, strings.TrimPrefix(q.index, "claimwire-"))
		for _, f := range q.fields {
			if !hasField(all, f) {
				t.Errorf("%s names %s, which %s does not have", id, f, q.index)
			}
		}
	}
	if hasField(mappings(t, "claims"), "claimwire.claim.nonsense") {
		t.Error("every field exists")
	}
}

// TestQuestionsRun puts every search, every panel and the rule to a real Elasticsearch, on indices with
// the shipped mappings.
func TestQuestionsRun(t *testing.T) {
	url := os.Getenv("CLAIMWIRE_TEST_ELASTICSEARCH_URL")
	if url == "" {
		t.Skip("no Elasticsearch: set CLAIMWIRE_TEST_ELASTICSEARCH_URL to one that may be written to")
	}
	name := func(index string) string { return "cwtest-kibana-" + fmt.Sprint(os.Getpid()) + "-" + index }
	settings := decode[map[string]any](t, must(os.ReadFile(filepath.Join("..", "indexer", "elastic", "schema", "settings.json"))))["settings"]
	for _, kind := range []string{"claims", "events"} {
		index := name("claimwire-" + kind)
		ask(t, "PUT", url+"/"+index, map[string]any{"settings": settings, "mappings": map[string]any{"dynamic": "strict", "properties": mappings(t, kind)}})
		t.Cleanup(func() {
			req, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, url+"/"+index, nil)
			if err == nil {
				_, err = http.DefaultClient.Do(req)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	for _, id := range slices.Sorted(maps.Keys(questions(t))) {
		q := questions(t)[id]
		body := map[string]any{"query": map[string]any{"bool": map[string]any{}}, "size": 1}
		if q.query != "" {
			body["query"] = map[string]any{"query_string": map[string]any{"query": q.query}}
		}
		if q.aggs != nil {
			body["aggs"] = q.aggs
		}
		ask(t, "POST", url+"/"+name(q.index)+"/_search", body)
	}
	r := decode[struct {
		Params struct {
			Index   []string `json:"index"`
			ESQuery string   `json:"esQuery"`
		} `json:"params"`
	}](t, rule)
	ask(t, "POST", url+"/"+name(r.Params.Index[0])+"/_search", decode[map[string]any](t, []byte(r.Params.ESQuery)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func ask(t *testing.T, method, url string, body any) {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err := io.ReadAll(res.Body); err != nil || res.StatusCode >= 300 {
		t.Errorf("%s %s %s: HTTP status %d: %s %v", method, url, b, res.StatusCode, answer, err)
	}
}

// TestImport holds what Kibana is sent, and how each of its answers is taken.
func TestImport(t *testing.T) {
	tests := []struct {
		name           string
		objects, rule  int
		answer         string
		says           string
		away           bool
		wantRuleCalled bool
	}{
		{name: "all goes well", objects: 200, rule: 200, answer: `{"success":true}`, wantRuleCalled: true},
		{name: "the rule is there", objects: 200, rule: 409, answer: `{"success":true}`, wantRuleCalled: true},
		{name: "no right to it", objects: 403, answer: `{"message":"forbidden"}`, says: "403"},
		{name: "an object is refused", objects: 200, answer: `{"success":false,"errors":[{"id":"claimwire-claims","error":{"type":"unsupported_type"}}]}`, says: "claimwire-claims"},
		{name: "no JSON", objects: 200, answer: `<html>`, says: "no JSON"},
		{name: "not ready", objects: 503, answer: `Kibana server is not ready yet`, says: "503", away: true},
		{name: "the rule is refused", objects: 200, rule: 400, answer: `{"success":true}`, says: "alert rule", wantRuleCalled: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ruleCalled := false
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("kbn-xsrf") == "" || r.Header.Get("Authorization") != "ApiKey secret" {
					t.Errorf("headers %v", r.Header)
				}
				if strings.HasPrefix(r.URL.Path, "/base/api/alerting/rule/") {
					ruleCalled = true
					w.WriteHeader(test.rule)
					return
				}
				f, _, err := r.FormFile("file")
				if err != nil || r.URL.Query().Get("overwrite") != "true" || r.URL.Path != "/base/api/saved_objects/_import" {
					t.Errorf("%s: %v", r.URL, err)
				} else if b, err := io.ReadAll(f); err != nil || !bytes.Equal(b, savedObjects) {
					t.Errorf("other objects are sent: %v", err)
				}
				w.WriteHeader(test.objects)
				_, _ = io.WriteString(w, test.answer)
			}))
			defer srv.Close()
			err := Import(t.Context(), Kibana{URL: srv.URL + "/base/", APIKey: "secret"})
			if (err != nil) != (test.says != "") || err != nil && !strings.Contains(err.Error(), test.says) || errors.Is(err, ErrKibanaAway) != test.away {
				t.Errorf("import: %v", err)
			}
			if ruleCalled != test.wantRuleCalled {
				t.Errorf("the rule was asked for: %v", ruleCalled)
			}
		})
	}
}
