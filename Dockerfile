# The bases are arguments so that an organisation can put its own there: any with a JDK and a shell, and any with a Java
# runtime of at least 25 on the PATH.
ARG BASE_BUILD=eclipse-temurin:25-jdk
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE_BUILD} AS build
# A jar in the context that was built and tested before; without it, it is built here from source, by a compiler that may warn
# of more than the one it is developed with.
ARG JAR=
WORKDIR /src
COPY . .
# Files of a time of their own are the same layer wherever they are built; the archive below holds the jars' times too.
RUN --mount=type=cache,target=/root/.m2 \
    if [ -n "$JAR" ]; then mkdir -p target && cp "$JAR" target/tidings.jar; \
    else ./mvnw -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Dmaven.compiler.failOnWarning=false package; fi \
    && java -Djarmode=tools -jar target/tidings.jar extract --layers --destination target/layers \
    && cp src/main/image/jvm.flags target/layers/application \
    && javac -d target/rehearsal src/main/image/Rehearsal.java \
    && find target/layers -exec touch -d 1980-02-01T00:00:00Z {} +

FROM ${BASE} AS application
WORKDIR /app
# In the order in which they change: a new build of Tidings leaves the first and large one as it is.
COPY --from=build /src/target/layers/dependencies/ ./
COPY --from=build /src/target/layers/spring-boot-loader/ ./
COPY --from=build /src/target/layers/snapshot-dependencies/ ./
COPY --from=build /src/target/layers/application/ ./

# The archive of loaded classes is made by the very JVM, and from the very jars, that it is for; any other would not take it.
FROM application AS rehearsal
COPY --from=build /src/target/rehearsal/ /rehearsal/
RUN ["java", "-cp", "/rehearsal", "Rehearsal"]

FROM application
COPY --from=rehearsal /app/tidings.aot ./
# By number, for Kubernetes cannot tell whether a name is root.
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
# Where the node writes the address of its liveness, and the check below reads it. /tmp is all that is ever written to.
ENV TIDINGS_PROBE_FILE=/tmp/tidings.probe
# No base need have curl or a shell, but each has Java: a small one, and none of the options that are meant for the node.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["env", "-u", "JAVA_TOOL_OPTIONS", "-u", "JDK_JAVA_OPTIONS", "java", "-XX:+UseSerialGC", "-Xmx16m", "-XX:TieredStopAtLevel=1", "-cp", "tidings.jar", "io.tidings.probe.HealthCheck"]
# The flags are defaults, which JAVA_TOOL_OPTIONS overrides; an archive that does not fit is left, with a warning.
ENTRYPOINT ["java", "-XX:Flags=jvm.flags", "--enable-native-access=ALL-UNNAMED", "-XX:AOTCache=tidings.aot", "-jar", "tidings.jar"]
ARG BASE
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=
ARG SOURCE=
ARG CREATED=
LABEL org.opencontainers.image.title="Tidings" \
      org.opencontainers.image.description="Live updates from Kafka to every subscribed browser, over STOMP on WebSocket" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE}"
