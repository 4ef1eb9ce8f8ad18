// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.Points;

/**
 * The fields of a JSON object that a person wrote: each is asked for by name and kind, and what nobody asked for is an
 * error, so that a misspelt name never passes in silence.
 *
 * <p>Not thread-safe.
 */
public final class Fields {

    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final String place;
    private final JsonObject object;
    private final Set<String> asked = new HashSet<>();

    private Fields(String place, JsonObject object) {
        this.place = place;
        this.object = object;
    }

    /**
     * Parses a file's text.
     *
     * @param place the file, as messages name it
     * @param text its text
     * @return its fields
     * @throws DataFileException if the text is no JSON object
     */
    public static Fields parse(String place, String text) throws DataFileException {
        try {
            JsonObject object = STRICT.fromJson(text, JsonObject.class);
            if (object != null) {
                return new Fields(place, object);
            }
        } catch (JsonParseException e) {
            String reason = String.valueOf(e.getMessage())
                    .replaceFirst("(?s).*?Exception: ", "")
                    .replaceFirst("(?s)\nSee .*", "");
            throw new DataFileException(place + " is no JSON that can be read: " + reason + ".");
        }
        throw new DataFileException(place + " is empty; it should be a JSON object.");
    }

    /** {@return the place, as messages name it} */
    public String place() {
        return place;
    }

    /** {@return the names of all fields, in the file's order} */
    public Set<String> names() {
        return object.keySet();
    }

    /** {@return whether the field, which may be missing, is there} */
    public boolean has(String name) {
        asked.add(name);
        return object.has(name);
    }

    /** {@return a text that is not blank} */
    public String text(String name) throws DataFileException {
        JsonElement value = required(name);
        if (isText(value) && !value.getAsString().isBlank()) {
            return value.getAsString();
        }
        throw wrong(name, "should be a text", value);
    }

    /** {@return a whole number from least to most} */
    public int integer(String name, int least, int most) throws DataFileException {
        JsonElement value = required(name);
        try {
            int number = value.getAsBigDecimal().intValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (RuntimeException e) {
            // Not a whole number: said below, as is one out of range.
        }
        throw wrong(name, "should be a whole number from " + least + " to " + most, value);
    }

    /** {@return points: a number from 0 to 1000 with at most two decimals} */
    public Points points(String name) throws DataFileException {
        JsonElement value = required(name);
        try {
            Points points = Points.of(((JsonPrimitive) value).getAsBigDecimal());
            if (points.compareTo(Points.ZERO) >= 0 && points.compareTo(Points.of(1000)) <= 0) {
                return points;
            }
        } catch (RuntimeException e) {
            // Not such a number: said below, as is one out of range.
        }
        throw wrong(name, "should be points: a number from 0 to 1000 with at most two decimals", value);
    }

    /** {@return true or false} */
    public boolean truth(String name) throws DataFileException {
        JsonElement value = required(name);
        if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw wrong(name, "should be true or false", value);
    }

    /** {@return one of an enum's constants, written in small letters with hyphens: {@code points-only}} */
    public <E extends Enum<E>> E choice(String name, Class<E> kind) throws DataFileException {
        JsonElement value = required(name);
        List<String> words = new ArrayList<>();
        for (E constant : kind.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            words.add(word);
            if (isText(value) && value.getAsString().equals(word)) {
                return constant;
            }
        }
        throw wrong(name, "should be one of " + String.join(", ", words), value);
    }

    /** {@return whether the field is a list, of whatever} */
    public boolean isList(String name) throws DataFileException {
        return required(name).isJsonArray();
    }

    /** {@return a list of texts} */
    public List<String> texts(String name) throws DataFileException {
        JsonElement value = required(name);
        if (!value.isJsonArray() || !value.getAsJsonArray().asList().stream().allMatch(Fields::isText)) {
            throw wrong(name, "should be a list of texts", value);
        }
        return value.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** {@return a list of objects} */
    public List<Fields> objects(String name) throws DataFileException {
        JsonElement value = required(name);
        if (!value.isJsonArray() || !value.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonObject)) {
            throw wrong(name, "should be a list of objects", value);
        }
        List<Fields> objects = new ArrayList<>();
        for (JsonElement element : value.getAsJsonArray()) {
            objects.add(new Fields(place + ", " + name + "[" + objects.size() + "]", element.getAsJsonObject()));
        }
        return objects;
    }

    /** {@return an object within this one} */
    public Fields object(String name) throws DataFileException {
        JsonElement value = required(name);
        if (value.isJsonObject()) {
            return new Fields(place + ", " + name, value.getAsJsonObject());
        }
        throw wrong(name, "should be an object", value);
    }

    /** {@return an object within this one; empty if the field is {@code null}} */
    public Optional<Fields> objectOrNull(String name) throws DataFileException {
        return required(name).isJsonNull() ? Optional.empty() : Optional.of(object(name));
    }

    /** {@return all fields, each of them points} */
    public Map<String, Points> allPoints() throws DataFileException {
        Map<String, Points> all = new LinkedHashMap<>();
        for (String name : names()) {
            all.put(name, points(name));
        }
        return all;
    }

    /**
     * Makes sure that every field was asked for.
     *
     * @throws DataFileException if there is one that nobody knows
     */
    public void done() throws DataFileException {
        for (String name : names()) {
            if (!asked.contains(name)) {
                throw new DataFileException(
                        place + ": nothing is called '" + name + "' here" + Nearest.hint(name, asked) + ".");
            }
        }
    }

    private JsonElement required(String name) throws DataFileException {
        asked.add(name);
        JsonElement value = object.get(name);
        if (value == null) {
            throw new DataFileException(place + ": '" + name + "' is missing.");
        }
        return value;
    }

    private DataFileException wrong(String name, String should, JsonElement value) {
        return new DataFileException(place + ": '" + name + "' " + should + ", not " + value + ".");
    }

    private static boolean isText(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }
}
