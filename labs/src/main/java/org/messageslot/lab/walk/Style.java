// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

/** The colours of texts in a terminal. */
enum Style {
    BOLD("1"),
    FAINT("2"),
    ITALIC("3"),
    HEADING("1;36"),
    CODE("36"),
    JAVA("1"),
    GOOD("32"),
    BAD("31"),
    ASK("33");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Dress a text, where colour is wanted. */
    String on(String text, boolean colour) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** {@return how many columns a text takes, escape sequences not counted} */
    static int width(String text) {
        String bare = text.replaceAll("\u001b\\[[0-9;]*m", "");
        return bare.codePointCount(0, bare.length());
    }
}
