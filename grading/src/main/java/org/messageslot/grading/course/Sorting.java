// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sorts the files of a class by student, as the layout that they show has it. */
final class Sorting {

    private static final int COMMON_FOLDERS = 3;
    private static final int TWO = 2;
    private static final int THREE = 3;

    private final Layout layout;
    private final Map<String, List<Item>> tops;
    private final @Nullable Path folder;

    private Sorting(Layout layout, Map<String, List<Item>> tops, @Nullable Path folder) {
        this.layout = layout;
        this.tops = tops;
        this.folder = folder;
    }

    /** What was sorted, and what belongs to nobody. */
    record Sorted(Layout layout, List<Handed> handed, List<String> strays) {}

    /**
     * Look at the files.
     *
     * @param items the files
     * @param folder the folder that they lie in, if they are on the disk
     * @param forced whether to take them for a class, whatever they look like
     * @return the sorting; empty if they do not look like a class
     */
    static Optional<Sorting> of(List<Item> items, @Nullable Path folder, boolean forced) {
        List<Item> inner = items;
        Path place = folder;
        for (int level = 0; level <= COMMON_FOLDERS && !inner.isEmpty(); level++) {
            Map<String, List<Item>> tops = tops(inner);
            Optional<Layout> layout = layout(tops);
            if (layout.isPresent()) {
                return Optional.of(new Sorting(layout.get(), tops, place));
            }
            if (tops.size() > 1 || !inner.get(0).inFolder()) {
                break;
            }
            place = place == null ? null : place.resolve(inner.get(0).top());
            inner = inner.stream().map(item -> item.at(item.rest())).toList();
        }
        return forced ? Optional.of(new Sorting(Layout.PLAIN, tops(items), folder)) : Optional.empty();
    }

    private static Map<String, List<Item>> tops(List<Item> items) {
        Map<String, List<Item>> tops = new LinkedHashMap<>();
        items.forEach(item ->
                tops.computeIfAbsent(item.top(), top -> new ArrayList<>()).add(item));
        return tops;
    }

    private static Optional<Layout> layout(Map<String, List<Item>> tops) {
        if (tops.containsKey(GradescopeMetadata.FILE)
                && tops.keySet().stream().anyMatch(top -> Names.gradescope(top).isPresent())) {
            return Optional.of(Layout.GRADESCOPE);
        }
        if (tops.keySet().stream().anyMatch(top -> Names.moodle(top).isPresent())) {
            return Optional.of(Layout.MOODLE);
        }
        boolean canvas = tops.entrySet().stream()
                .allMatch(top ->
                        !isFolder(top.getValue()) && Names.canvas(top.getKey()).isPresent());
        if (canvas) {
            return Optional.of(Layout.CANVAS);
        }
        return isPlainClass(tops) ? Optional.of(Layout.PLAIN) : Optional.empty();
    }

    /** One student's folder may hold other folders and an archive; it is told by what lies at its top, and by names. */
    private static boolean isPlainClass(Map<String, List<Item>> tops) {
        boolean sources = tops.keySet().stream().anyMatch(Sorting::isSource);
        long archives = tops.keySet().stream().filter(Names::isArchive).count();
        List<String> folders = tops.entrySet().stream()
                .filter(top -> isFolder(top.getValue())
                        && top.getValue().stream().anyMatch(item -> holdsSubmission(item.name())))
                .map(Map.Entry::getKey)
                .toList();
        long named = folders.stream().filter(Names::saysWhose).count();
        return !sources && (archives + named >= TWO || folders.size() >= THREE);
    }

    private static boolean isFolder(List<Item> items) {
        return items.get(0).inFolder();
    }

