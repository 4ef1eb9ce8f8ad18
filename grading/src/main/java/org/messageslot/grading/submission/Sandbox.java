// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.Architecture;

/**
 * Runs compilers over strangers' sources: without a network, with read-only tools, one private folder and nothing else of this
 * machine, within limits. Made of bubblewrap's namespaces and the kernel's resource limits.
 *
 * <p>What runs inside sees {@code /usr/bin}, {@code /usr/include}, {@code /usr/lib*}, what the job mounts, an empty {@code /tmp}
 * of its own and {@code /dev/null}: no {@code /etc} but Debian's links to alternatives, no {@code /home}, {@code /root} or {@code /sys}, {@code /proc} for Java only, no
 * environment, no other process. It has no privileges: started by root it runs as a user that nobody else is; started by
 * anyone else, in a user namespace of its own. All of it ends when the job ends, is too slow or too loud, or when this JVM
 * ends in whatever way.
 *
 * <p>Where a machine refuses namespaces, {@link #none()} stands in for one, for sources that somebody answers for.
 *
 * <p>Thread-safe.
 */
public final class Sandbox {

    private static final List<String> TOOLS = List.of("bwrap", "prlimit", "setpriv");
    private static final List<String> SYSTEM =
            List.of("/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/libx32");
    /** Where a job's folder is mounted. */
    public static final String FOLDER = "/build";

    private static final String OWN_MODULE =
            "a module of your own is compiled without a sandbox by lab grade --trust-sources.";

    private static final int FIRST_USER = 1_900_000_000;
    private static final int USERS = 1_000_000;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Walls walls;

