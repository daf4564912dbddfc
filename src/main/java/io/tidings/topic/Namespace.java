package io.tidings.topic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A namespace: a topic's first segment, with its policy and the Kafka topic that feeds it.
 *
 * @param name the first segment of its topics
 * @param kafkaTopic the Kafka topic
 * @param topicFrom which part of a record names the topic
 * @param policy how updates are treated
 * @param access who may do what
 */
public record Namespace(String name, String kafkaTopic, TopicFrom topicFrom, Policy policy, Access access) {

    /** As Kafka itself checks a topic's name. */
    private static final Pattern KAFKA_TOPIC = Pattern.compile("(?!\\.\\.?$)[A-Za-z0-9._-]{1,249}");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if one is malformed, or a rule is about topics of another namespace
     */
    public Namespace {
        TopicSyntax.checkNamespace(name);
        if (!KAFKA_TOPIC.matcher(kafkaTopic).matches()) {
            throw new IllegalArgumentException("kafka-topic: '" + TopicSyntax.printable(kafkaTopic)
                    + "' (expected: 1 to 249 ASCII letters, digits, '.', '_' or '-', and neither '.' nor '..')");
        }
        if (topicFrom.part() == TopicFrom.Part.CONSTANT) {
            Topic.of(name, topicFrom.name());
        }
        access = access.in(name);
    }

    /** A namespace with everything as it is if nothing is said, fed by the Kafka topic of its name. */
    public static Namespace of(String name, Policy policy, Access access) {
        return new Namespace(name, name, TopicFrom.KEY, policy, access);
    }

    /**
     * Who may do what.
     *
     * @param subscribe who may subscribe
     * @param publish who may publish; the admin API always may
     * @param readHistory who may be sent more of the past than last values, of those who may subscribe
     * @param rules what goes before those three for some topics; for a topic the first counts that says who may do the thing
     */
    public record Access(AccessRule subscribe, AccessRule publish, AccessRule readHistory, List<TopicRule> rules) {

        /** Subscribing is open to all, publishing to nobody. */
        public static final Access DEFAULT = new Access(AccessRule.ANYONE, AccessRule.NOBODY);

        /** The most rules for topics. */
        public static final int MAX_RULES = 100;

        /**
         * Checks the rules.
         *
         * @throws IllegalArgumentException if they are too many, or one of them never decides
         */
        public Access {
            rules = List.copyOf(rules);
            if (rules.size() > MAX_RULES) {
                throw new IllegalArgumentException("rules: " + rules.size() + " (expected: at most " + MAX_RULES + ")");
            }
            for (int i = 0; i < rules.size(); i++) {
                checkDecides(rules, i);
            }
        }

        /** One without rules for topics, by which whoever may subscribe may be sent the past. */
        public Access(AccessRule subscribe, AccessRule publish) {
            this(subscribe, publish, AccessRule.ANYONE, List.of());
        }

        /** Who may do a thing with topics that no rule is about. */
        public AccessRule of(AccessAction action) {
            return switch (action) {
                case SUBSCRIBE -> subscribe;
                case PUBLISH -> publish;
                case READ_HISTORY -> readHistory;
            };
        }

        /**
         * What a client must meet, all of it, to do a thing with every topic that a pattern matches. The rules are walked in
         * their order, those that are about any such topic count, and the walk ends with one that is about all of them.
         *
         * @param values what the placeholders stand for
         */
        public Set<AccessRule> required(AccessAction action, TopicPattern pattern, RuleValues values) {
            Set<AccessRule> required = new LinkedHashSet<>(4);
            List<String> segments = TopicSyntax.segments(pattern.text());
            for (TopicRule rule : rules) {
                AccessRule who = rule.of(action);
                if (who != null && rule.topics().overlaps(segments, values)) {
                    required.add(who);
                    if (rule.topics().covers(segments, values)) {
                        return required;
                    }
                }
            }
            required.add(of(action));
            return required;
        }

        /**
         * What a client must meet to do a thing with a topic.
         *
         * @param values what the placeholders stand for
         */
        public AccessRule deciding(AccessAction action, Topic topic, RuleValues values) {
            List<String> segments = TopicSyntax.segments(topic.name());
            for (TopicRule rule : rules) {
                AccessRule who = rule.of(action);
                if (who != null && rule.topics().covers(segments, values)) {
                    return who;
                }
            }
            return of(action);
        }

        /** Whether one of the rules asks the authorizer. */
        public boolean asksAuthorizer() {
            return Stream.concat(
                            Stream.of(subscribe, publish, readHistory),
                            rules.stream().flatMap(TopicRule::all))
                    .anyMatch(rule -> rule.who() == AccessRule.Who.AUTHORIZER);
        }

        private Access in(String namespace) {
            List<TopicRule> within = new ArrayList<>(rules.size());
            for (TopicRule rule : rules) {
                try {
                    within.add(rule.in(namespace));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("rules[" + within.size() + "]." + e.getMessage(), e);
                }
            }
            return new Access(subscribe, publish, readHistory, within);
        }

        private static void checkDecides(List<TopicRule> rules, int at) {
            TopicRule rule = rules.get(at);
            for (AccessAction action : AccessAction.values()) {
                for (int i = 0; i < at && rule.of(action) != null; i++) {
                    TopicRule earlier = rules.get(i);
                    if (earlier.of(action) != null && earlier.topics().covers(rule.topics())) {
                        throw new IllegalArgumentException("rules[" + at + "]." + action.key() + ": '"
                                + rule.of(action) + "' (expected: before rules[" + i + "], which decides for all of '"
                                + rule.topics() + "')");
                    }
                }
            }
        }
    }
}
