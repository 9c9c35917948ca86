package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// prefix begins the name of every environment variable that is read.
const prefix = "CLAIMWIRE_"

// fileName is what a configuration file is called.
const fileName = "claimwire.yaml"

// maxFile bounds a configuration file; a larger one is surely something else.
const maxFile = 4 << 20

// Load reads the configuration: the defaults, over them the file, over it the environment. path is the
// file that was asked for; empty means ./claimwire.yaml, then claimwire/claimwire.yaml in the user's
// configuration folder, then none. environ is in the form of os.Environ.
func Load(path string, environ []string) (*Config, error) {
	c := Default()
	file, err := find(path)
	if err != nil {
		return nil, err
	}
	if file != "" {
		if err := c.readFile(file); err != nil {
			return nil, err
		}
	}
	if err := c.readEnvironment(environ); err != nil {
		return nil, err
	}
	c.warnOfTwins()
	return c, c.Validate()
}

// warnOfTwins tells of sources that are listed twice: they are watched once, as first listed.
func (c *Config) warnOfTwins() {
	first := map[string]int{}
	for i, f := range c.Feeds {
		if before, twice := first[f.URL]; twice {
			c.Warnings = append(c.Warnings, fmt.Sprintf("feeds[%d].url: %s stands in feeds[%d] already and is watched once, as it stands there", i, mask(f.URL), before))
			continue
		}
		first[f.URL] = i
	}
}

func find(path string) (string, error) {
	if path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("configuration: %w", err)
		}
		return path, nil
	}
	candidates := []string{fileName}
	if dir, err := os.UserConfigDir(); err == nil {
		candidates = append(candidates, filepath.Join(dir, "claimwire", fileName))
	}
	for _, p := range candidates {
		_, err := os.Stat(p)
		if err == nil {
			return p, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", nil
}

func (c *Config) readFile(path string) error {
	b, err := readLimited(path)
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	if err := decode(b, c); err != nil {
		return fmt.Errorf("configuration %s: %w", path, err)
	}
	return nil
}

func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = fmt.Errorf("%s is larger than %s: is it the right file?", path, Size(maxFile))
	}
	return b, err
}

// decode reads YAML strictly: a key that does not exist is an error, and so is a second document.
func decode(b []byte, into any) error {
	var tree yaml.Node
	if err := yaml.Unmarshal(b, &tree); err != nil {
		return errors.New(plain(err.Error()))
	}
	if err := misfits(&tree, reflect.TypeOf(into).Elem(), "", 0); err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil // an empty file sets nothing
	}
	if err != nil {
		return errors.New(plain(err.Error()))
	}
	if err := d.Decode(&tree); !errors.Is(err, io.EOF) {
		return errors.New("a second document begins after ---, and would set nothing: write all keys in one")
	}
	return nil
}

var unknownField = regexp.MustCompile(`field (\S+) not found in type config\.(\w+)`)

// plain turns the YAML library's words into the user's.
func plain(message string) string {
	message = strings.ReplaceAll(message, "yaml: unmarshal errors:\n  ", "")
	message = strings.ReplaceAll(message, "\n  ", "; ")
	message = strings.TrimPrefix(message, "yaml: ")
	return unknownField.ReplaceAllStringFunc(message, func(m string) string {
		part := unknownField.FindStringSubmatch(m)
		return fmt.Sprintf("unknown key %q; known here: %s", part[1], strings.Join(keysOf(part[2]), ", "))
	})
}

// keysOf lists the keys of one of the configuration's types, by the type's name.
func keysOf(name string) []string {
	for _, v := range []any{Config{}, Bus{}, NATS{}, Elasticsearch{}, Feed{}, Crawl{}, Retention{}, Limits{}, Alerts{}, Sink{}, Rule{}} {
		if t := reflect.TypeOf(v); t.Name() == name {
			return keysIn(t)
		}
	}
	return nil
}

func keysIn(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if k := key(t.Field(i)); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

// key is a field's name in YAML, empty where it has none.
func key(f reflect.StructField) string {
	k, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if k == "-" {
		return ""
	}
	return k
}

// Setting is one scalar or list that can be set.
type Setting struct {
	Key   string // nats.url
	Doc   string
	value reflect.Value
}

// Variable is the name of the setting's environment variable.
func (s Setting) Variable() string {
	return prefix + strings.ToUpper(strings.ReplaceAll(s.Key, ".", "__"))
}

// Value is the setting in the form that a file would have it.
func (s Setting) Value() any { return s.value.Interface() }

// Settings lists everything that can be set, in the order of the types.
func (c *Config) Settings() []Setting { return settings(reflect.ValueOf(c).Elem(), "") }

func settings(v reflect.Value, path string) []Setting {
	var all []Setting
	for i := range v.NumField() {
		f := v.Type().Field(i)
		k := key(f)
		if k == "" {
			continue
		}
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[Sync]() {
			all = append(all, settings(v.Field(i), path+k+".")...)
			continue
		}
		all = append(all, Setting{Key: path + k, Doc: f.Tag.Get("doc"), value: v.Field(i)})
	}
	return all
}

// readEnvironment sets what CLAIMWIRE_ variables name: scalars as they are, lists of strings with
// commas, lists of objects as YAML. NAME_FILE reads the value of NAME from a file.
func (c *Config) readEnvironment(environ []string) error {
	set := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, prefix) {
			set[name] = value
		}
	}
	for _, s := range c.Settings() {
		name := s.Variable()
		value, ok := set[name]
		delete(set, name)
		if file, given := set[name+"_FILE"]; !ok && given {
			b, err := readLimited(file)
			if err != nil {
				return fmt.Errorf("%s_FILE: %w", name, err)
			}
			value, ok = strings.TrimRight(string(b), "\r\n"), true
			delete(set, name+"_FILE")
		}
		if !ok {
			continue
		}
		if err := s.set(value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for name := range set {
		// An orchestrator may set variables of this prefix for a service of this name: no error.
		if !strings.HasPrefix(name, prefix+"TEST_") {
			c.Warnings = append(c.Warnings, fmt.Sprintf("the environment sets %s, which is no setting", name))
		}
	}
	sort.Strings(c.Warnings)
	return nil
}

func (s Setting) set(text string) error {
	switch {
	case s.value.Kind() == reflect.String:
		s.value.SetString(text)
		return nil
	case s.value.Type() == reflect.TypeFor[[]string]():
		var list []string
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		s.value.Set(reflect.ValueOf(list))
		return nil
	}
	fresh := reflect.New(s.value.Type())
	if err := decode([]byte(text), fresh.Interface()); err != nil {
		return err
	}
	s.value.Set(fresh.Elem())
	return nil
}
