package claim

import "testing"

func TestSay(t *testing.T) {
	c := Claim{
		Actors:  []Party{{Name: "Lazarus Group", ID: "G0032"}, {Name: "The Pale Heron"}},
		Victims: []Party{{Name: "Halberd Pay"}},
		Origins: []Origin{{Name: "Police of Ostrava"}},
	}
	for _, test := range []struct{ field, value, want string }{
		{"amount", "91400000 USD", "USD 91.4m"},
		{"amount", "1500 BTC", "BTC 1.5k"},
		{"amount", "999 EUR", "EUR 999"},
		{"amount", "2000000000000 JPY", "JPY 2tn"},
		{"amount", "many USD", "many USD"},
		{"amount", "", ""},
		{"actors", "G0032", "Lazarus Group"},
		{"actors", "pale heron", "The Pale Heron"},
		{"victims", "halberd pay", "Halberd Pay"},
		{"actors", "somebody else", "somebody else"},
		{"origin", "police of ostrava", "Police of Ostrava"},
		{"origin", "halberd pay", "halberd pay"},
		{"kind", "theft", "theft"},
	} {
		if got := c.Say(test.field, test.value); got != test.want {
			t.Errorf("%s %q: %q, want %q", test.field, test.value, got, test.want)
		}
	}
}
