// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that apt's settings and variables name, those that win first: apt's own, then {@code http_proxy} and the like.
 *
 * <p>As with apt, {@code no_proxy} excepts hosts from the variables, and {@code DIRECT} in apt's settings from all proxies.
 */
public final class ProxySettings {

    private static final Pattern OF_APT =
            Pattern.compile("(?i)(Acquire::(https?)::Proxy(?:::([^\\s\"]+))?) \"([^\"]+)\";");
    private static final int USUAL_PORT = 80;
    private static final int USUAL_PORT_SECURE = 443;
    private static final int USUAL_PORT_SOCKS = 1080;

    /**
     * A proxy that somebody set.
     *
     * @param setBy the variable or the setting
     * @param address as it is set
     * @param scheme what it is for: {@code http}, {@code https}, or empty for both
     * @param host the one host that it is for; empty for all
     */
    public record ProxySetting(String setBy, String address, String scheme, String host) {

        /** {@return whether it is a setting of apt's} */
        public boolean isOfApt() {
            return setBy.startsWith("apt's");
        }

        /** {@return whether it says that there is no proxy} */
        public boolean isDirect() {
            return address.equalsIgnoreCase("DIRECT");
        }

        private boolean isFor(URI target) {
            return (scheme.isEmpty() || scheme.equals(target.getScheme()))
                    && (host.isEmpty() || host.equals(target.getHost()));
        }

        /** {@return the address without the name and password that may be in it} */
        public String bareAddress() {
            return address.replaceFirst("//[^/@]*@", "//");
        }

        /**
         * Reads the address.
         *
         * @return it, as one that has a scheme
         * @throws IllegalArgumentException if it is none, or names no host
         */
        public URI uri() {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("it names no host");
            }
            return uri;
        }

        /** {@return the port at which the proxy listens} */
        public int port() {
            URI uri = uri();
            if (uri.getPort() >= 0) {
                return uri.getPort();
            }
            return isSocks() ? USUAL_PORT_SOCKS : "https".equals(uri.getScheme()) ? USUAL_PORT_SECURE : USUAL_PORT;
        }

        private boolean isSocks() {
            return address.startsWith("socks");
        }

        Proxy proxy() {
            InetSocketAddress place = new InetSocketAddress(uri().getHost(), port());
            return new Proxy(isSocks() ? Proxy.Type.SOCKS : Proxy.Type.HTTP, place);
        }

        /** {@return the header by which name and password are told, if the address holds them} */
        Optional<String> authorization() {
            return Optional.ofNullable(uri().getUserInfo())
                    .map(secret ->
                            "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private final List<ProxySetting> settings;
    private final List<String> exceptions;

    private ProxySettings(List<ProxySetting> settings, List<String> exceptions) {
        this.settings = List.copyOf(settings);
        this.exceptions = List.copyOf(exceptions);
    }

    /**
     * Reads what is set.
     *
     * @param environment the user's variables
     * @param aptConfig what {@code apt-config dump} prints; empty where there is no apt
     * @return the settings
     */
    public static ProxySettings of(Map<String, String> environment, String aptConfig) {
        List<ProxySetting> settings = new ArrayList<>();
        Matcher matcher = OF_APT.matcher(aptConfig);
        while (matcher.find()) {
            String host = Optional.ofNullable(matcher.group(3)).orElse("");
            ProxySetting setting = new ProxySetting(
                    "apt's " + matcher.group(1),
                    matcher.group(4),
                    matcher.group(2).toLowerCase(Locale.ROOT),
                    host);
            // What is set for one host wins over what is set for all.
            settings.add(host.isEmpty() ? settings.size() : 0, setting);
        }
        for (String name :
                List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                String scheme = name.toLowerCase(Locale.ROOT).replaceAll("_proxy$|^all_proxy$", "");
                settings.add(new ProxySetting(name, value.strip(), scheme.equals("all") ? "" : scheme, ""));
            }
        }
        String except = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return new ProxySettings(settings, List.of(except.strip().split("[\\s,]+", -1)));
    }

    /** {@return all proxies that are set, in the order in which they win} */
    public List<ProxySetting> proxies() {
        return settings.stream().filter(setting -> !setting.isDirect()).toList();
    }

    /**
     * Chooses the way to an address.
     *
     * @param target where to
     * @return the proxy to use; empty for none
     */
    Optional<ProxySetting> forTarget(URI target) {
        return settings.stream()
                .filter(setting -> setting.isFor(target) && (setting.isOfApt() || !isExcepted(target)))
                .findFirst()
                .filter(setting -> !setting.isDirect());
    }

    private boolean isExcepted(URI target) {
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        return exceptions.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(name ->
                        name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name))));
    }
}
