package dev.backstep.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps a second writer out, in this process and in others. The system lets go of a process's lock
 * as soon as it closes any channel on the file, so the lock has a file of its own that is opened
 * once and read by nobody; the system also lets go when the process dies.
 */
final class RunLock implements AutoCloseable {

  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if somebody else has it
   */
  static RunLock take(Path lockFile) throws IOException {
    Path file = lockFile.toAbsolutePath().normalize();
    synchronized (HELD) {
      if (!HELD.add(file)) {
        throw new IOException("it is open already in this process");
      }
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = tryLock(channel);
      if (!taken) {
        channel.close();
        throw new IOException("another process has it open");
      }
      return new RunLock(file, channel);
    } finally {
      if (!taken) {
        forget(file);
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
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
