// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code mvnw} gets Maven from; the repository here has nothing, and writes down what it was asked for. */
final class MavenWrapperTests {

    private static final String WANTED = "/org/apache/maven/apache-maven/";

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer repository;

    @BeforeEach
    void start() throws IOException {
        repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        repository.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        repository.start();
    }

    @AfterEach
    void stop() {
        repository.stop(0);
    }

    private String address(String path) {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + repository.getAddress().getPort() + path;
    }

    private String run(Map<String, String> environment) throws Exception {
        Path kit = Path.of("").toAbsolutePath().resolveSibling("mvnw");
        ProcessBuilder builder = new ProcessBuilder("sh", kit.toString(), "--version").redirectErrorStream(true);
        Path mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\necho 'Apache Maven 3.9.9'\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
        builder.environment().put("PATH", mvn.getParent() + ":" + System.getenv("PATH"));
        builder.environment().put("MAVEN_USER_HOME", folder.resolve("m2").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private void settings(String mirrors) throws IOException {
        Files.createDirectories(folder.resolve("m2"));
        Files.writeString(
                folder.resolve("m2/settings.xml"), "<settings>\n  <mirrors>" + mirrors + "</mirrors>\n</settings>\n");
    }

    private static String mirror(String of, String url) {
        return "<mirror>\n  <mirrorOf>" + of + "</mirrorOf>\n\t<url> " + url + " </url></mirror>";
    }

    @Test
    void theRepositoryOfTheEnvironmentIsAskedAndThenThePathIs() throws Exception {
        settings(mirror("*", address("/never")));
        String said = run(Map.of("MVNW_REPOURL", address("/named/")));
        assertThat(asked).isNotEmpty().allSatisfy(path -> assertThat(path).startsWith("/named" + WANTED));
        assertThat(said).contains("using Maven 3.9.9 from the PATH");
    }

    @Test
    void theMirrorOfTheUsersSettingsIsAsked() throws Exception {
        settings(mirror("other", address("/other")) + "<!-- " + mirror("*", address("/comment")) + " -->"
                + mirror("*,!inner", address("/mine/")) + mirror("central", address("/late")));
        run(Map.of());
        assertThat(asked).isNotEmpty().allSatisfy(path -> assertThat(path).startsWith("/mine" + WANTED));
    }
}
