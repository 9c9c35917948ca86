package citation

import "strings"

// vendor is the company behind an outlet that is its blog, with its entity, or -1: "Northgate Labs Blog", "Northgate
// Threat Research Blog". Its "we" is the company's. It is empty where the outlet is no blog.
func (w *work) vendor(publisher string) (string, int) {
	name := strings.TrimSuffix(strings.TrimSuffix(publisher, " blog"), " Blog")
	if name == publisher || name == "" || name == "The" {
		return "", -1
	}
	for short := name; short != ""; {
		if e, ok := w.names.full[short]; ok {
			return short, e
		}
		before, last, ok := cutLast(short)
		if !ok || !w.blogTopic(last) {
			break
		}
		short = before
	}
	for {
		before, last, ok := cutLast(name)
		if !ok || !w.blogTopic(last) || last == "Security" {
			return name, -1
		}
		name = before
	}
}

func cutLast(s string) (before, last string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// blogTopic reports whether a word between a company's name and "blog" tells what the blog is about.
func (w *work) blogTopic(s string) bool { return w.words.of(s)&topical != 0 }
