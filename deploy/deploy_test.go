package deploy

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
)

// TestCompose loads docker-compose.yml as Docker does and holds what people rely on: every service has a
// health check, a bound on memory and a volume for what it keeps, and nothing starts before NATS is well.
func TestCompose(t *testing.T) {
	o, err := cli.NewProjectOptions([]string{filepath.Join("..", "docker-compose.yml")}, cli.WithEnv([]string{"CLAIMWIRE_FEEDS=[]"}))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Services) != 2 {
		t.Errorf("%d services, want nats and claimwire", len(p.Services))
	}
	for name, s := range p.Services {
		if s.HealthCheck == nil || len(s.HealthCheck.Test) == 0 || s.MemLimit == 0 || len(s.Volumes) == 0 {
			t.Errorf("%s: health check, memory limit or volume is missing", name)
		}
	}
	if dep, ok := p.Services["claimwire"].DependsOn["nats"]; !ok || dep.Condition != "service_healthy" {
		t.Errorf("claimwire does not wait for a healthy NATS: %+v", dep)
	}
	if b := p.Services["claimwire"].Build; b == nil || !exists(filepath.Join("..", b.Dockerfile)) && !exists(b.Dockerfile) {
		t.Errorf("the image's Dockerfile is not there: %+v", b)
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
