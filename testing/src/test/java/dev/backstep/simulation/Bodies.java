package dev.backstep.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstep.journal.JournalEntry;

/** Reads the bodies of journal records. */
final class Bodies {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Bodies() {}

  static String step(JournalEntry entry) {
    return read(entry).path("step").asText();
  }

  /** The id that a DONE record says was made; empty text if none. */
  static String madeId(JournalEntry entry) {
    return read(entry).path("results").path("id").asText();
  }

  static JsonNode read(JournalEntry entry) {
    try {
      return JSON.readTree(entry.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("I4: a record cannot be read: " + entry, e);
    }
  }
}
