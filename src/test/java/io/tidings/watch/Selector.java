package io.tidings.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric that an expression of PromQL names.
 *
 * @param values by label, those that it asks for or leaves out; a regular expression's alternatives are values each
 */
record Selector(String metric, Map<String, List<String>> values) {

    /** Lists of labels, ranges, and what is no metric's name. */
    private static final Pattern ASIDE = Pattern.compile(
            "\\b(by|on|ignoring|without|group_left|group_right)\\s*\\([^)]*\\)|\\[[^\\]]*]|\\b(and|or|unless|offset)\\b");

    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.\"])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)}|(?![\\w:]|\\s*\\())");

    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

    /** Labels that Prometheus gives, of which the service knows nothing. */
    private static final Set<String> PLACE = Set.of("namespace", "job", "instance");

    static List<Selector> in(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Matcher name = NAME.matcher(ASIDE.matcher(expression).replaceAll(" "));
        while (name.find()) {
            selectors.add(new Selector(name.group(1), values(name.group(2) == null ? "" : name.group(2))));
        }
        return selectors;
    }

    private static Map<String, List<String>> values(String labels) {
        Map<String, List<String>> values = new TreeMap<>();
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            if (!PLACE.contains(label.group(1))) {
                values.put(label.group(1), List.of(label.group(2).split("\\|")));
            }
        }
        return values;
    }
}
