// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where packages are asked for: mirrors and proxies. */
class SourcesTests {

    private static final String VARIABLE = "MSGSLOT_DEBIAN_MIRROR";

    @TempDir
    Path apt;

    // Mirrors

    @Test
    void whatTheUserNamesWins() throws IOException {
        Files.writeString(apt.resolve("sources.list"), "deb http://a.example/debian bookworm main\n");
        assertThat(Mirrors.of(Map.of(VARIABLE, " https://m.example/debian/ "), apt))
                .isEqualTo(new Mirrors("https://m.example/debian", "https://m.example/debian-security"));
        assertThat(Mirrors.of(Map.of(VARIABLE, "http://m.example/d http://s.example/s/"), apt))
                .isEqualTo(new Mirrors("http://m.example/d", "http://s.example/s"));
    }

    @Test
    void elseItIsTheMachinesAptThatIsAsked() throws IOException {
        Files.writeString(apt.resolve("sources.list"), """
                deb cdrom:[Debian]/ bookworm main
                deb http://a.example/debian bookworm main
                """);
        assertThat(Mirrors.of(Map.of(VARIABLE, " "), apt))
                .isEqualTo(new Mirrors("http://a.example/debian", "http://a.example/debian-security"));
    }

    @Test
    void elseItIsDebiansOwnAddress() throws IOException {
        Mirrors own = Mirrors.of(Map.of(), apt.resolve("none"));
        assertThat(own.archive()).endsWith(".debian.org/debian");
        assertThat(own.security()).isEqualTo(own.archive() + "-security");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.example/debian", "ftp://m.example/debian", "http://", "http://m.example/{}", "nonsense"})
    void whatIsNoAddressIsRefused(String named) {
        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> Mirrors.of(Map.of(VARIABLE, named), apt))
                .withMessageContaining("MSGSLOT_DEBIAN_MIRROR is \"" + named + "\", which is no address");
    }

    // Proxies

    private static String proxyFor(ProxySettings settings, String target) {
        return settings.forTarget(URI.create(target))
                .map(setting -> setting.proxy().toString())
                .orElse("none");
    }

    @Test
    void variablesNameProxies() {
        ProxySettings settings = ProxySettings.of(
                Map.of(
                        "http_proxy",
                        "p.example:3128",
                        "all_proxy",
                        "socks5h://s.example",
                        "no_proxy",
                        "near.example, .far.example"),
                "");
        assertThat(proxyFor(settings, "http://a.example/x")).contains("HTTP", "p.example", "3128");
        assertThat(proxyFor(settings, "https://a.example/x")).contains("SOCKS", "s.example", "1080");
        for (String host : List.of("near.example", "sub.near.example", "a.far.example", "NEAR.example")) {
            assertThat(proxyFor(settings, "http://" + host + "/x")).as(host).isEqualTo("none");
        }
        assertThat(proxyFor(settings, "http://linear.example/x")).contains("p.example");
    }

    @Test
    void allHostsMayBeExcepted() {
        ProxySettings settings = ProxySettings.of(Map.of("http_proxy", "http://p.example", "NO_PROXY", "*"), "");
        assertThat(proxyFor(settings, "http://a.example/x")).isEqualTo("none");
        assertThat(proxyFor(ProxySettings.of(Map.of(), ""), "http://a.example/x"))
                .isEqualTo("none");
    }

    @Test
    void aptsSettingsWin() {
        ProxySettings settings = ProxySettings.of(Map.of("http_proxy", "http://p.example"), """
                Acquire "";
                Acquire::http::Proxy "http://apt.example:3142";
                Acquire::http::Proxy::direct.example "DIRECT";
                """);
        assertThat(proxyFor(settings, "http://a.example/x")).contains("apt.example", "3142");
        assertThat(proxyFor(settings, "http://direct.example/x")).isEqualTo("none");
        assertThat(proxyFor(settings, "https://a.example/x")).isEqualTo("none");
        assertThat(settings.proxies())
                .extracting(ProxySettings.ProxySetting::setBy)
                .containsExactly("apt's Acquire::http::Proxy", "http_proxy");
    }
}
