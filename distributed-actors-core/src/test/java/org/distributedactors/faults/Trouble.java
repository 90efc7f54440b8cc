package org.distributedactors.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.node.Node;
import org.distributedactors.process.Down;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can go wrong inside a node.
final class Trouble {

    private static final Logger log = LoggerFactory.getLogger(Trouble.class);

    private final Node node;
    private final AtomicInteger said = new AtomicInteger();

    Trouble(Node node) {
        this.node = node;
    }

    /// @param words the kind, and its numbers
    Object make(String[] words) {
        return switch (words[0]) {
            case "collect" -> collect(Integer.parseInt(words[1]));
            case "burn" -> burn(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "eat" -> eat();
            case "block" -> block();
            case "say" -> say(Integer.parseInt(words[1]));
            case "said" -> said.get();
            case "throw-at" -> throwAt(words[1], Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /// Fills most of the heap and has it collected as often as possible, for so many seconds.
    private int collect(int seconds) {
        List<byte[]> full = new ArrayList<>();
        long room = Runtime.getRuntime().maxMemory() * 6 / 10;
        for (long filled = 0; filled < room; filled += 1 << 10) {
            full.add(new byte[1 << 10]);
        }
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        int collections = 0;
        while (System.nanoTime() < until) {
            System.gc();
            collections++;
        }
        return full.isEmpty() ? 0 : collections;
    }

    /// Writes so many lines to the log, in a thread of its own.
    private boolean say(int lines) {
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    for (int line = 0; line < lines; line++) {
                        log.warn("a line of the log that says nothing: number={}", line);
                        said.incrementAndGet();
                    }
                });
        return true;
    }

    /// Computes in so many threads for so many seconds.
    private boolean burn(int threads, int seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        for (int started = 0; started < threads; started++) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        while (System.nanoTime() < until) {
                            Thread.onSpinWait();
                        }
                    });
        }
        return true;
    }

    /// Has a process take all memory.
    ///
    /// @return how it ended
    private String eat() {
        ProcessBody eats =
                self -> {
                    self.receive(go -> () -> go);
                    List<byte[]> eaten = new ArrayList<>();
                    while (eaten.size() >= 0) {
                        eaten.add(new byte[1 << 20]);
                    }
                };
        List<Object> ends = new ArrayList<>();
        node.spawn((PlainSelf self) -> {
            Pid eating = self.spawn(eats);
            self.monitor(eating);
            self.send(eating, "go");
            Object down = self.receive(any -> () -> any);
            synchronized (ends) {
                ends.add(down);
                ends.notifyAll();
            }
        });
        synchronized (ends) {
            try {
                while (ends.isEmpty()) {
                    ends.wait();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return ((Down) ends.getFirst()).reason().kind();
        }
    }

    /// Has a process wait for what never comes, deaf to interrupts.
    private boolean block() {
        node.spawn(self -> {
            Object never = new Object();
            synchronized (never) {
                while (node.isDistributed()) {
                    try {
                        never.wait();
                    } catch (InterruptedException deaf) {
                        continue;
                    }
                }
            }
        });
        return true;
    }

    /// Sends so many megabytes to nobody in particular on another node.
    private boolean throwAt(String other, int megabytes) {
        Binary load = Binary.of(new byte[1 << 20]);
        node.spawn(self -> {
            for (int sent = 0; sent < megabytes; sent++) {
                node.send(Atom.of("nobody"), NodeName.of(other), load);
            }
        });
        return true;
    }
}
