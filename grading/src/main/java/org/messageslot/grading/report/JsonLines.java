// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

/** Prints the JSON that course systems take. */
final class JsonLines {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private JsonLines() {}

    /** {@return an object as text, with a line feed at its end} */
    static String text(JsonObject object) {
        return GSON.toJson(object) + "\n";
    }
}
