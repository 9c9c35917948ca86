package deploy

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDashboard holds that the dashboard shows what it is there for, each thing by the kind of picture that
// suits it and from the fields that mean it.
func TestDashboard(t *testing.T) {
	all, asked := objects(t), questions(t)
	tests := []struct {
		id, kind, view, picture string
		fields                  []string
	}{
		{"claimwire-lens-over-time", "lens", "claimwire-events", "lnsXY", []string{"@timestamp"}},
		{"claimwire-lens-sums", "lens", "claimwire-claims", "", []string{"claimwire.claim.amount.usd", "claimwire.claim.victims.name.keyword"}},
		{"claimwire-lens-actors", "lens", "claimwire-claims", "", []string{"claimwire.claim.actors.name.keyword"}},
		{"claimwire-lens-victims", "lens", "claimwire-claims", "", []string{"claimwire.claim.victims.name.keyword"}},
		{"claimwire-lens-countries", "lens", "claimwire-claims", "lnsChoropleth", []string{"claimwire.claim.countries"}},
		{"claimwire-lens-origins", "lens", "claimwire-claims", "lnsDatatable", []string{"claimwire.claim.articles", "claimwire.claim.origins_min", "claimwire.claim.origins_max"}},
		{"claimwire-latest-events", "search", "claimwire-events", "", []string{"claimwire.event.type", "@timestamp"}},
	}
	board := all["claimwire-overview"]
	if len(board.References) != len(tests) {
		t.Errorf("the dashboard has %d panels, want %d", len(board.References), len(tests))
	}
	for _, want := range tests {
		o := all[want.id]
		if o.Type != want.kind || o.view() != want.view {
			t.Errorf("%s is a %s of %s", want.id, o.Type, o.view())
		}
		if want.picture != "" && !strings.Contains(string(o.Attributes), `"visualizationType": "`+want.picture+`"`) {
			t.Errorf("%s is no %s", want.id, want.picture)
		}
		for _, f := range want.fields {
			if !slices.Contains(asked[want.id].fields, f) {
				t.Errorf("%s does not ask for %s", want.id, f)
			}
		}
		named := false
		for _, r := range board.References {
			named = named || r.ID == want.id
		}
		if !named {
			t.Errorf("%s is not on the dashboard", want.id)
		}
	}
	for _, id := range []string{"claimwire-new-attributions", "claimwire-one-origin", "claimwire-disputed"} {
		if all[id].Type != "search" {
			t.Errorf("there is no saved search %s", id)
		}
	}
}

// TestAskable holds that what is searched or counted can be: a field that no index holds would answer
// nothing, and no error.
func TestAskable(t *testing.T) {
	for id, q := range questions(t) {
		kind := strings.TrimPrefix(q.index, "claimwire-")
		for _, f := range fieldsOf(q.query) {
			if why := unaskable(t, kind, f, false); why != "" {
				t.Errorf("%s looks for %s: %s", id, f, why)
			}
		}
		o := objects(t)[id]
		if o.Type != "lens" {
			continue
		}
		for _, f := range q.fields {
			if why := unaskable(t, kind, f, !slices.Contains(fieldsOf(q.query), f)); why != "" {
				t.Errorf("%s counts %s: %s", id, f, why)
			}
		}
	}
	for _, f := range ruleFields(t) {
		if why := unaskable(t, "events", f, false); why != "" {
			t.Errorf("the rule looks for %s: %s", f, why)
		}
	}
	for field, counted := range map[string]bool{"claimwire.claim.nonsense": false, "claimwire.claim.evidence": false, "claimwire.claim.evidence.text": false,
		"claimwire.claim.statement": true, "commit": false} {
		if unaskable(t, "claims", field, counted) == "" {
			t.Errorf("%s passes", field)
		}
	}
}

// unaskable says why a field of an index cannot be searched, or counted.
func unaskable(t *testing.T, kind, name string, counted bool) string {
	t.Helper()
	at := map[string]any{"properties": mappings(t, kind)}
	for part := range strings.SplitSeq(name, ".") {
		var next map[string]any
		for _, below := range []string{"properties", "fields"} {
			if p, ok := at[below].(map[string]any); ok && next == nil {
				next, _ = p[part].(map[string]any)
			}
		}
		if next == nil {
			return "it is not there"
		}
		at = next
	}
	switch {
	case at["type"] == nil || at["enabled"] == false:
		return "it has no value of its own"
	case at["index"] == false || counted && (at["doc_values"] == false || at["type"] == "text"):
		return "no index holds it so"
	}
	return ""
}

// ruleFields are the fields that the alert rule's query names.
func ruleFields(t *testing.T) (names []string) {
	t.Helper()
	params := decode[struct {
		Params struct {
			TimeField string `json:"timeField"`
			ESQuery   string `json:"esQuery"`
		} `json:"params"`
	}](t, rule).Params
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for k, x := range v {
				if strings.Contains(k, ".") {
					names = append(names, k)
				}
				walk(x)
			}
		}
	}
	walk(decode[any](t, []byte(params.ESQuery)))
	if len(names) < 3 {
		t.Errorf("the rule's query names %v", names)
	}
	return append(names, params.TimeField)
}

// TestDockerfileParses reads the Dockerfile instruction by instruction: two stages, the second without root
// and shell, and nothing copied from a stage that is not there.
func TestDockerfileParses(t *testing.T) {
	b, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields("FROM WORKDIR COPY RUN ENV VOLUME HEALTHCHECK ENTRYPOINT CMD USER EXPOSE LABEL ARG")
	stages, base := map[string]bool{}, ""
	count := 0
	for line := range strings.Lines(strings.ReplaceAll(string(b), "\\\n", " ")) {
		word := strings.Fields(line)
		if len(word) == 0 || strings.HasPrefix(word[0], "#") {
			continue
		}
		if !slices.Contains(known, word[0]) || len(word) < 2 {
			t.Errorf("no instruction: %s", line)
			continue
		}
		switch word[0] {
		case "FROM":
			base, count = word[1], count+1
			if len(word) == 4 && word[2] == "AS" {
				stages[word[3]] = true
			}
		case "COPY":
			for _, w := range word[1:] {
				if from, ok := strings.CutPrefix(w, "--from="); ok && !stages[from] {
					t.Errorf("%s is copied from a stage that is not there", line)
				}
			}
			if count == 2 && !strings.Contains(line, "--from=") {
				for _, file := range word[1 : len(word)-1] {
					if !exists(filepath.Join("..", file)) {
						t.Errorf("%s is not there", file)
					}
				}
			}
		case "ENTRYPOINT", "CMD":
			var args []string
			if err := json.Unmarshal([]byte(strings.TrimSpace(strings.TrimPrefix(line, word[0]))), &args); err != nil || len(args) == 0 {
				t.Errorf("%s needs a shell, which the image does not have: %v", strings.TrimSpace(line), err)
			}
		case "USER":
			if word[1] == "0" || word[1] == "root" {
				t.Error("it runs as root")
			}
		}
	}
	if count != 2 || !strings.Contains(base, "distroless") || !strings.HasSuffix(base, ":nonroot") {
		t.Errorf("%d stages, the last one from %s", count, base)
	}
}
