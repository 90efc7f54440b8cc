package org.distributedactors.benchmarks.peers;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import org.distributedactors.benchmarks.CodecValues;
import org.distributedactors.benchmarks.CodecValues.Codec;

/// S1 for codecs of Java objects: Kryo with its classes registered, Jackson's CBOR, which Pekko takes, with the type known.
public final class JavaCodecs {

    private JavaCodecs() {}

    /// @param args the workload, then `kryo` or `jackson`
    public static void main(String[] args) throws Exception {
        CodecValues.report(args[1], args[1].equals("kryo") ? kryo() : JavaCodecs::jackson);
    }

    private static CodecValues.Codecs kryo() {
        Kryo kryo = new Kryo();
        CodecValues.classes().forEach(kryo::register);
        Output out = new Output(1024, -1);
        Input in = new Input();
        return type ->
                new Codec(
                        value -> {
                            out.reset();
                            kryo.writeClassAndObject(out, value);
                            return out.toBytes();
                        },
                        bytes -> {
                            in.setBuffer((byte[]) bytes);
                            return kryo.readClassAndObject(in);
                        });
    }

    private static Codec jackson(Class<?> type) {
        ObjectMapper mapper = new ObjectMapper(new CBORFactory());
        ObjectWriter writer = mapper.writerFor(type);
        ObjectReader reader = mapper.readerFor(type);
        return new Codec(writer::writeValueAsBytes, bytes -> reader.readValue((byte[]) bytes));
    }
}
