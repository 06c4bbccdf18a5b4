package dev.backstep.testing.internal.ec2;

import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/**
 * A volume that a launch will make.
 *
 * @param ebs with nothing left open: size, type, encryption with its key, and what ends with the
 *     instance
 */
record PlannedVolume(String device, EbsBlockDevice ebs) {}
