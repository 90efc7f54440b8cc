package org.distributedactors.boot.actuate;

import java.util.Map;
import org.distributedactors.boot.context.RequestRefusedEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/// Has refused requests of other nodes audited; where the application has no audit repository that is an event and nothing
/// more.
public final class RefusalAudit {

    /// The type of the audit event.
    public static final String TYPE = "ACTOR_REQUEST_REFUSED";

    private final ApplicationEventPublisher publisher;

    RefusalAudit(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @EventListener
    void refused(RequestRefusedEvent event) {
        publisher.publishEvent(
                new AuditApplicationEvent(
                        event.peer().toString(),
                        TYPE,
                        Map.of(
                                "kind", event.kind().name(),
                                "what", event.what(),
                                "error", event.error(),
                                "untold", event.untold())));
    }
}
