package org.distributedactors.handshake;

/// What two nodes say to each other before they are connected. `A` dialled, `B` was dialled.
///
/// ```
/// A -> B   send_name          who I am, what I can do
/// A <- B   status             whether to go on
/// A -> B   status true/false  only after the status `alive`
/// A <- B   challenge          who I am, what I can do, prove the cookie
/// A -> B   complement         only after an old send_name
/// A -> B   challenge_reply    my proof, now you prove it
/// A <- B   challenge_ack      my proof
/// ```
///
/// Names stand here as they came; only the handshake itself decides whether they are names of nodes.
public sealed interface HandshakeMessage {

    /// What the protocol calls this message, for texts.
    String label();

    /// `N` from the side that dialled.
    ///
    /// @param name the full name, or only the host when {@link DistributionFlags.Flag#NAME_ME} is set
    record SendName(DistributionFlags flags, int creation, String name)
            implements HandshakeMessage {

        @Override
        public String label() {
            return "send_name";
        }
    }

    /// `n`: the old form of {@link SendName}, sent by nodes that do not know yet how new the peer is. Flags
    /// above the 32nd and the creation follow in a {@link Complement}.
    ///
    /// @param flags with the upper 32 bits empty
    record OldSendName(DistributionFlags flags, String name) implements HandshakeMessage {

        @Override
        public String label() {
            return "old send_name";
        }
    }

    /// `s`: the dialled side's decision, or the dialling side's answer to {@link Answer#ALIVE}.
    sealed interface Status extends HandshakeMessage {}

    /// A status that is only a word.
    enum Answer implements Status {
        OK("ok"),
        OK_SIMULTANEOUS("ok_simultaneous"),
        NOK("nok"),
        NOT_ALLOWED("not_allowed"),
        ALIVE("alive"),
        TRUE("true"),
        FALSE("false");

        private final String text;

        Answer(String text) {
            this.text = text;
        }

        /// The word as it stands on the wire.
        public String text() {
            return text;
        }

        @Override
        public String label() {
            return "status " + text;
        }
    }

    /// The status `named:`, which gives a node that asked for it a name and a creation.
    record Named(String name, int creation) implements Status {

        @Override
        public String label() {
            return "status named";
        }
    }

    /// `N` from the side that was dialled.
    ///
    /// @param challenge what the dialling side shall make a {@link Digest} of
    record Challenge(DistributionFlags flags, int challenge, int creation, String name)
            implements HandshakeMessage {

        @Override
        public String label() {
            return "challenge";
        }
    }

    /// `c`: what an {@link OldSendName} could not say.
    ///
    /// @param flagsHigh the upper 32 bits of the flags
    record Complement(int flagsHigh, int creation) implements HandshakeMessage {

        @Override
        public String label() {
            return "complement";
        }
    }

    /// `r`: the dialling side's proof, and its own challenge.
    record ChallengeReply(int challenge, Digest digest) implements HandshakeMessage {

        @Override
        public String label() {
            return "challenge_reply";
        }
    }

    /// `a`: the dialled side's proof. The connection stands.
    record ChallengeAck(Digest digest) implements HandshakeMessage {

        @Override
        public String label() {
            return "challenge_ack";
        }
    }
}
