package elastic

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// schemaVersion is the number of the mappings in the folder schema. It rises with every change of them
// that an index in use cannot take; Setup then moves what is stored into new indices.
const schemaVersion = 3

//go:embed schema/*.json
var schemaFiles embed.FS

// schema is what Setup installs; tests of migrations install others.
type schema struct {
	version  int
	settings object
	common   object            // mappings that all indices share
	mappings map[string]object // by kind
}

func ownSchema() (*schema, error) {
	sc := &schema{version: schemaVersion, mappings: map[string]object{}}
	read := func(name string) (object, error) {
		var o object
		b, err := schemaFiles.ReadFile("schema/" + name + ".json")
		if err == nil {
			err = json.Unmarshal(b, &o)
		}
		return o, err
	}
	var errs []error
	var err error
	sc.settings, err = read("settings")
	errs = append(errs, err)
	sc.common, err = read("ecs")
	errs = append(errs, err)
	for _, k := range kinds() {
		sc.mappings[k], err = read(k)
		errs = append(errs, err)
	}
	return sc, errors.Join(errs...)
}

// Setup makes templates, indices and aliases. It can run twice, and at two places at once. Indices of an
// older version are copied into new ones, to which the aliases then move in one step; while that runs
// nothing can be written, and the messages of the bus wait.
func (s *Store) Setup(ctx context.Context) error {
	sc, err := ownSchema()
	if err == nil {
		err = s.setup(ctx, sc)
	}
	if err != nil {
		return fmt.Errorf("set up Elasticsearch: %w", err)
	}
	return nil
}

func (s *Store) setup(ctx context.Context, sc *schema) error {
	stored, err := s.versions(ctx)
	if err != nil {
		return err
	}
	for kind, v := range stored {
		if v.number > sc.version {
			return fmt.Errorf("index %s has schema %d, this version knows up to %d: %w", v.index, v.number, sc.version, ErrNewer)
		}
		if v.number == 0 {
			return fmt.Errorf("index %s, which %s names, is none of claimwire's: choose another prefix", v.index, s.index(kind))
		}
	}
	if err := s.putTemplates(ctx, sc); err != nil {
		return err
	}
	for _, kind := range kinds() {
		v, ok := stored[kind]
		switch {
		case !ok:
			err = s.create(ctx, kind, sc.version, true)
		case v.number < sc.version:
			err = s.migrate(ctx, kind, v, sc.version)
		}
		if err != nil {
			return fmt.Errorf("index %s: %w", s.index(kind), err)
		}
	}
	return nil
}

// storedVersion is the index that an alias names, with the schema that it was made by.
type storedVersion struct {
	index  string
	number int
}

// versions reads which indices there are.
func (s *Store) versions(ctx context.Context) (map[string]storedVersion, error) {
	var answer map[string]struct {
		Aliases  map[string]json.RawMessage `json:"aliases"`
		Mappings struct {
			Meta struct {
				Claimwire int `json:"claimwire"`
			} `json:"_meta"`
		} `json:"mappings"`
	}
	names := make([]string, 0, len(kinds()))
	for _, k := range kinds() {
		names = append(names, s.index(k))
	}
	q := url.Values{"ignore_unavailable": {"true"}, "allow_no_indices": {"true"}, "features": {"aliases,mappings"}}
	err := s.call(ctx, request{method: "GET", path: "/" + strings.Join(names, ","), query: q}, &answer)
	if err != nil {
		return nil, err
	}
	found := map[string]storedVersion{}
	for index, v := range answer {
		for _, k := range kinds() {
			if _, ok := v.Aliases[s.index(k)]; ok {
				found[k] = storedVersion{index, v.Mappings.Meta.Claimwire}
			} else if index == s.index(k) {
				found[k] = storedVersion{index, 0}
			}
		}
	}
	return found, nil
}

// Check tells whether the indices are there and of this version, and what to do where they are not.
func (s *Store) Check(ctx context.Context) error {
	stored, err := s.versions(ctx)
	if err != nil {
		return err
	}
	for _, k := range kinds() {
		v, ok := stored[k]
		switch {
		case !ok:
			return fmt.Errorf("%w: index %s does not exist: %w", ErrAway, s.index(k), ErrNoSetup)
		case v.number > schemaVersion:
			return fmt.Errorf("index %s has schema %d, this version knows up to %d: %w", v.index, v.number, schemaVersion, ErrNewer)
		case v.number < schemaVersion:
			return fmt.Errorf("%w: index %s has schema %d, this version writes %d: %w", ErrAway, v.index, v.number, schemaVersion, ErrNoSetup)
		}
	}
	return nil
}

// putTemplates installs the templates by which the indices are made.
func (s *Store) putTemplates(ctx context.Context, sc *schema) error {
	put := func(path string, body object) error {
		return s.call(ctx, request{method: "PUT", path: path, body: body}, nil)
	}
	meta := object{"claimwire": sc.version}
	common := object{"settings": sc.settings["settings"], "mappings": sc.common["mappings"]}
	if err := put("/_component_template/"+s.index("common"), object{"template": common, "version": sc.version, "_meta": meta}); err != nil {
		return err
	}
	settings, err := s.sizing(ctx)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(sc.mappings)) {
		mappings := maps.Clone(sc.mappings[kind]["mappings"].(object))
		mappings["_meta"] = meta
		body := object{"index_patterns": []string{s.index(kind) + "-v*"}, "priority": 500, "version": sc.version, "_meta": meta,
			"composed_of": []string{s.index("common")},
			"template":    object{"settings": settings, "mappings": mappings}}
		if err := put("/_index_template/"+s.index(kind), body); err != nil {
			return err
		}
	}
	return nil
}

