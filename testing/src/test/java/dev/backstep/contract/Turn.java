package dev.backstep.contract;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A turn at something that the JVMs of a build share, until it is closed. */
final class Turn implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "turns");

  private final Closeable held;

  private Turn(Closeable held) {
    this.held = held;
  }

  /** At something that nobody shares. */
  static Turn atOnce() {
    return new Turn(() -> {});
  }

  /** Waits until no other JVM has a turn at the thing of that name. */
  static Turn await(String name) {
    try {
      Files.createDirectories(FOLDER);
      FileChannel channel =
          FileChannel.open(
              FOLDER.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return new Turn(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
