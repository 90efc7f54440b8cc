package org.distributedactors.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A wire that the test can cut at one end, or hold. What it holds is lost.
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private volatile boolean held;

    private record Wire(Socket near, Socket far) {}

    /// @param target where what comes here goes on to
    TcpProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where to dial.
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    InetSocketAddress target() {
        return target;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                wires.add(new Wire(near, far));
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!held) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException cut) {
            // Only this end is told; whether the other one is, the test decides.
        }
    }

    /// Lets nothing through any more, and tells nobody.
    void hold() {
        held = true;
    }

    /// Closes the side of whoever dialled, and leaves the other side open.
    void cutNearEnd() throws IOException {
        for (Wire wire : wires) {
            wire.near().close();
        }
    }

    /// Closes the side of whoever was dialled, and leaves the other side open.
    void cutFarEnd() throws IOException {
        for (Wire wire : wires) {
            wire.far().close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutNearEnd();
        cutFarEnd();
    }
}
