package org.distributedactors.etf;

/// How much of a peer's bytes may become a term. Beyond a limit the bytes count as malformed.
///
/// Apart from these limits, every length in the bytes is compared with the bytes that are left before anything is
/// allocated for it.
///
/// @param depth how many tuples, lists, maps and so on may lie inside each other
/// @param elements how many elements all tuples, lists, maps and so on of one message may have together
/// @param binaryBytes how many bytes one binary or bitstring may have
/// @param inflatedBytes how many bytes a compressed stand-alone term may have once inflated
/// @param integerBytes how many bytes the magnitude of one integer may have
public record TermLimits(
        int depth, int elements, int binaryBytes, int inflatedBytes, int integerBytes) {

    /// Above this a `BigInteger` could not hold the value.
    private static final int MOST_INTEGER_BYTES = 1 << 27;

    private static final TermLimits DEFAULTS =
            new TermLimits(1024, 16 << 20, 256 << 20, 64 << 20, 64 << 10);

    /// @throws IllegalArgumentException when a limit is not positive, or `integerBytes` is above 128 MiB
    public TermLimits {
        requirePositive("depth", depth);
        requirePositive("elements", elements);
        requirePositive("binaryBytes", binaryBytes);
        requirePositive("inflatedBytes", inflatedBytes);
        requirePositive("integerBytes", integerBytes);
        if (integerBytes > MOST_INTEGER_BYTES) {
            throw new IllegalArgumentException(
                    "integerBytes is at most " + MOST_INTEGER_BYTES + ", not " + integerBytes);
        }
    }

    /// Depth 1024, 16 Mi elements, binaries of 256 MiB, 64 MiB inflated, integers of 64 KiB, which is 157 826 decimal digits.
    public static TermLimits defaults() {
        return DEFAULTS;
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is positive, not " + value);
        }
    }
}
