package org.distributedactors.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// The links of one process, by the rules of the distribution protocol for local and remote ones alike. Touched by the
/// process alone. Decides only; whoever calls it sends the signals.
///
/// | Event                  | No link            | Active                        | Being unlinked               |
/// |------------------------|--------------------|-------------------------------|------------------------------|
/// | our `link`             | active, send LINK  | nothing                       | active again, send LINK      |
/// | LINK                   | active             | nothing                       | nothing                      |
/// | our `unlink`           | nothing            | being unlinked, send UNLINK_ID| nothing                      |
/// | UNLINK_ID              | acknowledge        | no link, acknowledge          | acknowledge                  |
/// | UNLINK_ID_ACK, same id | nothing            | nothing                       | no link                      |
/// | EXIT                   | nothing            | no link, exit signal          | no link                      |
///
/// See "Link Protocol" in the OTP distribution protocol. The id of an unlink tells its acknowledgement from that of an
/// older one, so a link made again at once survives an exit that crossed the unlink.
final class Links {

    private static final long ACTIVE = 0;

    private final Map<Pid, Link> links = new HashMap<>(4);
    private long lastUnlinkId;

    private static final class Link {
        long unlinkId = ACTIVE;
        int epoch;

        /// The node that stands for us with the other, when the process came from there; null for a link of our own.
        @Nullable Atom by;

        /// Whether the other has a link with us of its own, beside that.
        boolean own = true;

        Link(int epoch) {
            this.epoch = epoch;
        }
    }

    /// Whether LINK has to be sent.
    boolean link(Pid other, int epoch) {
        Link link = links.get(other);
        if (link != null && link.unlinkId == ACTIVE) {
            return false;
        }
        links.put(other, new Link(epoch));
        return true;
    }

    void linkReceived(Pid other, int epoch) {
        links.computeIfAbsent(other, pid -> new Link(epoch)).own = true;
    }

    /// A link that the process brought from another node, which goes on to stand for it there.
    void carried(Pid other, int epoch, Atom by) {
        if (!links.containsKey(other)) {
            Link link = new Link(epoch);
            link.by = by;
            link.own = false;
            links.put(other, link);
        }
    }

    /// Takes off a link for which another node stands.
    ///
    /// @return false when there is none
    boolean unlinkCarried(Pid other) {
        Link link = links.get(other);
        if (link == null || link.by == null) {
            return false;
        }
        link.by = null;
        if (!link.own) {
            links.remove(other);
        }
        return true;
    }

    /// The id to send UNLINK_ID with, or 0 when there is nothing to unlink.
    long unlink(Pid other) {
        Link link = links.get(other);
        if (link == null || link.unlinkId != ACTIVE) {
            return 0;
        }
        link.unlinkId = ++lastUnlinkId;
        return link.unlinkId;
    }

    /// UNLINK_ID was received; it has to be acknowledged whatever is here.
    void unlinkReceived(Pid other) {
        if (isActive(other)) {
            links.remove(other);
        }
    }

    void unlinkAckReceived(Pid other, long unlinkId) {
        Link link = links.get(other);
        if (link != null && link.unlinkId != ACTIVE && link.unlinkId == unlinkId) {
            links.remove(other);
        }
    }

    /// Whether the exit signal has an effect.
    boolean exitReceived(Pid other) {
        Link link = links.remove(other);
        return link != null && link.unlinkId == ACTIVE;
    }

    boolean isActive(Pid other) {
        Link link = links.get(other);
        return link != null && link.unlinkId == ACTIVE;
    }

    /// How many there are, about; any thread may look.
    int roughCount() {
        return links.size();
    }

    List<Pid> active() {
        List<Pid> found = new ArrayList<>(links.size());
        links.forEach((pid, link) -> {
            if (link.unlinkId == ACTIVE) {
                found.add(pid);
            }
        });
        return found;
    }

    /// Those whose other end has a link with this very process.
    List<Pid> own() {
        List<Pid> found = new ArrayList<>(links.size());
        links.forEach((pid, link) -> {
            if (link.unlinkId == ACTIVE && link.own) {
                found.add(pid);
            }
        });
        return found;
    }

    /// Removes what was with the node before the epoch; returns those that were active.
    List<Pid> connectionLost(Atom node, int epoch) {
        List<Pid> lost = new ArrayList<>();
        links.entrySet()
                .removeIf(entry -> {
                    Link link = entry.getValue();
                    Atom with = link.by == null ? entry.getKey().node() : link.by;
                    boolean gone = with.equals(node) && link.epoch < epoch;
                    if (gone && link.by != null && link.own) {
                        link.by = null;
                        return false;
                    }
                    if (gone && link.unlinkId == ACTIVE) {
                        lost.add(entry.getKey());
                    }
                    return gone;
                });
        return lost;
    }
}
