package org.distributedactors.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/// What one class writes into the log while a test runs, whichever thread writes it.
public final class LogLines implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Appender appender = new Appender();

    private final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
            }
        }
    }

    private LogLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
    }

    /// @param writer a class of this package, which may be hidden from the test
    public static LogLines of(String writer) {
        return new LogLines(LogLines.class.getPackageName() + "." + writer);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }

    /// Warnings and errors so far, with their keys and values behind.
    public List<String> get() {
        return List.copyOf(lines);
    }
}
