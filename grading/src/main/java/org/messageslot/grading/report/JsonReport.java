// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.rubric.DataFileException;

/**
 * {@code grade.json}: the whole grade, and the only form that is read back.
 *
 * <p>Its schema is {@code grade.schema.json}. Reading what was written gives an equal grade.
 */
public final class JsonReport implements Report {

    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Points.class, new PointsAdapter().nullSafe())
            .registerTypeAdapter(Verdict.class, new VerdictAdapter())
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    @Override
    public String fileName() {
        return "grade.json";
    }

    @Override
    public String render(Grade grade) {
        return escaped(GSON.toJson(grade)) + "\n";
    }

    /**
     * Reads a grade back.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @return the grade; whether its sums are right is for {@link org.messageslot.grading.rubric.Audit} to say
     * @throws DataFileException if the text is no grade, or one of a version that this kit does not know
     */
    public static Grade read(String place, String text) throws DataFileException {
        try {
            JsonObject object = GSON.fromJson(new StringReader(text), JsonObject.class);
            if (object == null || !object.has("version")) {
                throw new DataFileException(place + " is no grade: it has no 'version'.");
            }
            if (!object.get("version").toString().equals(Integer.toString(Grade.VERSION))) {
                throw new DataFileException(place + " is of version " + object.get("version")
                        + ", and this kit reads version " + Grade.VERSION + "; grade it again.");
            }
            complete(object);
            Grade grade = GSON.fromJson(object, Grade.class);
            if (GSON.toJsonTree(grade).equals(object)) {
                return grade;
            }
        } catch (RuntimeException e) {
            // A field is missing or of another kind: said below.
        }
        throw new DataFileException(place + " is no whole grade; grade the submission again.");
    }

    /** Adds what older kits do not write: they did not look into mistakes, and did not count lines. */
    private static void complete(JsonObject grade) {
        if (!grade.has("coverage")) {
            grade.add("coverage", JsonNull.INSTANCE);
        }
        for (JsonElement mistake : grade.getAsJsonArray("mistakes")) {
            if (!mistake.getAsJsonObject().has("explanation")) {
                mistake.getAsJsonObject().add("explanation", JsonNull.INSTANCE);
            }
        }
    }

    /** Writes out what steers terminals and editors; in JSON such characters occur only in strings. */
    private static String escaped(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c < 0x7f || Visible.hasGlyph(c)) {
                text.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    text.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return text.toString();
    }

    private static final class PointsAdapter extends TypeAdapter<Points> {

        @Override
        public void write(JsonWriter out, Points points) throws IOException {
            out.value(points.number());
        }

        @Override
        public Points read(JsonReader in) throws IOException {
            return Points.of(new BigDecimal(in.nextString()));
        }
    }

    /** A verdict's check and outcome lie side by side in one object. */
    private static final class VerdictAdapter implements JsonSerializer<Verdict>, JsonDeserializer<Verdict> {

        @Override
        public JsonElement serialize(Verdict verdict, Type type, JsonSerializationContext context) {
            JsonObject object = context.serialize(verdict.check()).getAsJsonObject();
            object.add("points", context.serialize(verdict.points()));
            context.serialize(verdict.outcome()).getAsJsonObject().asMap().forEach(object::add);
            return object;
        }

        @Override
        public Verdict deserialize(JsonElement element, Type type, JsonDeserializationContext context)
                throws JsonParseException {
            return new Verdict(
                    context.deserialize(element, CheckDescription.class),
                    context.deserialize(element, Outcome.class),
                    context.deserialize(element.getAsJsonObject().get("points"), Points.class));
        }
    }
}
