package org.distributedactors.mapping;

/// A type for which there is no codec. The message has the path from the type that was asked for to the one that
/// cannot be mapped, and that type: `Order.lines[].price: java.lang.Object`.
public final class UnsupportedTypeException extends IllegalArgumentException {

    UnsupportedTypeException(String message) {
        super(message);
    }
}