    private Sandbox(Walls walls) {
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

    /**
     * What a job may use.
     *
     * @param cpu of each process, whole seconds
     * @param wall of the whole job
     * @param memory address space of each process in bytes
     * @param fileSize of each file in bytes
     * @param processes at the same time
     * @param output bytes that it may print
     */
    public record Limits(Duration cpu, Duration wall, long memory, long fileSize, int processes, int output) {

        /** {@return what an honest compiler never reaches: 20 s of CPU time and 1 GB each, files of 64 MB, 1 MB of messages} */
        public static Limits ofCompilers() {
            return new Limits(Duration.ofSeconds(20), Duration.ofMinutes(2), 1L << 30, 64L << 20, 64, 1 << 20);
        }

        /** {@return the same limits with others for memory} */
        public Limits withMemory(long bytes) {
            return new Limits(cpu, wall, bytes, fileSize, processes, output);
        }
    }

    /**
     * Something to run.
     *
     * @param command its words; the program by its path inside
     * @param folder the private folder, which must exist; mounted as {@code /build}, and the working folder
     * @param readOnly what else to mount: paths inside and the paths of this machine that are seen there
     * @param limits what it may use
     * @param showProcesses whether it sees {@code /proc} (of its own processes), without which no Java starts
     */
    public record Job(
            List<String> command, Path folder, Map<String, Path> readOnly, Limits limits, boolean showProcesses) {
        public Job {
            command = List.copyOf(command);
            readOnly = Map.copyOf(readOnly);
        }

        /** Describe a job that does not see {@code /proc}. */
        public Job(List<String> command, Path folder, Map<String, Path> readOnly, Limits limits) {
            this(command, folder, readOnly, limits, false);
        }
    }

    /** How a job ended. */
    public enum End {
        /** By itself; the exit code tells more. */
        EXITED,
        /** Stopped because it took longer than its limit. */
        TOO_SLOW,
        /** Stopped because it printed more than its limit. */
        TOO_LOUD
    }

    /**
     * What became of a job.
     *
     * @param end how it ended
     * @param exitCode its exit code; 128 and more for a signal; -1 unless it ended by itself
     * @param output what it printed on both streams, as far as the limit
     */
    public record Outcome(End end, int exitCode, String output) {
        /** {@return whether it ended by itself with exit code 0} */
        public boolean isSuccess() {
            return end == End.EXITED && exitCode == 0;
        }
    }

    /**
     * Find out whether this machine can have sandboxes, by running one.
     *
     * @return the sandbox
     * @throws UngradableException if it cannot; the message says what to install or to switch on
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Sandbox ofHost() throws UngradableException, InterruptedException {
        for (String tool : TOOLS) {
            demand(tool, tool.equals("bwrap") ? "bubblewrap" : "util-linux");
        }
        Sandbox sandbox = new Sandbox(isRoot() ? Walls.ROOTS : Walls.USERS);
        sandbox.probe();
        return sandbox;
    }

    /**
     * Do without: jobs run as this user, see all of this machine, and may have a network. Of a sandbox only the limits are left, but
     * for that of processes, and what is still at work when this JVM is killed goes on to its end.
     *
     * @return what runs jobs; only for sources that somebody answers for
     * @throws UngradableException if a tool is missing; the message says what to install
     */
    public static Sandbox none() throws UngradableException {
        demand("prlimit", "util-linux");
        return new Sandbox(Walls.NONE);
    }

    /** {@return whether jobs are kept apart from this machine} */
    public boolean isTight() {
        return walls != Walls.NONE;
    }

    /** {@return where a job finds its folder and its mounts} */
    Places places(Job job) {
        return isTight() ? Places.asMounted() : Places.of(job);
    }

    /** Makes sure that a program that runs inside is there. */
    static void demand(String tool, String debianPackage) throws UngradableException {
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
            Limits limits = Limits.ofCompilers();
            Outcome outcome = run(new Job(List.of("/usr/bin/true"), folder.path(), Map.of(), limits));
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

    /**
     * Run a job to its end.
     *
     * @param job what to run
     * @return what became of it
     * @throws UngradableException if the sandbox itself cannot be started
     * @throws InterruptedException if the thread is interrupted; the job has ended then
     */
    public Outcome run(Job job) throws UngradableException, InterruptedException {
        int user = FIRST_USER + (int) ((ProcessHandle.current().pid() * 64 + RUNS.getAndIncrement()) % USERS);
        try {
            if (walls == Walls.ROOTS) {
                handOver(job.folder(), user);
            }
            ProcessBuilder builder = isTight() ? new ProcessBuilder(command(job, user)) : openly(job);
            builder.redirectErrorStream(true).redirectInput(new java.io.File("/dev/null"));
            Outcome outcome = watch(builder.start(), job.limits());
            return new Outcome(outcome.end(), outcome.exitCode(), places(job).inside(outcome.output()));
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

    private List<String> limits(Limits limits) {
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

    private static Outcome watch(Process process, Limits limits) throws InterruptedException {
        Listener listener = new Listener(process, limits.output());
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
            End end = listener.isTooLoud() ? End.TOO_LOUD : ended ? End.EXITED : End.TOO_SLOW;
            return new Outcome(end, end == End.EXITED ? exitCode : -1, listener.text());
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    /**
     * End a sandbox: what runs inside is the child of bubblewrap, which ends with its child. Bubblewrap itself is not killed as long
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
    private static final class Listener implements Runnable {
        private final Process process;
        private final int limit;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private volatile boolean tooLoud;

        Listener(Process process, int limit) {
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

    /** {@return a word about a limit that a compiler's messages tell of; empty if they tell of none} */
    static Optional<String> limitReached(Outcome outcome) {
        String output = outcome.output();
        if (outcome.end() == End.TOO_LOUD) {
            return Optional.of("the compiler printed more than 1 MB");
        }
        if (output.contains("CPU time limit exceeded") || outcome.exitCode() == 128 + 24) {
            return Optional.of("compiling takes more than 20 s of CPU time");
        }
        if (output.contains("File size limit exceeded")
                || output.contains("File too large")
                || outcome.exitCode() == 128 + 25) {
            return Optional.of("what it compiles to is larger than 64 MB");
        }
        boolean memory = output.contains("out of memory")
                || output.contains("virtual memory exhausted")
                || output.contains("memory exhausted")
                || output.contains("Cannot allocate memory");
        return memory ? Optional.of("compiling takes more than 1 GB of memory") : Optional.empty();
    }
}
