package dev.backstep.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as a line: eight hexadecimal digits of the CRC-32C of the rest, a blank, a JSON object
 * with the version of the form, and a line feed. The body is in it as it was given.
 */
final class JournalLine {

  /** The version that is written. Every version up to it can be read. */
  static final int VERSION = 1;

  /** The most bytes that a record takes: more is a mistake, not a plan. */
  static final int LONGEST = 16 * 1024 * 1024;

  private static final int CHECKSUM = 8;
  private static final JsonFactory BODIES = new JsonFactory();

  /** A body is one level down in its line, and may be as deep as a body may. */
  private static final JsonFactory LINES =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(StreamReadConstraints.DEFAULT_MAX_DEPTH + 1)
                  .build())
          .build();

  private JournalLine() {}

  /**
   * A record as bytes.
   *
   * @throws IllegalArgumentException if the body is not one JSON object on one line, or too long
   */
  static byte[] write(JournalEntry entry) {
    if (entry.type() == JournalEntry.Type.UNKNOWN) {
      throw new IllegalArgumentException(
          "%s: the type UNKNOWN is for reading only".formatted(named(entry)));
    }
    checkBody(entry);
    String json =
        "{\"v\":%d,\"seq\":%d,\"at\":\"%s\",\"run\":\"%s\",\"t\":\"%s\",\"body\":"
                .formatted(
                    VERSION,
                    entry.sequence(),
                    entry.at(),
                    new String(JsonStringEncoder.getInstance().quoteAsString(entry.runId())),
                    entry.type().name())
            + entry.body()
            + "}";
    ByteBuffer encoded = encode(entry, json);
    int length = CHECKSUM + 1 + encoded.remaining() + 1;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "%s has %d bytes (expected: at most %d)".formatted(named(entry), length, LONGEST));
    }
    byte[] line = new byte[length];
    encoded.get(line, CHECKSUM + 1, encoded.remaining());
    System.arraycopy(checksum(line, CHECKSUM + 1, length - 1), 0, line, 0, CHECKSUM);
    line[CHECKSUM] = ' ';
    line[length - 1] = '\n';
    return line;
  }

  private static void checkBody(JournalEntry entry) {
    String body = entry.body();
    boolean isObject =
        body.startsWith("{")
            && body.endsWith("}")
            && body.indexOf('\n') < 0
            && body.indexOf('\r') < 0;
    try (JsonParser parser = BODIES.createParser(body)) {
      parser.nextToken();
      parser.skipChildren();
      isObject &= parser.nextToken() == null;
    } catch (IOException e) {
      throw badBody(entry, e);
    }
    if (!isObject) {
      throw badBody(entry, null);
    }
  }

  private static ByteBuffer encode(JournalEntry entry, String json) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
    } catch (CharacterCodingException e) {
      throw badBody(entry, e);
    }
  }

  private static IllegalArgumentException badBody(JournalEntry entry, @Nullable IOException why) {
    return new IllegalArgumentException(
        "%s: a body that cannot be kept (expected: one JSON object on one line)"
            .formatted(named(entry)),
        why);
  }

  private static String named(JournalEntry entry) {
    return "record %d (%s) of run %s".formatted(entry.sequence(), entry.type(), entry.runId());
  }

  /** Whether a line, without its line feed, is all that was written, by its checksum. */
  static boolean isWhole(byte[] bytes, int from, int to) {
    int json = from + CHECKSUM + 1;
    return json < to
        && bytes[json - 1] == ' '
        && Arrays.equals(checksum(bytes, json, to), 0, CHECKSUM, bytes, from, from + CHECKSUM);
  }

  /**
   * Reads a whole line without its line feed.
   *
   * @throws IOException if it is of a later version, or no record for all its checksum; the message
   *     goes behind the number of the record
   */
  static JournalEntry read(byte[] bytes, int from, int to) throws IOException {
    int json = from + CHECKSUM + 1;
    Fields fields = new Fields();
    try (JsonParser parser = LINES.createParser(bytes, json, to - json)) {
      fields.readFrom(parser, bytes, json);
    } catch (JsonProcessingException e) {
      throw new IOException("has a right checksum and is no record: " + e.getOriginalMessage(), e);
    }
    return fields.entry();
  }

  /** The fields of a line, in whatever order; those that are not known are passed over. */
  private static final class Fields {

    private int version;
    private long sequence;
    private String at = "";
    private String run = "";
    private String type = "";
    private String body = "";

    void readFrom(JsonParser parser, byte[] bytes, int offset) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT && name.equals("v")) {
          version = parser.getIntValue();
        } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("seq")) {
          sequence = parser.getLongValue();
        } else if (token == JsonToken.VALUE_STRING && name.equals("at")) {
          at = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && name.equals("run")) {
          run = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && name.equals("t")) {
          type = parser.getText();
        } else if (token == JsonToken.START_OBJECT && name.equals("body")) {
          int start = offset + (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          int end = offset + (int) parser.currentLocation().getByteOffset();
          body = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        version = 0;
      }
    }

    JournalEntry entry() throws IOException {
      if (version > VERSION) {
        throw new IOException(
            "was written in form %d by a newer version of Backstep (expected: at most %d)"
                .formatted(version, VERSION));
      }
      if (version < 1 || sequence < 1 || run.isEmpty() || type.isEmpty() || body.isEmpty()) {
        throw new IOException("has a right checksum and is no record: it lacks a field");
      }
      try {
        return new JournalEntry(run, sequence, Instant.parse(at), known(type), body);
      } catch (DateTimeException e) {
        throw new IOException("has a right checksum and is no record: " + e.getMessage(), e);
      }
    }

    private static JournalEntry.Type known(String name) {
      return Arrays.stream(JournalEntry.Type.values())
          .filter(type -> type.name().equals(name))
          .findFirst()
          .orElse(JournalEntry.Type.UNKNOWN);
    }
  }

  /** Whether all that there is of a record could begin here: its checksum, a blank, a brace. */
  static boolean startsAt(byte[] bytes, int start) {
    return start + CHECKSUM + 2 <= bytes.length && couldStartAt(bytes, start, false);
  }

  /** As {@link #startsAt}, of a record that is cut short or has bytes that never got there. */
  static boolean couldStartAt(byte[] bytes, int start) {
    return couldStartAt(bytes, start, true);
  }

  private static boolean couldStartAt(byte[] bytes, int start, boolean zeros) {
    int end = Math.min(start + CHECKSUM + 2, bytes.length);
    for (int i = start; i < end; i++) {
      boolean fits =
          switch (i - start) {
            case CHECKSUM -> bytes[i] == ' ';
            case CHECKSUM + 1 -> bytes[i] == '{';
            default -> HexFormat.isHexDigit(bytes[i]);
          };
      if (!fits && !(zeros && bytes[i] == 0)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }
}
