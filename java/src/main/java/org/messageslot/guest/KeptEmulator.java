// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A QEMU that we started, under a keeper. */
final class KeptEmulator implements Emulator {

    private final Process keeper;

    private KeptEmulator(Process keeper) {
        this.keeper = keeper;
    }

    /** Starts a keeper, which waits until it is told to begin. */
    static KeptEmulator start(Path runFolder, List<String> machine) throws IOException {
        return new KeptEmulator(new ProcessBuilder(Keeper.command(runFolder, machine)).start());
    }

    void begin() throws IOException {
        Keeper.begin(keeper);
    }

    @Override
    public InputStream console() {
        return keeper.getInputStream();
    }

    @Override
    public InputStream messages() {
        return keeper.getErrorStream();
    }

    @Override
    public CompletableFuture<?> onEnd() {
        return keeper.onExit();
    }

    @Override
    public String ending() {
        return keeper.isAlive() ? "it stopped answering" : "it ended with exit code " + keeper.exitValue();
    }

    @Override
    public Stream<ProcessHandle> processes() {
        return keeper.descendants();
    }

    /** The keeper does it, as it would if this JVM ended. */
    @Override
    public void end() throws IOException {
        keeper.getOutputStream().close();
    }

    @Override
    public void kill() {
        keeper.descendants().forEach(ProcessHandle::destroyForcibly);
        keeper.destroyForcibly();
    }
}
