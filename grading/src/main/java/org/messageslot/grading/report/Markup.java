// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.io.StringWriter;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Writes XML and HTML in which all text is escaped by construction: there is no way to add text except through the
 * XML writer, and none passes without being made {@linkplain Visible visible}.
 *
 * <p>Not thread-safe.
 */
public final class Markup {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    private Markup() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the beginning of an XML document} */
    public static Markup xml() {
        Markup markup = new Markup();
        markup.run(() -> markup.writer.writeStartDocument("UTF-8", "1.0"));
        return markup.line();
    }

    /** {@return the beginning of an HTML page} */
    public static Markup html() {
        Markup markup = new Markup();
        markup.run(() -> markup.writer.writeDTD("<!DOCTYPE html>"));
        return markup.line();
    }

    /**
     * Writes the head of a page, which may load nothing, and runs no scripts but those that are named.
     *
     * @param title what the page is about
     * @param style its style sheet; no character in it may need escaping
     * @param scripts the scripts of the page, as they stand in it
     * @return this
     */
    public Markup head(String title, String style, String... scripts) {
        StringBuilder policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline'");
        for (String script : scripts) {
            String hash = Base64.getEncoder().encodeToString(DigestUtils.sha256(script));
            policy.append("; script-src 'sha256-").append(hash).append('\'');
        }
        line().open("head");
        line().empty("meta", "charset", "utf-8");
        line().empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        line().empty("meta", "http-equiv", "Content-Security-Policy", "content", policy.toString());
        line().element("title", title);
        return line().element("style", style).close();
    }

    /** Opens an element; attributes are names and values in turn. */
    public Markup open(String tag, String... attributes) {
        run(() -> writer.writeStartElement(tag));
        return attributes(attributes);
    }

    /** Ends the element that was opened last. */
    public Markup close() {
        run(writer::writeEndElement);
        return this;
    }

    /** Writes an element that holds nothing and needs no end in HTML. */
    public Markup empty(String tag, String... attributes) {
        run(() -> writer.writeEmptyElement(tag));
        return attributes(attributes);
    }

    /** Writes an element that holds one text. */
    public Markup element(String tag, String content, String... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** Writes text. */
    public Markup text(String content) {
        run(() -> writer.writeCharacters(Visible.lines(content)));
        return this;
    }

    /** Writes an element that holds lines of text. */
    public Markup lines(String tag, List<String> lines, String... attributes) {
        return element(tag, String.join("\n", lines), attributes);
    }

    /** Ends a line of the source, between elements. */
    public Markup line() {
        run(() -> writer.writeCharacters("\n"));
        return this;
    }

    private Markup attributes(String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            String name = attributes[i];
            String value = Visible.line(attributes[i + 1]);
            run(() -> writer.writeAttribute(name, value));
        }
        return this;
    }

    /** {@return the whole document} */
    public String end() {
        run(writer::writeEndDocument);
        run(writer::flush);
        return text + "\n";
    }

    private interface MarkupWriting {
        void run() throws XMLStreamException;
    }

    private void run(MarkupWriting step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
