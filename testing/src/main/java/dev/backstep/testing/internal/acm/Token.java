package dev.backstep.testing.internal.acm;

import java.time.Instant;

/** What an idempotency token stands for, until when. */
record Token(String arn, Instant until) {}
