package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// The messages of a plain process in the order of their arrival, from which one is taken anywhere. The signals that
/// brought them are its links, so a message that waits costs nothing more than it did in the queue. Touched by the
/// process alone.
final class Mailbox {

    private final Signal.Message start = new Signal.Message("start");
    private Signal.Message last = start;
    private int size;

    /// The place in front of the first message.
    Signal.Message start() {
        return start;
    }

    Signal.@Nullable Message first() {
        return start.following();
    }

    /// The last message, or the start.
    Signal.Message last() {
        return last;
    }

    /// @param letter linked nowhere else
    void add(Signal.Message letter) {
        last.putInFrontOf(letter);
        last = letter;
        size++;
    }

    /// The first message behind this place, or null. One that was taken still knows what was before it, so a scan or a
    /// mark that stands on it finds back.
    Signal.@Nullable Message after(Signal.Message place) {
        Signal.Message present = place;
        while (present.isTaken()) {
            Signal.Message previous = present.previous();
            if (previous == null) {
                break;
            }
            present = previous;
        }
        return present.following();
    }

    void take(Signal.Message letter) {
        Signal.Message previous = letter.previous();
        if (letter.isTaken() || previous == null) {
            return;
        }
        Signal.Message next = letter.following();
        letter.take();
        if (next == null) {
            previous.unlinkNext();
            last = previous;
        } else {
            previous.putInFrontOf(next);
        }
        size--;
    }

    int size() {
        return size;
    }
}
