package dev.backstep.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record as a line: eight hexadecimal digits of the CRC-32C of the rest, a blank, a JSON object
 * with the version of the form, and a line feed.
 */
final class JournalLine {

  /** The version that is written. Every version up to it can be read. */
  static final int VERSION = 1;

  static final int LONGEST = 16 * 1024 * 1024;

  private static final int CHECKSUM = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line that is whole and right, but of a later version than this one knows. */
  static final class NewerVersionException extends RuntimeException {
    NewerVersionException(int version) {
      super(
          "it was written in form %d by a newer version of Backstep (expected: at most %d)"
              .formatted(version, VERSION));
    }
  }

  private JournalLine() {}

  static byte[] write(JournalEntry entry) {
    try {
      ObjectNode line = JSON.createObjectNode();
      line.put("v", VERSION);
      line.put("seq", entry.sequence());
      line.put("at", entry.at().toString());
      line.put("run", entry.runId());
      line.put("t", entry.type().name());
      line.set("body", JSON.readTree(entry.body()));
      byte[] json = JSON.writeValueAsBytes(line);
      byte[] bytes = new byte[CHECKSUM + 1 + json.length + 1];
      System.arraycopy(checksum(json, 0, json.length), 0, bytes, 0, CHECKSUM);
      bytes[CHECKSUM] = ' ';
      System.arraycopy(json, 0, bytes, CHECKSUM + 1, json.length);
      bytes[bytes.length - 1] = '\n';
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body of a record is not JSON", e);
    }
  }

  /**
   * Reads a line without its line feed; empty when it is not what was written.
   *
   * @throws NewerVersionException if it is right, and of a version that is not known
   */
  static Optional<JournalEntry> read(byte[] bytes, int from, int to) {
    int json = from + CHECKSUM + 1;
    if (json >= to || bytes[json - 1] != ' ' || !checks(bytes, from, json, to)) {
      return Optional.empty();
    }
    try {
      JsonNode line = JSON.readTree(bytes, json, to - json);
      int version = line.path("v").asInt();
      if (version > VERSION) {
        throw new NewerVersionException(version);
      }
      return Optional.of(
          new JournalEntry(
              line.path("run").asText(),
              line.path("seq").asLong(),
              Instant.parse(line.path("at").asText()),
              JournalEntry.Type.valueOf(line.path("t").asText()),
              line.path("body").toString()));
    } catch (java.io.IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a record could start here, by the blank behind its checksum. */
  static boolean mayStartAt(byte[] bytes, int start) {
    int blank = start + CHECKSUM;
    return blank + 1 < bytes.length && bytes[blank] == ' ' && bytes[blank + 1] == '{';
  }

  private static boolean checks(byte[] bytes, int from, int json, int to) {
    byte[] sum = checksum(bytes, json, to - json);
    for (int i = 0; i < CHECKSUM; i++) {
      if (bytes[from + i] != sum[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
  }
}
