package org.distributedactors.handshake;

import java.util.Arrays;
import java.util.List;

/// What a node can do, as the 64 bits it sends in the handshake. The bits that both sides have govern the
/// connection.
///
/// Distribution Protocol, "Distribution Flags".
///
/// @param bits the flags word as it stands on the wire
public record DistributionFlags(long bits) {

    /// What this implementation offers: the set of OTP 29.
    public static final DistributionFlags OURS = new DistributionFlags(0x6D_07DF_7FBDL);

    /// Without any flag.
    public static final DistributionFlags NONE = new DistributionFlags(0);

    /// What {@link Flag#MANDATORY_25_DIGEST} stands for: every flag that was mandatory in OTP 25.
    private static final long DIGEST_25 = mandatoryUpTo(25);

    private static final long MANDATORY = mandatoryUpTo(Integer.MAX_VALUE);

    private static final long LOW_WORD = 0xFFFF_FFFFL;

    /// One capability, at the bit and under the name the protocol gives it.
    public enum Flag {
        /// A visible node. When one side lacks it, the connection is a hidden one.
        PUBLISHED(0),
        ATOM_CACHE(1),
        EXTENDED_REFERENCES(2, 25),
        DIST_MONITOR(3),
        FUN_TAGS(4, 25),
        DIST_MONITOR_NAME(5),
        HIDDEN_ATOM_CACHE(6),
        NEW_FUN_TAGS(7, 25),
        EXTENDED_PIDS_PORTS(8, 25),
        EXPORT_PTR_TAG(9, 25),
        BIT_BINARIES(10, 25),
        NEW_FLOATS(11, 25),
        UNICODE_IO(12),
        DIST_HDR_ATOM_CACHE(13),
        SMALL_ATOM_TAGS(14),
        UTF8_ATOMS(16, 25),
        MAP_TAG(17, 25),
        BIG_CREATION(18, 25),
        SEND_SENDER(19),
        BIG_SEQTRACE_LABELS(20),
        EXIT_PAYLOAD(22),
        FRAGMENTS(23),
        HANDSHAKE_23(24, 25),
        UNLINK_ID(25, 26),
        /// Stands for all flags that OTP 25 insists on. The public document puts it at bit 36; on the wire it is here.
        MANDATORY_25_DIGEST(26),
        SPAWN(32),
        /// No capability but a request: the dialled node shall give the dialling one its name.
        NAME_ME(33),
        V4_NC(34, 26),
        ALIAS(35),
        ALTACT_SIG(37),
        NATIVE_RECORDS(38);

        private static final int NEVER = 0;

        private final long mask;
        private final int mandatorySince;

        Flag(int bit) {
            this(bit, NEVER);
        }

        Flag(int bit, int mandatorySince) {
            this.mask = 1L << bit;
            this.mandatorySince = mandatorySince;
        }

        /// The flag's bit, set in an otherwise empty word.
        public long mask() {
            return mask;
        }

        /// Whether a peer without this flag is refused.
        public boolean isMandatory() {
            return mandatorySince != NEVER;
        }

        /// The first OTP release that refuses peers without this flag; 25 stands for 25 and older, 0 for none.
        public int mandatorySince() {
            return mandatorySince;
        }
    }

    private static long mandatoryUpTo(int otpRelease) {
        return Arrays.stream(Flag.values())
                .filter(flag -> flag.isMandatory() && flag.mandatorySince() <= otpRelease)
                .mapToLong(Flag::mask)
                .reduce(0, (left, right) -> left | right);
    }

    public boolean has(Flag flag) {
        return (bits & flag.mask()) != 0;
    }

    public DistributionFlags with(Flag flag) {
        return new DistributionFlags(bits | flag.mask());
    }

    public DistributionFlags without(Flag flag) {
        return new DistributionFlags(bits & ~flag.mask());
    }

    /// What both sides can do.
    public DistributionFlags and(DistributionFlags other) {
        return new DistributionFlags(bits & other.bits);
    }

    /// The same abilities for a node that does not show itself in `nodes()`.
    public DistributionFlags hidden() {
        return without(Flag.PUBLISHED);
    }

    public boolean isHidden() {
        return !has(Flag.PUBLISHED);
    }

    /// These flags with the abbreviation {@link Flag#MANDATORY_25_DIGEST} written out. To be applied to what a
    /// peer sends, before anything is asked of it.
    public DistributionFlags expanded() {
        return has(Flag.MANDATORY_25_DIGEST) ? new DistributionFlags(bits | DIGEST_25) : this;
    }

    /// The flags a peer must have and this one does not; empty when it may connect.
    public List<Flag> missingMandatory() {
        return missing(MANDATORY);
    }

    /// As {@link #missingMandatory()}, when only the lower 32 bits are known yet.
    List<Flag> missingMandatoryInLowWord() {
        return missing(MANDATORY & LOW_WORD);
    }

    private List<Flag> missing(long wanted) {
        return Arrays.stream(Flag.values())
                .filter(flag -> (wanted & ~bits & flag.mask()) != 0)
                .toList();
    }

    /// These lower 32 bits with other upper 32 bits.
    DistributionFlags withHighWord(int high) {
        return new DistributionFlags((bits & LOW_WORD) | (long) high << Integer.SIZE);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(bits);
    }
}
