# The bases are arguments so that an organisation can put its own there: any with a JDK, and any with a Java runtime of at
# least 17 on the PATH.
ARG BASE_BUILD=eclipse-temurin:25-jdk
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE_BUILD} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && java -Djarmode=tools -jar target/tidings.jar extract --layers --destination target/layers

FROM ${BASE}
LABEL org.opencontainers.image.title="Tidings" \
      org.opencontainers.image.description="Live updates from Kafka to every subscribed browser, over STOMP on WebSocket"
WORKDIR /app
# In the order in which they change: a new build of Tidings is one small layer.
COPY --from=build /src/target/layers/dependencies/ ./
COPY --from=build /src/target/layers/spring-boot-loader/ ./
COPY --from=build /src/target/layers/snapshot-dependencies/ ./
COPY --from=build /src/target/layers/application/ ./
# By number, for Kubernetes cannot tell whether a name is root.
USER 10001:10001
EXPOSE 8080
# Half of the container's memory for the heap: Netty's buffers may take as much again. -Xmx in JAVA_TOOL_OPTIONS wins.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "tidings.jar"]
