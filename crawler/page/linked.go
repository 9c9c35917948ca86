package page

import (
	"encoding/json"
	"html"
	"strings"
)

// linked is what a page's JSON-LD says of the article on it.
type linked struct {
	headline    string
	published   string
	publisher   string
	language    string
	body        string
	authors     []party
	wireSources []string // whose copy the page says it is: sourceOrganization, provider
}

type party struct {
	name   string
	person bool // declared a Person; false also where nothing is declared
	org    bool // declared an organisation
}

const (
	maxScript  = 2 << 20 // bytes of one JSON-LD block
	maxScripts = 50
	maxNodes   = 500 // objects of JSON-LD that are looked at
)

// readLinked picks the article among the page's JSON-LD objects: the one that names the page's address,
// else the first that has a headline or a date.
func readLinked(scripts []string, addresses []string) linked {
	var nodes []map[string]any
	for i, s := range scripts {
		if i >= maxScripts || len(s) > maxScript {
			break
		}
		nodes = flatten(parseLinked(s), nodes, 0)
	}
	var best map[string]any
	for _, n := range nodes {
		if !isArticle(n) {
			continue
		}
		if namesPage(n, addresses) {
			best = n
			break
		}
		if best == nil && (text(n["headline"]) != "" || text(n["datePublished"]) != "") {
			best = n
		}
	}
	if best == nil {
		return linked{}
	}
	return articleOf(best, nodes)
}

// parseLinked reads one block, also where it carries the damage that browsers never notice: comment
// marks around it, a semicolon behind it, raw line breaks in its strings.
func parseLinked(s string) any {
	s = strings.TrimSpace(s)
	for _, mark := range []string{"<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, mark))
	}
	for _, mark := range []string{";", "-->", "/*]]>*/", "//]]>", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, mark))
	}
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	return nil
}

func flatten(v any, nodes []map[string]any, depth int) []map[string]any {
	if depth > 6 || len(nodes) > maxNodes {
		return nodes
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			nodes = flatten(x, nodes, depth+1)
		}
	case map[string]any:
		nodes = append(nodes, v)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			nodes = flatten(v[key], nodes, depth+1)
		}
	}
	return nodes
}

func isArticle(n map[string]any) bool {
	for _, t := range list(n["@type"]) {
		name, _ := t.(string)
		name = name[strings.LastIndexAny(name, "/:")+1:]
		if strings.HasSuffix(name, "Article") || strings.HasSuffix(name, "Posting") || name == "Report" {
			return true
		}
	}
	return false
}

func namesPage(n map[string]any, addresses []string) bool {
	for _, key := range []string{"url", "@id", "mainEntityOfPage"} {
		got := text(n[key])
		if m, ok := n[key].(map[string]any); ok {
			got = firstOf(text(m["@id"]), text(m["url"]))
		}
		for _, a := range addresses {
			if got != "" && strings.TrimSuffix(got, "/") == strings.TrimSuffix(a, "/") {
				return true
			}
		}
	}
	return false
}

func articleOf(n map[string]any, all []map[string]any) linked {
	l := linked{
		headline:  text(firstSet(n, "headline", "name")),
		published: text(n["datePublished"]),
		language:  text(n["inLanguage"]),
		body:      bodyText(n["articleBody"]),
		authors:   parties(firstSet(n, "author", "creator"), all),
	}
	for _, p := range parties(n["publisher"], all) {
		l.publisher = firstOf(l.publisher, p.name)
	}
	for _, key := range []string{"sourceOrganization", "provider"} {
		for _, p := range parties(n[key], all) {
			l.wireSources = append(l.wireSources, p.name)
		}
	}
	return l
}

func firstSet(n map[string]any, keys ...string) any {
	for _, k := range keys {
		if v, ok := n[k]; ok && v != nil {
			return v
		}
	}
	return nil
}

// parties reads people and organisations; an object that is only a reference is looked up by its @id.
func parties(v any, all []map[string]any) []party {
	var out []party
	for _, x := range list(v) {
		switch x := x.(type) {
		case string:
			out = append(out, party{name: text(x)})
		case map[string]any:
			if id, ok := x["@id"].(string); ok && x["name"] == nil {
				x = byID(id, all)
			}
			kind, _ := firstElement(x["@type"]).(string)
			for _, name := range list(x["name"]) {
				out = append(out, party{text(name), kind == "Person", strings.HasSuffix(kind, "Organization")})
			}
		}
		if len(out) > 30 {
			break
		}
	}
	return out
}

func byID(id string, all []map[string]any) map[string]any {
	for _, n := range all {
		if n["@id"] == id && n["name"] != nil {
			return n
		}
	}
	return nil
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func firstElement(v any) any {
	if l := list(v); len(l) > 0 {
		return l[0]
	}
	return nil
}

// text is a string value on one line; JSON-LD often holds HTML entities.
func text(v any) string {
	s, _ := firstElement(v).(string)
	return clean(html.UnescapeString(s))
}

// bodyText keeps the paragraphs of an articleBody, which may be HTML, once or twice escaped.
func bodyText(v any) string {
	s, _ := firstElement(v).(string)
	if s == "" {
		return ""
	}
	if !strings.Contains(s, "<p") {
		s = html.UnescapeString(s)
	}
	return renderFragment(s)
}
