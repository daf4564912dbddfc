{{/* What leaves for the ports of addresses (HOST:PORT, or URLs), and peers if there are any: (list ADDRESSES PEERS). */}}
{{- define "tidings.egress" -}}
{{- $ports := list -}}
{{- range index . 0 -}}
{{- $ports = append $ports (include "tidings.port" .) -}}
{{- end -}}
{{- with $ports | uniq -}}
- ports:
    {{- range . }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with index $ 1 }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "tidings.port" -}}
{{- $host := regexReplaceAll "^https?://([^/]*).*$" . "${1}" -}}
{{- if regexMatch ":[0-9]+$" $host -}}
{{ regexFind "[0-9]+$" $host }}
{{- else -}}
{{ hasPrefix "https" . | ternary 443 80 }}
{{- end -}}
{{- end -}}

{{/* URLs that nodes ask who may do what. */}}
{{- define "tidings.services" -}}
{{- compact (list .jwt.issuerUri .jwt.jwkSetUri .authorizer.url) | toJson -}}
{{- end -}}
