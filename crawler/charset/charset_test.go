package charset

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecode(t *testing.T) {
	const latin = "<p>G\xf6teborg \xe4r \xf6ppen"
	const latinText = "<p>Göteborg är öppen"
	long := strings.Repeat("<p>Göteborg är öppen för båtar. ", 20)
	russian := strings.Repeat("\xcf\xee\xf0\xf2 \xce\xe4\xe5\xf1\xf1\xfb \xf1\xed\xee\xe2\xe0 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2. ", 20) // windows-1251
	tests := []struct{ name, in, contentType, want, charset string }{
		{"UTF-8", latinText, "", latinText, "utf-8"},
		{"UTF-8 against its declaration", latinText, "text/html; charset=iso-8859-1", latinText, "utf-8"},
		{"UTF-8 against its meta", `<meta charset="windows-1251">` + latinText, "", `<meta charset="windows-1251">` + latinText, "utf-8"},
		{"UTF-8 with a mark", "\xef\xbb\xbfabc", "", "abc", "utf-8"},
		{"UTF-16 with a mark, little end first", "\xff\xfea\x00\xf6\x00", "", "aö", "utf-16le"},
		{"UTF-16 with a mark, big end first", "\xfe\xff\x00a\x00\xf6", "", "aö", "utf-16be"},
		{"declared in the header", latin, "text/html; charset=ISO-8859-1", latinText, "windows-1252"},
		{"declared in a meta", `<meta charset=iso-8859-1>` + latin, "text/html", `<meta charset=iso-8859-1>` + latinText, "windows-1252"},
		{"declared in an old meta", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">` + latin, "", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">` + latinText, "windows-1252"},
		{"declared far down", "<!--" + strings.Repeat("x", 5000) + "--><meta charset=iso-8859-1>" + latin, "", "<!--" + strings.Repeat("x", 5000) + "--><meta charset=iso-8859-1>" + latinText, "windows-1252"},
		{"header before meta", `<meta charset=windows-1251>` + latin, "text/html; charset=iso-8859-1", `<meta charset=windows-1251>` + latinText, "windows-1252"},
		{"declared in the prolog", `<?xml version="1.0" encoding="iso-8859-1"?>` + latin, "", `<?xml version="1.0" encoding="iso-8859-1"?>` + latinText, "windows-1252"},
		{"unknown name, then detection", russian, "text/html; charset=no-such", "", "windows-1251"},
		{"declared UTF-8 and plainly not", russian, "text/html; charset=utf-8", "", "windows-1251"},
		{"UTF-8 with one broken byte", long + "\xff.", "", long + "\ufffd.", "utf-8"},
		{"UTF-8 with one broken byte, declared otherwise", long + "\xff.", "text/html; charset=windows-1251", long + "\ufffd.", "utf-8"},
		{"UTF-16 without a mark, little end first", "<\x00p\x00>\x00\xf6\x00", "", "<p>ö", "utf-16le"},
		{"UTF-16 without a mark, big end first", "\x00<\x00p\x00>\x00\xf6", "", "<p>ö", "utf-16be"},
		{"UTF-16 declared by bytes that are not", "<meta charset=utf-16><p>caf\xe9 ol\xe9", "", "<meta charset=utf-16><p>café olé", ""},
		{"Shift JIS", "<meta charset=shift_jis>\x93\x8c\x8b\x9e", "", "<meta charset=shift_jis>東京", "shift_jis"},
		{"empty", "", "", "", "utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, name := Decode([]byte(tt.in), tt.contentType)
			if !utf8.Valid(got) {
				t.Fatalf("not UTF-8: %q", got)
			}
			if tt.want != "" && string(got) != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.charset != "" && name != tt.charset {
				t.Errorf("charset %q, want %q", name, tt.charset)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<meta charset=shift_jis>\x93\x8c"), "text/html; charset=utf-16")
	f.Add([]byte("\xff\xfea"), "")
	f.Fuzz(func(t *testing.T, in []byte, contentType string) {
		if got, _ := Decode(in, contentType); !utf8.Valid(got) {
			t.Errorf("not UTF-8: %q", got)
		}
	})
}
