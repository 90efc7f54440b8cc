package org.distributedactors.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/// The observations there are. With a registry of meters each is a timer of its name, where `error` is a tag too.
public enum ActorObservation implements ObservationDocumentation {

    /// An actor handles a message.
    HANDLE {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>>
                getDefaultConvention() {
            return DefaultHandleObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {Key.ACTOR_TYPE, Key.MESSAGE_TYPE, Key.OUTCOME};
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {Key.ACTOR_REF};
        }
    },

    /// Somebody asks a process and gets an answer, or none.
    CALL {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>>
                getDefaultConvention() {
            return DefaultCallObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {Key.MESSAGE_TYPE, Key.OUTCOME};
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {Key.ACTOR_REF, Key.PEER};
        }
    },

    /// A message that is not answered is sent, while something is observed that it follows from.
    SEND {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>>
                getDefaultConvention() {
            return DefaultSendObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {Key.MESSAGE_TYPE};
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {Key.ACTOR_REF, Key.PEER};
        }
    };

    /// What is said of them.
    public enum Key implements KeyName {
        /// What other nodes call the actor.
        ACTOR_TYPE("actor.type"),
        /// The class of the message, or the method of an interface.
        MESSAGE_TYPE("message.type"),
        /// How it ended, as in `OutcomeTimes`.
        OUTCOME("outcome"),
        /// A pid, or the address that the caller has written.
        ACTOR_REF("actor.ref"),
        /// The node of the callee.
        PEER("peer");

        private final String text;

        Key(String text) {
            this.text = text;
        }

        @Override
        public String asString() {
            return text;
        }
    }
}
