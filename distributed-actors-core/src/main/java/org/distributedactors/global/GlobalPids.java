package org.distributedactors.global;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;

/// The three processes that other nodes see. They are told apart because a lock belongs to a pid.
///
/// @param server receives everything, registered as `global_name_server`
/// @param locker takes locks for joining another partition
/// @param registrar takes locks for changing names
record GlobalPids(Pid server, Pid locker, Pid registrar) {

    Atom node() {
        return server.node();
    }

    boolean has(Pid pid) {
        return pid.equals(server) || pid.equals(locker) || pid.equals(registrar);
    }
}
