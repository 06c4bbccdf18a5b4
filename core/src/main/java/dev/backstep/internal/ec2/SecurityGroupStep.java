package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Step;
import java.util.Map;

/**
 * Makes a security group.
 *
 * @param vpc where
 * @param name unique in the VPC
 * @param description cannot be changed later
 * @param tags the user's
 */
public record SecurityGroupStep(
    String vpc, String name, String description, Map<String, String> tags) implements Step {}
