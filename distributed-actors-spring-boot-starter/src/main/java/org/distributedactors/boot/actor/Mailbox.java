package org.distributedactors.boot.actor;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.distributedactors.process.MailboxBound.Overflow;

/// How many messages may wait for one instance of an {@link Actor}, and what becomes of one more.
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Mailbox {

    /// As {@link #limit}: as many as there are, whatever the application's properties say.
    int UNBOUNDED = -1;

    /// The most messages that wait; 0 is what `distributed-actors.actor.mailbox.limit` says, without which it is any number.
    int limit() default 0;

    /// What becomes of one more, when there is a limit here.
    Overflow overflow() default Overflow.FAIL;
}
