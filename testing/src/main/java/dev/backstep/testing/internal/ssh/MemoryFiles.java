package dev.backstep.testing.internal.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a fake instance. They are in memory: a path that a client names is a key of a map
 * and never one of this machine.
 */
public final class MemoryFiles {

  /** A file of more bytes is refused. */
  static final int LARGEST = 64 * 1024 * 1024;

  /**
   * A file that was put there.
   *
   * @param path as the client said it
   * @param content whole
   * @param mode its permissions
   * @param way by which it came: {@code sftp} or {@code scp}
   */
  public record Stored(String path, byte[] content, int mode, String way) {}

  private final Map<String, Stored> files = new TreeMap<>();
  private final List<Stored> received = new ArrayList<>();
  private final Set<String> readOnly = ConcurrentHashMap.newKeySet();

  /** Refuses whatever is put under a folder. */
  public void makeReadOnly(String folder) {
    readOnly.add(folder);
  }

  boolean mayWrite(String path) {
    return readOnly.stream().noneMatch(path::startsWith);
  }

  synchronized void put(Stored file) {
    files.put(file.path(), file);
    received.add(file);
  }

  /** Sets the permissions of a file that is there. */
  synchronized boolean chmod(String path, int mode) {
    Stored file = files.get(path);
    if (file == null) {
      return false;
    }
    Stored changed = new Stored(path, file.content(), mode, file.way());
    files.put(path, changed);
    received.set(received.lastIndexOf(file), changed);
    return true;
  }

  /** Removes a file. */
  public synchronized boolean remove(String path) {
    return files.remove(path) != null;
  }

  /** What is at a path now. */
  public synchronized Optional<Stored> get(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** The paths of all that is there now. */
  public synchronized List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /** All that ever came, in order. */
  public synchronized List<Stored> received() {
    return List.copyOf(received);
  }
}
