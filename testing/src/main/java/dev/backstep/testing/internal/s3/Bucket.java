package dev.backstep.testing.internal.s3;

import java.time.Instant;

/** One bucket. Its policy is kept apart. */
record Bucket(String name, String region, Instant created) {}
