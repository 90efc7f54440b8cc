package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {

    private static final int MOST = 300_000;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<String> heard = new ArrayList<>();
    private final FrameSplitter splitter =
            new FrameSplitter(
                    allocator,
                    MOST,
                    new FrameSplitter.Frames() {
                        @Override
                        public void frame(ByteBuf frame) {
                            heard.add(ByteBufUtil.hexDump(frame));
                        }

                        @Override
                        public void tooLong(long length) {
                            heard.add("too long: " + length);
                        }
                    });

    @AfterEach
    void allMemoryIsGivenBack() {
        splitter.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void framesAreTheSameHoweverTheyAreCut() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> sent = new ArrayList<>();
            ByteBuf all = Unpooled.buffer();
            for (int i = random.nextInt(30); i >= 0; i--) {
                byte[] frame = new byte[random.nextInt(i % 7 == 0 ? 70_000 : 60)];
                random.nextBytes(frame);
                all.writeInt(frame.length).writeBytes(frame);
                sent.add(ByteBufUtil.hexDump(frame));
            }
            int longest = 1 + random.nextInt(seed % 3 == 0 ? 5 : 100_000);
            while (all.isReadable()) {
                int length = Math.min(all.readableBytes(), 1 + random.nextInt(longest));
                splitter.read(allocator.heapBuffer(length).writeBytes(all, length));
            }
            assertThat(heard).as("seed %d", seed).isEqualTo(sent);
            heard.clear();
        }
    }

    @Test
    void aLengthAboveTheLimitIsHeardBeforeAnythingElseComes() {
        splitter.read(bytes("7fffffff"));

        assertThat(heard).containsExactly("too long: " + Integer.MAX_VALUE);
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void aLengthThatComesInPiecesIsLookedAtWhenItIsWhole() {
        splitter.read(bytes("ffff"));
        assertThat(heard).isEmpty();
        splitter.read(bytes("ffff01020304"));

        assertThat(heard).containsExactly("too long: 4294967295");
    }

    @Test
    void aLongLengthAloneTakesLittleMemory() {
        splitter.read(bytes("00049000"));
        splitter.read(bytes("01"));

        assertThat(allocator.metric().usedHeapMemory()).isLessThanOrEqualTo(128 * 1024);
    }

    @Test
    void nothingIsReadAfterTheStop() {
        splitter.stop();
        splitter.read(bytes("0000000101"));

        assertThat(heard).isEmpty();
    }

    private ByteBuf bytes(String hex) {
        byte[] bytes = ByteBufUtil.decodeHexDump(hex);
        return allocator.heapBuffer(bytes.length).writeBytes(bytes);
    }
}
