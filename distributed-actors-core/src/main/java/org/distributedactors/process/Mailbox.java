package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// The messages of a plain process in the order of their arrival, from which one is taken anywhere. Touched by the
/// process alone.
final class Mailbox {

    /// A message and its place. One that was taken still knows what was before it, so a scan or a mark that stands on it
    /// finds back.
    static final class Letter {
        final Object message;
        private @Nullable Letter previous;
        private @Nullable Letter next;
        private boolean taken;

        private Letter(Object message) {
            this.message = message;
        }
    }

    private final Letter start = new Letter("start");
    private Letter last = start;
    private int size;

    /// The place in front of the first message.
    Letter start() {
        return start;
    }

    @Nullable Letter first() {
        return start.next;
    }

    /// The last message, or the start.
    Letter last() {
        return last;
    }

    void add(Object message) {
        Letter letter = new Letter(message);
        letter.previous = last;
        last.next = letter;
        last = letter;
        size++;
    }

    /// The first message behind this place, or null.
    @Nullable Letter after(Letter place) {
        Letter present = place;
        while (present.taken && present.previous != null) {
            present = present.previous;
        }
        return present.next;
    }

    void take(Letter letter) {
        Letter previous = letter.previous;
        if (letter.taken || previous == null) {
            return;
        }
        letter.taken = true;
        previous.next = letter.next;
        if (letter.next == null) {
            last = previous;
        } else {
            letter.next.previous = previous;
        }
        size--;
    }

    int size() {
        return size;
    }
}
