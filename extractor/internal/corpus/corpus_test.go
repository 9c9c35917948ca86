package corpus

import (
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		name      string
		got, want []string
		line      string
	}{
		{"all right", []string{"b", "a"}, []string{"a", "b"}, "1 right; precision 1.000, recall 1.000"},
		{"one too many", []string{"a", "a"}, []string{"a"}, "0 right; precision 0.500, recall 1.000"},
		{"one missing", []string{"a"}, []string{"a", "a"}, "0 right; precision 1.000, recall 0.500"},
		{"rightly nothing", nil, nil, "1 right; precision 1.000, recall 1.000"},
		{"wrongly something", []string{"a"}, nil, "0 right; precision 0.000, recall 1.000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f figures
			f.compare(t, "a sentence", tt.got, tt.want)
			var out strings.Builder
			f.write(&out, "group")
			if !strings.Contains(out.String(), tt.line) {
				t.Errorf("got %s, want %s", out.String(), tt.line)
			}
		})
	}
}

func TestListOfNothing(t *testing.T) {
	if got := list("-", ";"); got != nil {
		t.Errorf("got %q", got)
	}
}
