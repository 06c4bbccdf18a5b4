package dev.backstep.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The few things that a journal does to files. A test puts a disk that fails in its place. */
interface Disk {

  /** Opens a file to add to it, and makes it if it is not there; for the owner's eyes only. */
  Appender open(Path file) throws IOException;

  /** Makes sure that a folder keeps the names of the files in it. */
  void forceFolder(Path folder) throws IOException;

  /** An open file. */
  interface Appender extends AutoCloseable {
    /** Adds all of the bytes and makes sure that the disk has them. */
    void append(byte[] bytes) throws IOException;

    /** Cuts the file off. */
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** The disk there is. */
  static Disk real() {
    return new RealDisk();
  }

  /** The real thing. */
  final class RealDisk implements Disk {

    private static final FileAttribute<?>[] OWNER_ONLY = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };

    @Override
    public Appender open(Path file) throws IOException {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              isPosix(file) ? OWNER_ONLY : new FileAttribute<?>[0]);
      return new ChannelAppender(channel);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      if (isPosix(folder)) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }

    static boolean isPosix(Path path) {
      return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
  }

  /** A file channel that writes everything and then forces it. */
  final class ChannelAppender implements Appender {

    private final FileChannel channel;

    ChannelAppender(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Makes a folder, with its parents, for the owner's eyes only. */
  static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      FileAttribute<?>[] ownerOnly =
          RealDisk.isPosix(folder)
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(folder, ownerOnly);
    }
  }
}
