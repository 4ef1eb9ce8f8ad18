// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.Architecture;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.HostSystem;

/**
 * A sandbox of this machine, made of bubblewrap's namespaces and the kernel's resource limits; or what is left of one without them.
 *
 * <p>What runs inside sees no {@code /etc} but Debian's links to alternatives, no {@code /home}, {@code /root} or {@code /sys},
 * {@code /proc} for Java only. Started by root it runs as a user that nobody else is; started by anyone else, in a user namespace
 * of its own.
 *
 * <p>Thread-safe.
 */
final class HostSandbox extends Sandbox {

    private static final List<String> TOOLS = List.of("bwrap", "prlimit", "setpriv");
    private static final List<String> SYSTEM =
            List.of("/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/libx32");
    private static final String OWN_MODULE =
            "a module of your own is compiled without a sandbox by lab grade --trust-sources.";

    private static final int FIRST_USER = 1_900_000_000;
    private static final int USERS = 1_000_000;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Walls walls;

    private HostSandbox(Walls walls) {
        this.walls = walls;
    }

    /** What keeps a job apart from the machine. */
    private enum Walls {
        /** Namespaces that root makes, in which the job is a user that nobody else is. */
        ROOTS,
        /** A user namespace, in which an ordinary user may make the others. */
        USERS,
        /** Nothing at all. */
        NONE
    }

    /** {@return a sandbox, after a trial} */
    static Sandbox tried() throws UngradableException, InterruptedException {
        if (!HostSystem.isLinux()) {
            throw new UngradableException(
                    "What is written in Java is compiled and compared in a sandbox that only Linux"
                            + " has; use Linux, or the course VM (vagrant up).");
        }
        for (String tool : TOOLS) {
            demand(tool, tool.equals("bwrap") ? "bubblewrap" : "util-linux");
        }
        HostSandbox sandbox = new HostSandbox(isRoot() ? Walls.ROOTS : Walls.USERS);
        sandbox.probe();
        return sandbox;
    }

    /** {@return what runs jobs without walls} */
    static Sandbox withoutWalls() throws UngradableException {
        demand("prlimit", "util-linux");
        return new HostSandbox(Walls.NONE);
    }

    @Override
    public boolean isTight() {
        return walls != Walls.NONE;
    }

    @Override
    public CompilePlace place() {
        return CompilePlace.HOST;
    }

    @Override
    Places places(Job job) {
        return isTight() ? Places.asMounted() : Places.of(job);
    }

    @Override
    void demandCompilers() throws UngradableException {
        demand("gcc", "gcc");
        demand("make", "make");
        demand("ld", "binutils");
    }

    /** Makes sure that a program that runs inside is there. */
    private static void demand(String tool, String debianPackage) throws UngradableException {
        if (!Files.isExecutable(Path.of("/usr/bin", tool))) {
            throw new UngradableException("Submissions are compiled in a sandbox, and /usr/bin/" + tool
                    + " is missing; install it: apt-get install " + debianPackage);
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private void probe() throws UngradableException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            JobLimits limits = JobLimits.ofCompilers();
            JobResult outcome = run(new Job(List.of("/usr/bin/true"), folder.path(), Map.of(), limits));
            if (!outcome.isSuccess()) {
                throw new UngradableException(explained(outcome.output(), walls == Walls.ROOTS));
            }
        } catch (IOException e) {
            throw new UngradableException("The sandbox cannot be tried: " + e.getMessage(), e);
        }
    }

    static String explained(String output, boolean root) {
        String words = Shown.name(output.strip());
        boolean noNamespaces = output.contains("user namespace")
                || output.contains("uid map")
                || output.contains("No permissions to create")
                || output.contains("Creating new namespace failed")
                || output.contains("Operation not permitted");
        if (!noNamespaces) {
            return "The sandbox that submissions are compiled in does not start (" + words + ").";
        }
        return root
                ? "The sandbox that submissions are compiled in needs namespaces, and this container does not let root have"
                        + " them (" + words + "); start the container with CAP_SYS_ADMIN, or grade outside of it; "
                        + OWN_MODULE
                : "The sandbox that submissions are compiled in needs user namespaces, and this machine does not let you have"
                        + " them (" + words
                        + "); let bubblewrap have them as docs/sandbox.md says (an AppArmor profile on Ubuntu, else sysctl"
                        + " kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000), or run as root; "
                        + OWN_MODULE;
    }

    @Override
    public JobResult run(Job job) throws UngradableException, InterruptedException {
        int user = FIRST_USER + (int) ((ProcessHandle.current().pid() * 64 + RUNS.getAndIncrement()) % USERS);
        try {
            if (walls == Walls.ROOTS) {
                handOver(job.folder(), user);
            }
            ProcessBuilder builder = isTight() ? new ProcessBuilder(command(job, user)) : openly(job);
            builder.redirectErrorStream(true).redirectInput(new java.io.File("/dev/null"));
            JobResult outcome = watch(builder.start(), job.limits());
            return new JobResult(outcome.end(), outcome.exitCode(), places(job).inside(outcome.output()));
        } catch (IOException e) {
            throw new UngradableException("The sandbox cannot be started: " + e.getMessage(), e);
        }
    }

