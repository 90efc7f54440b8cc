package org.distributedactors.node;

import org.distributedactors.behaviour.From;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.mapping.Codec;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Callers that are not answered yet, inside the state of a server that goes on on another node: `{Pid, Tag}`, as in a call.
/// Whoever reads one can answer it.
@SuppressWarnings("rawtypes") // the class of a type is always raw
final class FromCodec implements Codec<From> {

    private final Node node;

    FromCodec(Node node) {
        this.node = node;
    }

    @Override
    public void write(TermWriter out, From from) {
        out.writeTupleHeader(2);
        out.writePid(from.pid());
        out.writeTerm(from.tag());
    }

    @Override
    public From read(TermReader in) {
        if (in.readTupleHeader() != 2) {
            throw new MappingException("expected a caller, {Pid, Tag}");
        }
        Pid pid = in.readPid();
        Term tag = in.readTerm();
        return From.of(node.processes(), pid, tag);
    }
}
