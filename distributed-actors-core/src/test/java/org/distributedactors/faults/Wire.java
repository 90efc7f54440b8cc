package org.distributedactors.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A wire between whoever dials and one node: a proxy for TCP connections that hands each piece on later, lets some wait as if
/// packets had to be sent again, and turns bits over, beyond the checksum of TCP. What goes one way stays in order, as TCP has
/// it. Chance comes from a seed.
final class Wire implements AutoCloseable {

    private static final int PIECES_UNDER_WAY = 1000;

    private final ServerSocket listener;
    private final Damage damage;
    private final SplittableRandom random;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger flipped = new AtomicInteger();
    private volatile InetSocketAddress target;
    private volatile long leastNanos;
    private volatile long jitterNanos;
    private volatile int stalledPercent;
    private volatile long stallNanos;

    /// Which bit of a piece is turned over.
    interface Damage {

        /// What passed one way is followed by an object of its own.
        Way way();

        interface Way {

            /// Sees all that passes, in order, and turns one bit over where it can when that is wanted.
            ///
            /// @return whether it did
            boolean pass(byte[] piece, boolean flip, SplittableRandom random);
        }
    }

    private record Piece(byte[] bytes, long due) {}

    Wire(long seed, Damage damage) throws IOException {
        this.random = new SplittableRandom(seed);
        this.damage = damage;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where to dial.
    int port() {
        return listener.getLocalPort();
    }

    void leadTo(InetSocketAddress node) {
        target = node;
    }

    /// From now on each piece takes at least so long, and up to so much longer.
    void delay(Duration least, Duration jitter) {
        leastNanos = least.toNanos();
        jitterNanos = Math.max(1, jitter.toNanos());
    }

    /// From now on so many of the pieces, and all behind them, wait up to so much longer, as if packets were lost.
    void stall(int percent, Duration longest) {
        stallNanos = Math.max(1, longest.toNanos());
        stalledPercent = percent;
    }

    /// Turns one bit over, in whichever direction something passes first.
    void flip() {
        wanted.incrementAndGet();
    }

    /// How many bits were turned over.
    int flipped() {
        return flipped.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Socket far = new Socket();
                open.addAll(List.of(near, far));
                try {
                    far.connect(target);
                } catch (IOException nobody) {
                    near.close();
                    continue;
                }
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                join(near, far);
                join(far, near);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void join(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>(PIECES_UNDER_WAY);
        SplittableRandom chance;
        synchronized (random) {
            chance = random.split();
        }
        Thread.ofVirtual().start(() -> take(from, underWay, chance));
        Thread.ofVirtual().start(() -> give(underWay, to));
    }

    private void take(Socket from, BlockingQueue<Piece> underWay, SplittableRandom chance) {
        Damage.Way way = damage.way();
        byte[] buffer = new byte[8192];
        try {
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    byte[] piece = Arrays.copyOf(buffer, read);
                    mayFlip(way, piece, chance);
                    underWay.put(new Piece(piece, System.nanoTime() + delay(chance)));
                }
            } catch (IOException ended) {
                // What came before goes on, and then the end does.
            }
            underWay.put(new Piece(new byte[0], System.nanoTime()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void mayFlip(Damage.Way way, byte[] piece, SplittableRandom chance) {
        boolean flip = wanted.get() > 0 && wanted.getAndDecrement() > 0;
        if (way.pass(piece, flip, chance)) {
            flipped.incrementAndGet();
        } else if (flip) {
            wanted.incrementAndGet();
        }
    }

    private long delay(SplittableRandom chance) {
        long delay = leastNanos + (jitterNanos > 0 ? chance.nextLong(jitterNanos) : 0);
        boolean stalled = chance.nextInt(100) < stalledPercent;
        return stalled ? delay + chance.nextLong(stallNanos) : delay;
    }

    private static void give(BlockingQueue<Piece> underWay, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes().length > 0; piece = underWay.take()) {
                for (long left; (left = piece.due() - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes());
            }
        } catch (IOException ended) {
            // The other end went first; whoever sent this learns it from its own socket.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
