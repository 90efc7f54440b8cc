package org.distributedactors.boot.actuate;

import java.util.Map;
import java.util.Set;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers of endpoints as text that can be compared as a whole: what differs from run to run is replaced by its form.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final Map<String, String> FORMS =
            Map.of(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<instant>",
                    "127\\.0\\.0\\.1:\\d+", "127.0.0.1:<port>",
                    "#Ref<0(\\.\\d+){3,5}>", "<reference>",
                    "<0\\.\\d+\\.\\d+>", "<pid>");

    /// Numbers that a test decides.
    private static final Set<String> COUNTED =
            Set.of("active", "fired", "total", "members", "localMembers", "handled");

    private static final String VERSION = "\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?|unknown";

    private Json() {}

    /// The answer to a GET.
    static JsonNode get(RestTestClient client, String path) {
        byte[] body =
                client.get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return MAPPER.readTree(body);
    }

    /// The text as JSON, in the same form.
    static JsonNode of(String text) {
        return normal(MAPPER.readTree(text));
    }

    /// The same with a form in place of each value that differs from run to run.
    static JsonNode normal(JsonNode node) {
        return normal("", node);
    }

    private static JsonNode normal(String key, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field ->
                                copy.set(field.getKey(), normal(field.getKey(), field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(normal(key, element)));
                yield copy;
            }
            default -> JsonNodeFactory.instance.stringNode(form(key, node));
        };
    }

    private static String form(String key, JsonNode value) {
        if (value.isNumber()) {
            return COUNTED.contains(key) ? value.asString() : "<number>";
        }
        String text = value.asString();
        if (key.equals("version")) {
            return text.matches(VERSION) ? "<version>" : text;
        }
        for (Map.Entry<String, String> form : FORMS.entrySet()) {
            text = text.replaceAll(form.getKey(), form.getValue());
        }
        return text;
    }
}
