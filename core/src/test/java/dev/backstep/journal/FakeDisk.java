package dev.backstep.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The real disk, with faults: it fills up, it cannot be forced, and it tells what it was asked. */
final class FakeDisk implements Disk {

  private final Disk real = Disk.real();
  private final List<String> asked = new ArrayList<>();
  private long room = Long.MAX_VALUE;
  private boolean forces = true;
  private boolean forcesFolders = true;
  private boolean truncates = true;
  private boolean closes = true;

  /** From now on, takes so many bytes and no more. */
  FakeDisk room(long bytes) {
    room = bytes;
    return this;
  }

  /** From now on, takes every byte and fails to keep it. */
  FakeDisk failsToForce() {
    forces = false;
    return this;
  }

  FakeDisk failsToForceFolders() {
    forcesFolders = false;
    return this;
  }

  FakeDisk failsToTruncate() {
    truncates = false;
    return this;
  }

  FakeDisk failsToClose() {
    closes = false;
    return this;
  }

  /** What it was asked, in order, such as {@code append 123}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Appender open(Path file) throws IOException {
    asked.add("open " + file.getFileName());
    Appender appender = real.open(file);
    return new Appender() {
      @Override
      public void append(byte[] bytes) throws IOException {
        asked.add("append " + bytes.length);
        int taken = (int) Math.min(room, bytes.length);
        room -= taken;
        if (taken > 0) {
          appender.append(Arrays.copyOf(bytes, taken));
        }
        if (taken < bytes.length) {
          throw new IOException("No space left on device");
        }
        if (!forces) {
          throw new IOException("Input/output error");
        }
      }

      @Override
      public void truncate(long size) throws IOException {
        asked.add("truncate " + size);
        if (!truncates) {
          throw new IOException("Input/output error");
        }
        appender.truncate(size);
      }

      @Override
      public void close() throws IOException {
        asked.add("close");
        appender.close();
        if (!closes) {
          throw new IOException("Input/output error");
        }
      }
    };
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    asked.add("force " + folder.getFileName());
    if (!forcesFolders) {
      throw new IOException("Input/output error");
    }
    real.forceFolder(folder);
  }
}
