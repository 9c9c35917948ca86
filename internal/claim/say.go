package claim

import (
	"strconv"
	"strings"
)

// Short writes a sum for people, without its qualifier: "USD 5.4m".
func (m *Money) Short() string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e12, "tn"}, {1e9, "bn"}, {1e6, "m"}, {1e3, "k"}} {
		if m.Value >= u.size {
			return m.Currency + " " + strconv.FormatFloat(m.Value/u.size, 'f', -1, 64) + u.name
		}
	}
	return m.Currency + " " + strconv.FormatFloat(m.Value, 'f', -1, 64)
}

// Say writes a value of a field, as the claim's history, disagreements and events have it, for people:
// "91400000 USD" as "USD 91.4m", and who acts, is hit or stands behind it by the name that the claim has.
// What it does not know it returns as it is.
func (c *Claim) Say(field, value string) string {
	switch field {
	case "amount":
		figure, currency, ok := strings.Cut(value, " ")
		if f, err := strconv.ParseFloat(figure, 64); ok && err == nil {
			return (&Money{Value: f, Currency: currency}).Short()
		}
	case "actors", "victims":
		for _, list := range [][]Party{c.Actors, c.Victims} {
			for _, p := range list {
				if PartyRef(p.ID, p.Name) == value {
					return p.Name
				}
			}
		}
	case "origin":
		for _, o := range c.Origins {
			if PartyRef("", o.Name) == value {
				return o.Name
			}
		}
	}
	return value
}
