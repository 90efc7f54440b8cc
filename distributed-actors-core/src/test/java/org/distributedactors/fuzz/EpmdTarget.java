package org.distributedactors.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import org.distributedactors.epmd.EpmdRegistry;
import org.distributedactors.epmd.EpmdRequest;
import org.distributedactors.epmd.EpmdRequestCodec;
import org.distributedactors.epmd.EpmdResponseCodec;
import org.distributedactors.epmd.MalformedEpmdMessageException;

/// Any bytes to a port mapper, and any bytes as its answer.
public final class EpmdTarget {

    private static final List<Function<ByteBuf, Object>> ANSWERS =
            List.of(
                    EpmdResponseCodec::decodeAlive2,
                    EpmdResponseCodec::decodePort2,
                    EpmdResponseCodec::decodeNames,
                    EpmdResponseCodec::decodeDump,
                    EpmdResponseCodec::decodeKill,
                    EpmdResponseCodec::decodeStop);

    private EpmdTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        EpmdRegistry registry = new EpmdRegistry(4369, 5, 4);
        ByteBuf in = Unpooled.wrappedBuffer(data);
        try {
            for (EpmdRequest request; (request = EpmdRequestCodec.decode(in)) != null; ) {
                EpmdRequestCodec.encode(request, Unpooled.buffer());
                registry.handle(request, true);
                registry.handle(request, false);
            }
        } catch (MalformedEpmdMessageException refused) {
            // That is the one exception.
        }
        for (Function<ByteBuf, Object> answer : ANSWERS) {
            try {
                answer.apply(Unpooled.wrappedBuffer(data));
            } catch (MalformedEpmdMessageException refused) {
                // That is the one exception.
            }
        }
    }
}
