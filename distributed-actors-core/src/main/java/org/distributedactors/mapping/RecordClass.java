package org.distributedactors.mapping;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA_AT;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// Makes one small class for each record, which reads and writes the components one after the other. Components, accessors and
/// the constructor are its constants: the compiler of the JVM looks only into those, and all are called one by one, where
/// handles that are folded into one would hand all values read so far on to each other.
///
/// What the class does, of a record with a `long` and a `String`:
///
/// ```
/// Object read(TermReader in, int arrived, int levels) {
///     return CONSTRUCTOR.invokeExact(
///             COMPONENT_0.readLong(in, arrived, levels), COMPONENT_1.readObject(in, arrived, levels));
/// }
/// void write(TermWriter out, Object record, int levels) {
///     COMPONENT_0.write(out, ACCESSOR_0.invokeExact(record), levels);
///     COMPONENT_1.write(out, ACCESSOR_1.invokeExact(record), levels);
/// }
/// ```
final class RecordClass {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
    private static final ClassDesc NAME =
            ClassDesc.of(RecordClass.class.getPackageName(), "RecordParts");
    private static final ClassDesc COMPONENT = Component.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc READ = RecordHandles.READ.describeConstable().orElseThrow();
    private static final MethodTypeDesc WRITE =
            RecordHandles.WRITE.describeConstable().orElseThrow();

    private final List<Object> constants = new ArrayList<>();
    private final MethodHandle constructor;
    private final List<Component> components;

    private RecordClass(MethodHandle constructor, List<Component> components) {
        this.constructor = constructor;
        this.components = components;
    }

    /// The parts of a record with this constructor.
    static RecordHandles.Parts of(MethodHandle constructor, List<Component> components) {
        RecordClass record = new RecordClass(constructor, components);
        byte[] bytes = record.bytes();
        try {
            MethodHandles.Lookup made =
                    HERE.defineHiddenClassWithClassData(bytes, List.copyOf(record.constants), true);
            MethodHandle maker =
                    made.findConstructor(made.lookupClass(), MethodType.methodType(void.class));
            return (RecordHandles.Parts) maker.invoke();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private byte[] bytes() {
        return ClassFile.of()
                .build(
                        NAME,
                        made ->
                                made.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                        .withInterfaceSymbols(
                                                RecordHandles.Parts.class
                                                        .describeConstable()
                                                        .orElseThrow())
                                        .withMethodBody(INIT_NAME, MTD_void, 0, RecordClass::init)
                                        .withMethodBody(
                                                "read", READ, ClassFile.ACC_PUBLIC, this::read)
                                        .withMethodBody(
                                                "write", WRITE, ClassFile.ACC_PUBLIC, this::write));
    }

    private static void init(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
    }

    private void read(CodeBuilder code) {
        // The types of a record need not be visible to this class, so objects pass as Object.
        MethodType passed = constructor.type().erase();
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).carrier() == Object.class) {
                passed = passed.changeParameterType(i, Object.class);
            }
        }
        MethodHandle whole = MethodHandles.explicitCastArguments(constructor, passed);
        push(code, whole, CD_MethodHandle);
        for (Component component : components) {
            Class<?> carrier = component.carrier();
            push(code, component, COMPONENT);
            code.aload(1).iload(2).iload(3);
            code.invokevirtual(
                    COMPONENT,
                    readerOf(carrier),
                    RecordHandles.READ.changeReturnType(carrier).describeConstable().orElseThrow());
            if (component.carrier() != Object.class) {
                narrow(code, component.type());
            }
        }
        call(code, whole);
        code.areturn();
    }

    private static String readerOf(Class<?> carrier) {
        String name = carrier.getSimpleName();
        return "read" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// From what a component passes to its own type.
    private static void narrow(CodeBuilder code, Class<?> type) {
        if (type == float.class) {
            code.d2f();
        } else if (type == int.class) {
            code.l2i();
        } else if (type == short.class) {
            code.l2i().i2s();
        } else if (type == byte.class) {
            code.l2i().i2b();
        } else if (type == char.class) {
            code.l2i().i2c();
        }
    }

    private void write(CodeBuilder code) {
        for (Component component : components) {
            push(code, component, COMPONENT);
            code.aload(1);
            MethodHandle accessor = component.accessor();
            push(code, accessor, CD_MethodHandle);
            code.aload(2);
            call(code, accessor);
            code.iload(3);
            code.invokevirtual(
                    COMPONENT,
                    "write",
                    RecordHandles.WRITE
                            .changeParameterType(1, component.carrier())
                            .describeConstable()
                            .orElseThrow());
        }
        code.return_();
    }

    private void push(CodeBuilder code, Object constant, ClassDesc type) {
        code.ldc(
                DynamicConstantDesc.ofNamed(
                        BSM_CLASS_DATA_AT, DEFAULT_NAME, type, constants.size()));
        constants.add(constant);
    }

    private static void call(CodeBuilder code, MethodHandle handle) {
        code.invokevirtual(
                CD_MethodHandle, "invokeExact", handle.type().describeConstable().orElseThrow());
    }
}
