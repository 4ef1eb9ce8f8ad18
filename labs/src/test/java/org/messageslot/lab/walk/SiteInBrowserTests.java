// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The site in a real browser, 360 pixels wide: nothing overflows, no link is broken, all text can be read. */
@Tag("slow")
class SiteInBrowserTests {

    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/google-chrome");
    private static final int PATIENCE_SECONDS = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void isInOrder(String scheme) throws Exception {
        Path browser = browser();
        Path site = folder.resolve("site");
        int pages = Site.write(Scripts.HOME, site) - 2; // The style sheet and the copied matrix are not ours to check.
        CompletableFuture<String> result = new CompletableFuture<>();
        HttpServer server = serve(site, result);
        Process running = start(browser, server.getAddress().getPort(), scheme);
        try {
            assertThat(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS).strip()).isEqualTo("checked " + pages);
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor();
            server.stop(0);
        }
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
                "--user-data-dir=" + folder.resolve("browser-" + scheme),
                "--window-size=800,900"));
        if (scheme.equals("dark")) {
            command.add("--blink-settings=preferredColorScheme=0");
        }
        command.add("http://127.0.0.1:" + port + "/check.html");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
    }

    private static HttpServer serve(Path site, CompletableFuture<String> result) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = site.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            String type = file.toString().endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
            answer(exchange, there ? 200 : 404, type, there ? Files.readAllBytes(file) : new byte[0]);
        });
        server.createContext("/check.html", exchange -> {
            try (InputStream page =
                    Objects.requireNonNull(SiteInBrowserTests.class.getResourceAsStream("check.html"))) {
                answer(exchange, 200, "text/html; charset=utf-8", page.readAllBytes());
            }
        });
        server.createContext("/pages", exchange -> answer(exchange, 200, "text/plain", pages(site)));
        server.createContext("/result", exchange -> {
            result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, "text/plain", new byte[0]);
        });
        server.start();
        return server;
    }

    private static byte[] pages(Path site) throws IOException {
        try (Stream<Path> files = Files.list(site)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html"))
                    .sorted()
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
