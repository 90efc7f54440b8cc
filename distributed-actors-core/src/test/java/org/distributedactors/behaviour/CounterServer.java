package org.distributedactors.behaviour;

class CounterServer implements GenServer<CounterMsg> {
    private long value;

    @Override
    public Next handle(CounterMsg m) throws Exception {
        return switch (m) {
            case CounterMsg.Add(long n) -> {
                value += n;
                yield noReply();
            }
            case CounterMsg.Get get -> reply(get, value);
            case CounterMsg.Crash crash -> throw new IllegalStateException("crash as asked");
        };
    }
}
