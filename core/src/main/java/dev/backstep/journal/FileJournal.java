package dev.backstep.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A journal on disk: a folder with one file a run, {@code <run id>.jsonl}, one record a line, each
 * with a checksum and a number. A record is on the disk when {@code append} returns, even if the
 * thread is interrupted. Files are for their owner's eyes only, and locked against a second writer;
 * a network file system may not keep that lock.
 *
 * <p>A last record that was not written to its end never counted: readers pass it over, and the
 * next writer moves it to {@code <run id>.torn-...}. A file that is damaged anywhere else is
 * neither read nor written, and left as it is.
 */
public final class FileJournal implements Journal {

  private static final String SUFFIX = ".jsonl";
  private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern FILE = Pattern.compile("([0-9a-f]{32})\\.jsonl");

  private final Path folder;
  private final Disk disk;

  FileJournal(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * The journal in a folder, which is made when it is first needed.
   *
   * @throws IllegalArgumentException if the folder is inside an archive or the like
   */
  public static FileJournal in(Path folder) {
    if (folder.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(
          "folder: %s in %s (expected: a folder of the default file system)"
              .formatted(folder, folder.getFileSystem()));
    }
    return new FileJournal(folder.toAbsolutePath(), Disk.real());
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
    // A lock cannot be taken while the thread is interrupted, and a run that is to be rolled back
    // because of the interrupt needs one.
    boolean interrupted = Thread.interrupted();
    try {
      disk.makeFolder(folder);
      return RunFile.open(runId, file, disk);
    } catch (IOException e) {
      throw Failures.cannotOpen(runId, file.toString(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<JournalEntry> read(String runId) {
    Path file = file(runId);
    try {
      Records records = Records.of(Files.readAllBytes(file), runId);
      if (records.problem().isPresent()) {
        throw new IOException(records.problem().get());
      }
      return records.entries();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.cannotRead(runId, file.toString(), e);
    }
  }

  @Override
  public Optional<JournalEntry> first(String runId) {
    try {
      Optional<JournalEntry> first = firstIn(file(runId), runId);
      return first.isPresent() ? first : Journal.super.first(runId);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.cannotRead(runId, file(runId).toString(), e);
    }
  }

  /** The first record, if it is whole. */
  private static Optional<JournalEntry> firstIn(Path file, String runId) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next;
      do {
        next = bytes.read();
        line.write(next);
      } while (next != '\n' && next >= 0);
      return next < 0
          ? Optional.empty()
          : Records.of(line.toByteArray(), runId).entries().stream().findFirst();
    }
  }

  @Override
  public List<String> runIds() {
    Map<String, Instant> births = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          String runId = name.group(1);
          birth(file, runId).ifPresent(birth -> births.put(runId, birth));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    }
    Comparator<String> byBirth = Comparator.comparing(births::get);
    return births.keySet().stream()
        .sorted(byBirth.thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private UncheckedIOException unreadable(IOException why) {
    return new UncheckedIOException(
        "the journal folder %s cannot be read: %s".formatted(folder, Failures.reason(why)), why);
  }

  /** When the run's first record was written; unreadable files come first, empty ones never. */
  private static Optional<Instant> birth(Path file, String runId) {
    try {
      Optional<JournalEntry> first = firstIn(file, runId);
      return first.isPresent()
          ? first.map(JournalEntry::at)
          : Records.of(Files.readAllBytes(file), runId).problem().map(problem -> Instant.EPOCH);
    } catch (IOException e) {
      return Files.isRegularFile(file) ? Optional.of(Instant.EPOCH) : Optional.empty();
    }
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
}
