// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.messageslot.debian.ProxySettings;
import org.messageslot.debian.ProxySettings.ProxySetting;

/** The proxies that variables and apt's settings name: one that does not answer keeps everything from being fetched. */
final class NetworkProxy {

    private static final String WHAT = "proxy";
    private static final String WHY = "the first tour and installations go through it";
    private static final int PATIENCE_MS = 2000;

    private NetworkProxy() {}

    /** Tells why a proxy cannot be reached; empty if it can. */
    interface Reachability {
        String complaint(String host, int port);
    }

    /** Looks at this machine. */
    static Finding look() {
        Optional<Path> apt = Tool.find("apt-config");
        String dump = apt.isPresent() ? Tool.ask(apt.get().toString(), "dump").output() : "";
        return of(ProxySettings.of(System.getenv(), dump), NetworkProxy::connect);
    }

    private static String connect(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            return "";
        } catch (IOException e) {
            return e instanceof java.net.UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
        }
    }

    /** Judges what is set. */
    static Finding of(ProxySettings settings, Reachability line) {
        for (ProxySetting setting : settings.proxies()) {
            String complaint = complaint(setting, line);
            if (!complaint.isEmpty()) {
                return Finding.optional(
                        WHAT,
                        setting.setBy() + " is " + setting.bareAddress() + ", which cannot be reached (" + complaint
                                + ")",
                        WHY,
                        setting.isOfApt()
                                ? "take it out of /etc/apt/apt.conf.d ('grep -ri proxy /etc/apt' finds it), or correct it"
                                : "unset " + setting.setBy() + ", or correct it");
            }
        }
        String names = String.join(
                ", ", settings.proxies().stream().map(ProxySetting::setBy).toList());
        return Finding.found(WHAT, names.isEmpty() ? "none is set" : names + ": answers", WHY);
    }

    private static String complaint(ProxySetting setting, Reachability line) {
        try {
            return line.complaint(setting.uri().getHost(), setting.port());
        } catch (IllegalArgumentException e) {
            return "it is no address";
        }
    }
}
