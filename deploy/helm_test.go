package deploy

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// helm runs the program that CLAIMWIRE_TEST_HELM names.
func helm(t *testing.T, args ...string) (string, error) {
	t.Helper()
	path := os.Getenv("CLAIMWIRE_TEST_HELM")
	if path == "" {
		t.Skip("no Helm: build it with `go install helm.sh/helm/v3/cmd/helm@v3.18.6` and name it in CLAIMWIRE_TEST_HELM")
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput()
	return string(out), err
}

// manifest is what the tests look at of a Kubernetes object.
type manifest struct {
	Kind     string
	Metadata struct{ Name string }
	Spec     struct {
		Replicas *int
		Template struct {
			Spec struct {
				SecurityContext map[string]any `yaml:"securityContext"`
				Containers      []struct {
					Args            []string
					Env             []struct{ Name, Value string }
					SecurityContext map[string]any `yaml:"securityContext"`
					Resources       map[string]any
					StartupProbe    map[string]any          `yaml:"startupProbe"`
					LivenessProbe   map[string]any          `yaml:"livenessProbe"`
					ReadinessProbe  map[string]any          `yaml:"readinessProbe"`
					VolumeMounts    []struct{ Name string } `yaml:"volumeMounts"`
				}
				Volumes []struct{ Name string }
			}
		}
	}
}

func render(t *testing.T, set string) (kinds []string, all []manifest, text string) {
	t.Helper()
	text, err := helm(t, "template", "x", "helm", "--kube-version", "1.31.0", "--set", set)
	if err != nil {
		t.Fatalf("%s: %v\n%s", set, err, text)
	}
	for d := yaml.NewDecoder(bytes.NewReader([]byte(text))); ; {
		var m manifest
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			return kinds, all, text
		} else if err != nil {
			t.Fatal(err)
		}
		kinds, all = append(kinds, m.Kind), append(all, m)
	}
}

// TestHelm renders the chart in its main forms and holds what people rely on.
func TestHelm(t *testing.T) {
	if out, err := helm(t, "lint", "--strict", "helm"); err != nil {
		t.Fatalf("lint: %v\n%s", err, out)
	}
	tests := []struct {
		name, set  string
		has, hasNo []string // kinds, or with a blank in them text
	}{
		{"as it is", "image.tag=x", []string{"Deployment", "Job", "NetworkPolicy", "ConfigMap", "PodDisruptionBudget", "ServiceAccount"}, []string{"ScaledObject", "HorizontalPodAutoscaler"}},
		{"scaled by lag", "autoscaling.enabled=true", []string{"ScaledObject", "stream: ARTICLES"}, []string{"HorizontalPodAutoscaler"}},
		{"scaled by load", "autoscaling.enabled=true,autoscaling.cpu=true", []string{"HorizontalPodAutoscaler"}, []string{"ScaledObject"}},
		{"secrets", "elasticsearch.existingSecret=es,elasticsearch.caSecret=ca,nats.existingSecret=n",
			[]string{"value: /secrets/elasticsearch/api_key", "value: /secrets/ca/ca.crt", "value: /secrets/nats/creds"}, nil},
		{"files", "files.owners\\.tsv=Post\tComet,config.owners=/config/owners.tsv,alerts.existingSecret=hooks",
			[]string{`"owners.tsv": "Post\tComet"`, "owners: /config/owners.tsv", "mountPath: /secrets/alerts", "secretName: hooks"}, nil},
		{"password", "elasticsearch.existingSecret=es,elasticsearch.apiKey=false", []string{"value: /secrets/elasticsearch/password"}, []string{"value: /secrets/elasticsearch/api_key"}},
		{"the least", "networkPolicy.enabled=false,setup.enabled=false,podDisruptionBudget=false,serviceAccount.create=false", []string{"Deployment"}, []string{"NetworkPolicy", "Job", "PodDisruptionBudget", "ServiceAccount"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kinds, all, text := render(t, test.set)
			found := func(s string) bool {
				return slices.Contains(kinds, s) || strings.Contains(s, " ") && strings.Contains(text, s)
			}
			for _, s := range test.has {
				if !found(s) {
					t.Errorf("%s is missing", s)
				}
			}
			for _, s := range test.hasNo {
				if found(s) {
					t.Errorf("%s is there", s)
				}
			}
			for i := range all {
				checkPod(t, &all[i])
			}
		})
	}
	if out, err := helm(t, "template", "x", "helm", "--kube-version", "1.31.0", "--set", "nats.url=http://n"); err == nil {
		t.Errorf("an address that is none of NATS renders:\n%s", out)
	}
}

// checkPod holds that a pod runs without rights, within bounds, watched, and has each volume it mounts.
func checkPod(t *testing.T, m *manifest) {
	t.Helper()
	if m.Kind != "Deployment" && m.Kind != "Job" {
		return
	}
	pod := m.Spec.Template.Spec
	if pod.SecurityContext["runAsNonRoot"] != true || len(pod.Containers) != 1 {
		t.Fatalf("%s: runs as root, or has %d containers", m.Metadata.Name, len(pod.Containers))
	}
	writes, alerts := strings.Contains(m.Metadata.Name, "indexer") || m.Kind == "Job", strings.Contains(m.Metadata.Name, "alerts")
	for _, v := range pod.Volumes {
		if !writes && (v.Name == "elasticsearch" || v.Name == "ca") || !alerts && v.Name == "alerts" {
			t.Errorf("%s: has the secret %s and does not need it", m.Metadata.Name, v.Name)
		}
	}
	c := pod.Containers[0]
	if c.SecurityContext["readOnlyRootFilesystem"] != true || c.SecurityContext["allowPrivilegeEscalation"] != false || c.Resources["limits"] == nil || c.Resources["requests"] == nil {
		t.Errorf("%s: rights or bounds: %v %v", m.Metadata.Name, c.SecurityContext, c.Resources)
	}
	if m.Kind == "Deployment" && (c.StartupProbe == nil || c.LivenessProbe == nil || c.ReadinessProbe == nil || c.Args[0] != "run") {
		t.Errorf("%s: a probe is missing, or it runs %v", m.Metadata.Name, c.Args)
	}
	var names []string
	for _, v := range pod.Volumes {
		names = append(names, v.Name)
	}
	for _, v := range c.VolumeMounts {
		if !slices.Contains(names, v.Name) {
			t.Errorf("%s mounts %s, which it does not have", m.Metadata.Name, v.Name)
		}
	}
}
