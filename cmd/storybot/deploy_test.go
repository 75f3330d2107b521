package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// permissions is the block of deploy/CLUSTER.md that says what a user in NATS
// has to be let do.
func permissions(t *testing.T) string {
	t.Helper()
	block := regexp.MustCompile(`(?ms)^authorization \{$.*?^\}$`).FindString(deployed(t, "CLUSTER.md"))
	if block == "" {
		t.Fatal("deploy/CLUSTER.md has no block of permissions")
	}
	return block
}

// settingNames are the names of all settings.
func settingNames() (names []string) {
	fields := reflect.TypeFor[config]()
	for i := range fields.NumField() {
		names = append(names, fields.Field(i).Tag.Get("env"))
	}
	return names
}

// TestEachSettingIsDescribed in the README and in .env.example.
func TestEachSettingIsDescribed(t *testing.T) {
	for file, row := range map[string]string{"README.md": "\n| `%s` |", ".env.example": "\n%s=\n"} {
		text := deployed(t, filepath.Join("..", file))
		for _, name := range settingNames() {
			if !strings.Contains(text, strings.ReplaceAll(row, "%s", name)) {
				t.Errorf("%s does not describe %s", file, name)
			}
		}
	}
}

// TestKubernetes reads the example as far as storybot has a say in it.
func TestKubernetes(t *testing.T) {
	type probe struct {
		HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
	}
	type object struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Spec       struct {
			Strategy struct{ Type string }
			Template struct {
				Spec struct {
					Grace      int `yaml:"terminationGracePeriodSeconds"`
					Containers []struct {
						Env            []struct{ Name, Value string }
						StartupProbe   probe `yaml:"startupProbe"`
						LivenessProbe  probe `yaml:"livenessProbe"`
						ReadinessProbe probe `yaml:"readinessProbe"`
					}
				}
			}
		}
	}
	var kinds []string
	for all := yaml.NewDecoder(bytes.NewReader([]byte(deployed(t, "kubernetes.yaml")))); ; {
		var o object
		err := all.Decode(&o)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, o.Kind)
		pod := o.Spec.Template.Spec
		if o.Kind != "Deployment" {
			continue
		}
		if o.Spec.Strategy.Type != "RollingUpdate" || pod.Grace < 15 || len(pod.Containers) != 1 {
			t.Errorf("%+v", o)
		}
		for _, c := range pod.Containers {
			if got := c.StartupProbe.HTTPGet.Path + c.LivenessProbe.HTTPGet.Path + c.ReadinessProbe.HTTPGet.Path; got != "/healthz/healthz/readyz" {
				t.Errorf("the probes ask %s", got)
			}
			for _, e := range c.Env {
				if !slices.Contains(settingNames(), e.Name) {
					t.Errorf("%s is no setting", e.Name)
				}
			}
		}
	}
	if got := strings.Join(kinds, " "); got != "Deployment PersistentVolumeClaim PodDisruptionBudget" {
		t.Errorf("the objects are %s", got)
	}
}
