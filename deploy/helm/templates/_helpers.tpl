{{- define "claimwire.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "claimwire.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "claimwire.labels" -}}
{{ include "claimwire.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "claimwire.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (ternary (include "claimwire.name" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{- define "claimwire.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "claimwire.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "claimwire.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "claimwire.env" -}}
- {name: CLAIMWIRE_DATA, value: /data}
- {name: CLAIMWIRE_NATS__URL, value: {{ .Values.nats.url | quote }}}
{{- if .Values.nats.existingSecret }}
- {name: CLAIMWIRE_NATS__CREDS_FILE, value: /secrets/nats/creds}
{{- end }}
{{- end }}

{{/* Only who writes the index gets its address and credentials. */}}
{{- define "claimwire.indexEnv" -}}
- {name: CLAIMWIRE_ELASTICSEARCH__URL, value: {{ .Values.elasticsearch.url | quote }}}
{{- if .Values.elasticsearch.existingSecret }}
{{- if .Values.elasticsearch.apiKey }}
- {name: CLAIMWIRE_ELASTICSEARCH__API_KEY_FILE, value: /secrets/elasticsearch/api_key}
{{- else }}
- name: CLAIMWIRE_ELASTICSEARCH__USER
  valueFrom: {secretKeyRef: {name: {{ .Values.elasticsearch.existingSecret }}, key: user}}
- {name: CLAIMWIRE_ELASTICSEARCH__PASSWORD_FILE, value: /secrets/elasticsearch/password}
{{- end }}
{{- end }}
{{- if .Values.elasticsearch.caSecret }}
- {name: CLAIMWIRE_ELASTICSEARCH__CA_FILE, value: /secrets/ca/ca.crt}
{{- end }}
{{- end }}

{{- define "claimwire.mounts" -}}
- {name: data, mountPath: /data}
- {name: config, mountPath: /config, readOnly: true}
{{- if .Values.nats.existingSecret }}
- {name: nats, mountPath: /secrets/nats, readOnly: true}
{{- end }}
{{- end }}

{{- define "claimwire.indexMounts" -}}
{{- if .Values.elasticsearch.existingSecret }}
- {name: elasticsearch, mountPath: /secrets/elasticsearch, readOnly: true}
{{- end }}
{{- if .Values.elasticsearch.caSecret }}
- {name: ca, mountPath: /secrets/ca, readOnly: true}
{{- end }}
{{- end }}

{{- define "claimwire.volumes" -}}
- {name: data, emptyDir: {sizeLimit: 1Gi}}
- {name: config, configMap: {name: {{ include "claimwire.name" . }}}}
{{- if .Values.nats.existingSecret }}
- {name: nats, secret: {secretName: {{ .Values.nats.existingSecret }}}}
{{- end }}
{{- end }}

{{- define "claimwire.indexVolumes" -}}
{{- if .Values.elasticsearch.existingSecret }}
- {name: elasticsearch, secret: {secretName: {{ .Values.elasticsearch.existingSecret }}}}
{{- end }}
{{- if .Values.elasticsearch.caSecret }}
- {name: ca, secret: {secretName: {{ .Values.elasticsearch.caSecret }}}}
{{- end }}
{{- end }}

{{/* Only who sends alerts gets the keys of the sinks. */}}
{{- define "claimwire.alertMounts" -}}
{{- if .Values.alerts.existingSecret }}
- {name: alerts, mountPath: /secrets/alerts, readOnly: true}
{{- end }}
{{- end }}

{{- define "claimwire.alertVolumes" -}}
{{- if .Values.alerts.existingSecret }}
- {name: alerts, secret: {secretName: {{ .Values.alerts.existingSecret }}}}
{{- end }}
{{- end }}
