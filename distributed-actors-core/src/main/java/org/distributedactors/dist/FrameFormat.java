package org.distributedactors.dist;

/// The numbers that begin a frame, and the size of a piece.
///
/// ```
///  131  68                  header                 control term, message term
///  131  69  SeqId  FragId   header                 control term, first piece of the message term
///  131  70  SeqId  FragId                          next piece
///  112                          131 control term   131 message term
/// ```
///
/// External Term Format, "Distribution Header" and "Distribution Header for fragmented messages". SeqId and FragId
/// have 64 bits. The last form is for peers that offered neither DIST_HDR_ATOM_CACHE nor FRAGMENTS.
final class FrameFormat {

    static final int VERSION = 131;
    static final int HEADER = 68;
    static final int FIRST_FRAGMENT = 69;
    static final int NEXT_FRAGMENT = 70;
    static final int PASS_THROUGH = 112;

    /// What Erlang puts into one fragment. A message of more is sent in several.
    static final int FRAGMENT_BYTES = 64 * 1024;

    /// Length, 131, 70, SeqId, FragId.
    static final int NEXT_FRAGMENT_HEADER = 4 + 2 + 8 + 8;

    /// 131, 69, SeqId, FragId; behind it comes the header with its atoms.
    static final int FIRST_FRAGMENT_HEADER = 2 + 8 + 8;

    private FrameFormat() {}
}
