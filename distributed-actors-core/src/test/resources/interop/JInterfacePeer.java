import com.ericsson.otp.erlang.OtpErlangAtom;
import com.ericsson.otp.erlang.OtpErlangDecodeException;
import com.ericsson.otp.erlang.OtpErlangExit;
import com.ericsson.otp.erlang.OtpErlangObject;
import com.ericsson.otp.erlang.OtpErlangPid;
import com.ericsson.otp.erlang.OtpErlangTuple;
import com.ericsson.otp.erlang.OtpMbox;
import com.ericsson.otp.erlang.OtpNode;

/// A node of JInterface that does what messages to its mailbox `box` say. Arguments: its name and the cookie. The port
/// mapper is where `ERL_EPMD_PORT` says. It ends with its standard input.
public class JInterfacePeer {

    public static void main(String[] args) throws Exception {
        OtpNode node = new OtpNode(args[0], args[1]);
        Thread boxes = new Thread(() -> serve(node));
        boxes.setDaemon(true);
        boxes.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {}
        node.close();
    }

    private static void serve(OtpNode node) {
        while (true) {
            OtpMbox box = node.createMbox("box");
            while (box != null) {
                try {
                    OtpErlangTuple message = (OtpErlangTuple) box.receive();
                    String what = ((OtpErlangAtom) message.elementAt(0)).atomValue();
                    if (what.equals("$gen_call")) {
                        OtpErlangTuple from = (OtpErlangTuple) message.elementAt(1);
                        box.send(
                                (OtpErlangPid) from.elementAt(0),
                                tuple(from.elementAt(1), message.elementAt(2)));
                        continue;
                    }
                    OtpErlangPid pid = (OtpErlangPid) message.elementAt(1);
                    switch (what) {
                        case "echo" -> box.send(pid, tuple(box.self(), message.elementAt(2)));
                        case "link" -> box.link(pid);
                        case "unlink" -> box.unlink(pid);
                        case "kill" -> box.exit(pid, message.elementAt(2));
                        case "end" -> {
                            box.exit(message.elementAt(2));
                            box = null;
                        }
                        case "to_name" ->
                                box.send("puppet", "java@127.0.0.1", message.elementAt(2));
                        default -> {}
                    }
                } catch (OtpErlangExit exit) {
                    box.send(
                            "puppet",
                            "java@127.0.0.1",
                            tuple(new OtpErlangAtom("saw"), exit.reason()));
                } catch (OtpErlangDecodeException unreadable) {
                    System.err.println(unreadable);
                } catch (Exception other) {
                    System.err.println(other);
                    return;
                }
            }
        }
    }

    private static OtpErlangTuple tuple(OtpErlangObject... elements) {
        return new OtpErlangTuple(elements);
    }
}
