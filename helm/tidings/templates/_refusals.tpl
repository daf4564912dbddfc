{{/* Refuses values that the application would refuse at its start, that would lose updates, or that say two things. */}}
{{- define "tidings.validate" -}}
{{- include "tidings.validateNodes" . -}}
{{- include "tidings.validateKafka" . -}}
{{- include "tidings.validateRelay" . -}}
{{- include "tidings.validateCertificates" . -}}
{{- include "tidings.validateAccess" . -}}
{{- include "tidings.validateProxies" . -}}
{{- include "tidings.validateService" .Values.service -}}
{{- include "tidings.validateStop" . -}}
{{- include "tidings.validateConfig" (list "config" "" .Values.config) -}}
{{- include "tidings.validateConfig" (list "kafka.properties" "spring.kafka.properties" .Values.kafka.properties) -}}
{{- include "tidings.validateEnvironment" .Values.extraEnv -}}
{{- end -}}

{{/* Ends the rendering in the application's own words: (list VALUE WHAT EXPECTED). */}}
{{- define "tidings.refuse" -}}
{{- $what := index . 1 -}}
{{- fail (printf "%s: %s (expected: %s)" (index . 0) (kindIs "string" $what | ternary (printf "'%v'" $what) (toJson $what)) (index . 2)) -}}
{{- end -}}

