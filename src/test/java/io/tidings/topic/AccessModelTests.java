package io.tidings.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Namespace.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules against a model that knows no patterns: it looks at each topic of a small world by itself. The world has a letter
 * that no rule names, and topics longer than any rule, which stand for all the others there are.
 */
class AccessModelTests {

    private static final List<String> LETTERS = List.of("a", "b", "c", "@a", "@b");

    private static final List<Client> CLIENTS = List.of(
            new Client(null, List.of()),
            new Client("a", List.of()),
            new Client("b", List.of("a")),
            new Client("a", List.of("b", "@b")),
            new Client("b", List.of("b", "a")));

    private static final List<Topic> WORLD = world();

    private static final Map<Topic, String[]> NAMES = WORLD.stream()
            .collect(Collectors.toMap(Function.identity(), topic -> topic.name().split("\\.")));

    private static final AccessRule HELD = AccessRule.parse("scope:held");

    private static final AccessRule MISSING = AccessRule.parse("scope:missing");

    private static final Set<AccessRule> MET = Set.of(AccessRule.ANYONE, HELD);

    private final Random random = new Random(7);

    @Test
    void overlapsAndCoversAsTheTopicsOfTheWorldSay() {
        int overlapping = 0;
        int covered = 0;
        for (int i = 0; i < 2_000; i++) {
            TopicTemplate template = template();
            TopicPattern pattern = pattern();
            Client client = CLIENTS.get(random.nextInt(CLIENTS.size()));
            List<String> segments = TopicSyntax.segments(pattern.text());
            List<Topic> wanted = topics(pattern::matches);
            Predicate<Topic> model = client.among(template);

            boolean overlaps = template.overlaps(segments, client.values());
            boolean covers = template.covers(segments, client.values());

            assertThat(overlaps)
                    .as("%s %s %s", template, pattern, client)
                    .isEqualTo(wanted.stream().anyMatch(model));
            assertThat(covers)
                    .as("%s %s %s", template, pattern, client)
                    .isEqualTo(wanted.stream().allMatch(model));
            overlapping += overlaps ? 1 : 0;
            covered += covers ? 1 : 0;
        }
        assertThat(overlapping).isBetween(200, 1_800);
        assertThat(covered).isBetween(50, 1_800);
    }

    @Test
    void coversTemplatesAsTheTopicsOfTheWorldSay() {
        int covered = 0;
        for (int i = 0; i < 300; i++) {
            TopicTemplate one = template();
            TopicTemplate other = template();

            boolean model = CLIENTS.stream()
                    .allMatch(
                            client -> WORLD.stream().filter(client.among(other)).allMatch(client.among(one)));

            assertThat(one.covers(other)).as("%s %s", one, other).isEqualTo(model);
            covered += model ? 1 : 0;
        }
        assertThat(covered).isBetween(5, 295);
    }

    @Test
    void letsNobodyReachATopicThatTheFirstRuleForItDenies() {
        int allowed = 0;
        int denied = 0;
        for (int i = 0; i < 2_000; i++) {
            Access access = access();
            TopicPattern pattern = pattern();
            Client client = CLIENTS.get(random.nextInt(CLIENTS.size()));

            boolean may = MET.containsAll(access.required(AccessAction.SUBSCRIBE, pattern, client.values()));

            Function<Topic, AccessRule> first = first(access, client);
            boolean model = topics(pattern::matches).stream().map(first).allMatch(MET::contains);
            assertThat(model || !may).as("%s %s %s", access, pattern, client).isTrue();
            assertThat(may || !model || !pattern.isExact())
                    .as("%s %s %s", access, pattern, client)
                    .isTrue();
            allowed += may ? 1 : 0;
            denied += model && !may ? 1 : 0;
        }
        assertThat(allowed).isGreaterThan(300);
        assertThat(denied).as("for a rule that others leave nothing to decide").isLessThan(20);
    }

