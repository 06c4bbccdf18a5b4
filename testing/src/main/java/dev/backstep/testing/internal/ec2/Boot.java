package dev.backstep.testing.internal.ec2;

import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/**
 * What an instance was launched with, which stays when its key pair is deleted.
 *
 * @param key its public half is in {@code publicKey}, as OpenSSH writes it
 * @param userData as it came, in Base64
 * @param publicAddress whether it has one while it runs
 */
public record Boot(Optional<KeyPairInfo> key, Optional<String> userData, boolean publicAddress) {}
