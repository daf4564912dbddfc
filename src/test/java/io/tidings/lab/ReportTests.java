package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.lab.Fault.Kind;
import io.tidings.lab.Faults.Struck;
import io.tidings.lab.Recorder.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReportTests {

    @Test
    void countsFindingsByKindAndFaultsByKind() {
        Finding lost = new Finding(Finding.Kind.LOST, "lab.a", 3, "s: skipped", Instant.EPOCH);
        String text = report(
                        List.of(struck(Kind.LINK_CUT, 1, 2), struck(Kind.LINK_CUT, 5, 6)), List.of(), List.of(lost))
                .text();

        assertThat(text)
                .contains("seed 42")
                .contains("| lost | 1 |")
                .contains("| doubled | 0 |")
                .contains("| updates | 7 |")
                .contains("| link cut | 2 | 0 ms |")
                .contains("lab.a, number=3");
    }

    @Test
    void laysTheLongestSilenceThatTouchesAFaultToIt() {
        Report report = report(
                List.of(struck(Kind.LINK_CUT, 10, 12)),
                List.of(silence(9, 11), silence(13, 16), silence(3, 9), silence(15, 40)),
                List.of());

        assertThat(report.longestSilences()).isEqualTo(Map.of(Kind.LINK_CUT, Duration.ofSeconds(3)));
    }

    @Test
    void laysASilenceToTheFaultThatItOverlapsMost() {
        Report report = report(
                List.of(struck(Kind.CLIENT_CUT, 10, 12), struck(Kind.KAFKA_RESTARTED, 13, 20)),
                List.of(silence(11, 22)),
                List.of());

        assertThat(report.longestSilences()).isEqualTo(Map.of(Kind.KAFKA_RESTARTED, Duration.ofSeconds(11)));
    }

    @Test
    void laysASilenceToTheRestartOfKafkaWhateverElseItOverlaps() {
        Report report = report(
                List.of(struck(Kind.BROKER_STOPPED, 10, 20), struck(Kind.KAFKA_RESTARTED, 8, 12)),
                List.of(silence(11, 20)),
                List.of());

        assertThat(report.longestSilences()).isEqualTo(Map.of(Kind.KAFKA_RESTARTED, Duration.ofSeconds(9)));
        assertThat(report.text()).contains("- 9000 ms: [broker stopped, kafka restarted]");
    }

    @Test
    void isCleanOnlyWithoutFindingsAndGaps() {
        Finding doubled = new Finding(Finding.Kind.DOUBLED, "lab.a", 3, "s: again", Instant.EPOCH);

        assertThat(report(List.of(), List.of(), List.of()).isClean()).isTrue();
        assertThat(report(List.of(), List.of(), List.of(doubled)).isClean()).isFalse();
        assertThat(new Report("test", 42, List.of(), List.of(), List.of(), Map.of(Report.GAPS, 1L)).isClean())
                .isFalse();
    }

    private static Report report(List<Struck> struck, List<Silence> silences, List<Finding> findings) {
        return new Report("test", 42, struck, silences, findings, Map.of("updates", 7L));
    }

    private static Struck struck(Kind kind, int from, int to) {
        Fault fault = new Fault(kind, Duration.ZERO, 0, Duration.ofSeconds(to - from), 0);
        return new Struck(fault, TimeUnit.SECONDS.toNanos(from), TimeUnit.SECONDS.toNanos(to));
    }

    private static Silence silence(int from, int to) {
        return new Silence(TimeUnit.SECONDS.toNanos(from), TimeUnit.SECONDS.toNanos(to));
    }
}
