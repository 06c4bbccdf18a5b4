package dev.backstep.internal.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is uploaded; it can be read more than once. */
interface Source {

  InputStream open() throws IOException;

  long size();

  static Source of(byte[] content) {
    return new Source() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(content);
      }

      @Override
      public long size() {
        return content.length;
      }
    };
  }

  static Source of(Path file, long size) {
    return new Source() {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public long size() {
        return size;
      }
    };
  }
}
