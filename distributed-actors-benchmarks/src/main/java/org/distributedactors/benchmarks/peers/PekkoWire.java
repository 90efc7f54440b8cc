package org.distributedactors.benchmarks.peers;

import org.apache.pekko.actor.typed.ActorRef;

/** What crosses the wire. The record's type plays the part of the atom. */
final class PekkoWire {
    private PekkoWire() {}

    /** Marker: everything that crosses the wire between the Pekko nodes goes through jackson-cbor. */
    interface CborSer {}

    interface Hub extends CborSer {}

    record NewReceiver(ActorRef<Flow> to, long n, int win) implements Hub {}

    record NewPong(ActorRef<Flow> to) implements Hub {}

    record Spawn(ActorRef<Spawned> to) implements Hub {}

    record EchoReq(ActorRef<EchoRep> to, long x) implements Hub {}

    interface Data extends CborSer {}

    record Tell(long n, String s) implements Data {}

    record Bin(byte[] b) implements Data {}

    interface Flow extends CborSer {}

    record RecvReady(ActorRef<Data> ref) implements Flow {}

    record PongReady(ActorRef<Ping> ref) implements Flow {}

    record Ack(int n) implements Flow {}

    record All(long n) implements Flow {}

    record Pong(long i) implements Flow {}

    record Ping(ActorRef<Flow> from, long i) implements CborSer {}

    record Spawned(ActorRef<Ping> ref) implements CborSer {}

    record EchoRep(long x) implements CborSer {}
}
