// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What lies at the top of a class: files, and folders with all that is in them.
 *
 * @param tops the files by the name at the top; what lies in a folder has its whole path
 * @param parent the folder that all of it lies in, as the class has it; empty if in none
 * @param disk the same folder on the disk, if the class is a folder
 * @param repositories the folders at the top that are clones of git repositories
 */
record Entries(
        Map<String, List<Item>> tops,
        String parent,
        @Nullable Path disk,
        Set<String> repositories) {

    /** How many folders may lie around all others. */
    private static final int AROUND = 3;

    /** {@return the entries at the outermost level, and at those below as long as there is but one folder} */
    static List<Entries> levels(ClassFiles files, @Nullable Path folder) {
        List<Entries> levels = new ArrayList<>();
        List<Item> items = files.items();
        Set<String> repositories = files.repositories();
        Path disk = folder;
        String parent = folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
        while (levels.size() <= AROUND && !items.isEmpty()) {
            Entries entries = new Entries(byTop(items), parent, disk, repositories);
            levels.add(entries);
            if (entries.tops().size() > 1 || !items.get(0).inFolder()) {
                break;
            }
            String around = items.get(0).top();
            parent = around;
            disk = disk == null ? null : disk.resolve(around);
            items = items.stream().map(item -> item.at(item.rest())).toList();
            repositories = repositories.stream()
                    .filter(one -> one.startsWith(around + "/"))
                    .map(one -> one.substring(around.length() + 1))
                    .collect(Collectors.toSet());
        }
        return levels;
    }

    private static Map<String, List<Item>> byTop(List<Item> items) {
        Map<String, List<Item>> tops = new LinkedHashMap<>();
        items.forEach(item ->
                tops.computeIfAbsent(item.top(), top -> new ArrayList<>()).add(item));
        return tops;
    }

    boolean isFolder(String top) {
        return tops.getOrDefault(top, List.of()).stream().anyMatch(Item::inFolder);
    }

    /** {@return the files of an entry: those below a folder without its name, or the one file as it is} */
    List<Item> items(String top) {
        List<Item> items = tops.getOrDefault(top, List.of());
        return isFolder(top) ? items.stream().map(item -> item.at(item.rest())).toList() : items;
    }

    /** {@return where an entry lies, if the class is a folder} */
    Optional<Path> place(String top) {
        return Optional.ofNullable(disk).map(folder -> folder.resolve(top));
    }
}
