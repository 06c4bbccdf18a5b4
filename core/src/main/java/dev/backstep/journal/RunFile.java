package dev.backstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open file of one run. After a record could not be written, none can. */
final class RunFile implements Journal.RunJournal {

  private static final Logger LOG = LoggerFactory.getLogger(RunFile.class);

  private final String runId;
  private final Path file;
  private final Disk disk;
  private final RunLock lock;
  private Disk.@Nullable Appender appender;
  private long records;
  private long size;
  private @Nullable Throwable broken;
  private boolean closed;

  private RunFile(String runId, Path file, Disk disk, RunLock lock) {
    this.runId = runId;
    this.file = file;
    this.disk = disk;
    this.lock = lock;
  }

  /**
   * Opens a file in a folder that is there. A torn tail is copied aside and cut off.
   *
   * @throws IOException if it is locked, cannot be written, or is not as it was written
   */
  static RunFile open(String runId, Path file, Disk disk) throws IOException {
    RunLock lock = RunLock.take(file.resolveSibling(runId + ".lock"));
    RunFile run = new RunFile(runId, file, disk, lock);
    try {
      run.begin();
      return run;
    } catch (IOException | RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    byte[] bytes = bytesOf(file);
    Records found = Records.of(bytes, runId);
    Optional<String> obstacle = found.obstacle();
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    Disk.Appender opened = disk.open(file);
    appender = opened;
    disk.forceFolder(file.getParent());
    records = found.entries().size();
    size = found.wholeBytes();
    if (size < bytes.length) {
      Path aside = keepAside(Arrays.copyOfRange(bytes, found.wholeBytes(), bytes.length));
      opened.truncate(size);
      LOG.warn(
          "{}: cut off the last {} bytes, a record that was not written to its end; they are in {}",
          file,
          bytes.length - size,
          aside);
    }
  }

  private static byte[] bytesOf(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private Path keepAside(byte[] torn) throws IOException {
    Path aside = Files.createTempFile(file.getParent(), runId + ".torn-", "");
    try (Disk.Appender copy = disk.open(aside)) {
      copy.append(torn);
      disk.forceFolder(file.getParent());
      return aside;
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  @Override
  public synchronized JournalEntry append(Instant at, JournalEntry.Type type, String body) {
    JournalEntry entry = new JournalEntry(runId, records + 1, at, type, body);
    byte[] line = JournalLine.write(entry);
    try {
      write(line);
    } catch (IOException e) {
      throw Failures.cannotWrite(runId, file.toString(), entry.sequence(), type, e);
    }
    records++;
    size += line.length;
    return entry;
  }

  private void write(byte[] line) throws IOException {
    if (closed || appender == null) {
      throw new IOException("the journal is closed");
    }
    if (broken != null) {
      throw new IOException(
          "an earlier record could not be written: " + Failures.reason(broken), broken);
    }
    try {
      appender.append(line);
    } catch (IOException | RuntimeException | Error e) {
      broken = e;
      takeBack(appender, e);
      throw e;
    }
  }

  /** So that what was not kept for good is not found later as if it had been. */
  private void takeBack(Disk.Appender from, Throwable why) {
    try {
      from.truncate(size);
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      close(appender);
      close(lock);
    }
  }

  /** Every record was kept when it was written, so there is nothing to lose here. */
  private void close(@Nullable AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      LOG.warn("{}: could not be closed", file, e);
    }
  }
}
