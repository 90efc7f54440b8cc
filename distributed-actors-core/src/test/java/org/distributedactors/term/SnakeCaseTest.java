package org.distributedactors.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {

    @ParameterizedTest
    @CsvSource({
        "PlaceBid, place_bid",
        "placeBid, place_bid",
        "add, add",
        "Add, add",
        "A, a",
        "HTTPServer, http_server",
        "userID, user_id",
        "getX509Certificate, get_x509_certificate",
        "PLACED_LATE, placed_late",
        "place_bid, place_bid",
        "OK, ok",
        "Größe, größe"
    })
    void namesBecomeLowerSnakeCase(String java, String erlang) {
        assertThat(SnakeCase.of(java)).isEqualTo(erlang);
    }
}
