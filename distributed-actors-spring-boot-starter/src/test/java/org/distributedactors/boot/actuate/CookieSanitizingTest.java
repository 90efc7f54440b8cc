package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CookieSanitizingTest {

    private static final String SECRET = "do-not-show-me";

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(CookieSanitizingAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distributed-actors.cookie",
                "distributedActors.cookie",
                "DISTRIBUTEDACTORS_COOKIE",
                "DISTRIBUTED_ACTORS_COOKIE"
            })
    void theCookieIsHiddenHoweverItsKeyIsWritten(String key) {
        assertThat(shown(key, SECRET)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.jar --distributed-actors.cookie=do-not-show-me",
                "{\"distributed-actors\":{\"cookie\":\"do-not-show-me\"}}"
            })
    void aValueThatHoldsTheKeyAndTheCookieIsHidden(String value) {
        assertThat(shown("sun.java.command", value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"distributed-actors.cookie-file", "server.servlet.session.cookie.name"})
    void otherKeysAreShown(String key) {
        assertThat(shown(key, "value")).isEqualTo("value");
    }

    @Test
    void withoutActuatorThereIsNothingToHide() {
        contexts.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
                .run(context -> assertThat(context).doesNotHaveBean(SanitizingFunction.class));
    }

    private Object shown(String key, Object value) {
        Object[] shown = new Object[1];
        contexts.run(context ->
                shown[0] =
                        context.getBean(SanitizingFunction.class)
                                .applyUnlessFiltered(new SanitizableData(null, key, value))
                                .getValue());
        return shown[0];
    }
}
