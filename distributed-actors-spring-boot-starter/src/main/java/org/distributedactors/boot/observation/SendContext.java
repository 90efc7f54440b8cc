package org.distributedactors.boot.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import org.distributedactors.process.Destination;

/// A message that is not answered, sent while something was observed that it follows from.
///
/// What is put into the carrier goes along with it.
public final class SendContext extends SenderContext<Map<String, String>> {

    private final Destination receiver;
    private final String messageType;

    SendContext(Destination receiver, String messageType) {
        super(Map::put, Kind.PRODUCER);
        this.receiver = receiver;
        this.messageType = messageType;
        setCarrier(new HashMap<>());
    }

    /// Whom it is for.
    public Destination receiver() {
        return receiver;
    }

    /// The class of the message, or the method of an interface.
    public String messageType() {
        return messageType;
    }
}
