package dev.backstep.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** A small journal of one run, and what tests ask of its file. */
final class Sample {

  static final String RUN = "0123456789abcdef0123456789abcdef";
  static final String OTHER_RUN = "fedcba9876543210fedcba9876543210";
  static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456789Z");

  private static final List<String> BODIES =
      List.of(
          "{\"plan\":{\"target\":\"impala/Zürich\",\"steps\":[]}}",
          "{\"step\":\"a\",\"token\":\"JJ**\"}",
          "{\"step\":\"a\",\"results\":{\"id\":\"sg-1\"}}",
          "{\"state\":\"KEPT\",\"note\":\"J*: 1 € \\n {\"}");
  private static final List<JournalEntry.Type> TYPES =
      List.of(
          JournalEntry.Type.RUN,
          JournalEntry.Type.INTENT,
          JournalEntry.Type.DONE,
          JournalEntry.Type.END);

  private Sample() {}

  /** The records. */
  static List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < BODIES.size(); i++) {
      entries.add(new JournalEntry(RUN, i + 1L, AT.plusSeconds(i), TYPES.get(i), BODIES.get(i)));
    }
    return entries;
  }

  /** The lines that they are in a file, each with its line feed. */
  static List<byte[]> lines() {
    return entries().stream().map(JournalLine::write).toList();
  }

  static byte[] bytes() {
    return join(lines());
  }

  static byte[] join(List<byte[]> parts) {
    byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    return all;
  }

  static byte[] join(byte[]... parts) {
    return join(Arrays.asList(parts));
  }

  /** A line with this JSON and the checksum that it should have. */
  static byte[] line(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return "%08x %s\n".formatted(crc.getValue(), json).getBytes(StandardCharsets.UTF_8);
  }

  /** Where the last record begins. */
  static int startOfLast() {
    List<byte[]> lines = lines();
    return bytes().length - lines.get(lines.size() - 1).length;
  }

  static Path file(Path folder) {
    return folder.resolve(RUN + ".jsonl");
  }

  /** Makes the run's file hold this. */
  static Path put(Path folder, byte[] bytes) throws IOException {
    // To write over a file makes some file systems wait for the disk.
    Files.deleteIfExists(file(folder));
    return Files.write(file(folder), bytes);
  }

  /** What was copied aside, if anything was. */
  static List<Path> aside(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains("torn")).toList();
    }
  }

  /** The record that {@link #append} adds. */
  static JournalEntry decision(long sequence) {
    return new JournalEntry(
        RUN, sequence, AT, JournalEntry.Type.DECISION, "{\"what\":\"rollback\"}");
  }

  /** Adds a record of no consequence. */
  static JournalEntry append(Journal.RunJournal run) {
    JournalEntry entry = decision(0);
    return run.append(entry.at(), entry.type(), entry.body());
  }
}
