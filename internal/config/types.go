package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Duration is a time.Duration that also takes days and weeks: 90s, 15m, 36h, 7d, 2w, 1d12h.
type Duration time.Duration

// D is the duration as the standard library's type.
func (d Duration) D() time.Duration { return time.Duration(d) }

// String writes whole days as days.
func (d Duration) String() string {
	t := time.Duration(d)
	if day := 24 * time.Hour; t >= day && t%day == 0 {
		return strconv.FormatInt(int64(t/day), 10) + "d"
	}
	return t.String()
}

// MarshalYAML writes the short form.
func (d Duration) MarshalYAML() (any, error) { return d.String(), nil }

// UnmarshalYAML reads the forms above.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	v, err := ParseDuration(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	*d = v
	return nil
}

// ParseDuration reads a duration; d stands for 24 hours, w for 7 days.
func ParseDuration(s string) (Duration, error) {
	bad := fmt.Errorf("%q is no duration: write for example 90s, 15m, 36h, 7d or 2w", s)
	if s == "0" {
		return 0, nil
	}
	var total time.Duration
	rest := s
	for rest != "" {
		i := strings.IndexAny(rest, "dw")
		if i < 0 {
			t, err := time.ParseDuration(rest)
			if err != nil || t < 0 {
				return 0, bad
			}
			total += t
			break
		}
		n, err := strconv.ParseUint(rest[:i], 10, 16)
		if err != nil {
			return 0, bad
		}
		unit := 24 * time.Hour
		if rest[i] == 'w' {
			unit *= 7
		}
		total += time.Duration(n) * unit
		rest = rest[i+1:]
	}
	if s == "" || total < 0 {
		return 0, bad
	}
	return Duration(total), nil
}

// Size is a number of bytes, written 512KiB, 1MiB, 2GiB or plain.
type Size int64

// unit is one that a size can be written in.
type unit struct {
	suffix string
	bytes  int64
}

// units are all of them, the largest first.
func units() []unit {
	return []unit{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {"", 1}}
}

// String writes the largest unit that divides the size.
func (s Size) String() string {
	for _, u := range units() {
		if int64(s)%u.bytes == 0 && int64(s) >= u.bytes {
			return strconv.FormatInt(int64(s)/u.bytes, 10) + u.suffix
		}
	}
	return "0B"
}

// MarshalYAML writes the short form.
func (s Size) MarshalYAML() (any, error) { return s.String(), nil }

// UnmarshalYAML reads the forms above.
func (s *Size) UnmarshalYAML(n *yaml.Node) error {
	v, err := ParseSize(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	*s = v
	return nil
}

// ParseSize reads a size.
func ParseSize(text string) (Size, error) {
	for _, u := range units() {
		number, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 40)
		if err != nil || n < 0 || n > (1<<62)/u.bytes {
			break
		}
		return Size(n * u.bytes), nil
	}
	return 0, fmt.Errorf("%q is no size: write for example 512KiB, 1MiB or 2GiB", text)
}

// Sync says when the embedded bus forces what it accepted to disk: always, or at an interval that a
// power cut may then lose.
type Sync struct {
	Always bool
	Every  time.Duration
}

// String is the form that Load reads.
func (s Sync) String() string {
	if s.Always {
		return "always"
	}
	return Duration(s.Every).String()
}

// MarshalYAML writes that form.
func (s Sync) MarshalYAML() (any, error) { return s.String(), nil }

// UnmarshalYAML reads "always" or a duration.
func (s *Sync) UnmarshalYAML(n *yaml.Node) error {
	if n.Value == "always" {
		*s = Sync{Always: true}
		return nil
	}
	d, err := ParseDuration(n.Value)
	if err != nil || d <= 0 {
		return fmt.Errorf("line %d: bus.sync is %q: write always, or an interval such as 2s", n.Line, n.Value)
	}
	*s = Sync{Every: d.D()}
	return nil
}
