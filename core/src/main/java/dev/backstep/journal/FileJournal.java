package dev.backstep.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal on disk: a folder with one file a run, {@code <run id>.jsonl}, one record a line, each
 * with a checksum and a number. A record is on the disk when {@code append} returns. Files are for
 * their owner's eyes only, and locked against a second writer; a network file system may not keep
 * that lock.
 */
public final class FileJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final String SUFFIX = ".jsonl";
  private static final Pattern RUN_ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private final Path folder;
  private final Disk disk;

  FileJournal(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** The journal in a folder, which is made when it is first needed. */
  public static FileJournal in(Path folder) {
    return new FileJournal(folder, Disk.real());
  }

  /**
   * The journal in {@code runs} below the folder that the environment variable {@code
   * BACKSTEP_HOME} names, else below {@code .backstep} in the user's home.
   */
  public static FileJournal inHome() {
    String home = System.getenv("BACKSTEP_HOME");
    Path base =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".backstep")
            : Path.of(home);
    return in(base.resolve("runs"));
  }

  @Override
  public RunJournal open(String runId) {
    Path file = file(runId);
    RunLock lock = null;
    Disk.Appender appender = null;
    try {
      Disk.makeFolder(folder);
      lock = RunLock.take(folder.resolve(runId + ".lock"));
      boolean fresh = !Files.exists(file);
      appender = disk.open(file);
      if (fresh) {
        disk.forceFolder(folder);
      }
      return new Writer(runId, lock, appender, mended(runId, appender));
    } catch (IOException e) {
      closeQuietly(appender);
      closeQuietly(lock);
      throw new UncheckedIOException(
          new IOException(
              "the journal of run %s at %s cannot be opened for writing: %s"
                  .formatted(runId, file, e.getMessage()),
              e));
    }
  }

  /** How many records there are, once a torn tail has been copied aside and cut off. */
  private long mended(String runId, Disk.Appender appender) throws IOException {
    Path file = file(runId);
    byte[] bytes = Files.readAllBytes(file);
    Records records = recordsOf(bytes, runId);
    if (records.damage().isPresent()) {
      throw new IOException(records.damage().get());
    }
    if (records.isTorn(bytes)) {
      Path aside = Files.createTempFile(folder, runId + ".torn-", "");
      Files.write(aside, Arrays.copyOfRange(bytes, records.wholeBytes(), bytes.length));
      appender.truncate(records.wholeBytes());
    }
    return records.entries().size();
  }

  private static Records recordsOf(byte[] bytes, String runId) throws IOException {
    try {
      return Records.of(bytes, runId);
    } catch (JournalLine.NewerVersionException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public List<JournalEntry> read(String runId) {
    Path file = file(runId);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      Records records = recordsOf(Files.readAllBytes(file), runId);
      if (records.damage().isPresent()) {
        throw new IOException(records.damage().get());
      }
      return records.entries();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "the journal of run %s at %s cannot be read: %s"
                  .formatted(runId, file, e.getMessage()),
              e));
    }
  }

  @Override
  public List<String> runIds() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .map(file -> Map.entry(birth(file), runIdOf(file)))
          .sorted(Map.Entry.<Instant, String>comparingByKey().thenComparing(Map.Entry::getValue))
          .map(Map.Entry::getValue)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the journal folder " + folder + " cannot be read", e);
    }
  }

  /** When the run's first record says it began; damaged files come first. */
  private static Instant birth(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .findFirst()
          .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
          .flatMap(line -> JournalLine.read(line, 0, line.length))
          .map(JournalEntry::at)
          .orElse(Instant.EPOCH);
    } catch (IOException | UncheckedIOException | JournalLine.NewerVersionException e) {
      return Instant.EPOCH;
    }
  }

  private static String runIdOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  @Override
  public String locationOf(String runId) {
    return file(runId).toString();
  }

  /** The folder. */
  @Override
  public String toString() {
    return "FileJournal[" + folder + "]";
  }

  private Path file(String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException(
          "run id: \"%s\" (expected: 32 hexadecimal characters)".formatted(runId));
    }
    return folder.resolve(runId + SUFFIX);
  }

  private static void closeQuietly(@Nullable AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      LOG.warn("a file of the journal could not be closed", e);
    }
  }

  /** The open file of one run. After a record could not be written, none can. */
  private final class Writer implements RunJournal {

    private final String runId;
    private final RunLock lock;
    private final Disk.Appender appender;
    private long written;
    private Optional<IOException> broken = Optional.empty();
    private boolean closed;

    Writer(String runId, RunLock lock, Disk.Appender appender, long written) {
      this.runId = runId;
      this.lock = lock;
      this.appender = appender;
      this.written = written;
    }

    @Override
    public synchronized JournalEntry append(Instant at, JournalEntry.Type type, String body) {
      JournalEntry entry = new JournalEntry(runId, written + 1, at, type, body);
      try {
        write(JournalLine.write(entry));
      } catch (IOException e) {
        broken = Optional.of(e);
        throw new UncheckedIOException(
            new IOException(
                "%s: record %d (%s) could not be written: %s"
                    .formatted(file(runId), entry.sequence(), type, e.getMessage()),
                e));
      }
      written++;
      return entry;
    }

    private void write(byte[] line) throws IOException {
      if (broken.isPresent()) {
        throw new IOException("an earlier record could not be written", broken.get());
      }
      if (closed) {
        throw new IOException("the journal is closed");
      }
      if (line.length > JournalLine.LONGEST) {
        throw new IOException(
            "it has %d bytes (expected: at most %d)".formatted(line.length, JournalLine.LONGEST));
      }
      appender.append(line);
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        appender.close();
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the journal of run " + runId + " cannot be closed", e);
      }
    }
  }
}
