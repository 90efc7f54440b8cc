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
    private final Map<String, String> headers = new HashMap<>();

    SendContext(Destination receiver, String messageType) {
        super(
                (carrier, key, value) -> {
                    if (carrier != null) {
                        carrier.put(key, value);
                    }
                },
                Kind.PRODUCER);
        this.receiver = receiver;
        this.messageType = messageType;
        setCarrier(headers);
    }

    /// Whom it is for.
    public Destination receiver() {
        return receiver;
    }

    /// What was put into the carrier.
    Map<String, String> headers() {
        return headers;
    }

    /// The class of the message, or the method of an interface.
    public String messageType() {
        return messageType;
    }
}
