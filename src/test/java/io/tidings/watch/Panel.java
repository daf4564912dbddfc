package io.tidings.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A panel of the chart's dashboard, or one of its rows. */
record Panel(JsonNode json) {

    /** The dashboard. */
    static final Path FILE = Path.of("helm/tidings/files/dashboard.json");

    static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(FILE));
    }

    /** All panels, those in rows that are folded included; rows come before what is in them. */
    static List<Panel> all() throws IOException {
        List<Panel> panels = new ArrayList<>();
        dashboard().path("panels").forEach(panel -> {
            panels.add(new Panel(panel));
            panel.path("panels").forEach(inner -> panels.add(new Panel(inner)));
        });
        return panels;
    }

    boolean isRow() {
        return type().equals("row");
    }

    int id() {
        return json.path("id").asInt();
    }

    String type() {
        return json.path("type").asString("");
    }

    String title() {
        return json.path("title").asString("");
    }

    /** One side of its place in the grid: {@code x}, {@code y}, {@code w}, {@code h}. */
    int grid(String side) {
        return json.path("gridPos").path(side).asInt(-1);
    }

    boolean overlaps(Panel other) {
        return grid("x") < other.grid("x") + other.grid("w")
                && other.grid("x") < grid("x") + grid("w")
                && grid("y") < other.grid("y") + other.grid("h")
                && other.grid("y") < grid("y") + grid("h");
    }

    Stream<JsonNode> targets() {
        return StreamSupport.stream(json.path("targets").spliterator(), false);
    }

    /** What it asks Prometheus, its variables filled in as Grafana does. */
    List<String> expressions() {
        return targets()
                .map(target -> target.path("expr").asString(""))
                .map(Panel::filled)
                .toList();
    }

    static String filled(String expr) {
        return expr.replace("$__rate_interval", "5m").replace("$__range", "1h").replaceAll("\\$\\w+", ".*");
    }
}
