{{- define "tidings.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tidings.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tidings.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "tidings.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "tidings.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tidings.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Whether several nodes can work together: not empty if so. */}}
{{- define "tidings.clustered" -}}
{{- if and .Values.kafka.bootstrapServers .Values.relay.addresses -}}true{{- end -}}
{{- end -}}

{{/* Refuses values that the application would refuse at its start, or that would lose updates. */}}
{{- define "tidings.validate" -}}
{{- $clustered := include "tidings.clustered" . -}}
{{- if and (gt (int .Values.replicaCount) 1) (not $clustered) -}}
{{- fail (printf "replicaCount: %d (expected: 1 without both kafka.bootstrapServers and relay.addresses, for nodes share updates over them)" (int .Values.replicaCount)) -}}
{{- end -}}
{{- if and $clustered (not .Values.admin.token.existingSecret) -}}
{{- fail "admin.token.existingSecret: '' (expected: the name of a secret, for each node would make a token of its own)" -}}
{{- end -}}
{{- if and .Values.kafka.bootstrapServers (not .Values.namespaces) -}}
{{- fail "namespaces: {} (expected: at least one namespace for Kafka to feed)" -}}
{{- end -}}
{{- if and .Values.relay.login (not .Values.relay.passcode.existingSecret) -}}
{{- fail "relay.passcode.existingSecret: '' (expected: the name of a secret, for relay.login is set)" -}}
{{- end -}}
{{- end -}}

{{/* The application's configuration; .Values.config has the last word. */}}
{{- define "tidings.application" -}}
{{- $spring := dict -}}
{{- $tidings := dict -}}
{{- with .Values.namespaces -}}
{{- $_ := set $tidings "namespaces" . -}}
{{- end -}}
{{- with .Values.kafka -}}
{{- if .bootstrapServers -}}
{{- $kafka := dict "bootstrap-servers" (join "," .bootstrapServers) -}}
{{- with .properties -}}
{{- $_ := set $kafka "properties" . -}}
{{- end -}}
{{- $_ := set $spring "kafka" $kafka -}}
{{- end -}}
{{- end -}}
{{- with .Values.relay -}}
{{- if .addresses -}}
{{- $relay := dict "addresses" .addresses -}}
{{- with .login -}}
{{- $_ := set $relay "login" . -}}
{{- end -}}
{{- with .virtualHost -}}
{{- $_ := set $relay "virtual-host" . -}}
{{- end -}}
{{- with .sslBundle -}}
{{- $_ := set $relay "ssl" (dict "bundle" .) -}}
{{- end -}}
{{- $_ := set $tidings "relay" $relay -}}
{{- end -}}
{{- end -}}
{{- $application := dict -}}
{{- with $spring -}}
{{- $_ := set $application "spring" . -}}
{{- end -}}
{{- with $tidings -}}
{{- $_ := set $application "tidings" . -}}
{{- end -}}
{{- mustMergeOverwrite $application (deepCopy .Values.config) | toYaml -}}
{{- end -}}

{{/* An environment variable from a secret, where one is named: (list NAME SECRET). */}}
{{- define "tidings.secretEnv" -}}
{{- $secret := index . 1 -}}
{{- if $secret.existingSecret }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.existingSecret }}
      key: {{ $secret.key }}
{{- end }}
{{- end -}}
