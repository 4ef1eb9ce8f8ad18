// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.messageslot.lab.walk.Quotations;

/** Renders Markdown as HTML: clauses and labs become links, and quotations know where they are from. */
final class Html {

    private static final List<org.commonmark.Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final Pattern TABLE = Pattern.compile("<table");
    private static final Pattern CLAUSE = Pattern.compile("\\bR-[A-Z][0-9]\\b");

    private final HtmlRenderer renderer;
    private final Set<String> clauses;

    /** Tells where quoted source stands on the site. */
    interface SourceLinks {

        /** {@return the caption of a quotation, as HTML} */
        String caption(String file, String text);
    }

    /**
     * Makes a renderer.
     *
     * @param clauses the numbers that have an entry on the page of clauses
     */
    Html(SourceLinks sources, Set<String> clauses) {
        this.clauses = clauses;
        renderer = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .nodeRendererFactory(context -> new CodeBlocks(context, sources))
                .attributeProviderFactory(context -> (node, tag, attributes) -> decorate(node, tag, attributes))
                .build();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@return the blocks of a text} */
    String blocks(String markdown) {
        return blocks(markdown, Optional::of);
    }

    /**
     * Renders a text whose links lead elsewhere on the site.
     *
     * @param links where a link leads; nothing where it leads nowhere on the site
     */
    String blocks(String markdown, Function<String, Optional<String>> links) {
        Node document = PARSER.parse(markdown);
        redirect(document, links);
        link(document);
        int[] tables = new int[1];
        return TABLE.matcher(renderer.render(document))
                .replaceAll(found -> "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table "
                        + ++tables[0] + "\"><table")
                .replace("</table>", "</table></div>");
    }

    /** {@return a text of one paragraph, without the paragraph} */
    String inline(String markdown) {
        return blocks(markdown).strip().replaceAll("^<p>|</p>$", "");
    }

    private static void decorate(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Link && attributes.getOrDefault("href", "").matches("(\\./)?[a-z0-9-]+\\.(jsh|md)(#.*)?")) {
            attributes.computeIfPresent("href", (name, href) -> href.replaceFirst("\\.(jsh|md)", ".html"));
        }
        if (node instanceof Heading heading && tag.matches("h[1-6]")) {
            attributes.put("id", anchor(textOf(heading)));
        }
        if (node instanceof TableBlock) {
            attributes.remove("style");
        }
    }

    /** {@return a heading's name in links, as the site that shows the sources makes it, so that a link is good on both} */
    static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    private static String textOf(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text plain) {
                text.append(plain.getLiteral());
            }

            @Override
            public void visit(org.commonmark.node.Code code) {
                text.append(code.getLiteral());
            }
        });
        return text.toString();
    }

    /** Changes where links lead; of those that lead nowhere, the text stays. */
    private static void redirect(Node document, Function<String, Optional<String>> targets) {
        List<Link> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link);
            }
        });
        for (Link link : links) {
            Optional<String> target = targets.apply(link.getDestination());
            if (target.isPresent()) {
                link.setDestination(target.get());
            } else {
                while (link.getFirstChild() != null) {
                    link.insertBefore(link.getFirstChild());
                }
                link.unlink();
            }
        }
    }

    /** Turns the numbers of clauses into links. */
    private void link(Node document) {
        List<Text> texts = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                if (!(text.getParent() instanceof Link)) {
                    texts.add(text);
                }
            }
        });
        texts.forEach(this::link);
    }

    private void link(Text text) {
        Matcher matcher = CLAUSE.matcher(text.getLiteral());
        String literal = text.getLiteral();
        int from = 0;
        while (matcher.find()) {
            if (clauses.contains(matcher.group())) {
                text.insertBefore(new Text(literal.substring(from, matcher.start())));
                Link link = new Link("clauses.html#" + matcher.group(), null);
                link.appendChild(new Text(matcher.group()));
                text.insertBefore(link);
                from = matcher.end();
            }
        }
        text.setLiteral(literal.substring(from));
    }

    /** Pictures, quotations and Java. A block that can be wider than the screen can be reached by the keyboard. */
    private static final class CodeBlocks implements NodeRenderer {

        private final HtmlWriter html;
        private final SourceLinks sources;

        CodeBlocks(HtmlNodeRendererContext context, SourceLinks sources) {
            this.html = context.getWriter();
            this.sources = sources;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class, IndentedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            boolean fenced = node instanceof FencedCodeBlock;
            String literal = node instanceof FencedCodeBlock block
                    ? block.getLiteral()
                    : ((IndentedCodeBlock) node).getLiteral();
            String info = node instanceof FencedCodeBlock block && block.getInfo() != null ? block.getInfo() : "";
            String file = Quotations.fileOf(info);
            String code = "<code>" + coloured(literal.stripTrailing(), file, info, fenced) + "</code>";
            html.line();
            if (!file.isEmpty()) {
                html.raw("<figure><figcaption>" + sources.caption(file, literal)
                        + "</figcaption><pre class=\"quote\" tabindex=\"0\">" + code + "</pre></figure>");
            } else {
                String kind = fenced && (info.isEmpty() || info.equals("text")) ? "picture" : "java";
                html.raw("<pre class=\"" + kind + "\" tabindex=\"0\">" + code + "</pre>");
            }
            html.line();
        }

        /** Java is indented, or marked as such; a quotation is coloured by the kind of its file. */
        private static String coloured(String code, String file, String info, boolean fenced) {
            if (!file.isEmpty()) {
                return Highlighter.file(file, code);
            }
            boolean java = !fenced || info.equals("java");
            return java ? Highlighter.java(code) : Highlighter.file("." + info, code);
        }
    }
}
