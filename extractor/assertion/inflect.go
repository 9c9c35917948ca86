package assertion

import "strings"

// inflected is a form of a trigger as words.
type inflected struct {
	words string
	form  form
}

// inflect lists the forms of a trigger: of a verb its first word's, of a noun its last word's. irregular
// holds a verb's past, participle and gerund, or a noun's plural; an empty one is regular.
func (t *trigger) inflect(irregular []string) []inflected {
	switch t.pos {
	case 'n':
		plural := pluralOf(t.word)
		if len(irregular) > 0 {
			plural = irregular[0]
		}
		return []inflected{{t.word, nounForm}, {plural, nounForm}}
	case 'v':
		return verbForms(t.word, irregular)
	}
	return []inflected{{t.word, fixed}}
}

func verbForms(word string, irregular []string) []inflected {
	first, rest, _ := strings.Cut(word, " ")
	if rest != "" {
		rest = " " + rest
	}
	pick := func(i int, regular string) string {
		if i < len(irregular) && irregular[i] != "" {
			return irregular[i]
		}
		return regular
	}
	p, pp, g := pick(0, pastOf(first)), pick(1, pastOf(first)), pick(2, gerundOf(first))
	forms := []inflected{{first + rest, base}, {thirdOf(first) + rest, third}, {g + rest, gerund}}
	switch {
	case p == first: // "hit", "cost"
		return append(forms[1:], inflected{first + rest, pastParticiple})
	case p == pp:
		return append(forms, inflected{p + rest, pastParticiple})
	}
	return append(forms, inflected{p + rest, past}, inflected{pp + rest, participle})
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// consonantY reports whether a word ends in y behind a consonant.
func consonantY(w string) bool {
	return len(w) > 1 && strings.HasSuffix(w, "y") && !vowel(w[len(w)-2])
}

func pluralOf(w string) string {
	if consonantY(w) {
		return w[:len(w)-1] + "ies"
	}
	if strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh") {
		return w + "es"
	}
	return w + "s"
}

func thirdOf(w string) string {
	if strings.HasSuffix(w, "o") {
		return w + "es"
	}
	return pluralOf(w)
}

func pastOf(w string) string {
	switch {
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case consonantY(w):
		return w[:len(w)-1] + "ied"
	}
	return w + "ed"
}

func gerundOf(w string) string {
	if strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee") {
		return w[:len(w)-1] + "ing"
	}
	return w + "ing"
}
