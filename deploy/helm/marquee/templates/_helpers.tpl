{{/* Labels of one service: pass (dict "root" $ "service" "token-registry"). */}}
{{- define "marquee.labels" -}}
{{ include "marquee.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: marquee
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* What never changes among them, so that a Deployment may select by it. */}}
{{- define "marquee.selector" -}}
app.kubernetes.io/name: {{ .service }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Settings that both services share, as lines of a properties file. */}}
{{- define "marquee.properties" -}}
marquee.production=true
kafka.bootstrap.servers={{ required "kafka.bootstrapServers is required" .Values.kafka.bootstrapServers }}
{{- range $key, $value := .Values.kafka.properties }}
kafka.{{ $key }}={{ $value }}
{{- end }}
mp.jwt.verify.issuer={{ required "jwt.issuer is required" .Values.jwt.issuer }}
mp.jwt.verify.publickey.location={{ required "jwt.publicKeyLocation is required" .Values.jwt.publicKeyLocation }}
{{- end }}

{{/* Where a service's database is: pass its part of the values. */}}
{{- define "marquee.databaseProperties" -}}
{{- $address := printf "postgresql://%s:%v/%s" (required "database.host of each service is required" .database.host) .database.port .database.name -}}
quarkus.datasource.reactive.url={{ $address }}
quarkus.datasource.jdbc.url=jdbc:{{ $address }}
{{- end }}

{{/* The environment of a container: pass (dict "root" $ "values" <the service's values>). */}}
{{- define "marquee.env" -}}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .values.database.secretName }}
      key: username
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .values.database.secretName }}
      key: password
{{- with .root.Values.kafka.saslSecretName }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: sasl.jaas.config
{{- end }}
{{- with .values.javaToolOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Liveness never depends on Kafka, the database or APNs: a restart would not bring them back. */}}
{{- define "marquee.probes" -}}
startupProbe:
  httpGet:
    path: /q/health/started
    port: http
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /q/health/live
    port: http
  periodSeconds: 10
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: http
  periodSeconds: 5
  failureThreshold: 2
{{- end }}

{{- define "marquee.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "marquee.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Replicas apart from each other: one node's end is not the service's. */}}
{{- define "marquee.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "marquee.selector" . | nindent 6 }}
{{- end }}
