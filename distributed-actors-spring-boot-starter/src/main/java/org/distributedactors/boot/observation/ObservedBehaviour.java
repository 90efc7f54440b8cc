package org.distributedactors.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import java.util.Map;
import org.distributedactors.behaviour.GenCall;
import org.distributedactors.process.DelegatingBehaviour;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessExit;
import org.distributedactors.process.Self;
import org.distributedactors.process.TraceToken;
import org.jspecify.annotations.Nullable;

/// An instance of an actor, each message of which is an observation.
final class ObservedBehaviour extends DelegatingBehaviour {

    private final String actorType;
    private final ActorObservations observations;

    ObservedBehaviour(String actorType, ProcessBehaviour instance, ActorObservations observations) {
        super(instance);
        this.actorType = actorType;
        this.observations = observations;
    }

    @Override
    @SuppressWarnings("try") // the scope is there to be closed
    public @Nullable ExitReason receive(Self self, Object message) throws Exception {
        TraceToken token = self.traceToken();
        HandleContext context =
                new HandleContext(
                        message instanceof GenCall ? Kind.SERVER : Kind.CONSUMER,
                        actorType,
                        typeOf(message),
                        self.pid(),
                        token == null ? Map.of() : token.headers());
        Observation observation = observations.handling(context, token);
        try (Observation.Scope scope = observation.openScope()) {
            ExitReason reason = super.receive(self, message);
            context.endsWith(reason);
            return reason;
        } catch (ProcessExit exit) {
            context.endsWith(exit.reason());
            throw exit;
        } catch (Throwable failure) {
            observation.error(failure);
            throw failure;
        } finally {
            observation.stop();
        }
    }
}
