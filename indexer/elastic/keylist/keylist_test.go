package keylist

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestList(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       List
		bad        bool
	}{
		{name: "none", text: `[]`},
		{name: "null", text: `null`},
		{name: "blanks", text: `[ "a" ,
			"b"]`, want: List{10, 11}},
		{name: "the largest", text: `["ffffffffffffffff","0"]`, want: List{1<<64 - 1, 0}},
		{name: "too large", text: `["10000000000000000"]`, bad: true},
		{name: "a number", text: `[12]`, bad: true},
		{name: "a text", text: `"12"`, bad: true},
		{name: "an object", text: `{"a":1}`, bad: true},
		{name: "a list in it", text: `[["1"]]`, bad: true},
		{name: "no key", text: `["key"]`, bad: true},
		{name: "an empty word", text: `["1",""]`, bad: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got List
			err := json.Unmarshal([]byte(c.text), &got)
			if (err != nil) != c.bad || !slices.Equal(got, c.want) {
				t.Fatalf("%v, %v; want %v", got, err, c.want)
			}
			back, err := json.Marshal(got)
			var again List
			if err == nil {
				err = json.Unmarshal(back, &again)
			}
			if err != nil || !slices.Equal(got, again) {
				t.Errorf("written as %s and read as %v, %v", back, again, err)
			}
		})
	}
}

func FuzzList(f *testing.F) {
	f.Add(`["1","ffffffffffffffff"]`)
	f.Add(`[["1"],{"a":","}]`)
	f.Fuzz(func(t *testing.T, text string) {
		var got, again List
		if json.Unmarshal([]byte(text), &got) != nil {
			return
		}
		back, err := json.Marshal(got)
		if err == nil {
			err = json.Unmarshal(back, &again)
		}
		if err != nil || !slices.Equal(got, again) {
			t.Errorf("%q: written as %s and read as %v, %v", text, back, again, err)
		}
	})
}
