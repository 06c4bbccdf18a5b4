package dev.backstep.ami;

/**
 * How an encrypted image is made. A plan keeps the one that it was made with: when AWS refuses what
 * it needs, the run fails and says which other one to ask for.
 */
public enum Strategy {
  /**
   * CopyImage of the source, encrypting: no instance and so nothing provisioned. AWS copies images
   * that are yours or whose snapshots you may read, and none with a product code of its
   * Marketplace.
   */
  COPY,
  /**
   * An instance whose volumes are encrypted from the first block, stopped and made into the image:
   * an unencrypted snapshot never exists.
   */
  LAUNCH_ENCRYPTED,
  /**
   * An instance as the source is, stopped and made into an intermediate image under another name,
   * which is copied, encrypting, and then removed with its snapshots.
   */
  COPY_AFTER_CREATE
}
