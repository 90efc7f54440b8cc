package org.distributedactors.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.distributedactors.sample.watch.Event;
import org.distributedactors.sample.watch.Watched;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.web.servlet.client.RestTestClient;

/// One node of the sample, over HTTP.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "distributed-actors.node.name=sample-test",
            "distributed-actors.epmd.mode=none",
            "distributed-actors.discovery.seeds=",
            "sample.states=target/states"
        })
@AutoConfigureRestTestClient
class SampleApplicationTest {

    @Autowired private RestTestClient http;

    @Test
    void theCounterAdds() {
        await().untilAsserted(() -> http.get().uri("/counter").exchange().expectStatus().isOk());
        long before = counter("GET");

        assertThat(counter("POST")).isEqualTo(before + 5);
        assertThat(counter("GET")).isEqualTo(before + 5);
    }

    private long counter(String method) {
        var request = method.equals("GET") ? http.get() : http.post();
        String value =
                request.uri("/counter?add=5")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(String.class)
                        .getResponseBody();
        return Long.parseLong(String.valueOf(value));
    }

    @Test
    void aWorkerIsStartedOnTheNodeThatIsAskedForAndWatched() {
        Watched ann =
                http.post()
                        .uri("/workers?node=sample-test@127.0.0.1&name=ann")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(Watched.class)
                        .getResponseBody();

        assertThat(ann).isNotNull();
        assertThat(ann.node()).isEqualTo("sample-test@127.0.0.1");
        assertThat(ann.alive()).isTrue();
        assertThat(list("/workers", new ParameterizedTypeReference<List<Watched>>() {}))
                .contains(ann);
        assertThat(list("/events", new ParameterizedTypeReference<List<Event>>() {}))
                .extracting(Event::what)
                .contains("ann runs on sample-test@127.0.0.1");
    }

    @Test
    void aNodeThatCannotBeReachedIsSaidSo() {
        http.post()
                .uri("/workers?node=nobody@127.0.0.1&name=ann")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.detail")
                .value(detail -> assertThat(String.valueOf(detail)).contains("cannot be reached"));
    }

    private <T> List<T> list(String uri, ParameterizedTypeReference<List<T>> type) {
        List<T> all = http.get().uri(uri).exchange().returnResult(type).getResponseBody();
        assertThat(all).isNotNull();
        return all;
    }

    @Test
    void sessionsAreStartedAndHit() {
        http.post().uri("/sessions?count=5").exchange().expectStatus().isOk();
        await().untilAsserted(() -> assertThat(sessions("GET", "")).contains("\"sessions\":5"));

        assertThat(sessions("POST", "/hit")).contains("{\"sessions\":5,\"hits\":5}");
    }

    private String sessions(String method, String path) {
        var request = method.equals("GET") ? http.get() : http.post();
        return request.uri("/sessions" + path)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody();
    }
}
