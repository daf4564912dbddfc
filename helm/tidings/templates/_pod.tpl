{{/* Asks the port of the meters, which clients cannot fill: a crowd must not end a node that is well. */}}
{{- define "tidings.alive" -}}
httpGet:
  path: /actuator/health/liveness
  port: metrics
{{- end -}}

{{/* Asks the port that clients use. */}}
{{- define "tidings.ready" -}}
httpGet:
  path: /readyz
  port: http
  {{- if .Values.edge.sslBundle }}
  scheme: HTTPS
  {{- end }}
{{- end -}}

{{/* Over zones and hosts as far as there are any: a node that cannot be placed so is better than none. */}}
{{- define "tidings.spread" -}}
{{- with .Values.topologySpreadConstraints -}}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- else -}}
{{- if include "tidings.clustered" . -}}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "tidings.selectorLabels" $ | nindent 8 }}
    # Those of the revision alone, for in an upgrade the old ones go.
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
