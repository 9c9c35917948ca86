package address

import (
	"strings"
	"testing"
)

func TestNormal(t *testing.T) {
	tests := []struct{ name, in, want, err string }{
		{"as it is", "https://courier.example/a?b=1", "https://courier.example/a?b=1", ""},
		{"host in capitals", "HTTPS://Courier.Example/A", "https://courier.example/A", ""},
		{"default port", "https://courier.example:443/", "https://courier.example/", ""},
		{"other port", "http://courier.example:8080/", "http://courier.example:8080/", ""},
		{"no path", "https://courier.example", "https://courier.example/", ""},
		{"dot segments", "https://courier.example/a/../b/./c", "https://courier.example/b/c", ""},
		{"trackers and fragment", "https://courier.example/a?utm_source=x&id=7&fbclid=y#top", "https://courier.example/a?id=7", ""},
		{"other script", "https://bücher.example/", "https://xn--bcher-kva.example/", ""},
		{"other script in capitals", "https://BÜCHER.example/", "https://xn--bcher-kva.example/", ""},
		{"punycode already", "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/", ""},
		{"full stop at the end", "https://courier.example./a", "https://courier.example/a", ""},
		{"underscore", "https://my_site.example/a", "https://my_site.example/a", ""},
		{"IPv6", "http://[2606:4700::1]:80/", "http://[2606:4700::1]/", ""},
		{"blanks around", " https://courier.example/a\n", "https://courier.example/a", ""},
		{"scheme", "javascript:alert(1)", "", "neither http nor https"},
		{"no host", "https:///a", "", "names no host"},
		{"user information", "https://ada:secret@courier.example/", "", "carries user information"},
		{"relative", "/a", "", "neither http nor https"},
		{"control character", "https://courier.example/\x00", "", "cannot be read"},
		{"not UTF-8", "https://courier.example/\xff", "", "not UTF-8"},
		{"too long once escaped", "https://courier.example/" + strings.Repeat("ö", 1000), "", "longer than"},
		{"too long", "https://courier.example/" + strings.Repeat("a", maxLength), "", "longer than"},
		{"host beyond ASCII's rules", "https://a\u0640\u2060\u00adb\u202e.example/", "", "host cannot be used"},
		{"host of dots", "https://../a", "", "host cannot be used"},
		{"empty part in the host", "https://a..example/", "", "host cannot be used"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Normal(tt.in)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("error tells a password: %v", err)
			}
		})
	}
}

func TestSameSite(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"https://courier.example/a", "https://courier.example/b", true},
		{"https://www.courier.example/", "http://amp.courier.example/", true},
		{"https://courier.example/", "https://other.example/", false},
		{"https://a.co.uk/", "https://b.co.uk/", false},
		{"https://www.a.co.uk/", "https://a.co.uk/", true},
		{"https://ada.github.io/", "https://bo.github.io/", false},
		{"https://bücher.example/", "https://www.xn--bcher-kva.example/", true},
		{"http://127.0.0.1:8001/", "http://127.0.0.1:8001/x", true},
		{"http://127.0.0.1:8001/", "http://127.0.0.1:8002/", false},
		{"http://localhost:1/", "http://localhost:1/a", true},
		{"", "", false},
		{"/a", "/a", false},
	}
	for _, tt := range tests {
		t.Run(tt.a+" "+tt.b, func(t *testing.T) {
			if got := SameSite(tt.a, tt.b); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestResolve(t *testing.T) {
	tests := []struct{ base, ref, want string }{
		{"https://courier.example/news/", "port", "https://courier.example/news/port"},
		{"https://courier.example/news/", "//other.example/x", "https://other.example/x"},
		{"https://courier.example/news/", "?page=2", "https://courier.example/news/?page=2"},
		{"https://courier.example/news/", "mailto:a@b.example", ""},
	}
	for _, tt := range tests {
		t.Run(tt.ref, func(t *testing.T) {
			if got, err := Resolve(tt.base, tt.ref); got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("https://BÜCHER.example:443/a/../b?utm_x=1&c#d")
	f.Add("http://[::1]/%zz")
	f.Add("http://Ӝ? &")
	f.Add("http://\u00ad")
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := Normal(raw)
		if err != nil {
			return
		}
		twice, err := Normal(once)
		if err != nil || twice != once {
			t.Errorf("%.300q becomes %.300q, then %.300q (%v)", raw, once, twice, err)
		}
	})
}
