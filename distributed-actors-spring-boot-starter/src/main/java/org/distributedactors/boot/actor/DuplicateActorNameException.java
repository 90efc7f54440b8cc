package org.distributedactors.boot.actor;

/// Two actors of one application have the same name.
public final class DuplicateActorNameException extends InvalidActorException {

    private static final long serialVersionUID = 1L;

    DuplicateActorNameException(String kind, String name, String oneBean, String otherBean) {
        super(
                "The actors '%s' and '%s' both have the %s '%s'."
                        .formatted(oneBean, otherBean, kind, name),
                "Give one of them another %s, or leave it out to have a type that is started on demand."
                        .formatted(kind));
    }
}
