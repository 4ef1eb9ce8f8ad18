// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Downloads that go on where they were cut off, now or at an earlier time, and whose result is what a list says it is.
 *
 * <p>What may pass by itself, such as a server that is busy, is waited for; what will not is told at once.
 */
final class Downloads {

    /** How long to wait before each further attempt. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private static final int CONNECT_MS = 10_000;
    private static final int SILENCE_MS = 60_000;
    private static final int MOST_REDIRECTS = 5;
    private static final int BUFFER = 1 << 16;
    /** Ten times what Debian's longest list of lists has. */
    private static final long MOST_UNLISTED = 2L << 20;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> GONE = Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE);

    private final ProxySettings proxies;
    private final List<Duration> pauses;

    /**
     * Creates downloads.
     *
     * @param proxies how addresses are reached
     * @param pauses how long to wait before each further attempt
     */
    Downloads(ProxySettings proxies, List<Duration> pauses) {
        this.proxies = proxies;
        this.pauses = List.copyOf(pauses);
    }

    /**
     * Fetches a file of which nothing is known.
     *
     * @param address where it is
     * @param aside a file to put it in for the time being
     * @return its content
     * @throws ArchiveException if it cannot be had
     */
    byte[] read(URI address, Path aside) throws IOException {
        try {
            Files.deleteIfExists(aside);
            transfer(address, aside, MOST_UNLISTED);
            return Files.readAllBytes(aside);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /**
     * Fetches a file that a list tells of, unless it is there already.
     *
     * @param address where it is
     * @param listed what it must be
     * @param folder where to put it, under the name of its checksum
     * @return the file
     * @throws ArchiveException if it cannot be had, or is another one
     */
    Path fetch(URI address, Listed listed, Path folder) throws IOException {
        Path file = folder.resolve(listed.sha256());
        if (listed.is(file)) {
            return file;
        }
        Path part = folder.resolve(listed.sha256() + ".part");
        boolean begun = Files.exists(part);
        transfer(address, part, listed.size());
        if (begun && !listed.is(part)) {
            // What was there from an earlier time may have been damaged.
            Files.delete(part);
            transfer(address, part, listed.size());
        }
        demand(listed, part, address);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void demand(Listed listed, Path part, URI address) throws IOException {
        if (listed.is(part)) {
            return;
        }
        long size = Files.size(part);
        Files.delete(part);
        throw new ArchiveException(address + " is not the file that Debian signed ("
                + (size == listed.size()
                        ? "its SHA-256 is another one"
                        : "it has " + size + " bytes instead of " + listed.size())
                + "): try again in some minutes, from another network, or name another mirror in"
                + " MSGSLOT_DEBIAN_MIRROR.");
    }

    private void transfer(URI address, Path part, long limit) throws IOException {
        Iterator<Duration> further = pauses.iterator();
        while (true) {
            try {
                attempt(address, part, limit);
                return;
            } catch (UncheckedIOException e) {
                throw e.getCause(); // Of this machine's disk.
            } catch (ArchiveException e) {
                throw e;
            } catch (IOException e) {
                if (isLacking(address)) {
                    throw ArchiveException.ofMissing(
                            address + " is not there: name another mirror in" + " MSGSLOT_DEBIAN_MIRROR.");
                }
                if (isHopeless(e) || !further.hasNext()) {
                    throw unreachable(address, e);
                }
                pause(further.next());
            }
        }
    }

    /** {@return whether a folder of this machine, or a mounted disk, serves as a mirror, and is there without this file} */
    private static boolean isLacking(URI address) {
        if (!"file".equals(address.getScheme())) {
            return false;
        }
        Path file = Path.of(address.getPath());
        return Files.notExists(file) && poolOf(file).filter(Files::isDirectory).isPresent();
    }

    /** {@return the folder with a mirror's packages, for a file in it} */
    private static Optional<Path> poolOf(Path file) {
        for (Path at = file; at.getParent() != null; at = at.getParent()) {
            if (at.endsWith("pool")) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static boolean isHopeless(IOException e) {
        return e instanceof UnknownHostException
                || e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof FileNotFoundException
                || e instanceof javax.net.ssl.SSLException;
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The download was interrupted.");
        }
    }

    private void attempt(URI address, Path part, long limit) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have >= limit) {
            return;
        }
        URLConnection connection = connect(address, have);
        boolean goesOn = connection instanceof HttpURLConnection http
                && http.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
        try (InputStream in = connection.getInputStream();
                OutputStream out = open(part, goesOn)) {
            long length = connection.getContentLengthLong();
            long from = goesOn ? have : 0;
            if (copy(in, out, limit - from, address) < length) {
                throw cutOff(part);
            }
        } catch (EOFException e) {
            throw cutOff(part);
        }
    }

    private static IOException cutOff(Path part) throws IOException {
        return new IOException("it was cut off after " + Files.size(part) + " bytes");
    }

    private static OutputStream open(Path part, boolean goesOn) {
        try {
            return goesOn ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some libraries see by themselves that an answer ends too early, and say so in words of their own. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            if ("Premature EOF".equals(e.getMessage())) {
                throw new EOFException("Premature EOF");
            }
            throw e;
        }
    }

    private static long copy(InputStream in, OutputStream out, long limit, URI address) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
            total += n;
            if (total > limit) {
                throw new ArchiveException(
                        address + " is longer than it may be: try again from another network, or name"
                                + " another mirror in MSGSLOT_DEBIAN_MIRROR.");
            }
            try {
                out.write(buffer, 0, n);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return total;
    }

    /** Follows redirections, also from http to https, which Java does not. */
    private URLConnection connect(URI address, long have) throws IOException {
        URI place = address;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            URLConnection connection = open(place);
            if (!(connection instanceof HttpURLConnection http)) {
                return connection;
            }
            if (have > 0) {
                http.setRequestProperty("Range", "bytes=" + have + "-");
            }
            if (!REDIRECTS.contains(http.getResponseCode())) {
                demandSuccess(http, address);
                return http;
            }
            place = redirected(place, http.getHeaderField("Location"));
        }
        throw new ArchiveException(address + " redirects in a circle: name another mirror in MSGSLOT_DEBIAN_MIRROR.");
    }

    private URLConnection open(URI place) throws IOException {
        Optional<ProxySettings.ProxySetting> setting = proxies.forTarget(place);
        URLConnection connection;
        try {
            Proxy proxy = setting.map(ProxySettings.ProxySetting::proxy).orElse(Proxy.NO_PROXY);
            connection = place.toURL().openConnection(proxy);
            setting.flatMap(ProxySettings.ProxySetting::authorization)
                    .ifPresent(secret -> connection.setRequestProperty("Proxy-Authorization", secret));
        } catch (IllegalArgumentException e) {
            throw new ConnectException(String.valueOf(e.getMessage()));
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(SILENCE_MS);
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setUseCaches(false);
        if (connection instanceof HttpURLConnection http) {
            http.setInstanceFollowRedirects(false);
        }
        return connection;
    }

    private static URI redirected(URI from, @Nullable String location) throws IOException {
        try {
            URI to = from.resolve(location == null ? "" : location);
            if ("http".equals(to.getScheme()) || "https".equals(to.getScheme())) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // It is told below.
        }
        throw new ArchiveException(from
                + " redirects to something other than http or https: name another mirror in MSGSLOT_DEBIAN_MIRROR.");
    }

    private static void demandSuccess(HttpURLConnection http, URI address) throws IOException {
        int code = http.getResponseCode();
        if (code == HttpURLConnection.HTTP_OK || code == HttpURLConnection.HTTP_PARTIAL) {
            return;
        }
        http.disconnect();
        if (BUSY.contains(code)) {
            throw new IOException("it answers by HTTP " + code);
        }
        if (code == HttpURLConnection.HTTP_PROXY_AUTH) {
            throw new ArchiveException(
                    "The proxy between this machine and " + address.getHost()
                            + " asks for a password: write it into the proxy's address, http_proxy=http://NAME:PASSWORD@HOST:PORT.");
        }
        String sentence = address + " cannot be had (HTTP " + code
                + "): try again in some minutes, or name another mirror in MSGSLOT_DEBIAN_MIRROR.";
        throw GONE.contains(code) ? ArchiveException.ofMissing(sentence) : new ArchiveException(sentence);
    }

    private ArchiveException unreachable(URI address, IOException e) {
        String reason = e instanceof UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
        String network = "connect to the network once, or name a mirror in MSGSLOT_DEBIAN_MIRROR";
        String remedy = proxies.forTarget(address)
                .map(proxy -> "it was asked through " + proxy.setBy() + "=" + proxy.bareAddress()
                        + ": correct or unset that; or " + network)
                .orElse(network);
        return new ArchiveException(
                "A kernel is to be fetched, and Debian's archive cannot be reached (" + address + ": " + reason + "); "
                        + remedy + ".",
                e);
    }
}
