// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.openpgp.PGPException;

/** A small archive of three suites, made and signed by a test and served on this machine. */
final class TestRepository implements AutoCloseable {

    static final Instant MADE = Instant.parse("2026-03-01T12:00:00Z");
    static final String LIST = "main/binary-amd64/Packages.xz";

    /** All packages are on both lists; their names tell them apart. */
    private static final String OTHER_LIST = "main/binary-arm64/Packages.xz";

    /** A server that does not do its duty: asked first, and it may leave a request to the others. */
    interface Fault {
        boolean handled(HttpExchange exchange, String path) throws IOException;
    }

    /** What a server was asked. */
    record Request(String path, String range) {}

    final Map<String, byte[]> files = new HashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    static final Instant NOW = MADE.plus(Duration.ofDays(1));
    private static final List<Duration> NO_WAIT = List.of(Duration.ZERO, Duration.ZERO);

    private final Map<String, StringBuilder> lists = new LinkedHashMap<>();
    private final HttpServer server;

    TestRepository() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        for (String suite :
                List.of("debian/dists/bookworm", "debian/dists/bookworm-updates", "security/dists/bookworm-security")) {
            lists.put(suite, new StringBuilder());
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Mirrors mirrors() {
        return mirrorsAt(address());
    }

    static Mirrors mirrorsAt(String address) {
        return new Mirrors(address + "/debian", address + "/security");
    }

    /** {@return the archive, as somebody reaches it who trusts one key} */
    DebianArchive archive(TestKey key, Path state) {
        return new DebianArchive(
                mirrors(),
                key.alone(),
                new Downloads(ProxySettings.of(Map.of(), ""), NO_WAIT),
                state,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Removes a package's file wherever it is kept, as an archive does some time after a newer version has come. */
    void forget(String name, String version) {
        files.keySet().removeIf(path -> path.contains("/" + name + "_" + version + "_"));
    }

    /** Moves all files of the security archive to the archive itself, as a release does. */
    void release() {
        for (String path : List.copyOf(files.keySet())) {
            if (path.startsWith("/security/pool/updates/")) {
                byte[] file = Objects.requireNonNull(files.remove(path));
                files.put(path.replace("/security/pool/updates/", "/debian/pool/"), file);
            }
        }
    }

    /** Adds a package to a suite. */
    void add(String suite, String name, String version, String depends, byte[] deb) {
        String path = (suite.endsWith("-security") ? "pool/updates/" : "pool/") + name + "_"
                + version.replace(":", "%3a") + "_amd64.deb";
        String archive = suite.substring(0, suite.indexOf('/'));
        files.put("/" + archive + "/" + path, deb);
        Objects.requireNonNull(lists.get(suite))
                .append("""
                Package: %s
                Version: %s
                Architecture: amd64
                Depends: %s
                Filename: %s
                Size: %d
                SHA256: %s

                """.formatted(name, version, depends, path, deb.length, sha256(deb)));
    }

    /** Signs what was added, as an archive does at a time. */
    void publish(TestKey key, Instant date, String more) throws IOException, PGPException {
        for (Map.Entry<String, StringBuilder> list : lists.entrySet()) {
            String suite = list.getKey();
            byte[] packed = TestDeb.packed(".xz", list.getValue().toString().getBytes(StandardCharsets.UTF_8));
            String codename = suite.substring(suite.lastIndexOf('/') + 1);
            String text = "Origin: Test\nCodename: " + codename + "\nDate: " + time(date) + "\n" + more + "SHA256:\n "
                    + sha256(packed) + " " + packed.length + " " + LIST + "\n "
                    + sha256(packed) + " " + packed.length + " " + OTHER_LIST;
            files.put("/" + suite + "/" + LIST, packed);
            files.put("/" + suite + "/" + OTHER_LIST, packed);
            files.put("/" + suite + "/InRelease", key.clearSigned(text));
        }
    }

    static String time(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(ZonedDateTime.ofInstant(time, ZoneOffset.UTC))
                .replace("GMT", "UTC");
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(new Request(path, range == null ? "" : range));
            for (Fault fault : faults) {
                if (fault.handled(exchange, path)) {
                    return;
                }
            }
            byte[] content = files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (range == null) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            } else {
                int from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.sendResponseHeaders(206, content.length - from);
                exchange.getResponseBody().write(Arrays.copyOfRange(content, from, content.length));
            }
        }
    }

    byte[] file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    List<String> paths() {
        return requests.stream().map(Request::path).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
