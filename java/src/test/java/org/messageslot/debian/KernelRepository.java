// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;

/** An archive with kernels in which nothing is but a Makefile, for tests of what a kit does with kernels. */
public final class KernelRepository implements AutoCloseable {

    private static final String SECURITY = "security/dists/bookworm-security";

    private final TestRepository repository = new TestRepository();
    private final TestKey key = TestKey.made(TestRepository.MADE.minus(Duration.ofDays(300)), Duration.ofDays(365));

    /** Starts to serve it. */
    public KernelRepository() throws IOException, PGPException {}

    /**
     * Publish a kernel, as a security update.
     *
     * @param flavour the middle of its metapackages' names, {@code cloud-amd64} for example
     * @param release its release, whose end is the architecture
     * @param version its version
     * @param rule what its build does for modules
     */
    public void publish(String flavour, String release, String version, String rule) throws IOException, PGPException {
        byte[] image = new TestDeb()
                .file("./boot/vmlinuz-" + release, "a kernel", 0644)
                .bytes();
        byte[] headers = new TestDeb()
                .file("./usr/src/linux-headers-" + release + "/Makefile", "modules:\n\t" + rule + "\n", 0644)
                .file("./usr/lib/linux-kbuild/readme", "words", 0644)
                .bytes();
        add("linux-image-" + release, version, "", image);
        add("linux-headers-" + release, version, "", headers);
        add("linux-image-" + flavour, version, "linux-image-" + release, new TestDeb().bytes());
        add("linux-headers-" + flavour, version, "linux-headers-" + release, new TestDeb().bytes());
        repository.publish(key, TestRepository.MADE, "");
    }

    private void add(String name, String version, String depends, byte[] deb) {
        repository.add(SECURITY, name, version, depends, deb);
    }

    /** {@return the archive, as somebody reaches it who trusts its key} */
    public DebianArchive archive(Path folder) {
        return repository.archive(key, folder);
    }

    /** Removes a kernel's files, as an archive does some time after a newer version has come. */
    public void forget(String release, String version) {
        repository.forget("linux-image-" + release, version);
        repository.forget("linux-headers-" + release, version);
    }

    /** Moves all packages to the archive itself, as a release does. */
    public void release() {
        repository.release();
    }

    /** Changes a kernel's package. */
    public void alter(String release) {
        repository.files.replaceAll((path, content) -> {
            byte[] changed = content.clone();
            changed[changed.length - 1] ^= (byte) (path.contains("/linux-image-" + release + "_") ? 1 : 0);
            return changed;
        });
    }

    /** {@return the paths that were asked for} */
    public List<String> paths() {
        return repository.paths();
    }

    /** Forgets what was asked for. */
    public void forgetRequests() {
        repository.requests.clear();
    }

    @Override
    public void close() {
        repository.close();
    }
}
