package org.distributedactors.behaviour;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The children of one supervisor in the order of their first start.
final class SupervisedChildren {

    /// By id; by themselves where an id says nothing.
    private final Map<Object, Child> children = new LinkedHashMap<>();

    private final boolean manyOfOneId;

    SupervisedChildren(boolean manyOfOneId) {
        this.manyOfOneId = manyOfOneId;
    }

    private Object key(Child child) {
        return manyOfOneId ? child : child.spec.id();
    }

    void add(Child child) {
        children.put(key(child), child);
    }

    void remove(Child child) {
        children.remove(key(child), child);
    }

    boolean has(Child child) {
        return child.equals(children.get(key(child)));
    }

    /// The first one of this id.
    @Nullable Child find(String id) {
        if (!manyOfOneId) {
            return children.get(id);
        }
        for (Child child : children.values()) {
            if (child.spec.id().equals(id)) {
                return child;
            }
        }
        return null;
    }

    int size() {
        return children.size();
    }

    Collection<Child> all() {
        return children.values();
    }

    /// This one and those behind it.
    List<Child> from(Child first) {
        List<Child> rest = new ArrayList<>(children.values());
        return rest.subList(rest.indexOf(first), rest.size());
    }

    boolean hasSignificantAlive() {
        return children.values().stream()
                .anyMatch(child -> child.spec.significant() && child.state != Child.State.STOPPED);
    }

    List<SupervisorMessage.ChildInfo> infos() {
        return children.values().stream().map(Child::info).toList();
    }
}
