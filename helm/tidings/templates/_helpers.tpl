{{- define "tidings.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The nodes' pods, and no other of the release's. */}}
{{- define "tidings.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: node
{{- end -}}

{{/* Labels of every object: (list ROOT COMPONENT). */}}
{{- define "tidings.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The head of an object: (list ROOT SUFFIX LABELS ANNOTATIONS). */}}
{{- define "tidings.metadata" -}}
{{- $root := index . 0 -}}
metadata:
  name: {{ include "tidings.fullname" $root }}{{ index . 1 }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "tidings.labels" (list $root "node") | nindent 4 }}
    {{- with index . 2 }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with merge dict (index . 3) $root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "tidings.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tidings.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "tidings.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Whether several nodes can work together: not empty if so. */}}
{{- define "tidings.clustered" -}}
{{- if and .Values.kafka.bootstrapServers .Values.relay.addresses -}}true{{- end -}}
{{- end -}}

{{/* Whether the pod of the test can open a session: not empty if so. */}}
{{- define "tidings.testable" -}}
{{- if or .Values.access.anonymous .Values.test.token.existingSecret -}}true{{- end -}}
{{- end -}}

{{/* Paths that come from outside: the WebSocket's first. */}}
{{- define "tidings.paths" -}}
{{- prepend .Values.edge.extraPaths .Values.edge.path | uniq | toJson -}}
{{- end -}}

{{/* What every pod of this chart is kept from. */}}
{{- define "tidings.podSecurity" -}}
runAsNonRoot: true
{{- with .Values.runAsUser }}
runAsUser: {{ int . }}
runAsGroup: {{ int . }}
fsGroup: {{ int . }}
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "tidings.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Environment variables from secrets, as far as those are named: (dict NAME SECRET ...). */}}
{{- define "tidings.secretEnv" -}}
{{- range $name, $secret := . }}
{{- if $secret.existingSecret }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.existingSecret }}
      key: {{ $secret.key }}
{{- end }}
{{- end }}
{{- end -}}

{{/* How many processors the JVM is told that it has: empty where it reads that from the container's limit. */}}
{{- define "tidings.processors" -}}
{{- if .Values.processors -}}
{{- .Values.processors -}}
{{- else if not (dig "limits" "cpu" "" .Values.resources) -}}
{{- $cpu := dig "requests" "cpu" "0" .Values.resources | toString -}}
{{- max 2 (hasSuffix "m" $cpu | ternary (divf (trimSuffix "m" $cpu) 1000) (float64 $cpu) | ceil) -}}
{{- end -}}
{{- end -}}

{{/* The node's: what it reads of secrets, and who it is. */}}
{{- define "tidings.env" -}}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/tidings/config/
- name: TIDINGS_CLUSTER_NODENAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- with include "tidings.processors" . }}
- name: JDK_JAVA_OPTIONS
  value: -XX:ActiveProcessorCount={{ . }}
{{- end }}
{{- include "tidings.secretEnv" (dict
  "TIDINGS_ADMIN_TOKEN" .Values.admin.token
  "TIDINGS_RELAY_PASSCODE" .Values.relay.passcode
  "TIDINGS_ACCESS_JWT_SECRET" .Values.access.jwt.secret
  "TIDINGS_ACCESS_AUTHORIZER_TOKEN" .Values.access.authorizer.token
  "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG" .Values.kafka.saslJaasConfig) }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
