package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.handshake.DistributionFlags;

/// A program that attacks a node from a host of its own: sockets that say nothing, then handshakes with wrong cookies, as
/// fast as the node lets them be. Ends when its standard input does.
final class Flooder {

    private static final int MOST_ATTEMPTS = 1_000_000;

    private final InetAddress address;
    private final int port;
    private final SplittableRandom random = new SplittableRandom(1);

    private Flooder(String address, int port) throws IOException {
        this.address = InetAddress.getByName(address);
        this.port = port;
    }

    /// @param args address and port, how many silent sockets, how many wrong cookies that are looked at
    public static void main(String[] args) throws IOException {
        Flooder flooder = new Flooder(args[0], Integer.parseInt(args[1]));
        List<Socket> silent = flooder.open(Integer.parseInt(args[2]));
        IO.println("=silent " + silent.size());
        // None is looked at while the silent sockets are all that the node takes from this host.
        int wanted = Integer.parseInt(args[3]);
        int challenged = 0;
        int attempts = 0;
        while (challenged < wanted && attempts < MOST_ATTEMPTS) {
            challenged += flooder.guess(attempts++) ? 1 : 0;
        }
        IO.println("=guessed " + challenged + " of " + attempts);
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        for (Socket socket : silent) {
            socket.close();
        }
    }

    private List<Socket> open(int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                sockets.add(new Socket(address, port));
            } catch (IOException refused) {
                // It may.
            }
        }
        return sockets;
    }

    /// One handshake up to the digest.
    ///
    /// @return whether the node got so far as to ask for it
    private boolean guess(int attempt) {
        try (Socket socket = new Socket(address, port)) {
            socket.setTcpNoDelay(true);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] name = ("guess" + attempt + "@10.77.0.3").getBytes(ISO_8859_1);
            out.writeShort(15 + name.length);
            out.writeByte('N');
            out.writeLong(DistributionFlags.OURS.bits());
            out.writeInt(attempt + 1);
            out.writeShort(name.length);
            out.write(name);
            out.flush();
            in.skipNBytes(in.readUnsignedShort());
            in.skipNBytes(in.readUnsignedShort());
            out.writeShort(21);
            out.writeByte('r');
            out.writeInt(random.nextInt());
            out.writeLong(random.nextLong());
            out.writeLong(random.nextLong());
            out.flush();
            in.read();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