{{- define "tidings.validateNodes" -}}
{{- $alone := not (include "tidings.clustered" .) -}}
{{- $why := "without both kafka.bootstrapServers and relay.addresses, for nodes share updates over them" -}}
{{- with .Values.autoscaling -}}
{{- if not .enabled -}}
{{- if and $alone (gt (int $.Values.replicaCount) 1) -}}
{{- include "tidings.refuse" (list "replicaCount" $.Values.replicaCount (printf "1 %s" $why)) -}}
{{- end -}}
{{- else if $alone -}}
{{- include "tidings.refuse" (list "autoscaling.enabled" true (printf "false %s" $why)) -}}
{{- else if gt (int .minReplicas) (int .maxReplicas) -}}
{{- include "tidings.refuse" (list "autoscaling.minReplicas" .minReplicas (printf "at most autoscaling.maxReplicas, %v" .maxReplicas)) -}}
{{- else if not (or .cpuPercent .sessions) -}}
{{- include "tidings.refuse" (list "autoscaling.cpuPercent" .cpuPercent "more than 0, or autoscaling.sessions to be") -}}
{{- else if and .cpuPercent (not (dig "requests" "cpu" "" $.Values.resources)) -}}
{{- include "tidings.refuse" (list "resources.requests.cpu" "" "an amount, for autoscaling.cpuPercent is a part of it") -}}
{{- end -}}
{{- end -}}
{{- if and .Values.podDisruptionBudget.enabled $alone -}}
{{- include "tidings.refuse" (list "podDisruptionBudget.enabled" true (printf "false %s" $why)) -}}
{{- end -}}
{{- if and (not $alone) (not .Values.admin.token.existingSecret) -}}
{{- include "tidings.refuse" (list "admin.token.existingSecret" "" "the name of a secret, for each node would make a token of its own") -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateKafka" -}}
{{- with .Values.kafka -}}
{{- $protocol := get .properties "security.protocol" | default "" -}}
{{- if and .bootstrapServers (not $.Values.namespaces) -}}
{{- include "tidings.refuse" (list "namespaces" $.Values.namespaces "at least one namespace for Kafka to feed") -}}
{{- end -}}
{{- if and .saslJaasConfig.existingSecret (not (hasPrefix "SASL_" $protocol)) -}}
{{- include "tidings.refuse" (list "kafka.properties.security.protocol" $protocol "SASL_SSL or SASL_PLAINTEXT, for kafka.saslJaasConfig is set") -}}
{{- end -}}
{{- if and .sslBundle (not (hasSuffix "SSL" $protocol)) -}}
{{- include "tidings.refuse" (list "kafka.properties.security.protocol" $protocol "SSL or SASL_SSL, for kafka.sslBundle is set") -}}
{{- end -}}
{{- if and (not .bootstrapServers) (or .properties .sslBundle .saslJaasConfig.existingSecret) -}}
{{- include "tidings.refuse" (list "kafka.bootstrapServers" .bootstrapServers "at least one address, for other values of kafka are set") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateRelay" -}}
{{- with .Values.relay -}}
{{- if and .login (not .passcode.existingSecret) -}}
{{- include "tidings.refuse" (list "relay.passcode.existingSecret" "" "the name of a secret, for relay.login is set") -}}
{{- end -}}
{{- if and .passcode.existingSecret (not .login) -}}
{{- include "tidings.refuse" (list "relay.login" "" "a name, for relay.passcode is set") -}}
{{- end -}}
{{- if and (not .addresses) (or .login .virtualHost .sslBundle) -}}
{{- include "tidings.refuse" (list "relay.addresses" .addresses "at least one address, for other values of relay are set") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateCertificates" -}}
{{- range $name, $secret := .Values.certificates -}}
{{- if ne (empty $secret.certificate) (empty $secret.privateKey) -}}
{{- include "tidings.refuse" (list (printf "certificates.%s" $name) $secret "certificate and privateKey together") -}}
{{- end -}}
{{- if not (or $secret.ca $secret.certificate) -}}
{{- include "tidings.refuse" (list (printf "certificates.%s" $name) $secret "ca, or certificate and privateKey, or all of them") -}}
{{- end -}}
{{- end -}}
{{- range $value, $name := dict "kafka" .Values.kafka.sslBundle "relay" .Values.relay.sslBundle "edge" .Values.edge.sslBundle -}}
{{- if and $name (not (hasKey $.Values.certificates $name)) -}}
{{- include "tidings.refuse" (list (printf "%s.sslBundle" $value) $name "a name of certificates") -}}
{{- end -}}
{{- end -}}
{{- with .Values.edge.sslBundle -}}
{{- if not (get $.Values.certificates .).certificate -}}
{{- include "tidings.refuse" (list "edge.sslBundle" . "certificates with certificate and privateKey, to show to clients") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateAccess" -}}
{{- with .Values.access -}}
{{- $ways := list -}}
{{- if .jwt.jwkSetUri -}}{{- $ways = append $ways "jwkSetUri" -}}{{- end -}}
{{- if .jwt.publicKey.existingSecret -}}{{- $ways = append $ways "publicKey" -}}{{- end -}}
{{- if .jwt.secret.existingSecret -}}{{- $ways = append $ways "secret" -}}{{- end -}}
{{- if gt (len $ways) 1 -}}
{{- include "tidings.refuse" (list "access.jwt" (join ", " $ways) "one way to check tokens") -}}
{{- end -}}
{{- if not (or $ways .jwt.issuerUri) -}}
{{- $what := "a way to check tokens (access.jwt), or nobody would be let in by it" -}}
{{- if not .anonymous -}}
{{- include "tidings.refuse" (list "access.anonymous" false $what) -}}
{{- end -}}
{{- if .adminScope -}}
{{- include "tidings.refuse" (list "access.adminScope" .adminScope $what) -}}
{{- end -}}
{{- if .jwt.audiences -}}
{{- include "tidings.refuse" (list "access.jwt.audiences" .jwt.audiences $what) -}}
{{- end -}}
{{- end -}}
{{- if and .authorizer.token.existingSecret (not .authorizer.url) -}}
{{- include "tidings.refuse" (list "access.authorizer.url" "" "an address, for access.authorizer.token is set") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateProxies" -}}
{{- if and (or .Values.ingress.enabled .Values.httpRoute.enabled) (not .Values.edge.trustedProxies) -}}
{{- include "tidings.refuse" (list "edge.trustedProxies" .Values.edge.trustedProxies "the addresses or ranges that the ingress or gateway calls from, or all clients would share the limits of one address") -}}
{{- end -}}
{{- with .Values.ingress -}}
{{- if and .enabled (not .hosts) -}}
{{- include "tidings.refuse" (list "ingress.hosts" .hosts "at least one host") -}}
{{- end -}}
{{- if and .enabled .tls.enabled (not .tls.existingSecret) -}}
{{- include "tidings.refuse" (list "ingress.tls.existingSecret" "" "the name of a secret, or ingress.tls.enabled=false where something before the ingress has the certificate") -}}
{{- end -}}
{{- end -}}
{{- with .Values.httpRoute -}}
{{- if and .enabled (not .parentRefs) -}}
{{- include "tidings.refuse" (list "httpRoute.parentRefs" .parentRefs "at least one gateway") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateService" -}}
{{- if and .externalTrafficPolicy (eq .type "ClusterIP") -}}
{{- include "tidings.refuse" (list "service.externalTrafficPolicy" .externalTrafficPolicy "service.type LoadBalancer or NodePort with it") -}}
{{- end -}}
{{- if and .loadBalancerSourceRanges (ne .type "LoadBalancer") -}}
{{- include "tidings.refuse" (list "service.loadBalancerSourceRanges" .loadBalancerSourceRanges "service.type LoadBalancer with them") -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateStop" -}}
{{- $least := add .Values.preStopSeconds .Values.drainSeconds 20 -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (int $least) -}}
{{- include "tidings.refuse" (list "terminationGracePeriodSeconds" .Values.terminationGracePeriodSeconds (printf "at least %d: preStopSeconds, drainSeconds, and 20 for the rest" $least)) -}}
{{- end -}}
{{- end -}}

{{/* Keys of the application that a value of the chart is for, as "tidings.canonical" writes them. */}}
{{- define "tidings.owned" -}}
server.port: not here, for it is 8080
server.ssl: not here but in edge.sslBundle
management.server: not here, for it is 9090
management.endpoint.health.probes: not here, for probes need it
spring.kafka.bootstrapservers: not here but in kafka.bootstrapServers
spring.kafka.ssl.bundle: not here but in kafka.sslBundle
spring.security.oauth2.resourceserver.jwt.issueruri: not here but in access.jwt.issuerUri
spring.security.oauth2.resourceserver.jwt.jwkseturi: not here but in access.jwt.jwkSetUri
spring.security.oauth2.resourceserver.jwt.publickeylocation: not here but in access.jwt.publicKey
spring.security.oauth2.resourceserver.jwt.audiences: not here but in access.jwt.audiences
tidings.access.anonymous: not here but in access.anonymous
tidings.access.adminscope: not here but in access.adminScope
tidings.access.authorizer.url: not here but in access.authorizer.url
tidings.cluster.nodename: not here, for it is the pod's name
tidings.connection.trustedproxies: not here but in edge.trustedProxies
tidings.connection.forwardedby: not here but in edge.forwardedBy
tidings.namespaces: not here but in namespaces
tidings.relay.addresses: not here but in relay.addresses
tidings.relay.login: not here but in relay.login
tidings.relay.virtualhost: not here but in relay.virtualHost
tidings.relay.ssl.bundle: not here but in relay.sslBundle
tidings.canary.enabled: not here but in canary.enabled
tidings.session.drain.period: not here but in drainSeconds
tidings.session.path: not here but in edge.path
tidings.session.allowedorigins: not here but in edge.allowedOrigins
{{- end -}}

{{/* A key as Spring Boot compares keys. */}}
{{- define "tidings.canonical" -}}
{{- regexReplaceAll "\\[[0-9]+\\]|[\\[\\]]" (. | lower | replace "-" "" | replace "_" "") "" -}}
{{- end -}}

{{/* Walks a part of the configuration: (list VALUE PREFIX PART), where VALUE is what the operator called it. */}}
{{- define "tidings.validateConfig" -}}
{{- $value := index . 0 -}}
{{- $path := index . 1 -}}
{{- $owned := include "tidings.owned" $ | fromYaml -}}
{{- range $key, $part := index . 2 -}}
{{- $name := trimPrefix "." (printf "%s.%v" $path $key) -}}
{{- $canonical := include "tidings.canonical" $name -}}
{{- range $key, $place := $owned -}}
{{- if or (eq $key $canonical) (hasPrefix (printf "%s." $key) $canonical) -}}
{{- fail (printf "config: '%s' (expected: %s)" $name $place) -}}
{{- end -}}
{{- end -}}
{{- if or (kindIs "map" $part) (kindIs "slice" $part) -}}
{{- include "tidings.validateConfig" (list $value $name $part) -}}
{{- else if kindIs "string" $part -}}
{{- $secret := regexMatch "(password|passcode|secret|token|jaas\\.config|jaasconfig|apikey)$" $canonical -}}
{{- if or (contains "PRIVATE KEY-----" $part) (and $secret $part (not (contains "${" $part))) -}}
{{- fail (printf "%s: '%s' (expected: no secret, for a ConfigMap shows it; name a secret by existingSecret, or a variable by extraEnv)" $value $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tidings.validateEnvironment" -}}
{{- range . -}}
{{- if eq .name "JDK_JAVA_OPTIONS" -}}
{{- fail "extraEnv: 'JDK_JAVA_OPTIONS' (expected: JAVA_TOOL_OPTIONS, for the other carries processors)" -}}
{{- end -}}
{{- if and .value (regexMatch "(?i)(password|passcode|secret|token|jaas_?config|api_?key)$" .name) -}}
{{- fail (printf "extraEnv: '%s' (expected: valueFrom.secretKeyRef, for the pod's description shows a value)" .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