    @Test
    void decidesForATopicByTheFirstRuleThatIsAboutIt() {
        for (int i = 0; i < 2_000; i++) {
            Access access = access();
            Topic topic = WORLD.get(random.nextInt(WORLD.size()));
            Client client = CLIENTS.get(random.nextInt(CLIENTS.size()));

            assertThat(access.deciding(AccessAction.SUBSCRIBE, topic, client.values()))
                    .as("%s %s %s", access, topic, client)
                    .isEqualTo(first(access, client).apply(topic));
        }
    }

    private static Function<Topic, AccessRule> first(Access access, Client client) {
        List<Predicate<Topic>> among = access.rules().stream()
                .map(rule -> rule.subscribe() == null ? (Predicate<Topic>) topic -> false : client.among(rule.topics()))
                .toList();
        return topic -> IntStream.range(0, among.size())
                .filter(i -> among.get(i).test(topic))
                .mapToObj(i -> Optional.ofNullable(access.rules().get(i).subscribe()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(access.subscribe());
    }

    private Access access() {
        while (true) {
            List<TopicRule> rules = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                TopicTemplate topics = template();
                rules.add(
                        random.nextInt(4) == 0
                                ? new TopicRule(topics, null, AccessRule.ANYONE, null)
                                : new TopicRule(topics, who(), null, null));
            }
            try {
                return new Access(who(), AccessRule.NOBODY, AccessRule.ANYONE, rules);
            } catch (IllegalArgumentException e) {
                continue; // One of them never decides.
            }
        }
    }

    private AccessRule who() {
        return List.of(AccessRule.ANYONE, HELD, HELD, MISSING).get(random.nextInt(4));
    }

    private TopicTemplate template() {
        return TopicTemplate.parse(text(List.of("a", "b", "@a", "*", "*", "{user}", "@{user}", "{claim:t}")));
    }

    private TopicPattern pattern() {
        return new TopicPattern(text(List.of("a", "b", "c", "@a", "*", "*")));
    }

    private String text(List<String> segments) {
        StringBuilder text = new StringBuilder("n");
        random.ints(random.nextInt(4), 0, segments.size())
                .forEach(i -> text.append('.').append(segments.get(i)));
        return random.nextInt(3) == 0 ? text + ".#" : text.toString();
    }

    private static List<Topic> topics(Predicate<Topic> wanted) {
        return WORLD.stream().filter(wanted).toList();
    }

    private static List<Topic> world() {
        List<String> names = new ArrayList<>(List.of("n"));
        for (int start = 0, length = 0; length < 4; length++) {
            int end = names.size();
            for (String name : List.copyOf(names.subList(start, end))) {
                LETTERS.forEach(letter -> names.add(name + '.' + letter));
            }
            start = end;
        }
        return names.stream().map(Topic::new).toList();
    }

    private record Client(@Nullable String user, List<String> claim) {

        RuleValues values() {
            return new RuleValues(user, name -> claim);
        }

        /** Whether a topic is among those of a template. */
        Predicate<Topic> among(TopicTemplate template) {
            List<String> all = List.of(template.toString().split("\\."));
            boolean rest = all.get(all.size() - 1).equals("#");
            List<Predicate<String>> segments = all.subList(0, rest ? all.size() - 1 : all.size()).stream()
                    .map(this::choices)
                    .toList();
            return topic -> {
                String[] name = NAMES.get(topic);
                return (name.length == segments.size() || (rest && name.length > segments.size()))
                        && IntStream.range(0, segments.size())
                                .allMatch(i -> segments.get(i).test(name[i]));
            };
        }

        private Predicate<String> choices(String segment) {
            return switch (segment) {
                case "*" -> any -> true;
                case "{user}" -> name -> name.equals(user);
                case "@{user}" -> name -> user != null && name.equals("@" + user);
                case "{claim:t}" -> name -> !name.startsWith("@") && claim.contains(name);
                default -> segment::equals;
            };
        }
    }
}
