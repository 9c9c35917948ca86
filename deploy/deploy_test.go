package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/claimwire/claimwire/internal/config"
)

// compose loads docker-compose.yml as Docker does, with one profile and environment.
func compose(t *testing.T, profile string, env ...string) *types.Project {
	t.Helper()
	o, err := cli.NewProjectOptions([]string{filepath.Join("..", "docker-compose.yml")}, cli.WithEnv(env), cli.WithProfiles([]string{profile}))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCompose holds what people rely on: each profile has its services, every service has bounds and a
// place for what it keeps, what runs on has a health check, and nothing starts before what it needs is well.
func TestCompose(t *testing.T) {
	want := map[string]string{"minimal": "claimwire", "full": "alerts crawler elasticsearch extractor indexer kibana nats setup"}
	for profile, names := range want {
		p := compose(t, profile)
		if got := strings.Join(p.ServiceNames(), " "); got != names {
			t.Errorf("profile %s has %s, want %s", profile, got, names)
		}
		for name, s := range p.Services {
			if name != "setup" && (s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) == 0) {
				t.Errorf("%s: no health check", name)
			}
			if s.MemLimit == 0 || s.CPUS == 0 || len(s.Volumes)+len(s.Tmpfs) == 0 {
				t.Errorf("%s: no bound on memory or processors, or no place for its data", name)
			}
			if s.Image == "claimwire" && (!s.ReadOnly || len(s.CapDrop) == 0 || s.Build == nil || !exists(filepath.Join("..", s.Build.Dockerfile)) && !exists(s.Build.Dockerfile)) {
				t.Errorf("%s: its root can be written, it keeps capabilities, or its Dockerfile is not there", name)
			}
			writes := name == "indexer" || name == "setup"
			if secret := len(s.Secrets) > 0; profile == "full" && s.Image == "claimwire" && secret != writes {
				t.Errorf("%s: has the index's password: %v, needs it: %v", name, secret, writes)
			}
			for key, value := range s.Environment {
				if value != nil && strings.Contains(key, "PASSWORD") && !strings.HasPrefix(*value, "/run/secrets/") {
					t.Errorf("%s: %s is a secret in the environment", name, key)
				}
			}
		}
	}
	needs := map[string]string{"crawler": "nats service_healthy", "extractor": "nats service_healthy", "alerts": "nats service_healthy",
		"indexer": "setup service_completed_successfully", "setup": "elasticsearch service_healthy", "kibana": "elasticsearch service_healthy"}
	p := compose(t, "full")
	for name, need := range needs {
		on, condition, _ := strings.Cut(need, " ")
		if dep, ok := p.Services[name].DependsOn[on]; !ok || dep.Condition != condition {
			t.Errorf("%s does not wait for %s: %+v", name, need, dep)
		}
	}
}

// TestComposeSettings holds that what the environment gives reaches the program, and that nothing given is
// nothing wrong.
func TestComposeSettings(t *testing.T) {
	given := []string{`CLAIMWIRE_FEEDS=[{url: "https://news.example/feed.xml"}]`,
		`CLAIMWIRE_ALERTS__SINKS={desk: {webhook: "https://chat.example/hook"}}`,
		`CLAIMWIRE_ALERTS__RULES=[{name: all, on: [new], to: [desk]}]`}
	for profile, service := range map[string]string{"minimal": "claimwire", "full": "alerts"} {
		for _, env := range [][]string{nil, given} {
			var environ []string
			for key, value := range compose(t, profile, env...).Services[service].Environment {
				if value != nil {
					environ = append(environ, key+"="+*value)
				}
			}
			c, err := config.Load("", environ)
			if err != nil {
				t.Fatalf("%s: %v", service, err)
			}
			if want := len(env) / len(given); len(c.Feeds) != want || len(c.Alerts.Rules) != want || len(c.Alerts.Sinks) != want {
				t.Errorf("%s: %d given, and it has %d feeds, %d rules, %d sinks", service, want, len(c.Feeds), len(c.Alerts.Rules), len(c.Alerts.Sinks))
			}
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestDockerfile holds that the image runs without root, with a health check, and copies what is there.
func TestDockerfile(t *testing.T) {
	b, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{"nonroot", "HEALTHCHECK", "VOLUME /data", `ENTRYPOINT ["claimwire"]`} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile has no %s", want)
		}
	}
	for _, file := range []string{"LICENSE", "NOTICE", "go.mod", "go.sum"} {
		if !strings.Contains(text, file) || !exists(filepath.Join("..", file)) {
			t.Errorf("%s is not copied, or not there", file)
		}
	}
}
