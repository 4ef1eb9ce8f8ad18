// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Renders Markdown as lines for a terminal of a certain width. */
final class TerminalText {

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final int NARROWEST = 30;

    private final int width;
    private final boolean colour;
    private final SourceLocator locator;

    /** Tells where quoted source stands. */
    interface SourceLocator {

        /** {@return file and line of a quotation, or the file alone where it is not found} */
        String locate(String file, String text);
    }

    TerminalText(int width, boolean colour, SourceLocator locator) {
        this.width = Math.max(NARROWEST, width);
        this.colour = colour;
        this.locator = locator;
    }

    /** {@return the text in lines, blocks parted by empty ones} */
    List<String> render(String markdown) {
        return blocks(PARSER.parse(markdown), width);
    }

    private List<String> blocks(Node parent, int room) {
        List<String> lines = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(block(node, room));
        }
        return lines;
    }

    private List<String> block(Node node, int room) {
        if (node instanceof Heading) {
            return wrapped(Style.HEADING.on(inline(node, false), colour), room);
        }
        if (node instanceof Paragraph) {
            return wrapped(inline(node, colour), room);
        }
        if (node instanceof FencedCodeBlock code) {
            return code(code.getLiteral(), code.getInfo() == null ? "" : code.getInfo());
        }
        if (node instanceof IndentedCodeBlock code) {
            return code(code.getLiteral(), "java");
        }
        if (node instanceof ListBlock list) {
            return list(list, room);
        }
        if (node instanceof BlockQuote) {
            return prefixed(blocks(node, room - 2), "| ", "| ");
        }
        return node instanceof TableBlock ? table(node, room) : wrapped(inline(node, colour), room);
    }

    private List<String> code(String literal, String info) {
        List<String> lines = new ArrayList<>();
        String file = Quotations.fileOf(info);
        boolean picture = info.equals("text") || info.isEmpty();
        if (!file.isEmpty()) {
            lines.add("  " + Style.FAINT.on(locator.locate(file, literal), colour));
        }
        if (picture) {
            lines.addAll(picture(literal.stripTrailing().lines().toList()));
        } else {
            literal.stripTrailing().lines().forEach(line -> lines.add(Style.CODE.on("  " + line, colour)));
        }
        return lines;
    }

    /** A picture that is broken at the terminal's edge is no picture: it is cut there. */
    private List<String> picture(List<String> rows) {
        int widest = rows.stream().mapToInt(String::length).max().orElse(0);
        if (widest <= width) {
            return rows;
        }
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(row.substring(0, Math.min(row.length(), width))));
        lines.addAll(
                wrapped("(There is more to the right: " + (widest + 2) + " columns would show it.)", width).stream()
                        .map(row -> Style.FAINT.on(row, colour))
                        .toList());
        return lines;
    }

    private List<String> list(ListBlock list, int room) {
        List<String> lines = new ArrayList<>();
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String mark = list instanceof BulletList ? "- " : number++ + ". ";
            List<String> text = blocks(item, room - mark.length() - 2);
            lines.addAll(prefixed(text, "  " + mark, " ".repeat(mark.length() + 2)));
        }
        return lines;
    }

    private static List<String> prefixed(List<String> lines, String first, String others) {
        List<String> result = new ArrayList<>();
        for (String line : lines) {
            result.add((result.isEmpty() ? first : others) + line);
        }
        return result;
    }

    private List<String> table(Node table, int room) {
        List<List<String>> rows = new ArrayList<>();
        collectRows(table, rows);
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row ->
                Arrays.setAll(widths, i -> Math.max(widths[i], i < row.size() ? Style.width(row.get(i)) : 0)));
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(row(row, widths));
            if (lines.size() == 1) {
                lines.add(Style.FAINT.on("  " + "-".repeat(Math.min(room - 2, width(widths))), colour));
            }
        }
        return lines;
    }

    private static int width(int[] columns) {
        return Arrays.stream(columns).sum() + 3 * (columns.length - 1);
    }

    private static String row(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < cells.size(); i++) {
            String gap = i == cells.size() - 1 ? "" : " ".repeat(widths[i] - Style.width(cells.get(i)) + 3);
            line.append(cells.get(i)).append(gap);
        }
        return line.toString().stripTrailing();
    }

    private void collectRows(Node parent, List<List<String>> rows) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof TableRow) {
                List<String> cells = new ArrayList<>();
                for (Node cell = node.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add(cell instanceof TableCell ? inline(cell, colour) : "");
                }
                rows.add(cells);
            } else {
                collectRows(node, rows);
            }
        }
    }

    /** The text of a node's children on one line; each word of a styled text is styled by itself, to wrap well. */
    private String inline(Node parent, boolean styled) {
        StringBuilder text = new StringBuilder();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Text plain) {
                text.append(plain.getLiteral());
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                text.append(' ');
            } else if (node instanceof Code code) {
                text.append(words(Style.CODE, styled ? code.getLiteral() : "`" + code.getLiteral() + "`", styled));
            } else if (node instanceof StrongEmphasis) {
                text.append(words(Style.BOLD, inline(node, false), styled));
            } else if (node instanceof Emphasis) {
                text.append(styled ? words(Style.ITALIC, inline(node, false), true) : "*" + inline(node, false) + "*");
            } else {
                text.append(inline(node, styled));
            }
        }
        return text.toString();
    }

    private static String words(Style style, String text, boolean styled) {
        if (!styled) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            result.append(result.length() == 0 ? "" : " ").append(style.on(word, true));
        }
        return result.toString();
    }

    /** Breaks what a machine says at spaces, where there are any in reach; other than in prose, every space counts. */
    static List<String> folded(String text, int room) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    static List<String> wrapped(String text, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +", -1)) {
            if (line.length() > 0 && Style.width(line.toString()) + 1 + Style.width(word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
