// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxies that variables and apt's settings name: one that does not answer keeps everything from being fetched. */
final class NetworkProxy {

    private static final String WHAT = "proxy";
    private static final String WHY = "the first tour and installations go through it";
    private static final int PATIENCE_MS = 2000;
    private static final Pattern OF_APT = Pattern.compile("(?i)(Acquire::https?::Proxy) \"([^\"]+)\";");

    private NetworkProxy() {}

    /**
     * A proxy that somebody set.
     *
     * @param setBy the variable or the setting
     * @param address as it is set
     */
    record Setting(String setBy, String address) {}

    /** Tells why a proxy cannot be reached; empty if it can. */
    interface Line {
        String complaint(String host, int port);
    }

    /** Look at this machine. */
    static Finding look() {
        Optional<Path> apt = Tool.find("apt-config");
        String dump = apt.isPresent() ? Tool.ask(apt.get().toString(), "dump").output() : "";
        return of(settings(System.getenv(), dump), NetworkProxy::connect);
    }

    private static String connect(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            return "";
        } catch (IOException e) {
            return e instanceof java.net.UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
        }
    }

    /** {@return what is set, apt's own settings first, which win for apt} */
    static List<Setting> settings(Map<String, String> environment, String aptConfig) {
        List<Setting> settings = new ArrayList<>();
        Matcher matcher = OF_APT.matcher(aptConfig);
        while (matcher.find()) {
            settings.add(new Setting("apt's " + matcher.group(1), matcher.group(2)));
        }
        for (String name :
                List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                settings.add(new Setting(name, value));
            }
        }
        return settings.stream()
                .filter(setting -> !setting.address().equalsIgnoreCase("DIRECT"))
                .toList();
    }

    /** Judge what is set. */
    static Finding of(List<Setting> settings, Line line) {
        for (Setting setting : settings) {
            String complaint = complaint(setting, line);
            if (!complaint.isEmpty()) {
                return Finding.optional(
                        WHAT,
                        setting.setBy() + " is " + bare(setting.address()) + ", which cannot be reached (" + complaint
                                + ")",
                        WHY,
                        setting.setBy().startsWith("apt's")
                                ? "take it out of /etc/apt/apt.conf.d ('grep -ri proxy /etc/apt' finds it), or correct it"
                                : "unset " + setting.setBy() + ", or correct it");
            }
        }
        String names = String.join(", ", settings.stream().map(Setting::setBy).toList());
        return Finding.found(WHAT, settings.isEmpty() ? "none is set" : names + ": answers", WHY);
    }

    private static String complaint(Setting setting, Line line) {
        try {
            String text = setting.address();
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() == null) {
                return "it names no host";
            }
            int usual = "https".equals(uri.getScheme()) ? 443 : 80;
            return line.complaint(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort());
        } catch (IllegalArgumentException e) {
            return "it is no address";
        }
    }

    /** Names and passwords are nobody's business. */
    private static String bare(String address) {
        return address.replaceFirst("//[^/@]*@", "//");
    }
}
