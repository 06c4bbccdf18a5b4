package dev.backstep.testing.internal.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What a client token was first used for. */
record LaunchToken(RunInstancesRequest request, String reservationId, List<String> instanceIds) {}
