package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Terms across the wire: what comes back is what was sent, and both sides write the same bytes.
@DisplayName("Terms")
class TermConformanceIT extends ConformanceTest {

    private static final int TERMS = 2_000;
    private static final int BATCH = 200;

    /// Random terms of every kind that has one form of bytes. Maps have few keys: the order of many is not specified.
    private static final String GENERATOR =
            """
            fun Any(D) ->
                Elements = fun(Max) -> [Any(D - 1) || _ <- lists:seq(1, rand:uniform(Max + 1) - 1)] end,
                Deep = case D of 0 -> 0; _ -> 6 end,
                case rand:uniform(15 + Deep) of
                    1 -> rand:uniform(256) - 1;
                    2 -> rand:uniform(1 bsl 33) - (1 bsl 32);
                    3 -> rand:uniform(1 bsl 70) - (1 bsl 69);
                    4 -> (rand:uniform(1 bsl 60) bsl (rand:uniform(2200))) * (1 - 2 * rand:uniform(2) rem 2);
                    5 -> rand:normal() * math:pow(10, rand:uniform(600) - 300);
                    6 -> float(rand:uniform(1000)) / 8;
                    7 -> list_to_atom([rand:uniform(94) + 32 || _ <- lists:seq(1, rand:uniform(20))]);
                    8 -> list_to_atom([rand:uniform(16#D7FF) || _ <- lists:seq(1, rand:uniform(255))]);
                    9 -> rand:bytes(rand:uniform(300));
                    10 -> Size = rand:uniform(70), <<(rand:uniform(1 bsl Size) - 1):Size>>;
                    11 -> [rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(300))];
                    12 -> [rand:uniform(300) - 1 || _ <- lists:seq(1, rand:uniform(30))];
                    13 -> self();
                    14 -> case rand:uniform(3) of 1 -> make_ref(); 2 -> alias(); 3 -> [alias | alias()] end;
                    15 -> case rand:uniform(3) of 1 -> fun erlang:node/0; 2 -> fun() -> ok end; 3 -> X = Any(0), fun(Y) -> {X, Y, self()} end end;
                    16 -> list_to_tuple(Elements(5));
                    17 -> list_to_tuple(Elements(2) ++ lists:duplicate(256, rand:uniform(9)));
                    18 -> Elements(8);
                    19 -> Elements(3) ++ [Any(D - 1) | Any(0)];
                    20 -> maps:from_list([{rand:uniform(1 bsl 40), Any(D - 1)}]);
                    21 -> maps:from_list([{Any(0), Any(D - 1)}])
                end
            end
            """;

    @BeforeEach
    void startEcho() {
        kernel.node().unregister("echo");
        Pid echo =
                kernel.node()
                        .spawn(self -> {
                            while (true) {
                                Object message = self.receive(any -> () -> any);
                                if (message instanceof Tuple request
                                        && request.get(0) instanceof Pid from) {
                                    self.send(from, Tuple.of(Atom.of("echo"), request.get(1)));
                                }
                            }
                        });
        kernel.node().register("echo", echo);
    }

    private String echo(String term) {
        return eval(
                "T = "
                        + term
                        + ", {echo, J} ! {self(), T}, receive {echo, T} -> same; {echo, O} ->"
                        + " {other, O} after 5000 -> none end");
    }

    @Test
    void identifiersComeBackBitExact() {
        assertThat(
                        echo(
                                "[self(), make_ref(), alias(), hd(erlang:ports()), fun() -> ok end,"
                                        + " fun erlang:node/0, [alias | alias()], monitor(process,"
                                        + " self())]"))
                .isEqualTo("same");
        assertThat(eval("[A | _] = [alias()], byte_size(term_to_binary(A)) > 20"))
                .isEqualTo("true");
    }

    @Test
    void referencesOfEveryLengthComeBackBitExact() {
        for (int words = 1; words <= Reference.MAX_WORDS; words++) {
            String reference =
                    "binary_to_term(<<131, 90, "
                            + words
                            + ":16, 119, 9, \"other@vm1\", 7:32, 9:32, 0:"
                            + 32 * (words - 1)
                            + ">>)";
            assertThat(echo(reference)).as("%s words", words).isEqualTo("same");
        }
    }

    @Test
    void closuresComeBackAndStillRun() {
        assertThat(
                        eval(
                                "X = 40, F = fun(Y) -> X + Y end, {echo, J} ! {self(), F}, "
                                        + "receive {echo, G} -> G(2) after 5000 -> none end"))
                .isEqualTo("42");
    }

