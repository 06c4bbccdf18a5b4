package dev.backstep.testing.internal.ec2;

import software.amazon.awssdk.services.ec2.model.CopyImageRequest;

/** What a client token was first used for. */
record CopyToken(CopyImageRequest request, String imageId) {}
