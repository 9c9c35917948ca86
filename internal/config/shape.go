package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxDepth bounds how deep a configuration is looked into: deeper than any type goes, and what an
// anchor within itself would make endless.
const maxDepth = 16

// misfits says of every value in a file that is not of the form that its key takes which key that is,
// what it takes, and what stands there. Keys that do not exist are the decoder's to name.
func misfits(n *yaml.Node, t reflect.Type, key string, depth int) error {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if depth == maxDepth || n.Kind == 0 || n.Tag == "!!null" {
		return nil
	}
	if n.Kind == yaml.DocumentNode {
		return misfits(n.Content[0], t, key, depth+1)
	}
	if want, takes := form(t); n.Kind != want {
		return misfit(n, key, takes)
	}
	switch n.Kind {
	case yaml.SequenceNode:
		return itemMisfits(n, t, key, depth)
	case yaml.MappingNode:
		return keyMisfits(n, t, key, depth)
	}
	return valueMisfit(n, t, key)
}

func itemMisfits(n *yaml.Node, t reflect.Type, key string, depth int) error {
	var errs []error
	for i, item := range n.Content {
		errs = append(errs, misfits(item, t.Elem(), fmt.Sprintf("%s[%d]", key, i), depth+1))
	}
	return errors.Join(errs...)
}

func keyMisfits(n *yaml.Node, t reflect.Type, path string, depth int) error {
	var errs []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if of := typeOf(t, name); of != nil {
			errs = append(errs, misfits(n.Content[i+1], of, strings.TrimPrefix(path+"."+name, "."), depth+1))
		}
	}
	return errors.Join(errs...)
}

// typeOf is what a key of a type takes; nil where there is no such key.
func typeOf(t reflect.Type, name string) reflect.Type {
	if t.Kind() == reflect.Map {
		return t.Elem()
	}
	for i := range t.NumField() {
		if key(t.Field(i)) == name {
			return t.Field(i).Type
		}
	}
	return nil
}

// form is what a type looks like in YAML, and in words.
func form(t reflect.Type) (yaml.Kind, string) {
	_, scalar := reflect.New(t).Interface().(yaml.Unmarshaler)
	switch {
	case scalar:
		return yaml.ScalarNode, "one value"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return yaml.SequenceNode, "a list, each on a line that begins with - and holds " + strings.Join(keysIn(t.Elem()), ", ")
	case t.Kind() == reflect.Slice:
		return yaml.SequenceNode, "a list, such as [one, two]"
	case t.Kind() == reflect.Map:
		return yaml.MappingNode, "names, each with its own keys"
	case t.Kind() == reflect.Struct:
		return yaml.MappingNode, "keys: " + strings.Join(keysIn(t), ", ")
	}
	return yaml.ScalarNode, "one value"
}

func misfit(n *yaml.Node, key, takes string) error {
	is := map[yaml.Kind]string{yaml.SequenceNode: "a list", yaml.MappingNode: "keys with values"}[n.Kind]
	if n.Kind == yaml.ScalarNode {
		is = fmt.Sprintf("%q", clip(n.Value))
	}
	return fmt.Errorf("line %d: %stakes %s; this is %s", n.Line, withBlank(key), takes, is)
}

// valueMisfit reads one value as its type does.
func valueMisfit(n *yaml.Node, t reflect.Type, key string) error {
	into := reflect.New(t).Interface()
	err := n.Decode(into)
	if err == nil {
		return nil
	}
	if _, own := into.(yaml.Unmarshaler); own {
		text := strings.TrimPrefix(err.Error(), fmt.Sprintf("line %d: ", n.Line))
		if strings.HasPrefix(text, key) {
			key = ""
		}
		return fmt.Errorf("line %d: %s%s", n.Line, strings.Replace(withBlank(key), " ", ": ", 1), text)
	}
	return misfit(n, key, "a number")
}

func withBlank(key string) string {
	if key == "" {
		return ""
	}
	return key + " "
}

// clip keeps a message readable whatever a value holds.
func clip(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