    private static boolean isSource(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".c") || lower.endsWith(".h") || lower.equals("makefile");
    }

    private static boolean holdsSubmission(String name) {
        return name.equalsIgnoreCase("message_slot.c") || Names.isArchive(name);
    }

    /** {@return the layout that the files show} */
    Layout layout() {
        return layout;
    }

    /** {@return what each student handed in, earlier attempts included} */
    Sorted sorted() throws IOException {
        List<Handed> handed = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        switch (layout) {
            case MOODLE -> tops.forEach((top, items) -> moodle(top, items, handed, strays));
            case CANVAS -> canvas(handed);
            case GRADESCOPE -> gradescope(handed, strays);
            case PLAIN -> tops.forEach((top, items) -> plain(top, items, handed, strays));
        }
        return new Sorted(
                layout, handed.stream().flatMap(one -> one.attempts().stream()).toList(), strays);
    }

    private void moodle(String top, List<Item> items, List<Handed> handed, List<String> strays) {
        Optional<Names.Moodle> name = Names.moodle(top);
        if (name.isEmpty() || !name.get().isFile()) {
            strays.add(top + ": " + (name.isEmpty() ? "not as Moodle names submissions" : "online text, no file"));
            return;
        }
        boolean folders = isFolder(items);
        handed.add(new Handed(
                name.get().participant(),
                name.get().name(),
                top,
                0,
                null,
                false,
                folders ? below(items) : List.of(items.get(0).at(name.get().file())),
                folders ? disk(top) : null));
    }

    private void plain(String top, List<Item> items, List<Handed> handed, List<String> strays) {
        boolean folders = isFolder(items);
        if (!folders && !Names.isArchive(top)) {
            strays.add(top + ": neither a folder nor an archive");
            return;
        }
        Names.Plain name = Names.plain(top);
        handed.add(new Handed(
                name.student(), "", top, name.attempt(), null, false, folders ? below(items) : items, disk(top)));
    }

    private void gradescope(List<Handed> handed, List<String> strays) throws IOException {
        Map<String, GradescopeMetadata.Said> said = GradescopeMetadata.read(
                tops.getOrDefault(GradescopeMetadata.FILE, List.of()).get(0));
        for (Map.Entry<String, List<Item>> top : tops.entrySet()) {
            Optional<String> number = Names.gradescope(top.getKey());
            GradescopeMetadata.Said whose = said.get(top.getKey());
            if (number.isPresent() && whose != null) {
                handed.add(new Handed(
                        whose.student(),
                        whose.name(),
                        top.getKey(),
                        Long.parseLong(number.get()),
                        whose.at().orElse(null),
                        false,
                        below(top.getValue()),
                        disk(top.getKey())));
            } else if (!top.getKey().equals(GradescopeMetadata.FILE)) {
                strays.add(top.getKey() + ": " + GradescopeMetadata.FILE + " does not say whose it is");
            }
        }
    }

    /** Of one student, Canvas has one file for each upload: an archive each time, or several sources at once. */
    private void canvas(List<Handed> handed) {
        Map<String, List<Item>> byUser = new LinkedHashMap<>();
        tops.forEach((top, items) -> byUser.computeIfAbsent(
                        Names.canvas(top).orElseThrow().user(), user -> new ArrayList<>())
                .addAll(items));
        for (List<Item> items : byUser.values()) {
            List<Item> archives =
                    items.stream().filter(item -> Names.isArchive(item.path())).toList();
            if (archives.isEmpty()) {
                handed.add(loose(items));
            }
            archives.forEach(item -> handed.add(upload(item)));
        }
    }

    private static Handed upload(Item item) {
        Names.Canvas name = Names.canvas(item.path()).orElseThrow();
        return new Handed(
                name.user(),
                name.name(),
                item.path(),
                name.upload(),
                null,
                name.late(),
                List.of(item.at(name.file())),
                item.disk().orElse(null));
    }

    private static Handed loose(List<Item> items) {
        Map<String, Item> last = new LinkedHashMap<>();
        items.stream()
                .sorted(java.util.Comparator.comparingLong(
                        item -> Names.canvas(item.path()).orElseThrow().upload()))
                .forEach(
                        item -> last.put(Names.canvas(item.path()).orElseThrow().file(), item));
        List<Item> files = last.entrySet().stream()
                .map(file -> file.getValue().at(file.getKey()))
                .toList();
        boolean late = last.values().stream()
                .anyMatch(item -> Names.canvas(item.path()).orElseThrow().late());
        Names.Canvas first = Names.canvas(items.get(0).path()).orElseThrow();
        return new Handed(first.user(), first.name(), first.name() + "_" + first.user(), 0, null, late, files, null);
    }

    private static List<Item> below(List<Item> items) {
        return items.stream().map(item -> item.at(item.rest())).toList();
    }

    private @Nullable Path disk(String top) {
        return folder == null ? null : folder.resolve(top);
    }
}
