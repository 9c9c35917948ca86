package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func record(kind, uri, block string) string {
	contentType := "application/http; msgtype=response"
	if kind == "warcinfo" {
		contentType = "application/warc-fields"
	}
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-10-05T08:30:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, contentType, len(block), block)
}

func response(header, body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + header + "\r\n" + body
}

func packed(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		fmt.Fprint(z, p)
		z.Close()
	}
	return b.String()
}

func readAll(t *testing.T, file string) ([]Page, int, error) {
	t.Helper()
	r, err := NewReader(strings.NewReader(file))
	if err != nil {
		return nil, 0, err
	}
	var out []Page
	for {
		p, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, r.Skipped(), nil
		}
		if err != nil {
			return out, r.Skipped(), err
		}
		out = append(out, p)
	}
}

func TestPages(t *testing.T) {
	info := record("warcinfo", "", "software: test\r\n")
	one := record("response", "https://courier.example/a", response("", "<p>one</p>"))
	request := record("request", "https://courier.example/a", "GET /a HTTP/1.1\r\n\r\n")
	two := record("response", "<https://courier.example/b>", response("Transfer-Encoding: chunked\r\n", "a\r\n<p>two</p>\r\n0\r\n\r\n"))
	image := record("response", "https://courier.example/i", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx")
	missing := record("response", "https://courier.example/m", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx")
	zipped := record("response", "https://courier.example/z", response("Content-Encoding: gzip\r\n", packed("<p>three</p>")))
	stale := record("response", "https://courier.example/s", response("Content-Encoding: gzip\r\n", "<p>four</p>"))
	garbled := record("response", "https://courier.example/g", "no response at all")
	tests := []struct {
		name    string
		file    string
		want    string
		skipped int
		err     string
	}{
		{"plain", info + request + one + two, "https://courier.example/a <p>one</p>|https://courier.example/b <p>two</p>", 0, ""},
		{"a packed member for each record", packed(info, one, two), "https://courier.example/a <p>one</p>|https://courier.example/b <p>two</p>", 0, ""},
		{"only pages", image + missing + one, "https://courier.example/a <p>one</p>", 0, ""},
		{"packed body", zipped, "https://courier.example/z <p>three</p>", 0, ""},
		{"body unpacked, header left", stale, "https://courier.example/s <p>four</p>", 0, ""},
		{"a record that is no response costs itself", garbled + one, "https://courier.example/a <p>one</p>", 1, ""},
		{"page over the limit costs itself", record("response", "u:x", response("", strings.Repeat("x", maxBody+1))) + one, "https://courier.example/a <p>one</p>", 1, ""},
		{"bytes between records", one + "stray\r\n" + two, "https://courier.example/a <p>one</p>|https://courier.example/b <p>two</p>", 0, ""},
		{"cut short", one + two[:len(two)/3], "https://courier.example/a <p>one</p>", 0, "breaks off"},
		{"cut short in a body", one + two[:len(two)-20], "https://courier.example/a <p>one</p>", 0, "breaks off"},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", "", 0, "WARC record 1: content length"},
		{"not a WARC file", "<html>", "", 0, "no WARC file"},
		{"empty", "", "", 0, "no WARC file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pages, skipped, err := readAll(t, tt.file)
			var got []string
			for _, p := range pages {
				got = append(got, p.URL+" "+string(p.Body))
				if want := time.Date(2026, 10, 5, 8, 30, 0, 0, time.UTC); !p.FetchedAt.Equal(want) {
					t.Errorf("fetched at %s, want %s", p.FetchedAt, want)
				}
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("pages %q, want %q", s, tt.want)
			}
			if skipped != tt.skipped {
				t.Errorf("skipped %d, want %d", skipped, tt.skipped)
			}
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
		})
	}
}

func TestBombIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprintf(z, "WARC/1.0\r\nContent-Length: %d\r\n\r\n", 200<<20)
	zeros := make([]byte, 1<<20)
	for range 200 {
		z.Write(zeros)
	}
	fmt.Fprint(z, "\r\n\r\n"+record("response", "https://courier.example/a", response("", "<p>one</p>")))
	z.Close()
	if _, _, err := readAll(t, b.String()); err == nil || !strings.Contains(err.Error(), "unpack") {
		t.Fatalf("error %v, want one about the unpacked size", err)
	}
}

func FuzzReader(f *testing.F) {
	one := record("response", "https://courier.example/a", response("", "<p>one</p>"))
	f.Add([]byte(one))
	f.Add([]byte(packed(one, one)))
	f.Add([]byte(one[:len(one)-10]))
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := NewReader(bytes.NewReader(file))
		if err != nil {
			return
		}
		for range 1000 {
			p, err := r.Next()
			if err != nil {
				return
			}
			if len(p.Body) > maxBody {
				t.Fatalf("page of %d bytes", len(p.Body))
			}
		}
	})
}
