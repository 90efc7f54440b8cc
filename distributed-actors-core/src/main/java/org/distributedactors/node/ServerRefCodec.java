package org.distributedactors.node;

import java.util.Optional;
import java.util.function.Supplier;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.mapping.Codec;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.process.Destination;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Addresses inside messages, as `gen_server` takes them.
///
/// | Address | Written | Read |
/// |---|---|---|
/// | process | pid | the process |
/// | name on a node | `{Name, Node}`, for this node too, so that it means the same to the reader | that name there |
/// | name here | | `Name` is a name on the node that reads it |
/// | name of the cluster | `{global, Name}` | whoever has it at each use |
///
/// As in OTP `{global, Name}` is never a process that is called `global` on a node.
@SuppressWarnings("rawtypes") // the class of a type is always raw
final class ServerRefCodec implements Codec<ServerRef> {

    private static final Atom GLOBAL = Atom.of("global");

    private final Node node;

    ServerRefCodec(Node node) {
        this.node = node;
    }

    @Override
    public void write(TermWriter out, ServerRef ref) {
        Term term = ref.term();
        out.writeTerm(term instanceof Atom name ? Tuple.of(name, node.name().atom()) : term);
    }

    @Override
    public ServerRef read(TermReader in) {
        return switch (in.readTerm()) {
            case Pid pid -> of(pid, Destination.of(pid));
            case Atom name -> of(name, Destination.of(name, node.name().atom()));
            case Tuple tuple when tuple.isTagged(GLOBAL, 2) -> global(tuple);
            case Tuple tuple
                    when tuple.arity() == 2
                            && tuple.get(0) instanceof Atom name
                            && tuple.get(1) instanceof Atom there ->
                    of(tuple, Destination.of(name, there));
            default ->
                    throw new MappingException(
                            "expected a pid, a name, {Name, Node} or {global, Name}");
        };
    }

    private ServerRef<?> of(Term term, Destination destination) {
        Supplier<Optional<Destination>> there = () -> Optional.of(destination);
        return ServerRef.of(node::processes, term, there);
    }

    private ServerRef<?> global(Tuple address) {
        return ServerRef.of(
                node::processes, address, () -> node.globalNames().whereis(address.get(1)));
    }
}
