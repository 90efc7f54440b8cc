package org.distributedactors.global;

import org.distributedactors.term.Atom;

/// The words of `global`'s messages.
final class GlobalAtoms {

    static final Atom GLOBAL_NAME_SERVER = Atom.of("global_name_server");
    static final Atom GLOBAL = Atom.of("global");
    static final Atom DISTRIBUTED_ACTORS = Atom.of("distributed_actors");
    static final Atom NAME_AGE = Atom.of("name_age");

    static final Atom GEN_CALL = Atom.of("$gen_call");
    static final Atom GEN_CAST = Atom.of("$gen_cast");
    static final Atom ALIAS = Atom.of("alias");

    static final Atom SET_LOCK = Atom.of("set_lock");
    static final Atom DEL_LOCK = Atom.of("del_lock");
    static final Atom REGISTER = Atom.of("register");
    static final Atom REGISTER_EXT = Atom.of("register_ext");
    static final Atom UNREGISTER = Atom.of("unregister");
    static final Atom GET_KNOWN = Atom.of("get_known");
    static final Atom GET_SYNCED = Atom.of("get_synced");
    static final Atom GET_PROTOCOL_VERSION = Atom.of("get_protocol_version");
    static final Atom GET_NAMES_EXT = Atom.of("get_names_ext");
    static final Atom SYNC = Atom.of("sync");
    static final Atom GET_DIGEST = Atom.of("get_digest");
    static final Atom GET_TABLE = Atom.of("get_table");
    static final Atom BUSY = Atom.of("busy");
    static final Atom YES = Atom.of("yes");
    static final Atom UNKNOWN_CALL = Atom.of("unknown_call");

    static final Atom INIT_CONNECT = Atom.of("init_connect");
    static final Atom INIT_CONNECT_ACK = Atom.of("init_connect_ack");
    static final Atom CANCEL_CONNECT = Atom.of("cancel_connect");
    static final Atom LOCKER = Atom.of("locker");
    static final Atom NO_LONGER_A_PID = Atom.of("no_longer_a_pid");
    static final Atom LOCK_SET = Atom.of("lock_set");
    static final Atom EXCHANGE = Atom.of("exchange");
    static final Atom RESOLVED = Atom.of("resolved");
    static final Atom UNUSED = Atom.of("unused");
    static final Atom NEW_NODES = Atom.of("new_nodes");
    static final Atom IN_SYNC = Atom.of("in_sync");
    static final Atom INSERT = Atom.of("insert");
    static final Atom DELETE = Atom.of("delete");
    static final Atom VSN = Atom.of("vsn");
    static final Atom LOCK = Atom.of("lock");
    static final Atom ASYNC_DEL_NAME = Atom.of("async_del_name");
    static final Atom ASYNC_DEL_LOCK = Atom.of("async_del_lock");

    static final Atom LOST_CONNECTION = Atom.of("lost_connection");
    static final Atom REMOVE_CONNECTION = Atom.of("remove_connection");
    static final Atom PREPARE_SHUTDOWN = Atom.of("prepare_shutdown");
    static final Atom WHEREIS = Atom.of("whereis");

    static final Atom NONE = Atom.of("none");
    static final Atom UNDEF = Atom.of("undef");
    static final Atom KILL = Atom.of("kill");
    static final Atom GLOBAL_NAME_CONFLICT = Atom.of("global_name_conflict");

    private GlobalAtoms() {}
}
