package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// File is the configuration file that Load reads for path, or the one to begin where there is none.
func File(path string) (string, error) {
	if path != "" {
		return path, nil
	}
	found, err := find("")
	if found == "" && err == nil {
		found = fileName
	}
	return found, err
}

// ErrLayout means that a configuration file is written in a way that lines cannot be added to.
var ErrLayout = errors.New("its feeds are not a list with a line for each")

// AddFeeds adds sources to the configuration file at path, which it makes where there is none, as lines
// below the sources that it has; every other byte of the file stays as it is. It writes nothing unless
// the new file reads back as the old one with the sources behind, and is valid; where the layout of the
// file does not allow that, the error is ErrLayout.
func AddFeeds(path string, list []Feed) error {
	old, err := readLimited(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("configuration: %w", err)
	}
	was := Default()
	if err := decode(old, was); err != nil {
		return fmt.Errorf("configuration %s: %w", path, err)
	}
	text, err := withFeeds(old, list)
	if err != nil {
		return fmt.Errorf("configuration %s: %w", path, err)
	}
	now := Default()
	if err := decode(text, now); err != nil {
		return fmt.Errorf("configuration %s: %w", path, ErrLayout)
	}
	was.Feeds = slices.Concat(was.Feeds, list)
	if !reflect.DeepEqual(was, now) {
		return fmt.Errorf("configuration %s: %w", path, ErrLayout)
	}
	if err := now.Validate(); err != nil {
		return fmt.Errorf("configuration %s: %w", path, err)
	}
	return replace(path, text)
}

// withFeeds is the text of a configuration file with sources added.
func withFeeds(old []byte, list []Feed) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(old, &doc); err != nil {
		return nil, errors.New(plain(err.Error()))
	}
	key, value := feedsNode(&doc)
	lines := bytes.SplitAfter(old, []byte("\n"))
	if n := len(lines) - 1; len(lines[n]) == 0 {
		lines = lines[:n]
	} else {
		lines[n] = append(slices.Clone(lines[n]), '\n')
	}
	at, indent, head := len(lines), 2, "feeds:\n"
	switch {
	case key == nil:
	case value.Kind == yaml.ScalarNode && value.Tag == "!!null" && value.Value == "":
		at, head = key.Line, ""
	case value.Kind == yaml.SequenceNode && value.Style&yaml.FlowStyle == 0:
		at, indent, head = lastLine(value), value.Column-1, ""
	default:
		return nil, ErrLayout
	}
	if at > len(lines) { // YAML ends lines at more characters than a line feed
		return nil, ErrLayout
	}
	added, err := feedLines(list, indent)
	if err != nil {
		return nil, err
	}
	lines = slices.Insert(lines, at, []byte(head+added))
	return bytes.Join(lines, nil), nil
}

// feedsNode finds the key feeds of a document and its value.
func feedsNode(doc *yaml.Node) (key, value *yaml.Node) {
	if len(doc.Content) == 0 {
		return nil, nil
	}
	root := doc.Content[0].Content
	for i := 0; i+1 < len(root); i += 2 {
		if root[i].Value == "feeds" {
			return root[i], root[i+1]
		}
	}
	return nil, nil
}

// lastLine is the last line, from 1, on which anything of a node begins.
func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}

// feedLines writes sources as items of a list, a line each.
func feedLines(list []Feed, indent int) (string, error) {
	var b strings.Builder
	for _, f := range list {
		line, err := FeedLine(f)
		if err != nil {
			return "", err
		}
		b.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
	return b.String(), nil
}

// FeedLine is a source as a line below the key feeds.
func FeedLine(f Feed) (string, error) {
	var n yaml.Node
	if err := n.Encode(f); err != nil {
		return "", err
	}
	n.Style = yaml.FlowStyle
	text, err := yaml.Marshal(&n)
	return "- " + strings.TrimSuffix(string(text), "\n"), err
}

// FeedsYAML is a list of sources as a configuration file has it.
func FeedsYAML(list []Feed) (string, error) {
	if len(list) == 0 {
		return "feeds: []\n", nil
	}
	lines, err := feedLines(list, 2)
	return "feeds:\n" + lines, err
}

// replace writes a file whole or not at all, and keeps its mode.
func replace(path string, text []byte) error {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".claimwire-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is none
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
