package dev.backstep.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The real disk without the wait: for tests that open thousands of files one after another. */
final class QuickDisk implements Disk {

  @Override
  public Appender open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    return new Appender() {
      @Override
      public void append(byte[] bytes) throws IOException {
        file.seek(file.length());
        file.write(bytes);
      }

      @Override
      public void truncate(long size) throws IOException {
        file.setLength(size);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void forceFolder(Path folder) {
    // Nobody pulls the plug on a test.
  }
}
