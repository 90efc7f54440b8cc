package org.distributedactors.global;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// The connection between two nodes: down, being made, or up. Each end notices for itself when it comes up and
/// goes down. What one end sends arrives at the other in order, after random delays, or not at all once the link is
/// cut.
final class SimulatedLink {

    private static final int CONNECT_MICROS = 4_000;
    private static final int NOTICE_MICROS = 500;
    private static final int LATENCY_MICROS = 1_000;
    private static final int DETECT_MICROS = 20_000;

    private final GlobalSimulation simulation;
    private final SimulatedNode first;
    private final SimulatedNode second;
    private final Map<SimulatedNode, End> ends = new HashMap<>();
    private boolean blocked;
    private boolean connecting;
    private long epoch;
    private boolean alive;

    /// What one node knows of the link, and what travels towards it.
    private static final class End {
        private boolean up;
        private long readyMicros;
        private boolean receives = true;
        private final Queue<Runnable> unsent = new ArrayDeque<>();
        private final List<Runnable> onFailure = new ArrayList<>();
    }

    SimulatedLink(GlobalSimulation simulation, SimulatedNode first, SimulatedNode second) {
        this.simulation = simulation;
        this.first = first;
        this.second = second;
        ends.put(first, new End());
        ends.put(second, new End());
    }

    SimulatedNode other(SimulatedNode node) {
        return node == first ? second : first;
    }

    boolean isUp(SimulatedNode at) {
        return ends.get(at).up;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isQuiet() {
        return !connecting && ends.get(first).up == ends.get(second).up;
    }

    /// Whether new connections fail.
    void block(boolean blocked) {
        this.blocked = blocked;
    }

    boolean isBlocked() {
        return blocked;
    }

    /// Makes the connection unless it is there; `onFailure` runs when that fails.
    void connect(SimulatedNode from, Runnable onFailure) {
        End end = ends.get(from);
        if (end.up) {
            return;
        }
        end.onFailure.add(onFailure);
        if (!connecting) {
            connecting = true;
            simulation.later(CONNECT_MICROS, this::connected);
        }
    }

    private void connected() {
        if (ends.get(first).up || ends.get(second).up) {
            simulation.later(CONNECT_MICROS, this::connected);
            return;
        }
        connecting = false;
        if (blocked || !first.isRunning() || !second.isRunning()) {
            failed(first);
            failed(second);
            return;
        }
        alive = true;
        epoch++;
        comesUp(first);
        comesUp(second);
    }

    private void failed(SimulatedNode node) {
        End end = ends.get(node);
        end.unsent.clear();
        List<Runnable> waiting = List.copyOf(end.onFailure);
        end.onFailure.clear();
        if (node.isRunning()) {
            waiting.forEach(Runnable::run);
        }
    }

    private void comesUp(SimulatedNode node) {
        End end = ends.get(node);
        long epochThen = epoch;
        end.receives = true;
        end.readyMicros = simulation.clock().nowMicros() + simulation.random(NOTICE_MICROS);
        simulation
                .clock()
                .at(
                        end.readyMicros,
                        () -> {
                            if (epoch == epochThen && node.isRunning()) {
                                end.up = true;
                                end.onFailure.clear();
                                node.nodeUp(other(node));
                                while (!end.unsent.isEmpty()) {
                                    travel(node, end.unsent.remove());
                                }
                            }
                        });
    }

    /// Sends; connects first if need be.
    void send(SimulatedNode from, Runnable arrival, Runnable onFailure) {
        End end = ends.get(from);
        if (end.up) {
            travel(from, arrival);
        } else {
            end.unsent.add(arrival);
            connect(from, onFailure);
        }
    }

    private void travel(SimulatedNode from, Runnable arrival) {
        SimulatedNode to = other(from);
        End end = ends.get(to);
        long epochThen = epoch;
        if (!alive) {
            return;
        }
        long arrives = simulation.clock().nowMicros() + simulation.random(LATENCY_MICROS);
        end.readyMicros = Math.max(end.readyMicros + 1, arrives);
        simulation
                .clock()
                .at(
                        end.readyMicros,
                        () -> {
                            if (epoch == epochThen && end.receives && to.isRunning()) {
                                arrival.run();
                            }
                        });
    }

    /// Cuts the connection. What is on its way may still arrive, or not; each end notices later.
    void cut() {
        if (alive) {
            alive = false;
            long epochThen = epoch;
            goesDown(first, epochThen);
            goesDown(second, epochThen);
        }
    }

    private void goesDown(SimulatedNode node, long epochThen) {
        End end = ends.get(node);
        end.receives = simulation.random(2) == 1;
        long notices = simulation.clock().nowMicros() + simulation.random(DETECT_MICROS);
        simulation
                .clock()
                .at(
                        Math.max(notices, end.readyMicros + 1),
                        () -> {
                            if (epoch == epochThen && end.up) {
                                end.up = false;
                                end.receives = false;
                                if (node.isRunning()) {
                                    node.nodeDown(other(node));
                                }
                            }
                        });
    }
}