    /** Root's sandboxes run as users of their own, each with its own account of processes. */
    private static void handOver(Path folder, int user) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.setAttribute(path, "unix:uid", user, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** A job without walls: the same command in the same environment. */
    private ProcessBuilder openly(Job job) {
        List<String> words = new ArrayList<>(limits(job.limits()));
        job.command().forEach(word -> words.add(places(job).outside(word)));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(job.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().put("HOME", job.folder().toString());
        return builder;
    }

    private List<String> command(Job job, int user) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/bwrap"));
        words.addAll(
                List.of("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"));
        if (walls == Walls.USERS) {
            words.addAll(List.of("--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"));
        }
        words.addAll(List.of("--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv"));
        environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        words.addAll(mounts(job));
        words.addAll(List.of("--chdir", FOLDER, "--"));
        if (walls == Walls.ROOTS) {
            words.addAll(List.of(
                    "/usr/bin/setpriv",
                    "--reuid=" + user,
                    "--regid=" + user,
                    "--clear-groups",
                    "--no-new-privs",
                    "--inh-caps=-all",
                    "--bounding-set=-all"));
        }
        words.addAll(limits(job.limits()));
        words.addAll(job.command());
        return words;
    }

    private static Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "PATH", "/usr/bin",
                "LC_ALL", "C.UTF-8",
                "HOME", FOLDER,
                "TMPDIR", "/tmp",
                "TOOLS", Architecture.toolPrefixOfGuests()));
    }

    private static List<String> mounts(Job job) {
        List<String> words = new ArrayList<>();
        // Folders that bubblewrap makes on the way to a mount are root's alone, unless they were made before.
        for (String folder : List.of("/usr", "/dev", "/etc")) {
            words.addAll(List.of("--perms", "0755", "--dir", folder));
        }
        for (String path : SYSTEM) {
            words.addAll(List.of("--ro-bind-try", path, path));
        }
        String cross = Architecture.toolPrefixOfGuests();
        if (!cross.isEmpty()) {
            String path = "/usr/" + cross.substring(0, cross.length() - 1);
            words.addAll(List.of("--ro-bind-try", path, path));
        }
        for (String folder : List.of("bin", "lib", "lib32", "lib64", "libx32")) {
            if (Files.exists(Path.of("/usr", folder))) {
                words.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
            }
        }
        // Debian's awk is a link through here. Links are all that the folder holds.
        words.addAll(List.of("--ro-bind-try", "/etc/alternatives", "/etc/alternatives"));
        words.addAll(List.of("--dev-bind", "/dev/null", "/dev/null"));
        if (job.showProcesses()) {
            words.addAll(List.of("--proc", "/proc"));
        }
        words.addAll(List.of("--perms", "1777", "--size", Long.toString(256L << 20), "--tmpfs", "/tmp"));
        new TreeMap<>(job.readOnly()).forEach((inside, outside) -> {
            words.addAll(parents(inside));
            words.addAll(List.of("--ro-bind", outside.toString(), inside));
        });
        words.addAll(List.of("--bind", job.folder().toString(), FOLDER));
        return words;
    }

    private static List<String> parents(String inside) {
        List<String> words = new ArrayList<>();
        int slash = inside.indexOf('/', 1);
        while (slash > 0) {
            String parent = inside.substring(0, slash);
            if (!parent.startsWith("/usr")) {
                words.addAll(List.of("--perms", "0755", "--dir", parent));
            }
            slash = inside.indexOf('/', slash + 1);
        }
        return words;
    }

    private List<String> limits(JobLimits limits) {
        long cpu = limits.cpu().toSeconds();
        List<String> words = new ArrayList<>(List.of(
                "/usr/bin/prlimit",
                "--cpu=" + cpu + ":" + (cpu + 1),
                "--as=" + limits.memory(),
                "--fsize=" + limits.fileSize(),
                "--nofile=256",
                "--core=0"));
        if (isTight()) { // Else all that the user runs would count.
            words.add("--nproc=" + limits.processes());
        }
        words.add("--");
        return words;
    }

    private static JobResult watch(Process process, JobLimits limits) throws InterruptedException {
        JobOutput listener = new JobOutput(process, limits.output());
        Thread thread = new Thread(listener, "output of a sandbox");
        thread.setDaemon(true);
        thread.start();
        try {
            boolean ended = process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                end(process);
            }
            int exitCode = process.waitFor();
            thread.join(TimeUnit.SECONDS.toMillis(10));
            JobEnd end = listener.isTooLoud() ? JobEnd.TOO_LOUD : ended ? JobEnd.EXITED : JobEnd.TOO_SLOW;
            return new JobResult(end, end == JobEnd.EXITED ? exitCode : -1, listener.text());
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    /**
     * Ends a sandbox: what runs inside is the child of bubblewrap, which ends with its child. Bubblewrap itself is not killed as long
     * as it has time to make that child, because a child whose parent dies before it has asked to die with it lives on.
     */
    private static void end(Process process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        boolean interrupted = false;
        while (process.isAlive() && System.nanoTime() < deadline) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            try {
                process.waitFor(2, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        process.destroyForcibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps what a job prints, and ends one that prints too much. */
    private static final class JobOutput implements Runnable {
        private final Process process;
        private final int limit;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private volatile boolean tooLoud;

        JobOutput(Process process, int limit) {
            this.process = process;
            this.limit = limit;
        }

        @Override
        public void run() {
            byte[] bytes = new byte[8192];
            try (InputStream in = process.getInputStream()) {
                for (int read = in.read(bytes); read >= 0 && !tooLoud; read = in.read(bytes)) {
                    append(bytes, read);
                }
            } catch (IOException e) {
                append(new byte[0], 0); // The process was ended; what was heard so far stands.
            }
        }

        private synchronized void append(byte[] bytes, int count) {
            heard.write(bytes, 0, count);
            if (heard.size() > limit) {
                tooLoud = true;
                end(process);
            }
        }

        boolean isTooLoud() {
            return tooLoud;
        }

        synchronized String text() {
            return heard.toString(StandardCharsets.UTF_8);
        }
    }
}
