package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.distributedactors.process.MonitorBook.Kind;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.Test;

class MonitorBookTest {

    private static final Atom NODE = Atom.of("a@127.0.0.1");
    private static final Pid WATCHER = new Pid(NODE, 41, 0, 7);

    private final MonitorBook book = book(2);

    @Test
    void activeOnesAreCountedByKind() {
        book.add(reference(1), WATCHER, new Pid(NODE, 42, 0, 7), Kind.PROCESS);
        book.add(reference(2), WATCHER, NODE, Kind.NODE);
        book.add(reference(3), WATCHER, NODE, Kind.NODE);
        book.remove(reference(3));

        assertThat(book.activeCount(Kind.PROCESS)).isEqualTo(1);
        assertThat(book.activeCount(Kind.NODE)).isEqualTo(1);
        assertThat(book.activeCount(Kind.NAME)).isZero();
    }

    @Test
    void onlyTheLastOnesThatFiredAreKeptButAllAreCounted() {
        fire(book, 3);

        assertThat(book.fired())
                .extracting(MonitorBook.Entry::ref)
                .containsExactly(reference(3), reference(2));
        assertThat(book.firedCount()).isEqualTo(3);
        assertThat(book.activeCount()).isZero();
    }

    @Test
    void aBookMayKeepNone() {
        MonitorBook none = book(0);
        fire(none, 2);

        assertThat(none.fired()).isEmpty();
        assertThat(none.firedCount()).isEqualTo(2);
    }

    @Test
    void oneThatWasGivenUpDoesNotFire() {
        book.add(reference(1), WATCHER, NODE, Kind.NODE);
        book.remove(reference(1));
        book.fired(reference(1), ExitReason.NOCONNECTION);

        assertThat(book.fired()).isEmpty();
        assertThat(book.firedCount()).isZero();
    }

    private static void fire(MonitorBook book, int times) {
        for (int number = 1; number <= times; number++) {
            book.add(reference(number), WATCHER, NODE, Kind.NODE);
            book.fired(reference(number), ExitReason.NOCONNECTION);
        }
    }

    private static MonitorBook book(int limit) {
        return new MonitorBook(InstantSource.fixed(Instant.EPOCH), limit);
    }

    private static Reference reference(int number) {
        return Reference.of(NODE, 7, number, 0, 0);
    }
}
