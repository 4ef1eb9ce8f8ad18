// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tukaani.xz.XZInputStream;

/** The newest versions, in several suites, of the packages that somebody is interested in. */
public final class PackageLists {

    private static final String NAME = "Package: ";

    private final Predicate<String> wanted;
    private final Map<String, DebianPackage> newest = new HashMap<>();

    PackageLists(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** Adds the packages of a list whose content is known to be right. */
    void add(Path compressed) throws IOException {
        try (InputStream packed = Files.newInputStream(compressed);
                Reader reader = new InputStreamReader(new XZInputStream(packed), StandardCharsets.UTF_8)) {
            add(reader);
        }
    }

    void add(Reader list) throws IOException {
        BufferedReader lines = new BufferedReader(list);
        List<String> paragraph = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                add(paragraph);
                paragraph.clear();
            } else {
                paragraph.add(line);
            }
        }
        add(paragraph);
    }

    private void add(List<String> paragraph) {
        boolean isWanted = paragraph.stream()
                .anyMatch(line -> line.startsWith(NAME) && wanted.test(line.substring(NAME.length())));
        if (isWanted) {
            DebianPackage pack = DebianPackage.of(new Paragraph(paragraph));
            newest.merge(pack.name(), pack, (here, other) -> other.isNewerThan(here) ? other : here);
        }
    }

    /**
     * Finds a package by its name.
     *
     * @param name the name
     * @return its newest version
     * @throws ArchiveException if the archive lacks it
     */
    public DebianPackage find(String name) throws ArchiveException {
        DebianPackage pack = newest.get(name);
        if (pack == null) {
            throw new ArchiveException("Debian's archive as this mirror has it holds no package " + name
                    + ": name another mirror in MSGSLOT_DEBIAN_MIRROR.");
        }
        return pack;
    }

    /**
     * Follows dependencies, as far as they are on packages that are wanted.
     *
     * @param roots where to begin
     * @return the packages, roots included, in the order in which they were met
     * @throws ArchiveException if the archive lacks one of them
     */
    public List<DebianPackage> closure(List<String> roots) throws ArchiveException {
        Map<String, DebianPackage> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (found.containsKey(name)) {
                continue;
            }
            DebianPackage pack = find(name);
            found.put(name, pack);
            pack.depends().stream().filter(wanted).forEach(open::add);
        }
        return List.copyOf(found.values());
    }
}
