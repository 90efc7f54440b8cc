package org.distributedactors.dist;

/// How the frames of one connection look, as both sides agreed.
public enum FrameForm {
    /// Without a header, for programs that offered neither DIST_HDR_ATOM_CACHE nor FRAGMENTS.
    PASS_THROUGH,
    /// With a header, and every message in one frame.
    HEADER,
    /// With a header that names atoms, and every message in one frame.
    ATOM_CACHE,
    /// With a header; what is large is cut.
    FRAGMENTS,
    /// With a header that names atoms; what is large is cut.
    ATOM_CACHE_AND_FRAGMENTS;

    /// The form that these two flags of the handshake make.
    ///
    /// @param atomCache DIST_HDR_ATOM_CACHE
    /// @param fragments FRAGMENTS
    public static FrameForm of(boolean atomCache, boolean fragments) {
        if (atomCache) {
            return fragments ? ATOM_CACHE_AND_FRAGMENTS : ATOM_CACHE;
        }
        return fragments ? FRAGMENTS : PASS_THROUGH;
    }

    boolean isPassThrough() {
        return this == PASS_THROUGH;
    }

    boolean hasAtomCache() {
        return this == ATOM_CACHE || this == ATOM_CACHE_AND_FRAGMENTS;
    }

    boolean hasFragments() {
        return this == FRAGMENTS || this == ATOM_CACHE_AND_FRAGMENTS;
    }
}
