// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The monitor of a running QEMU. Events are told when they come, and kept. Thread-safe. */
final class Qmp implements AutoCloseable {

    private static final Gson GSON = new Gson();

    /** Even to save a state takes QEMU no command that lasts: it is asked again and again how far it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SocketChannel channel;
    private final Consumer<JsonObject> listener;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> outstanding = new ConcurrentHashMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final Thread reader;
    private volatile boolean ended;

    /**
     * Begins to listen.
     *
     * @param channel our end of the monitor
     * @param listener is told each event; it must neither wait nor execute commands
     */
    Qmp(SocketChannel channel, Consumer<JsonObject> listener) {
        this.channel = channel;
        this.listener = listener;
        Reader text = new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8);
        this.reader = Threads.start("QEMU monitor", () -> readAll(new BufferedReader(text)));
    }

    /** Says what a QEMU that has just started waits for; one that was forked has heard it. */
    void negotiate() throws IOException {
        execute("qmp_capabilities");
    }

    JsonObject execute(String command) throws IOException {
        return execute(command, Map.of());
    }

    /**
     * Carries out a command.
     *
     * @param command its name
     * @param arguments its arguments, in a form that turns into JSON
     * @return the whole answer
     * @throws IOException if QEMU refuses it, or is gone
     */
    private JsonObject answer(String command, Map<String, ?> arguments) throws IOException {
        int id = ids.incrementAndGet();
        Map<String, Object> message = new HashMap<>(Map.of("execute", command, "id", id));
        if (!arguments.isEmpty()) {
            message.put("arguments", arguments);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        outstanding.put(id, answer);
        send(StandardCharsets.UTF_8.encode(GSON.toJson(message) + "\n"));
        if (ended) {
            answer.completeExceptionally(new IOException("QEMU closed its monitor."));
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("QEMU does not answer " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while QEMU was asked something.");
        } finally {
            outstanding.remove(id);
        }
    }

    /**
     * Carries out a command.
     *
     * @param command its name
     * @param arguments its arguments, in a form that turns into JSON
     * @return the object that it returns, empty if it returns nothing
     * @throws IOException if QEMU refuses it, or is gone
     */
    JsonObject execute(String command, Map<String, ?> arguments) throws IOException {
        JsonObject answer = answer(command, arguments);
        if (answer.has("error")) {
            throw new IOException("QEMU refuses " + command + ": "
                    + answer.getAsJsonObject("error").get("desc").getAsString());
        }
        return answer.get("return").isJsonObject() ? answer.getAsJsonObject("return") : new JsonObject();
    }

    /** Carries out a command of the monitor for people, and returns what it prints. */
    String print(String line) throws IOException {
        JsonObject answer = answer("human-monitor-command", Map.of("command-line", line));
        if (!answer.has("return")) {
            throw new IOException("QEMU refuses " + line + ".");
        }
        return answer.get("return").getAsString();
    }

    private synchronized void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void readAll(BufferedReader lines) throws IOException {
        IOException reason = new IOException("QEMU closed its monitor.");
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(GSON.fromJson(line, JsonObject.class));
            }
        } catch (JsonParseException | IllegalStateException e) {
            reason = new IOException("QEMU's monitor said something unknown.", e);
        } finally {
            ended = true;
            IOException end = reason;
            outstanding.values().forEach(answer -> answer.completeExceptionally(end));
        }
    }

    private void take(JsonObject message) {
        if (message.has("event")) {
            synchronized (events) {
                events.add(message);
            }
            listener.accept(message);
        } else if (message.has("id")) {
            CompletableFuture<JsonObject> answer =
                    outstanding.get(message.get("id").getAsInt());
            if (answer != null) {
                answer.complete(message);
            }
        }
    }

    /** {@return what happened so far; for a QEMU that has ended or is about to, all that ever did} */
    List<JsonObject> events() {
        try {
            reader.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
