package org.distributedactors.node;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// What another node that runs this library says of itself after nodeup.
///
/// On the wire `#{version => <<"1.2.0">>, capabilities => [name, ...]}`, with `leaving => true` when the node is about to
/// stop. Other keys are for later versions and are skipped.
///
/// @param version the version of its library, at most 64 characters
/// @param capabilities what it offers, by name, at most 64; names of another form were left out
/// @param leaving whether it stops in order, and is not to be connected with again
public record PeerCapabilities(String version, Set<String> capabilities, boolean leaving) {

    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private static final int MOST = 64;
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}");
    private static final Atom VERSION_KEY = Atom.of("version");
    private static final Atom CAPABILITIES_KEY = Atom.of("capabilities");
    private static final Atom LEAVING_KEY = Atom.of("leaving");

    public PeerCapabilities {
        capabilities = Set.copyOf(capabilities);
    }

    /// Whether the node offers this.
    public boolean has(String capability) {
        return capabilities.contains(capability);
    }

    Term toTerm() {
        Term[] names = new TreeSet<>(capabilities).stream().map(Atom::of).toArray(Term[]::new);
        Map<Term, Term> said = new LinkedHashMap<>();
        said.put(VERSION_KEY, Binary.utf8(version));
        said.put(CAPABILITIES_KEY, ListTerm.wrap(names));
        if (leaving) {
            said.put(LEAVING_KEY, Atom.TRUE);
        }
        return MapTerm.of(said);
    }

    /// The announcement in this term; null when it is none.
    static @Nullable PeerCapabilities from(Term term) {
        if (!(term instanceof MapTerm map)
                || !(map.get(VERSION_KEY) instanceof Binary version)
                || version.size() > MOST
                || !VERSION.matcher(version.utf8()).matches()) {
            return null;
        }
        SequencedSet<String> names = new LinkedHashSet<>();
        if (map.get(CAPABILITIES_KEY) instanceof ListTerm list) {
            for (int i = 0; i < list.size() && names.size() < MOST; i++) {
                if (list.get(i) instanceof Atom name && NAME.matcher(name.name()).matches()) {
                    names.add(name.name());
                }
            }
        }
        return new PeerCapabilities(
                version.utf8(),
                names,
                map.get(LEAVING_KEY) instanceof Atom said && said.equals(Atom.TRUE));
    }
}
