package dev.backstep.ami;

/**
 * Something done on the build instance before it becomes an image: a {@link Shell} script or an
 * {@link Upload}. They run in the order given, over one SSH connection.
 */
public sealed interface Provisioner permits Shell, Upload {}
