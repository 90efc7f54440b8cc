package org.distributedactors.boot.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A store of one lock that a test can take away, or make fail.
final class FakeStore implements LeaseStore {

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    volatile boolean free = true;
    volatile boolean fails;
    volatile boolean stolen;

    @Override
    public boolean take(String name, Duration wait, Duration lease) {
        failIfAsked();
        if (free) {
            free = false;
            calls.add("take");
            return true;
        }
        return false;
    }

    @Override
    public void renew(String name, Duration lease) {
        failIfAsked();
        if (stolen) {
            throw new LeaseLostException(new IllegalStateException("not yours"));
        }
        calls.add("renew");
    }

    @Override
    public void release(String name) {
        failIfAsked();
        free = true;
        calls.add("release");
    }

    private void failIfAsked() {
        if (fails) {
            throw new IllegalArgumentException("the database is gone");
        }
    }
}
