{{/* The application's configuration: what the values say, and config as a second document, which has the last word. */}}
{{- define "tidings.application" -}}
# Readiness is asked at the port that clients use. Meters and liveness have one of their own, which no Ingress reaches.
management:
  server:
    port: 9090
    ssl.enabled: false
  endpoint.health.probes.add-additional-paths: true
{{- with .Values.edge.sslBundle }}
server.ssl.bundle: {{ . }}
{{- end }}
{{- with .Values.certificates }}
spring.ssl.bundle.pem:
  {{- range $name, $secret := . }}
  {{ $name }}:
    {{- include "tidings.bundle" (list (printf "file:/etc/tidings/certificates/%s/" $name) $secret) | nindent 4 }}
  {{- end }}
{{- end }}
{{- if .Values.kafka.bootstrapServers }}
spring.kafka:
  {{- include "tidings.kafka" .Values.kafka | nindent 2 }}
{{- end }}
{{- with include "tidings.jwt" .Values.access.jwt }}
spring.security.oauth2.resourceserver.jwt:
  {{- trim . | nindent 2 }}
{{- end }}
tidings:
  {{- with .Values.namespaces }}
  namespaces:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.relay.addresses }}
  relay:
    {{- include "tidings.relay" .Values.relay | nindent 4 }}
  {{- end }}
  {{- include "tidings.edge" . | nindent 2 }}
  canary.enabled: {{ .Values.canary.enabled }}
  access:
    anonymous: {{ .Values.access.anonymous }}
    {{- with .Values.access.adminScope }}
    admin-scope: {{ quote . }}
    {{- end }}
    {{- with .Values.access.authorizer.url }}
    authorizer.url: {{ quote . }}
    {{- end }}
{{- with .Values.config }}
---
# config
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Certificates that are read again when the secret changes: (list FOLDER SECRET). */}}
{{- define "tidings.bundle" -}}
{{- $folder := index . 0 -}}
{{- with index . 1 -}}
reload-on-update: true
{{- with .ca }}
truststore.certificate: {{ $folder }}{{ . }}
{{- end }}
{{- if .certificate }}
keystore:
  certificate: {{ $folder }}{{ .certificate }}
  private-key: {{ $folder }}{{ .privateKey }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "tidings.kafka" -}}
bootstrap-servers: {{ .bootstrapServers | toJson }}
{{- with .sslBundle }}
ssl.bundle: {{ . }}
{{- end }}
{{- with .properties }}
properties:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "tidings.relay" -}}
addresses: {{ .addresses | toJson }}
{{- with .login }}
login: {{ quote . }}
{{- end }}
{{- with .virtualHost }}
virtual-host: {{ quote . }}
{{- end }}
{{- with .sslBundle }}
ssl.bundle: {{ . }}
{{- end }}
{{- end -}}

{{- define "tidings.edge" -}}
session:
  path: {{ .Values.edge.path }}
  drain.period: {{ .Values.drainSeconds }}s
  {{- with .Values.edge.allowedOrigins }}
  allowed-origins: {{ toJson . }}
  {{- end }}
{{- with .Values.edge.trustedProxies }}
connection:
  trusted-proxies: {{ toJson . }}
  forwarded-by: {{ $.Values.edge.forwardedBy }}
{{- end }}
{{- end -}}

{{- define "tidings.jwt" -}}
{{- with .issuerUri }}
issuer-uri: {{ quote . }}
{{- end }}
{{- with .jwkSetUri }}
jwk-set-uri: {{ quote . }}
{{- end }}
{{- if .publicKey.existingSecret }}
public-key-location: file:/etc/tidings/jwt/{{ .publicKey.key }}
{{- end }}
{{- with .audiences }}
audiences: {{ toJson . }}
{{- end }}
{{- end -}}