// sizing are the settings that depend on the cluster: a copy of each shard where there is a second node
// to hold it.
func (s *Store) sizing(ctx context.Context) (object, error) {
	replicas := 1
	if s.opts.Replicas != nil {
		replicas = *s.opts.Replicas
	} else {
		var health struct {
			Nodes int `json:"number_of_data_nodes"`
		}
		if err := s.call(ctx, request{method: "GET", path: "/_cluster/health"}, &health); err != nil {
			return nil, err
		}
		replicas = min(1, max(health.Nodes-1, 0))
	}
	return object{"number_of_shards": max(s.opts.Shards, 1), "number_of_replicas": replicas}, nil
}

func (s *Store) versioned(kind string, number int) string {
	return s.index(kind) + "-v" + strconv.Itoa(number)
}

// create makes an index, with its alias or without. Another that has done so at the same time is no error.
func (s *Store) create(ctx context.Context, kind string, number int, alias bool) error {
	body := object{}
	if alias {
		body["aliases"] = object{s.index(kind): object{"is_write_index": true}}
	}
	err := s.call(ctx, request{method: "PUT", path: "/" + s.versioned(kind, number), body: body}, nil)
	var said *answerError
	if errors.As(err, &said) && said.Type == "resource_already_exists_exception" {
		return nil
	}
	return err
}

// migrate copies an index into one of the new schema and moves the alias. A stop in the middle leaves
// the old one in charge, and the next call begins the copy anew.
func (s *Store) migrate(ctx context.Context, kind string, old storedVersion, number int) error {
	target := s.versioned(kind, number)
	if err := s.block(ctx, old.index, true); err != nil {
		return err
	}
	err := s.call(ctx, request{method: "DELETE", path: "/" + target, query: url.Values{"ignore_unavailable": {"true"}}}, nil)
	if err == nil {
		err = s.create(ctx, kind, number, false)
	}
	if err == nil {
		err = s.copy(ctx, old.index, target)
	}
	if err != nil {
		return errors.Join(err, s.block(context.WithoutCancel(ctx), old.index, false))
	}
	actions := []object{
		{"add": object{"index": target, "alias": s.index(kind), "is_write_index": true}},
		{"remove_index": object{"index": old.index}},
	}
	return s.call(ctx, request{method: "POST", path: "/_aliases", body: object{"actions": actions}}, nil)
}

func (s *Store) block(ctx context.Context, index string, on bool) error {
	return s.call(ctx, request{method: "PUT", path: "/" + index + "/_settings", body: object{"index.blocks.write": on}}, nil)
}

// copy runs a reindex to its end and counts what arrived.
func (s *Store) copy(ctx context.Context, from, to string) error {
	// What was not refreshed yet is no part of what a reindex sees.
	if err := s.call(ctx, request{method: "POST", path: "/" + from + "/_refresh"}, nil); err != nil {
		return err
	}
	body := object{"source": object{"index": from}, "dest": object{"index": to}}
	var started struct {
		Task string `json:"task"`
	}
	q := url.Values{"wait_for_completion": {"false"}, "refresh": {"true"}}
	if err := s.call(ctx, request{method: "POST", path: "/_reindex", query: q, body: body}, &started); err != nil {
		return err
	}
	for {
		var task struct {
			Completed bool            `json:"completed"`
			Error     json.RawMessage `json:"error"`
			Response  struct {
				Failures []json.RawMessage `json:"failures"`
			} `json:"response"`
		}
		if err := s.call(ctx, request{method: "GET", path: "/_tasks/" + started.Task}, &task); err != nil {
			return err
		}
		switch {
		case len(task.Error) > 0:
			return fmt.Errorf("copy %s to %s: %s", from, to, reason(task.Error))
		case len(task.Response.Failures) > 0:
			return fmt.Errorf("copy %s to %s: %s", from, to, task.Response.Failures[0])
		case task.Completed:
			return s.sameSize(ctx, from, to)
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Store) sameSize(ctx context.Context, from, to string) error {
	var count [2]struct {
		Count int64 `json:"count"`
	}
	for i, name := range []string{from, to} {
		if err := s.call(ctx, request{method: "POST", path: "/" + name + "/_refresh"}, nil); err != nil {
			return err
		}
		if err := s.call(ctx, request{method: "GET", path: "/" + name + "/_count"}, &count[i]); err != nil {
			return err
		}
	}
	if count[0] != count[1] {
		return fmt.Errorf("copy %s to %s: %d of %d documents arrived", from, to, count[1].Count, count[0].Count)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// Drop deletes everything that Setup made, and all that is stored: for tests, and for people who leave.
func (s *Store) Drop(ctx context.Context) error {
	paths := []string{}
	stored, err := s.versions(ctx)
	if err != nil {
		return fmt.Errorf("drop indices: %w", err)
	}
	for _, v := range stored {
		if v.number > 0 {
			paths = append(paths, "/"+v.index)
		}
	}
	for _, k := range kinds() {
		paths = append(paths, "/_index_template/"+s.index(k))
	}
	paths = append(paths, "/_component_template/"+s.index("common"))
	for _, p := range paths {
		err := s.call(ctx, request{method: "DELETE", path: p}, nil)
		if status(err) != 404 && err != nil {
			return fmt.Errorf("drop indices: %w", err)
		}
	}
	return nil
}
