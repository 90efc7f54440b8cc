package org.distributedactors.boot.actuate;

import java.util.Locale;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/// Keeps the cookie out of the endpoints `configprops` and `env`, also where values are always shown.
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class CookieSanitizingAutoConfiguration {

    private static final String COOKIE = "distributedactorscookie";

    // Not conditional on a missing bean: a user's function for other keys must not switch this one
    // off.
    @Bean
    SanitizingFunction actorCookieSanitizingFunction() {
        return SanitizingFunction.sanitizeValue()
                .ifKeyMatches(key -> letters(key).equals(COOKIE))
                // A command line or JSON in a variable may hold the key together with the cookie.
                .ifValueStringMatches(value -> letters(value).contains(COOKIE));
    }

    /// Keys come as they were written: with dots and dashes, as an environment variable, or in camel case.
    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
