package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidings.session.DeflateOffers.Agreement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOffersTests {

    private static final String ANSWER = "permessage-deflate; client_no_context_takeover";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "permessage-deflate | ",
                "permessage-deflate; client_max_window_bits | ",
                "permessage-deflate;client_max_window_bits=10 | ",
                "permessage-deflate; client_max_window_bits=\"8\" | ",
                "permessage-deflate; client_max_window_bits=\"1\\5\" | ",
                "permessage-deflate; client_no_context_takeover | ",
                "permessage-deflate; server_max_window_bits=15 | ; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\" | ; server_max_window_bits=15",
                "permessage-deflate; server_no_context_takeover | ; server_no_context_takeover",
                "\tpermessage-deflate ;server_no_context_takeover\t; client_no_context_takeover , x | ; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | ",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate; server_no_context_takeover | ; server_no_context_takeover",
                "permessage-deflate, permessage-deflate; server_no_context_takeover | ",
                "x-webkit-deflate-frame, foo; bar=\"baz\", permessage-deflate; client_max_window_bits | ",
                "permessage-bzip2; x=1,, ,permessage-deflate | ",
            })
    void agreesOnTheFirstOfferThatItCanKeep(String offer, String more) {
        String said = more == null ? "" : more;
        assertThat(DeflateOffers.accept(List.of(offer)))
                .hasValue(new Agreement(ANSWER + said, !said.contains("server_no_context_takeover")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " , ,",
                "permessage-bzip2",
                "x-webkit-deflate-frame",
                "PERMESSAGE-DEFLATE-2",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=010",
                "permessage-deflate; client_max_window_bits=99999999999999999999",
                "permessage-deflate; client_max_window_bits=-8",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; server_no_context_takeover=true",
                "permessage-deflate; server_no_context_takeover=\"1\"",
                "permessage-deflate; client_no_context_takeover=0",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "permessage-deflate; mystery",
                "permessage-deflate; client_max_window_bits; mystery=1",
            })
    void declinesAnOfferThatItCannotKeepOrDoesNotKnow(String offer) {
        assertThat(DeflateOffers.accept(List.of(offer))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "permessage-deflate;",
                "permessage-deflate; =10",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=\"\"",
                "permessage-deflate; client_max_window_bits=\"10",
                "permessage-deflate; client_max_window_bits=\"1 0\"",
                "permessage-deflate; client_max_window_bits=10 11",
                "permessage-deflate client_max_window_bits",
                "permessage/deflate",
                "\"permessage-deflate\"",
                "permessage-deflate; ä",
                "permessage-deflate, \u0001",
            })
    void refusesAHeaderThatIsMalformed(String offer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeflateOffers.accept(List.of(offer)))
                .withMessageStartingWith("Sec-WebSocket-Extensions: malformed");
    }

    @Test
    void takesSeveralHeadersForOneList() {
        Optional<Agreement> agreement = DeflateOffers.accept(
                List.of("permessage-deflate; server_max_window_bits=9", "permessage-deflate; client_max_window_bits"));

        assertThat(agreement).hasValue(new Agreement(ANSWER, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\\", "; a", ", ", " ", "\"", "a=\"\\a", ";a=\"a"})
    void readsALongHeaderInNoTime(String piece) {
        String hostile = "permessage-deflate; a=\"" + piece.repeat(30_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            try {
                DeflateOffers.accept(List.of(hostile));
            } catch (IllegalArgumentException e) {
                // As it should.
            }
        });
    }
}
