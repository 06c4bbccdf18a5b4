package dev.backstep.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a second writer out, in this process and in others. The system lets go of a process's lock
 * as soon as it closes any channel on the file, so the lock has a file of its own that is opened
 * once and read by nobody; the system also lets go when the process dies.
 */
final class RunLock implements AutoCloseable {

  private static final String HELD_HERE = "it is open already in this process";
  private static final Set<Path> HELD = new HashSet<>();

  /** Second channels on a file that is locked here by another name: to close one frees the lock. */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param lockFile made if it is not there; its folder is
   * @throws IOException if somebody else has it
   */
  static RunLock take(Path lockFile) throws IOException {
    Path folder = lockFile.toAbsolutePath().getParent();
    Path file = folder.toRealPath().resolve(lockFile.getFileName());
    synchronized (HELD) {
      if (!HELD.add(file)) {
        throw new IOException(HELD_HERE);
      }
    }
    boolean taken = false;
    try {
      FileChannel channel = open(file);
      lock(channel);
      taken = true;
      return new RunLock(file, channel);
    } finally {
      if (!taken) {
        forget(file);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          Disk.ownerOnly(file, "rw-------"));
    } catch (IOException e) {
      throw new IOException(
          "its lock %s cannot be opened: %s".formatted(file, Failures.reason(e)), e);
    }
  }

  private static void lock(FileChannel channel) throws IOException {
    boolean closes = true;
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another process has it open");
      }
      closes = false;
    } catch (OverlappingFileLockException e) {
      closes = false;
      synchronized (NEVER_CLOSED) {
        NEVER_CLOSED.add(channel);
      }
      throw new IOException(HELD_HERE, e);
    } finally {
      if (closes) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      forget(file);
    }
  }

  private static void forget(Path file) {
    synchronized (HELD) {
      HELD.remove(file);
    }
  }
}
