package org.distributedactors.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.From;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// A server of the tests that moves: it remembers, in order, all that came to it.
final class Account implements GenServer<Account.Message>, Movable<Account.Saved> {

    static final MovableType TYPE =
            new MovableType(
                    "account", Account.class, true, () -> GenServer.behaviour(new Account()));

    sealed interface Message {
        record Add(String sender, long number) implements Message {}

        record Note(String text) implements Message {}

        record Put(long number) implements Message, Call<Message, Long> {}

        record PutAs(String client, long number) implements Message, Call<Message, Long> {}

        record Entries() implements Message, Call<Message, List<String>> {}

        record AnswerLater() implements Message, Call<Message, String> {}

        record AnswerNow(String answer) implements Message {}

        record Watch(Pid other) implements Message {}

        record LinkWith(Pid other) implements Message {}

        record Untie(Pid other) implements Message {}

        record Remind(long millis, String text) implements Message {}

        record RemindAgainAndAgain(long millis, String text) implements Message {}

        record WaitIdle(long millis) implements Message {}

        record TrapExits(boolean trap) implements Message {}

        record Ask(Pid other) implements Message {}

        record AskMeanwhile(Pid other) implements Message {}

        record Stop(String reason) implements Message {}

        record Crash() implements Message {}
    }

    record Saved(long sum, List<String> entries, List<From<String>> owed) {}

    private long sum;
    private final List<String> entries = new ArrayList<>();
    private final List<From<String>> owed = new ArrayList<>();
    private Self self;

    static ProcessBehaviour behaviour() {
        return GenServer.behaviour(new Account());
    }

    @Override
    public Next init(Self self) {
        this.self = self;
        self.trapExit(true);
        entries.add("init");
        return noReply();
    }

    @Override
    public Saved moveOut() {
        return new Saved(sum, entries, owed);
    }

    @Override
    public void moveIn(Self self, Saved state) {
        this.self = self;
        sum = state.sum();
        entries.addAll(state.entries());
        owed.addAll(state.owed());
    }

    @Override
    public Next handle(Message message) {
        switch (message) {
            case Message.Add(String sender, long number) -> {
                sum += number;
                entries.add(sender + number);
            }
            case Message.Note(String text) -> entries.add(text);
            case Message.Put put -> {
                sum += put.number();
                entries.add("put" + put.number());
                return reply(put, sum);
            }
            case Message.PutAs put -> {
                entries.add(put.client() + put.number());
                return reply(put, put.number());
            }
            case Message.Entries ask -> {
                return reply(ask, List.copyOf(entries));
            }
            case Message.AnswerLater later -> {
                return replyLater(later, owed::add);
            }
            case Message.AnswerNow(String answer) -> {
                owed.forEach(from -> from.reply(answer));
                owed.clear();
            }
            case Message.Watch(Pid other) -> {
                Reference ref = self.monitor(other);
                entries.add("watching " + ref.equals(self.runtime().makeRef()));
            }
            case Message.LinkWith(Pid other) -> self.link(other);
            case Message.Untie(Pid other) -> self.unlink(other);
            case Message.Remind(long millis, String text) ->
                    self.sendAfter(Duration.ofMillis(millis), new Message.Note(text));
            case Message.RemindAgainAndAgain(long millis, String text) ->
                    self.interval(Duration.ofMillis(millis), new Message.Note(text));
            case Message.TrapExits(boolean trap) -> self.trapExit(trap);
            case Message.Ask(Pid other) ->
                    entries.add("asked " + server(other).call(new Message.AnswerLater()));
            case Message.AskMeanwhile(Pid other) ->
                    server(other)
                            .callAsync(new Message.AnswerLater())
                            .thenAccept(answer -> self.send(self.pid(), new Message.Note(answer)));
            case Message.Stop(String reason) -> {
                return stop(ExitReason.of(reason));
            }
            case Message.WaitIdle(long millis) -> {
                return noReply().withTimeout(Duration.ofMillis(millis));
            }
            case Message.Crash ignored -> throw new IllegalStateException("told to");
        }
        return noReply();
    }

    private ServerRef<Message> server(Pid other) {
        return ServerRef.of(self.runtime(), other);
    }

    @Override
    public Next handleInfo(Object info) {
        switch (info) {
            case Message message -> {
                return handle(message);
            }
            case Down down -> entries.add("down " + down.reason());
            case Exit exit -> entries.add("exit " + exit.reason());
            case org.distributedactors.behaviour.Timeout ignored -> entries.add("idle");
            default -> entries.add("info " + info);
        }
        return noReply();
    }
}
