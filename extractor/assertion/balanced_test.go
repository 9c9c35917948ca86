package assertion

import "testing"

func TestBalanced(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a pair around all", `"We shut it down"`, `We shut it down`},
		{"left open", `calling the claim "baseless`, `calling the claim "baseless"`},
		{"open at the front", `"We shut it down`, `We shut it down`},
		{"closes nothing", `We shut it down"`, `We shut it down`},
		{"curly, left open", `staff were “overwhelmed`, `staff were “overwhelmed”`},
		{"curly, closes nothing", `they were overwhelmed”`, `they were overwhelmed`},
		{"a pair inside stays", `staff were "tired" by noon`, `staff were "tired" by noon`},
		{"two pairs stay", `"Yes" and "no"`, `"Yes" and "no"`},
		{"none", `it stopped`, `it stopped`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := balanced(tt.in); got != tt.want {
				t.Errorf("balanced(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
