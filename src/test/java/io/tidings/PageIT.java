package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.ArtemisBroker;
import io.tidings.testing.Browser;
import io.tidings.testing.KafkaBroker;
import io.tidings.testing.TcpLink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The page in a real browser, on the real application with a real Kafka and a real Artemis behind it. */
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private static final String SCORES = KAFKA.name("scores");

    private static final String TICKERS = KAFKA.name("tickers");

    private static final String NEWS = KAFKA.name("news");

    private static Browser browser;

    private static ArtemisBroker artemis;

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        artemis = ArtemisBroker.create();
        application = new SpringApplication(TidingsApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                        "--tidings.relay.addresses=" + artemis.address(),
                        "--tidings.admin.token=a-token-that-only-this-test-knows",
                        "--tidings.ingest.group=" + KAFKA.name("page"),
                        "--tidings.namespaces.scores.kafka-topic=" + SCORES,
                        "--tidings.namespaces.tickers.kafka-topic=" + TICKERS,
                        "--tidings.namespaces.news.kafka-topic=" + NEWS);
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            application.close();
        }
        if (artemis != null) {
            artemis.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openAndConnect() {
        browser.resize(1440, 900);
        browser.prefer("light");
        browser.open(address());
        await().atMost(PATIENCE).until(() -> browser.text("#connection").equals("Live"));
        browser.consoleErrors();
    }

    @AfterEach
    void theConsoleIsClean() {
        assertThat(browser.consoleErrors()).isEmpty();
    }

    @Test
    void opensWithoutAnErrorOnTheConsole() {
        browser.open(address());

        await().atMost(PATIENCE).until(() -> browser.text("#connection").equals("Live"));

        assertThat(browser.consoleErrors()).isEmpty();
        assertThat(browser.count("[id]"))
                .isEqualTo(browser.run("return new Set([...document.querySelectorAll('[id]')]"
                        + ".map((element) => element.id)).size"));
    }

    @Test
    void showsAScoreThatHasJustBeenProduced() {
        produce(SCORES, "hoops.one-two", game(88, 91));
        awaitText("[data-topic='scores.hoops.one-two'] .home .team-score", "88");

        produce(SCORES, "hoops.one-two", game(90, 91));

        awaitText("[data-topic='scores.hoops.one-two'] .home .team-score", "90");
        assertThat(browser.count("[data-topic='scores.hoops.one-two']")).isOne();
        assertThat(browser.text("[data-topic='scores.hoops.one-two'] .game-event"))
                .isEqualTo("Dunk by Hill");
    }

    @Test
    void showsTheLastPriceToWhoeverComesLaterAndDrawsTheOneThatIsChosen() {
        produce(TICKERS, "ONE", "{\"symbol\":\"ONE\",\"price\":1234.5,\"change\":-0.5,\"volume\":1000}");
        awaitText("[data-topic='tickers.ONE'] .quote-price", "1,234.50");

        browser.open(address());
        awaitText("[data-topic='tickers.ONE'] .quote-change", "▼ 0.50%");
        browser.click("[data-topic='tickers.ONE'] button");

        awaitText("#chart-symbol", "ONE");
        assertThat(browser.text("#chart-position")).matches("tickers-\\d+\\.[0-9a-f]{8}@\\d+");
        await().atMost(PATIENCE).until(() -> browser.count("#chart-plot canvas") == 1);
    }

    @Test
    void takesAwayWhatIsDeleted() {
        produce(TICKERS, "GONE", "{\"symbol\":\"GONE\",\"price\":1}");
        awaitText("[data-topic='tickers.GONE'] .quote-price", "1.00");

        produce(TICKERS, "GONE", null);

        await().atMost(PATIENCE).until(() -> browser.count("[data-topic='tickers.GONE']") == 0);
    }

    @Test
    void showsWhatItMissedWhileItsConnectionWasCutOnceEach() {
        try (TcpLink link = TcpLink.to(port())) {
            browser.open("http://localhost:" + link.port() + "/");
            produce(SCORES, "hoops.cut", game(10, 20));
            produce(TICKERS, "CUT", "{\"symbol\":\"CUT\",\"price\":1}");
            awaitText("[data-topic='scores.hoops.cut'] .home .team-score", "10");
            awaitText("[data-topic='tickers.CUT'] .quote-price", "1.00");
            browser.run("document.querySelector(\"[data-topic='scores.hoops.cut']\").dataset.kept = 'yes'");

            link.cut();
            await().atMost(PATIENCE).until(() -> browser.text("#connection").startsWith("Connection lost"));
            for (int i = 1; i <= 3; i++) {
                produce(NEWS, "cut", "{\"headline\":\"missed " + i + "\",\"source\":\"Wire\"}");
            }
            produce(SCORES, "hoops.cut", game(11, 20));
            produce(TICKERS, "CUT", null);
            link.mend();

            awaitText("[data-topic='scores.hoops.cut'] .home .team-score", "11");
            await().atMost(PATIENCE).until(() -> browser.count("[data-topic='news.cut']") == 3);
            await().atMost(PATIENCE).until(() -> browser.count("[data-topic='tickers.CUT']") == 0);
            assertThat(browser.run("return [...document.querySelectorAll(\"[data-topic='news.cut'] .item-headline\")]"
                            + ".map((element) => element.textContent).join()"))
                    .isEqualTo("missed 3,missed 2,missed 1");
            assertThat(browser.count("[data-topic='scores.hoops.cut'][data-kept]"))
                    .as("the row that stood before")
                    .isOne();
            assertThat(browser.consoleErrors()).allMatch(error -> error.contains("WebSocket"));
            browser.open(address());
        }
    }

    @Test
    void goesOnAfterBodiesThatItCannotRead() {
        produce(SCORES, "hoops.bad", "{not json");
        produce(SCORES, "hoops.bad", "{\"home\":1}");
        produce(SCORES, "hoops.good", game(1, 2));

        awaitText("[data-topic='scores.hoops.good'] .away .team-score", "2");
        await().atMost(PATIENCE).until(() -> browser.text("#unreadable").endsWith(": 2"));
        assertThat(browser.count("[data-topic='scores.hoops.bad']")).isZero();
    }

    @Test
    void showsMarkupAsTheTextThatItIs() {
        String markup = "<img src=x onerror=alert(1)>";
        produce(NEWS, "odd", "{\"headline\":\"" + markup + "\",\"url\":\"javascript:alert(1)\"}");

        awaitText("[data-topic='news.odd'] .item-headline", markup);
        assertThat(browser.count("#news-list img, #news-list a")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"320,640,light", "390,844,dark", "768,1024,light", "1440,900,dark", "1920,1080,light"})
    void fitsTheScreen(int width, int height, String scheme) {
        produce(SCORES, "hoops.wide", game(100, 99).replace("Twos", "A team with quite an unreasonably long name"));
        produce(TICKERS, "WIDE", "{\"symbol\":\"WIDE.LONGER\",\"price\":123456.789,\"change\":1234.5}");
        produce(NEWS, "wide", "{\"headline\":\"" + "Unbreakable".repeat(20) + "\",\"source\":\"Wire\"}");
        browser.prefer(scheme);
        browser.resize(width, height);
        awaitText("[data-topic='scores.hoops.wide'] .home .team-score", "100");
        awaitText("[data-topic='tickers.WIDE'] .quote-price", "123,456.79");
        await().atMost(PATIENCE).until(() -> browser.count("[data-topic='news.wide']") > 0);

        browser.screenshot(Path.of("target", "page", width + "-" + scheme + ".png"));

        assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(width);
    }

    @Test
    void isDarkOrLightAsTheSystemPrefersUnlessOneChooses() {
        String light = background();
        browser.prefer("dark");
        String dark = background();
        assertThat(dark).isNotEqualTo(light);

        browser.click("#theme");
        assertThat(background()).isEqualTo(light);
        browser.open(address());
        assertThat(background()).as("after coming back").isEqualTo(light);

        browser.run("localStorage.clear()");
    }

    @Test
    void obeysTheContentSecurityPolicyThatItSets() {
        assertThat(browser.count("[style], style, script:not([src]), [onclick]"))
                .isEqualTo(browser.count("#chart-plot [style]"));
        assertThat((String) browser.run("return document.querySelector('meta[http-equiv]').content"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    private static String address() {
        return "http://localhost:" + port() + "/";
    }

    private static int port() {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static String background() {
        return (String) browser.run("return getComputedStyle(document.documentElement).backgroundColor");
    }

    private static void awaitText(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.text(selector)).isEqualTo(text));
    }

    private static String game(int homeScore, int awayScore) {
        return "{\"home\":\"Twos\",\"away\":\"Ones\",\"homeScore\":" + homeScore + ",\"awayScore\":" + awayScore
                + ",\"period\":\"Q4\",\"clock\":\"3:12\",\"status\":\"live\",\"event\":\"Dunk by Hill\"}";
    }

    private static void produce(String topic, String key, @Nullable String body) {
        KAFKA.send(new ProducerRecord<>(topic, bytes(key), body == null ? null : bytes(body)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
