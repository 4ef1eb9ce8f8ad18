// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTests {

    @TempDir
    Path folder;

    private final AtomicInteger made = new AtomicInteger();

    private void make(Path entry) throws IOException {
        made.incrementAndGet();
        Files.writeString(entry.resolve("small"), "content");
        Files.write(entry.resolve("large"), new byte[3 << 20]);
    }

    @Test
    void makesAnEntryOnceHoweverManyAsk() {
        Cache cache = new Cache(folder);
        List<Path> entries = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return cache.entry("kind", "key", this::make);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .distinct()
                .toList();
        assertThat(entries).containsExactly(folder.resolve("kind/key"));
        assertThat(made).hasValue(1);
    }

    @Test
    void makesADamagedEntryAgain() throws IOException {
        Cache cache = new Cache(folder);
        Path entry = cache.entry("kind", "key", this::make);
        Files.writeString(entry.resolve("small"), "CONTENT");
        cache.entry("kind", "key", this::make);
        Files.write(entry.resolve("large"), new byte[3]);
        cache.entry("kind", "key", this::make);
        Files.delete(entry.resolve("small"));
        cache.entry("kind", "key", this::make);
        assertThat(made).hasValue(4);
        assertThat(entry.resolve("small")).hasContent("content");
    }

    /** What cannot be read is still known by its size and its time; what was written since is read again, once. */
    @Test
    void readsOnlyWhatWasWrittenSinceItWasLastRead() throws IOException {
        Cache cache = new Cache(folder);
        Path entry = cache.entry("kind", "key", this::make);
        Path small = entry.resolve("small");
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");

        Files.setLastModifiedTime(small, FileTime.from(longAgo));
        Files.writeString(small, "CONTENT");
        Files.setLastModifiedTime(small, FileTime.from(longAgo));
        assertThat(cache.find("kind", "key")).as("not read").contains(entry);
        assertThat(cache.isIntact("kind", "key")).as("read for certain").isFalse();
        Files.setLastModifiedTime(small, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(cache.find("kind", "key")).as("read").isEmpty();

        Files.writeString(small, "content");
        Files.setLastModifiedTime(entry.resolve(".stamp"), FileTime.from(longAgo));
        assertThat(cache.find("kind", "key")).as("read, and as it was").contains(entry);
        assertThat(Files.getLastModifiedTime(entry.resolve(".stamp")).toInstant())
                .as("it will not be read again")
                .isAfter(longAgo);
        Files.writeString(small, "more content");
        Files.setLastModifiedTime(small, FileTime.from(longAgo));
        assertThat(cache.find("kind", "key")).as("another size").isEmpty();
    }

    @Test
    void anEntryWhoseStampWasCutOffIsNoGood() throws IOException {
        Cache cache = new Cache(folder);
        Path stamp = cache.entry("kind", "key", this::make).resolve(".stamp");
        String whole = Files.readString(stamp);
        for (int length = 0; length < whole.length() - 1; length++) {
            Files.writeString(stamp, whole.substring(0, length));
            assertThat(cache.find("kind", "key")).as("%d letters of it", length).isEmpty();
        }
        Files.writeString(stamp, whole);
        assertThat(cache.find("kind", "key")).isPresent();
    }

    @Test
    void leavesNothingOfAnEntryThatFailed() throws IOException {
        Cache cache = new Cache(folder);
        assertThatThrownBy(() -> cache.entry("kind", "key", entry -> {
                    make(entry);
                    throw new IOException("no luck");
                }))
                .hasMessage("no luck");
        try (Stream<Path> files = Files.list(folder.resolve("kind"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void saysThatTheDiskIsFull() {
        Cache cache = new Cache(folder);
        assertThatThrownBy(() -> cache.entry("kind", "key", entry -> {
                    throw new IOException(entry + ": No space left on device");
                }))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("MSGSLOT_CACHE");
        assertThatThrownBy(() -> cache.demandSpace(Long.MAX_VALUE))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessageContaining("is full");
    }
}