    @Test
    void everyKindOfTermComesBackTheSame() {
        for (String term :
                List.of(
                        "[]",
                        "{}",
                        "#{}",
                        "<<>>",
                        "''",
                        "\"hello\"",
                        "[a | b]",
                        "<<5:3>>",
                        "1 bsl 3000",
                        "-(1 bsl 64)",
                        "-0.0",
                        "1.0e308",
                        "5.0e-324",
                        "'\u20ac'",
                        "list_to_atom(lists:duplicate(255, 16#20AC))",
                        "lists:seq(1, 70000)",
                        "lists:duplicate(65535, 255)",
                        "lists:duplicate(65536, 255)",
                        "list_to_tuple(lists:seq(1, 1000))",
                        "maps:from_list([{N, N} || N <- lists:seq(1, 1000)])",
                        "#{1 => a, 1.0 => b}",
                        "lists:foldl(fun(_, T) -> {T} end, x, lists:seq(1, 1000))",
                        "binary:copy(<<171>>, 1000000)",
                        "[list_to_atom(\"atom_\" ++ integer_to_list(N)) || N <- lists:seq(1,"
                                + " 3000)]")) {
            assertThat(echo(term)).as(term).isEqualTo("same");
        }
    }

    @Test
    void nativeRecordsComeBackTheSame() {
        assumeTrue(release.number() >= 29, "native records came with OTP 29");
        String bytes = "<<131, 67, 1:32, 1, 119, 1, $m, 119, 1, $r, 119, 1, $a, 97, 5>>";
        assertThat(echo("binary_to_term(" + bytes + ")")).isEqualTo("same");
    }

    @Test
    void randomTermsOfErlangAreWrittenByUsAsByErlang() {
        long seed = new Random().nextLong() >>> 1;
        System.out.println(release + ": random terms of Erlang, seed " + seed);
        eval("put(any, " + GENERATOR + "), rand:seed(exsss, " + seed + ")");
        for (int done = 0; done < TERMS; done += BATCH) {
            List<String> lines = terms();
            for (String hex : lines) {
                byte[] bytes = HexFormat.of().parseHex(hex);
                Term term = ExternalTermFormat.decode(bytes, TermLimits.defaults());
                assertThat(HexFormat.of().formatHex(ExternalTermFormat.encode(term)))
                        .as("seed %s", seed)
                        .isEqualTo(hex);
            }
            assertThat(lines).hasSize(BATCH);
        }
    }

    private List<String> terms() {
        String hex =
                eval(
                        "Any = get(any), Ts = [Any(3) || _ <- lists:seq(1, "
                                + BATCH
                                + ")], put(ts, Ts), lists:flatten(lists:join(\" \","
                                + " [string:lowercase(binary_to_list(binary:encode_hex(term_to_binary(T,"
                                + " [{minor_version, 2}])))) || T <- Ts]))");
        return List.of(hex.replace("\"", "").split(" "));
    }

    @Test
    void randomTermsComeBackTheSame() {
        long seed = new Random().nextLong() >>> 1;
        System.out.println(release + ": random terms sent and returned, seed " + seed);
        eval("put(any, " + GENERATOR + "), rand:seed(exsss, " + seed + ")");
        for (int done = 0; done < TERMS; done += BATCH) {
            terms();
            assertThat(
                            eval(
                                    "Ts = get(ts), [{echo, J} ! {self(), T} || T <- Ts],"
                                            + " lists:usort([receive {echo, T} -> same; {echo, O} ->"
                                            + " {T, O} after 5000 -> none end || T <- Ts])"))
                    .as("seed %s", seed)
                    .isEqualTo("[same]");
        }
    }

    @Test
    void ourTermsAreWrittenByErlangAsByUs() {
        long seed = new Random().nextLong();
        System.out.println(release + ": random terms of ours, seed " + seed);
        WireTerms terms = new WireTerms(seed, release.number());
        for (int done = 0; done < TERMS; done += BATCH) {
            Term[] batch = new Term[BATCH];
            for (int i = 0; i < BATCH; i++) {
                batch[i] = Binary.of(ExternalTermFormat.encode(terms.next()));
            }
            kernel.node().send(shell(), ListTerm.of(batch));
            assertThat(
                            eval(
                                    "receive Bs when is_list(Bs) -> [B || B <- Bs,"
                                            + " term_to_binary(binary_to_term(B), [{minor_version, 2}])"
                                            + " =/= B] after 5000 -> none end"))
                    .as("seed %s", seed)
                    .isEqualTo("[]");
        }
    }
}
