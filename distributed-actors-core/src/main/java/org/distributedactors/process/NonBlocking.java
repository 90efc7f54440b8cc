package org.distributedactors.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says of a behaviour, a server, or an object that implements an interface as its protocol: none of its handlers ever
/// waits, for a lock, for input or output, or for an answer, and each is done within a fraction of a millisecond.
///
/// While such a process is idle, whoever delivers a message to it may run it there and then: a caller that would only
/// wait for the answer, or the thread that has read the message from the network. So a call costs no change of threads.
/// Its messages are still handled one at a time and in order, and it is still itself while it runs: only
/// `Thread.currentThread()` is another's. `kill` does not interrupt it there; it ends when the handler returns.
///
/// A type whose handler is seen to wait there, or to compute for more than 5 ms (on a virtual thread, 50 ms), loses the
/// mark for a time, which is logged as a warning; its processes then run as those of any other type. A call inside such a
/// handler fails at once with the reason `nonblocking` where it would hold up the reading of the network. A caller that runs such a
/// handler itself has its time-out, but no sooner than the handler is done.
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NonBlocking {}
