package org.distributedactors.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.mapping.Codec;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.term.Atom;

/// S1 for our mapping: into the buffer and from the bytes that a connection uses.
final class OursCodec {

    private static final Atom[] NO_ATOMS = {};

    private OursCodec() {}

    public static void main(String[] args) throws Exception {
        Mapping mapping = new Mapping();
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(8192);
        TermWriter writer = new TermWriter(buffer);
        TermLimits limits = TermLimits.defaults();
        CodecValues.report(
                "ours",
                type -> {
                    Codec<Object> codec = mapping.codecOf((java.lang.reflect.Type) type);
                    return new CodecValues.Codec(
                            value -> {
                                buffer.clear();
                                codec.write(writer, value);
                                return ByteBufUtil.getBytes(buffer);
                            },
                            bytes ->
                                    codec.read(
                                            new EncodedTerm((byte[]) bytes, NO_ATOMS)
                                                    .reader(limits)));
                });
        System.exit(0);
    }
}
