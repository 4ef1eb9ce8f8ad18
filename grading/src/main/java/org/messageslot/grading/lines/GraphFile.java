// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the file in which gcc (12 and later) tells the flow of what it compiled, {@code .gcno}. The file comes from a student's build:
 * whatever it says is limited in size, or the file is refused.
 */
final class GraphFile {

    private static final int MAGIC = 0x67636e6f;
    /** The first version with lengths in bytes, 12, as the letters of the file have it. */
    private static final char FIRST_VERSION = 'B';

    private static final char FIRST_MINOR = '2';

    private static final int FUNCTION = 0x01000000;
    private static final int BLOCKS = 0x01410000;
    private static final int ARCS = 0x01430000;
    private static final int LINES = 0x01450000;
    private static final int ON_TREE = 1;

    private static final int MAX_FUNCTIONS = 10_000;
    private static final int MAX_BLOCKS = 200_000;
    private static final int MAX_ARCS = 400_000;
    private static final int MAX_LINES = 400_000;
    private static final int MAX_NAME = 1000;

    private final ByteBuffer file;
    private final List<Draft> drafts = new ArrayList<>();
    private int blocks;
    private int arcs;
    private int lines;

    /** A function of which more may be told. */
    private static final class Draft {
        private final String name;
        private int blocks;
        private final List<FlowArc> arcs = new ArrayList<>();
        private final Map<SourcePlace, Set<Integer>> lines = new HashMap<>();

        Draft(String name) {
            this.name = name;
        }

        int block(int number) {
            if (number < 0 || number >= blocks) {
                throw new IllegalArgumentException("there is no block " + number);
            }
            return number;
        }
    }

    private GraphFile(ByteBuffer file) {
        this.file = file;
    }

    /**
     * Reads such a file.
     *
     * @param content its bytes
     * @return the functions in it
     * @throws IllegalArgumentException if it makes no sense, is of another compiler, or is too large
     */
    static List<FlowFunction> read(byte[] content) {
        try {
            return new GraphFile(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)).functions();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private List<FlowFunction> functions() {
        head();
        while (file.remaining() >= 2 * Integer.BYTES) {
            int tag = file.getInt();
            ByteBuffer record = part(file.getInt());
            switch (tag) {
                case FUNCTION -> function(record);
                case BLOCKS -> blocks(record);
                case ARCS -> arcs(record);
                case LINES -> lines(record);
                default -> {
                    // Nothing that is needed here.
                }
            }
        }
        return drafts.stream()
                .map(draft -> new FlowFunction(draft.name, draft.blocks, draft.arcs, draft.lines))
                .toList();
    }

    private void head() {
        if (file.getInt() != MAGIC) {
            throw new IllegalArgumentException("it is no such file");
        }
        int version = file.getInt();
        char major = (char) (version >>> 24);
        char minor = (char) ((version >>> 16) & 0xff);
        if (major < FIRST_VERSION || (major == FIRST_VERSION && minor < FIRST_MINOR)) {
            throw new IllegalArgumentException("it is of a compiler before gcc 12");
        }
        file.getInt(); // by which files of one compilation are known
        file.getInt();
        text(file);
        file.getInt();
    }

    private ByteBuffer part(int length) {
        if (length < 0 || length > file.remaining()) {
            throw new IllegalArgumentException("a part of it is longer than the file");
        }
        ByteBuffer part = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(file.position() + length);
        return part;
    }

    /** An empty one ends lists; the last byte of others is 0. */
    private static String text(ByteBuffer from) {
        int length = from.getInt();
        if (length == 0) {
            return "";
        }
        if (length < 0 || length > MAX_NAME || length > from.remaining()) {
            throw new IllegalArgumentException("a name in it has " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
    }

    private static int within(int number, int limit) {
        if (number < 0 || number > limit) {
            throw new IllegalArgumentException("it is too large");
        }
        return number;
    }

    private void function(ByteBuffer record) {
        record.getInt(); // numbers that tell whether counters are of the same source
        record.getInt();
        record.getInt();
        drafts.add(new Draft(text(record)));
        within(drafts.size(), MAX_FUNCTIONS);
    }

    private Draft last() {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("it does not begin with a function");
        }
        return drafts.get(drafts.size() - 1);
    }

    private void blocks(ByteBuffer record) {
        int count = within(record.getInt(), MAX_BLOCKS);
        blocks = within(blocks + count, MAX_BLOCKS);
        last().blocks = count;
    }

    private void arcs(ByteBuffer record) {
        Draft function = last();
        int from = function.block(record.getInt());
        while (record.hasRemaining()) {
            int to = function.block(record.getInt());
            function.arcs.add(new FlowArc(from, to, (record.getInt() & ON_TREE) == 0));
            arcs = within(arcs + 1, MAX_ARCS);
        }
    }

    /** Numbers of lines; 0 and a name say in which file those are that follow, 0 and no name that there are no more. */
    private void lines(ByteBuffer record) {
        Draft function = last();
        int block = function.block(record.getInt());
        String name = "";
        while (true) {
            int line = record.getInt();
            if (line == 0) {
                name = text(record);
                if (name.isEmpty()) {
                    return;
                }
            } else if (line > 0) {
                function.lines
                        .computeIfAbsent(new SourcePlace(name, line), place -> new TreeSet<>())
                        .add(block);
                lines = within(lines + 1, MAX_LINES);
            }
        }
    }
}
