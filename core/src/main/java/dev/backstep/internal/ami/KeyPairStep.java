package dev.backstep.internal.ami;

import dev.backstep.internal.engine.Step;
import dev.backstep.internal.ssh.KeyType;
import java.util.Map;

/**
 * Makes a key in this process and imports its public half.
 *
 * @param name unique in the region
 * @param type what kind of key
 * @param tags the user's
 */
record KeyPairStep(String name, KeyType type, Map<String, String> tags) implements Step {}
