// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The monitor of a running QEMU, spoken to one command at a time. Events that arrive meanwhile are kept: they are what
 * remains of a machine that has gone.
 *
 * <p>Not thread-safe.
 */
final class Qmp implements AutoCloseable {

    private static final Gson GSON = new Gson();

    private final SocketChannel channel;
    private final BufferedReader lines;
    private final List<JsonObject> events = new ArrayList<>();

    Qmp(SocketChannel channel) throws IOException {
        this.channel = channel;
        Reader text = new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8);
        this.lines = new BufferedReader(text);
        next();
        execute("qmp_capabilities");
    }

    JsonObject execute(String command) throws IOException {
        return execute(command, Map.of());
    }

    /**
     * Carry out a command.
     *
     * @param command its name
     * @param arguments its arguments, in a form that turns into JSON
     * @return the object that it returns, empty if it returns nothing
     * @throws IOException if QEMU refuses it, or is gone
     */
    JsonObject execute(String command, Map<String, ?> arguments) throws IOException {
        Map<String, Object> message =
                arguments.isEmpty() ? Map.of("execute", command) : Map.of("execute", command, "arguments", arguments);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(GSON.toJson(message) + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        for (; ; ) {
            JsonObject answer = next();
            if (answer.has("event")) {
                events.add(answer);
            } else if (answer.has("return")) {
                return answer.get("return").isJsonObject() ? answer.getAsJsonObject("return") : new JsonObject();
            } else {
                throw new IOException("QEMU refuses " + command + ": "
                        + answer.getAsJsonObject("error").get("desc").getAsString());
            }
        }
    }

    private JsonObject next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("QEMU closed its monitor.");
        }
        try {
            return GSON.fromJson(line, JsonObject.class);
        } catch (JsonParseException e) {
            throw new IOException("QEMU's monitor said something unknown: " + line, e);
        }
    }

    /** Collects what a QEMU that is about to end, or has ended, still has to say. */
    List<JsonObject> remainingEvents() {
        try {
            for (; ; ) {
                JsonObject message = next();
                if (message.has("event")) {
                    events.add(message);
                }
            }
        } catch (IOException e) {
            // The end, which is what was waited for.
            return List.copyOf(events);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
