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
)

// schemaVersion is the number of the mappings in the folder schema. It rises with every change of them
// that an index in use cannot take; Setup then moves what is stored into new indices.
const schemaVersion = 4

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
	if err := s.settled(ctx, stored); err != nil {
		return err
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
