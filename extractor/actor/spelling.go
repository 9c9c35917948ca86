package actor

import (
	"strings"
	"unicode"
)

// spelling is a way to write a group's name.
type spelling struct {
	phrase string
	level  level
}

// generic are the words that a group's name may end with or do without.
var generic = [...]string{" Group", " Team", " Gang", " Crew"}

// spellings are the ways in which a group's name is written: with and without blanks and hyphens before
// a number and between words, and without its last word where that is only "Group" or "Team". Letter case
// is no matter: words are folded. A name that turns into everyday words counts in a cyber context only.
func spellings(name string) []spelling {
	all := []spelling{{phrase: name}}
	if letters, digits, ok := numbered(name); ok {
		return []spelling{{phrase: letters + digits}, {phrase: letters + " " + digits}, {phrase: letters + "-" + digits}}
	}
	words := strings.Fields(name)
	if len(words) == 2 && len(words[0])+len(words[1]) > 7 {
		all = append(all, spelling{phrase: strings.Join(words, "")}, spelling{phrase: strings.Join(words, "-")})
	}
	if parts := camel(name); len(parts) == 2 && len(parts[0]) > 2 && len(parts[1]) > 2 {
		all = append(all, spelling{phrase: strings.Join(parts, " "), level: cyber})
	}
	for _, g := range generic {
		if base, ok := strings.CutSuffix(name, g); ok && len(base) > 4 && !strings.Contains(base, " ") {
			all = append(all, spelling{phrase: base, level: cyber})
		}
	}
	return all
}

// numbered cuts "APT28", "APT-28", "TG-3390" and "Storm-0558" into letters and number.
func numbered(name string) (letters, digits string, ok bool) {
	i := strings.IndexFunc(name, unicode.IsDigit)
	if i < 2 || strings.ContainsFunc(name[i:], func(r rune) bool { return !unicode.IsDigit(r) }) {
		return "", "", false
	}
	letters = strings.TrimRight(name[:i], "- ")
	if strings.ContainsAny(letters, " -.") || len(letters) < 2 {
		return "", "", false
	}
	return letters, name[i:], true
}

// camel cuts "OceanLotus" into its words.
func camel(name string) []string {
	if strings.ContainsAny(name, " -.") {
		return nil
	}
	var parts []string
	start := 0
	for i := 1; i < len(name); i++ {
		if unicode.IsUpper(rune(name[i])) && unicode.IsLower(rune(name[i-1])) {
			parts = append(parts, name[start:i])
			start = i
		}
	}
	return append(parts, name[start:])
}

// series are the letters before the numbers that vendors give to clusters of activity, with the way each
// writes them.
var series = map[string]string{
	"apt": "APT", "fin": "FIN", "unc": "UNC", "ta": "TA", "uac": "UAC-", "uat": "UAT-", "tag": "TAG-",
	"storm": "Storm-", "dev": "DEV-", "itg": "ITG",
}

// least is how many digits a number of a series has at least: "dev 1" is no group.
func least(letters string) int {
	switch letters {
	case "apt", "fin":
		return 1
	case "ta", "itg", "tag":
		return 2
	}
	return 4
}

// cluster reads a numbered name that no table knows ("UNC6040", "Storm-2077") as its canonical form.
func cluster(letters, digits string) string {
	low := strings.ToLower(letters)
	prefix, ok := series[low]
	if !ok || len(digits) < least(low) || len(digits) > 6 || digits == "" {
		return ""
	}
	if low == "unc" && len(digits) < 3 {
		return ""
	}
	return prefix + digits
}
