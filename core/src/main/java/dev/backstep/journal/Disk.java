package dev.backstep.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The few things that a journal does to files. A test puts a disk that fails in its place. */
interface Disk {

  /** Opens a file to add to it, and makes it if it is not there; for the owner's eyes only. */
  Appender open(Path file) throws IOException;

  /** Makes sure that a folder keeps the names of the files in it. */
  void forceFolder(Path folder) throws IOException;

  /**
   * Makes a folder for good, with its parents, for the owner's eyes only; one that is there stays.
   */
  default void makeFolder(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent == null || Files.isDirectory(folder)) {
      return;
    }
    makeFolder(parent);
    try {
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
    }
    forceFolder(parent);
  }

  /** The rights to make a file or a folder with, where there are such rights. */
  static FileAttribute<?>[] ownerOnly(Path path, String rights) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

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

    @Override
    public Appender open(Path file) throws IOException {
      try {
        Files.createFile(file, ownerOnly(file, "rw-------"));
      } catch (FileAlreadyExistsException e) {
        // It is added to.
      }
      return new FileAppender(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      if (isPosix(folder)) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  /** A file; not a channel, which an interrupt of the thread that writes would close. */
  final class FileAppender implements Appender {

    private final RandomAccessFile file;

    FileAppender(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      file.seek(file.length());
      file.write(bytes);
      file.getFD().sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
