// Package galaxy reads public collections of threat actors and software, MISP galaxy clusters and ATT&CK
// STIX bundles, into the form of a user's own table (lexicon.OwnHeader). Read takes either, known by its
// content; Write prints the table.
package galaxy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/claimwire/claimwire/extractor/lexicon"
)

// Limits of what is read.
const (
	maxBytes   = 256 << 20
	maxEntries = 100_000
	maxName    = 100 // bytes; longer names are descriptions
	maxAliases = 200
)

// Entry is one group or piece of software.
type Entry struct {
	Name    string
	Kind    string // group or software
	ID      string
	Country string
	Aliases []string
}

// document is either form, of which only the members used are read.
type document struct {
	Type    string   `json:"type"`
	Values  []value  `json:"values"`  // MISP
	Objects []object `json:"objects"` // STIX
}

type value struct {
	Value string `json:"value"`
	Meta  struct {
		Country  string   `json:"country"`
		Synonyms []string `json:"synonyms"`
		Status   string   `json:"status"`
	} `json:"meta"`
}

type object struct {
	Type       string      `json:"type"`
	Name       string      `json:"name"`
	Aliases    []string    `json:"aliases"`
	XAliases   []string    `json:"x_mitre_aliases"`
	Revoked    bool        `json:"revoked"`
	Deprecated bool        `json:"x_mitre_deprecated"`
	References []reference `json:"external_references"`
}

type reference struct {
	Source string `json:"source_name"`
	ID     string `json:"external_id"`
}

// Read reads one MISP galaxy cluster or one STIX bundle. Entries come sorted by name, each name once;
// what is revoked, deprecated or no name at all is left out.
func Read(r io.Reader) ([]Entry, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read galaxy: %w", err)
	}
	if len(b) > maxBytes {
		return nil, fmt.Errorf("read galaxy: over %d bytes", maxBytes)
	}
	if !utf8.Valid(b) {
		return nil, errors.New("read galaxy: not UTF-8")
	}
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, fmt.Errorf("read galaxy: %w", plain(err))
	}
	var all []Entry
	switch {
	case d.Type == "bundle" || d.Objects != nil:
		all = fromSTIX(d.Objects)
	case d.Values != nil:
		all = fromMISP(d.Type, d.Values)
	default:
		return nil, errors.New(`read galaxy: neither a MISP galaxy cluster (a member "values") nor a STIX bundle (a member "objects")`)
	}
	return unique(all)
}

// plain says where a file is no JSON, or not of the form, without the names of our types.
func plain(err error) error {
	var form *json.UnmarshalTypeError
	var broken *json.SyntaxError
	switch {
	case errors.As(err, &form) && form.Field == "":
		return fmt.Errorf("one JSON object is due, not %s: a MISP galaxy cluster or a STIX bundle", form.Value)
	case errors.As(err, &form):
		return fmt.Errorf("member %q may not hold %s (near byte %d)", form.Field, form.Value, form.Offset)
	case errors.As(err, &broken):
		return fmt.Errorf("broken JSON at byte %d: %w", broken.Offset, broken)
	}
	return err
}

func fromSTIX(objects []object) []Entry {
	var all []Entry
	for _, o := range objects {
		kind := ""
		switch o.Type {
		case "intrusion-set", "threat-actor":
			kind = "group"
		case "malware", "tool":
			kind = "software"
		}
		if kind == "" || o.Revoked || o.Deprecated {
			continue
		}
		e := Entry{Name: o.Name, Kind: kind, Aliases: append(o.Aliases, o.XAliases...)}
		for _, ref := range o.References {
			if strings.HasPrefix(ref.Source, "mitre-") && e.ID == "" {
				e.ID = ref.ID
			}
		}
		all = append(all, e)
	}
	return all
}

func fromMISP(cluster string, values []value) []Entry {
	kind := "group"
	switch cluster {
	case "malpedia", "tool", "rat", "banker", "stealer", "backdoor", "botnet", "exploit-kit", "android", "cryptominers", "tds",
		"mitre-malware", "mitre-tool":
		kind = "software"
	}
	var all []Entry
	for _, v := range values {
		country := strings.ToUpper(strings.TrimSpace(v.Meta.Country))
		if len(country) != 2 {
			country = ""
		}
		all = append(all, Entry{Name: v.Value, Kind: kind, Country: country, Aliases: v.Meta.Synonyms})
	}
	return all
}

// unique cleans the names, sorts the entries and drops repeated names.
func unique(all []Entry) ([]Entry, error) {
	seen := map[string]bool{}
	var kept []Entry
	for _, e := range all {
		e.Name, e.ID = clean(e.Name), clean(e.ID)
		if e.Name == "" || seen[e.Name] {
			continue
		}
		if len(kept) == maxEntries {
			return nil, fmt.Errorf("read galaxy: over %d entries", maxEntries)
		}
		seen[e.Name] = true
		e.Aliases = aliases(e)
		kept = append(kept, e)
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].Name < kept[j].Name })
	return kept, nil
}

func aliases(e Entry) []string {
	have := map[string]bool{strings.ToLower(e.Name): true}
	var list []string
	for _, a := range e.Aliases {
		a = clean(a)
		low := strings.ToLower(a)
		if a == "" || have[low] || len(list) == maxAliases {
			continue
		}
		have[low] = true
		list = append(list, a)
	}
	sort.Strings(list)
	return list
}

// clean is a name fit for a cell: one line, no separators, no comment; empty where it is no name.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '|' || r == '\t' || r == utf8.RuneError || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxName || len(s) < 2 || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "[") || !strings.ContainsFunc(s, unicode.IsLetter) || small(s) {
		return ""
	}
	return s
}

// small reports whether a name is a short word in small letters, as "the" is: no spelling would tell it from the word.
func small(s string) bool {
	const longest = 5
	return len(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLower(r) })
}

// Write prints the entries as an own table. Names of one word without a digit count in a cyber context
// only: many are everyday words.
func Write(w io.Writer, origin string, entries []Entry) error {
	var b strings.Builder
	b.WriteString("# Imported by claimwire lexicon import from " + strings.ReplaceAll(origin, "\n", " ") + "; its licence is its own.\n")
	b.WriteString(lexicon.OwnHeader + "\n")
	for _, e := range entries {
		var cyber []string
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			if e.Kind == "group" && !strings.ContainsFunc(n, func(r rune) bool { return unicode.IsDigit(r) || r == ' ' }) {
				cyber = append(cyber, n)
			}
		}
		cells := []string{e.Name, e.Kind, e.ID, e.Country, "", strings.Join(e.Aliases, "|"), strings.Join(cyber, "|")}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write own table: %w", err)
	}
	return nil
}
