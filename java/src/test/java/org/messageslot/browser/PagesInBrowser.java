// SPDX-License-Identifier: Apache-2.0
package org.messageslot.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at the pages of a folder in a real browser, at three widths, in light and in dark: nothing overflows, no slide is higher
 * than a screen, no link is broken, all text can be read, and axe-core finds no serious fault.
 */
public final class PagesInBrowser {

    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/google-chrome");
    private static final String AXE = "/axe.min.js";
    private static final int PATIENCE_SECONDS = 900;

    private final Path site;
    private final Path scratch;

    private PagesInBrowser(Path site, Path scratch) {
        this.site = site;
        this.scratch = scratch;
    }

    /**
     * Check all pages of a folder.
     *
     * @param site the folder
     * @param scratch where the browser may write
     * @param scheme {@code light} or {@code dark}
     * @return how many pages were checked, as {@code "checked 3"}, and a line for each fault
     * @throws Exception if the browser cannot be used
     */
    public static String faults(Path site, Path scratch, String scheme) throws Exception {
        Path browser = browser();
        return new PagesInBrowser(site, scratch).look(browser, scheme);
    }

    private static Path browser() {
        List<Path> found =
                BROWSERS.stream().map(Path::of).filter(Files::isExecutable).toList();
        boolean mustBeThere = "true".equals(System.getenv("CI"));
        assertThat(found.isEmpty() && mustBeThere)
                .as("CI without a browser; install Debian's package chromium")
                .isFalse();
        assumeTrue(!found.isEmpty(), "no browser here; Debian's package is chromium");
        return found.get(0);
    }

    private String look(Path browser, String scheme) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        HttpServer server = serve(result);
        Process running = start(browser, server.getAddress().getPort(), scheme);
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS).strip();
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor();
            server.stop(0);
        }
    }

    private Process start(Path browser, int port, String scheme) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + scratch.resolve("browser-" + scheme),
                "--window-size=1400,900"));
        if (scheme.equals("dark")) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.add("http://127.0.0.1:" + port + "/check.html");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("browser.log").toFile())
                .start();
    }

    private HttpServer serve(CompletableFuture<String> result) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = site.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            String type = file.toString().endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
            answer(exchange, there ? 200 : 404, type, there ? withoutPolicy(file) : new byte[0]);
        });
        server.createContext("/check.html", exchange -> answer(exchange, "text/html; charset=utf-8", "check.html"));
        server.createContext("/axe.js", exchange -> answer(exchange, "text/javascript", AXE));
        server.createContext("/pages", exchange -> answer(exchange, 200, "text/plain", pages()));
        server.createContext("/result", exchange -> {
            result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, "text/plain", new byte[0]);
        });
        server.start();
        return server;
    }

    /** A report's own policy would keep axe-core out; other tests see to the policy. */
    private static byte[] withoutPolicy(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return file.toString().endsWith(".html")
                ? new String(bytes, StandardCharsets.UTF_8)
                        .replace("http-equiv=\"Content-Security-Policy\"", "name=\"policy\"")
                        .getBytes(StandardCharsets.UTF_8)
                : bytes;
    }

    private byte[] pages() throws IOException {
        try (Stream<Path> files = Files.list(site)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html"))
                    .sorted()
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, String type, String resource) throws IOException {
        try (InputStream content = Objects.requireNonNull(PagesInBrowser.class.getResourceAsStream(resource))) {
            answer(exchange, 200, type, content.readAllBytes());
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
