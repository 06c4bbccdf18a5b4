package dev.backstep.testing.internal.s3;

import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody wants to do with something in a bucket.
 *
 * @param principalKind such as {@code AWS} or {@code Service}
 * @param principal such as {@code arn:aws:iam::797873946194:root}
 * @param action such as {@code s3:PutObject}
 * @param resource its ARN
 * @param facts what conditions may ask for, by key, such as {@code aws:SourceAccount}
 */
public record Access(
    String principalKind,
    String principal,
    String action,
    String resource,
    Map<String, String> facts) {

  /** Keys of conditions are the same in any case. */
  public Access {
    TreeMap<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(facts);
    facts = anyCase;
  }
}
